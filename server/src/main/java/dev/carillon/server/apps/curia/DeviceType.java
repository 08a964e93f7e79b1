package dev.carillon.server.apps.curia;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What kind of device somebody has, by the words in its `User-Agent`.
final class DeviceType {
  private static final Pattern TABLET =
      Pattern.compile("tablet|ipad|playbook|silk", Pattern.CASE_INSENSITIVE);
  private static final Pattern MOBILE =
      Pattern.compile(
          "mobi|iphone|ipod|android|blackberry|opera mini|iemobile|webos|kindle",
          Pattern.CASE_INSENSITIVE);

  private DeviceType() {}

  /// Returns `tablet`, `mobile` or `desktop`, the latter also for somebody who does not say.
  static String of(@Nullable String userAgent) {
    if (userAgent == null) {
      return "desktop";
    }
    if (TABLET.matcher(userAgent).find()) {
      return "tablet";
    }
    return MOBILE.matcher(userAgent).find() ? "mobile" : "desktop";
  }
}
