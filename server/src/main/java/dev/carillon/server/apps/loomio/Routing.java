package dev.carillon.server.apps.loomio;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.json.BadJson;
import dev.carillon.server.apps.loomio.LoomioSettings.Records;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what becomes of a message from the broker: bytes in, decision out.
///
/// What cannot be delivered is counted, and logged without its content, one line in ten seconds.
/// Safe for any thread.
final class Routing {
  static final String RECORDS = "/records";
  static final String NOTICE = "/system_notice";

  private static final Logger log = LoggerFactory.getLogger(Routing.class);

  private final RoomReader gate;
  private final String app;
  private final Instruments instruments;
  private final LogLimit limit;

  Routing(Records settings, String app, Clock clock, Instruments instruments) {
    this.gate = new RoomReader(settings.maxMessage, Records.MAX_DEPTH);
    this.app = app;
    this.instruments = instruments;
    this.limit = new LogLimit(clock, app);
  }

  /// Returns the room that a message of the records channel is for; empty: nobody gets it.
  Optional<String> roomOf(byte[] message) {
    try {
      String room = gate.room(message).orElse("");
      if (room.isEmpty()) {
        throw new BadJson("no-room");
      }
      return Optional.of(room);
    } catch (BadJson e) {
      drop(RECORDS, e.reason(), message.length);
      return Optional.empty();
    }
  }

  /// Tells whether a message of the notice channel can be relayed.
  boolean isNotice(byte[] message) {
    try {
      gate.check(message);
      return true;
    } catch (BadJson e) {
      drop(NOTICE, e.reason(), message.length);
      return false;
    }
  }

  private void drop(String channel, String reason, int bytes) {
    instruments.badInput(app, "broker", reason);
    limit.warn(log, "message dropped", "channel", channel, "reason", reason, "bytes", bytes);
  }
}
