package dev.carillon.server.apps.loomio;

import dev.carillon.core.Instruments;
import dev.carillon.core.Store;
import dev.carillon.json.BadJson;
import dev.carillon.server.apps.loomio.LoomioSettings.Records;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Answers the `catchup` of older clients: the record sets that were published after a score.
///
/// The backend of those clients keeps the latest 200 record sets of each room in a sorted set
/// `/records/{room}`. The original answered once per room (clients take the first answer only), sent
/// the last known set again, and asked nobody whether the client may see the room. Here: one answer
/// over all asked rooms that the connection is in, strictly after the score, the latest ones where
/// there are too many. Safe for any thread; blocks for a round trip per room.
final class Catchup {
  /// What a malformed question gets.
  static final byte[] NOTHING = {'[', ']'};

  private static final int MOST_PER_ROOM = 200;

  private final Store store;
  private final String app;
  private final Instruments instruments;
  private final RoomReader gate;
  private final int maxBytes;
  private final int most;

  Catchup(Store store, Records settings, String app, Instruments instruments) {
    this.store = store;
    this.app = app;
    this.instruments = instruments;
    this.gate = new RoomReader(settings.maxMessage, Records.MAX_DEPTH);
    this.maxBytes = settings.maxMessage;
    this.most = Records.CATCHUP_RECORDS;
  }

  /// Answers a question.
  ///
  /// @param question an object of room and score
  /// @param rooms the rooms that the connection is in
  /// @return a JSON array of record sets, each as the backend wrote it; its size is at most that
  ///     of the longest message that is taken from the broker
  /// @throws dev.carillon.core.StoreException if the store does not answer
  byte[] answer(JsonNode question, Set<String> rooms) {
    if (!question.isObject()) {
      instruments.badInput(app, "client", "catchup");
      return NOTHING;
    }
    List<byte[]> answer = new ArrayList<>();
    int bytes = 2;
    for (Map.Entry<String, Double> asked : readable(question, rooms).entrySet()) {
      int limit = Math.min(MOST_PER_ROOM, most - answer.size());
      if (limit <= 0) {
        break;
      }
      List<String> sets =
          store.scoredAbove(Routing.RECORDS + "/" + asked.getKey(), asked.getValue(), limit);
      List<byte[]> newestFirst = new ArrayList<>();
      for (String set : sets.reversed()) {
        byte[] json = set.getBytes(StandardCharsets.UTF_8);
        if (bytes + json.length + 1 > maxBytes) {
          break;
        }
        if (isObject(json)) {
          newestFirst.add(json);
          bytes += json.length + 1;
        }
      }
      answer.addAll(newestFirst.reversed());
    }
    return array(answer, bytes);
  }

  private static Map<String, Double> readable(JsonNode question, Set<String> rooms) {
    Map<String, Double> readable = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : question.properties()) {
      JsonNode score = member.getValue();
      if (score.isNumber() && rooms.contains(member.getKey())) {
        readable.put(member.getKey(), score.asDouble());
      }
    }
    return readable;
  }

  private boolean isObject(byte[] json) {
    try {
      gate.check(json);
      return true;
    } catch (BadJson e) {
      instruments.badInput(app, "store", e.reason());
      return false;
    }
  }

  private static byte[] array(List<byte[]> values, int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(most);
    out.write('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.writeBytes(values.get(i));
    }
    out.write(']');
    return out.toByteArray();
  }
}
