package dev.carillon.yjs;

/// A shared map that stands in XML for something that an editor draws itself.
///
/// Threads: as [YType].
public final class YXmlHook extends YMap {
  private final String hookName;

  YXmlHook(Place place, String hookName) {
    super(place);
    this.hookName = hookName;
  }

  /// Returns which drawing it stands for.
  public String hookName() {
    return hookName;
  }
}
