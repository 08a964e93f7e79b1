package dev.carillon.server.apps.toggo;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.json.BadJson;
import dev.carillon.server.apps.toggo.ToggoSettings.TopicCheck;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import dev.carillon.server.support.LogText;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what services publish: reads it, and hands it to those who have a use for it.
///
/// What is no event is counted, and logged without its content, one line in ten seconds. Called on the
/// broker's thread.
final class Intake implements Broker.Listener {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final ToggoSettings.Intake settings;
  private final TripEventReader reader;
  private final Trips trips;
  private final @Nullable Memberships memberships;
  private final @Nullable Consumer<TripEvent> feed;
  private final Instruments instruments;
  private final LogLimit drops;
  private final LogLimit unknown;

  /// @param memberships hears of changes; `null`: every trip is everybody's
  /// @param feed gets every event, whether somebody follows its trip or not; `null`: nobody does
  Intake(
      ToggoSettings.Intake settings,
      Trips trips,
      @Nullable Memberships memberships,
      @Nullable Consumer<TripEvent> feed,
      Clock clock,
      Instruments instruments) {
    this.settings = settings;
    this.reader = TripEventReader.of(settings);
    this.trips = trips;
    this.memberships = memberships;
    this.feed = feed;
    this.instruments = instruments;
    this.drops = new LogLimit(clock, ToggoApp.NAME);
    this.unknown = new LogLimit(clock, ToggoApp.NAME);
  }

  @Override
  public void onMessage(String channel, byte[] message) {
    boolean read =
        feed != null || settings.mismatch() == TripMismatch.PAYLOAD || trips.wants(channel);
    if (!read && !concernsMembers(channel)) {
      return; // of the many that a pattern brings, most are for nobody here
    }
    try {
      TripEvent event = reader.read(channel, message);
      checkTopic(event.topic());
      String room = TripEventReader.PREFIX + event.tripId();
      if (memberships != null) {
        memberships.hear(event);
      }
      if (trips.wants(room)) {
        trips.add(room, event);
      }
      if (feed != null) {
        feed.accept(event);
      }
    } catch (BadJson e) {
      instruments.badInput(ToggoApp.NAME, "broker", e.reason());
      drops.warn(log, "event dropped", "reason", e.reason(), "bytes", message.length);
    }
  }

  /// Those who are about to follow a trip are not in its room yet.
  private boolean concernsMembers(String channel) {
    return memberships != null
        && channel.startsWith(TripEventReader.PREFIX)
        && memberships.concern(channel.substring(TripEventReader.PREFIX.length()));
  }

  private void checkTopic(String topic) throws BadJson {
    if (settings.topics() == TopicCheck.OFF || settings.knownTopics().contains(topic)) {
      return;
    }
    if (settings.topics() == TopicCheck.REFUSE) {
      throw new BadJson("topic");
    }
    instruments.badInput(ToggoApp.NAME, "broker", "topic");
    unknown.warn(log, "topic not known, relayed", "topic", LogText.safe(topic));
  }
}
