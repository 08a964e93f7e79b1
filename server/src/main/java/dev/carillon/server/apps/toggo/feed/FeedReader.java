package dev.carillon.server.apps.toggo.feed;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Store;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// One member's feed of one trip, as it is in the store. Safe for any thread; blocks.
///
/// What the store holds may have been written by others, so each event is checked before it is passed
/// on. All methods throw [dev.carillon.core.StoreException] when the store does not answer.
final class FeedReader {
  private static final StrictJson JSON = new StrictJson(16 * 1024 * 1024, 512);
  private static final String APP = "toggo";

  private final Store store;
  private final Clock clock;
  private final Instruments instruments;
  private final Duration retention;
  private final Duration cursorRetention;

  FeedReader(FeedSettings settings, Store store, Clock clock, Instruments instruments) {
    this.store = store;
    this.clock = clock;
    this.instruments = instruments;
    this.retention = settings.retention();
    this.cursorRetention = settings.cursorRetention();
  }

  /// Returns events as a JSON array, oldest first.
  ///
  /// @param after only what came later, in Unix milliseconds; `null`: what the member has not seen
  /// @param offset how many of the newest to pass over
  /// @param limit how many at most: the newest of those that are left
  byte[] events(String user, String trip, @Nullable Long after, int offset, int limit) {
    String key = FeedKeys.entries(user, trip);
    double above = (double) Math.max(after == null ? cursor(user, trip) : after, oldest());
    List<String> ids = store.scoredAbove(key, above, offset + limit);
    List<String> shown = ids.subList(0, Math.max(0, ids.size() - offset));
    Map<String, String> events = store.getAll(shown.stream().map(FeedKeys::event).toList());
    var array = new ByteArrayOutputStream();
    var gone = new ArrayList<String>();
    array.write('[');
    for (String id : shown) {
      String event = events.get(FeedKeys.event(id));
      if (event == null) {
        gone.add(id);
      } else {
        append(array, event.getBytes(StandardCharsets.UTF_8));
      }
    }
    array.write(']');
    if (!gone.isEmpty()) {
      // An event expires a little before the entries that name it.
      store.removeScored(key, gone);
    }
    return array.toByteArray();
  }

  private void append(ByteArrayOutputStream array, byte[] event) {
    try {
      JSON.read(event, FeedReader::requireObject);
      if (array.size() > 1) {
        array.write(',');
      }
      array.writeBytes(event);
    } catch (BadJson e) {
      instruments.badInput(APP, "store", e.reason());
    }
  }

  private static boolean requireObject(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
    parser.skipChildren();
    return true;
  }

  /// Returns how many events the member has not seen.
  long unread(String user, String trip) {
    double above = (double) Math.max(cursor(user, trip), oldest());
    return store.countScoredAbove(FeedKeys.entries(user, trip), above);
  }

  /// Takes an event out of this member's feed.
  void remove(String user, String trip, String event) {
    store.removeScored(FeedKeys.entries(user, trip), List.of(event));
  }

  /// Notes up to when the member has seen what happened.
  ///
  /// @param millis Unix milliseconds
  void see(String user, String trip, long millis) {
    // Not for trips without entries: else anybody with a token could fill the store.
    if (store.countScoredAbove(FeedKeys.entries(user, trip), Double.NEGATIVE_INFINITY) > 0) {
      store.putField(FeedKeys.cursors(user), trip, Long.toString(millis), cursorRetention);
    }
  }

  private long cursor(String user, String trip) {
    String cursor = store.getField(FeedKeys.cursors(user), trip);
    try {
      return cursor == null ? 0 : Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      instruments.badInput(APP, "store", "cursor");
      return 0;
    }
  }

  /// What is older has lost its event, or is about to.
  private long oldest() {
    return clock.now().minus(retention).toEpochMilli();
  }
}
