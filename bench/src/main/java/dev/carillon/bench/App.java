package dev.carillon.bench;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An app of Carillon: how its server is configured, what its backend publishes and how its clients talk.
///
/// Servers are told in the environment what the server that the app replaces is told there.
enum App {
  LOOMIO {
    @Override
    Map<String, String> environment(int port, int redis) {
      return Map.of(
          "PORT",
          "" + port,
          "REDIS_URL",
          redisUrl(redis),
          "PUBLIC_APP_URL",
          "http://localhost:3000",
          "NODE_ENV",
          "production");
    }

    @Override
    Publication publication(int bytes) {
      return new Publication(bytes, "/records", new Wordings.RecordUpdate());
    }

    @Override
    Talk talk(int bytes) {
      return new SocketIoTalk();
    }
  },

  ECLIPSE {
    @Override
    Map<String, String> environment(int port, int redis) {
      return Map.of(
          "PORT",
          "" + port,
          "REDIS_URL",
          redisUrl(redis),
          "JWT_SECRET",
          SECRET,
          "INTERNAL_API_SECRET",
          SECRET,
          // Nobody is there: the clients only listen.
          "NEXT_API_URL",
          "http://127.0.0.1:9");
    }

    @Override
    Publication publication(int bytes) {
      return new Publication(bytes, "chat:bench", new Wordings.ChatMessage());
    }

    @Override
    Talk talk(int bytes) {
      long end = Instant.now().getEpochSecond() + 7200;
      String claims =
          "{\"userId\":\"u1\",\"chatId\":\"bench\",\"isAuthenticated\":true,\"exp\":" + end + "}";
      return new JsonTalk("/?token=" + Token.of(claims, SECRET), List.of(), 0);
    }
  },

  TOGGO {
    @Override
    Map<String, String> environment(int port, int redis) {
      return Map.of("APP_PORT", "" + port, "REDIS_ADDRESS", "127.0.0.1:" + redis);
    }

    @Override
    Publication publication(int bytes) {
      return new Publication(bytes, "trip:bench", new Wordings.TripEvent());
    }

    @Override
    Talk talk(int bytes) {
      // The answer to the ping tells that the subscription before it was heard.
      List<String> first =
          List.of("{\"type\":\"subscribe\",\"trip_id\":\"bench\"}", "{\"type\":\"ping\"}");
      return new JsonTalk("/ws", first, bytes);
    }

    @Override
    String delivered(List<String> messages) {
      return "{\"type\":\"events\",\"events\":["
          + String.join(",", messages)
          + "],\"timestamp\":\"2026-02-03T10:30:00.7Z\"}";
    }
  };

  private static final String SECRET = "a-secret-of-the-bench-that-is-long-enough";

  /// The name on Carillon's command line.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The environment of a server on this port, with the Redis on that one.
  abstract Map<String, String> environment(int port, int redis);

  /// What the backend publishes.
  abstract Publication publication(int bytes);

  /// How the clients talk that hear messages of this size.
  abstract Talk talk(int bytes);

  /// What a client gets when these were published at once.
  String delivered(List<String> messages) {
    return messages.getFirst();
  }

  private static String redisUrl(int port) {
    return "redis://127.0.0.1:" + port + "/0";
  }
}
