package dev.carillon.net;

import dev.carillon.core.Lane;
import io.netty.channel.EventLoop;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What the connections of one lane share. Confined to the lane, apart from its accessors.
final class LaneKit {
  // RFC 9110 §5.6.7, IMF-fixdate.
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Lane lane;
  private final EventLoop loop;
  private final Inflation inflation = new Inflation();
  private long dateSecond = -1;
  private String date = "";

  LaneKit(Lane lane, EventLoop loop) {
    this.lane = lane;
    this.loop = loop;
  }

  Lane lane() {
    return lane;
  }

  EventLoop loop() {
    return loop;
  }

  /// Returns the one decompressor of this lane.
  Inflation inflation() {
    return inflation;
  }

  /// Returns the time of day as the `Date` header has it.
  String httpDate() {
    var now = lane.clock().now();
    if (now.getEpochSecond() != dateSecond) {
      dateSecond = now.getEpochSecond();
      date = HTTP_DATE.format(now);
    }
    return date;
  }
}
