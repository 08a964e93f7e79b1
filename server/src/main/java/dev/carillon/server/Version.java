package dev.carillon.server;

/// Which Carillon this is.
public final class Version {
  private Version() {}

  /// Returns the version from the manifest; `development` when run from class files.
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
