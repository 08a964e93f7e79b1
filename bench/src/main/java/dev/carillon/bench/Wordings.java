package dev.carillon.bench;

/// What backends publish, one wording for each app.
final class Wordings {
  private Wordings() {}

  /// A record update for Loomio's clients.
  static final class RecordUpdate implements Publication.Wording {
    @Override
    public String head(String room, long id) {
      return "{\"room\":\"" + room + "\",\"records\":{\"comments\":[{\"id\":" + id + ",\"body\":\"";
    }

    @Override
    public String tail(long nanos) {
      return "\"}]," + Publication.MARKER + nanos + "}}";
    }
  }

  /// A message in a chat of Eclipse.
  static final class ChatMessage implements Publication.Wording {
    @Override
    public String head(String room, long id) {
      return "{\"type\":\"message\",\"data\":{\"id\":\"m"
          + id
          + "\",\"role\":\"user\",\"timestamp\":\"2025-10-31T12:00:00.000Z\",\"sender\":"
          + "{\"id\":\"u1\",\"name\":\"John\",\"email\":null,\"avatar\":null},\"content\":\"";
    }

    @Override
    public String tail(long nanos) {
      return "\"},\"timestamp\":\"2025-10-31T12:00:00.100Z\"," + Publication.MARKER + nanos + "}";
    }
  }

  /// An event of one of Toggo's trips, none that a later one replaces.
  static final class TripEvent implements Publication.Wording {
    @Override
    public String head(String room, long id) {
      return "{\"id\":\"e"
          + id
          + "\",\"topic\":\"comment.created\",\"trip_id\":\"bench\",\"entity_id\":\"c1\","
          + "\"actor_id\":\"u1\",\"actor_name\":\"Ann\",\"data\":{\"body\":\"";
    }

    @Override
    public String tail(long nanos) {
      return "\"," + Publication.MARKER + nanos + "},\"timestamp\":\"2026-02-03T10:30:00.5Z\"}";
    }
  }
}
