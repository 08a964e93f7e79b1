package dev.carillon.bench;

import java.nio.ByteBuffer;
import java.util.List;

/// Plain JSON: connected is who hears `connected` or `pong`, and everything else but `error` is an event,
/// or several.
///
/// @param target the request target of every client
/// @param first what is said first
/// @param eventBytes the size of each event where several come in one message; 0: each message is one
record JsonTalk(String target, List<String> first, int eventBytes) implements Talk {

  /// An `events` message but for its events, and for the comma that comes with all of them but one.
  private static final int ENVELOPE =
      "{\"type\":\"events\",\"events\":[],\"timestamp\":\"2026-02-03T10:30:00.7Z\"}".length() - 1;

  private static final int HEAD = "{\"type\":\"events\",\"events\":[".length();
  private static final int TYPE = "{\"type\":\"".length();

  @Override
  public String target(int client) {
    return target;
  }

  @Override
  public void upgraded(Client client) {
    first.forEach(client::say);
  }

  @Override
  public void heard(Client client, ByteBuffer buffer, int offset, int length) {
    byte type = buffer.get(offset + Math.min(TYPE, length - 1));
    byte next = buffer.get(offset + Math.min(TYPE + 1, length - 1));
    if (type == 'c' || type == 'p') {
      client.connected();
    } else if (type == 'e' && next == 'r') {
      throw new BenchException("the server answered with an error");
    } else if (eventBytes == 0) {
      client.events(1, buffer, offset, length);
    } else {
      // The end of the first event, where its time is.
      int begin = Math.min(length, HEAD + eventBytes);
      client.events(count(length), buffer, offset, begin);
    }
  }

  /// Events have one size, so that nobody needs to read a million of them; the time of the message may be
  /// some digits longer.
  private int count(int length) {
    return Math.round((length - ENVELOPE) / (eventBytes + 1f));
  }
}
