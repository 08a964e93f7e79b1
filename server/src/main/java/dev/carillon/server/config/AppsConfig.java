package dev.carillon.server.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The apps; `null` for each one that is not served. Immutable.
///
/// @param loomio Loomio's records and bots
/// @param toggo what happens on Toggo's trips
/// @param eclipse the chat of Eclipse's support center
/// @param echo the target of protocol conformance tests
public record AppsConfig(
    @Nullable LoomioConfig loomio,
    @Nullable ToggoConfig toggo,
    @Nullable EclipseConfig eclipse,
    @Nullable EchoConfig echo) {
  /// The names of all apps, in the order of the documentation.
  public static final List<String> NAMES = List.of("loomio", "toggo", "eclipse", "echo");

  /// The prefix of all keys of apps.
  static final String PREFIX = "apps.";

  /// Reads all apps, so that mistakes show in those that are not served, too.
  static AppsConfig read(Values values) {
    Set<String> served = values.served();
    LoomioConfig loomio = LoomioConfig.read(values);
    ToggoConfig toggo = ToggoConfig.read(values, served.contains("toggo"));
    EclipseConfig eclipse = EclipseConfig.read(values, served.contains("eclipse"));
    EchoConfig echo = EchoConfig.read(values);
    return new AppsConfig(
        served.contains("loomio") ? loomio : null,
        served.contains("toggo") ? toggo : null,
        served.contains("eclipse") ? eclipse : null,
        served.contains("echo") ? echo : null);
  }
}
