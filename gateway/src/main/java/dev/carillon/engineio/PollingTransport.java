package dev.carillon.engineio;

import dev.carillon.core.Batch;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;
import dev.carillon.core.Outbox;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An Engine.IO connection over HTTP: what waits for the client goes out with its next poll.
///
/// Packets are joined by the record separator (protocol, "HTTP long-polling", "Payload encoding").
/// Confined to its lane.
final class PollingTransport extends Outbox implements Transport {
  private static final byte SEPARATOR = 0x1E;
  private static final Headers HEADERS =
      Headers.of("Content-Type", "text/plain; charset=UTF-8", "cache-control", "no-store");

  private final EngineConnection connection;
  private final int maxBytes;
  private final boolean compress;
  private final ArrayDeque<Encoded> waiting = new ArrayDeque<>(2);
  private long waitingBytes;
  private long allowance;
  private @Nullable HttpExchange poll;
  private Headers onceHeaders;
  private int posts;
  private boolean closing;

  /// @param onceHeaders headers for the first answer only
  PollingTransport(EngineConnection connection, EngineIoSettings settings, Headers onceHeaders) {
    super(connection.lane());
    this.connection = connection;
    this.maxBytes = settings.maxOutbound;
    this.compress = settings.compressPolling;
    this.onceHeaders = onceHeaders;
  }

  @Override
  public String name() {
    return "polling";
  }

  @Override
  public Encoding encoding() {
    return Encoding.POLLING;
  }

  @Override
  public boolean isWritable() {
    return poll != null && waiting.isEmpty();
  }

  @Override
  public void send(Message message) {
    append(message);
  }

  @Override
  public void send(Encoded packet) {
    append(packet);
  }

  @Override
  public void allow(long moreBytes) {
    allowance += moreBytes;
  }

  @Override
  public void setReading(boolean reading) {
    // A client that polls brings its messages in requests of their own; there is nothing to stop.
  }

  boolean hasPoll() {
    return poll != null;
  }

  /// Holds a poll until there is something to answer it with.
  void hold(HttpExchange exchange) {
    poll = exchange;
    answer();
  }

  /// Forgets a poll whose client is gone; returns whether it was the one held.
  boolean drop(HttpExchange exchange) {
    if (!exchange.equals(poll)) {
      return false;
    }
    poll = null;
    return true;
  }

  /// Notes that a POST is on its way; returns whether it is the only one.
  boolean beginPost() {
    return ++posts == 1;
  }

  /// Notes that a POST is not on its way any more.
  void endPost() {
    posts--;
  }

  @Override
  public boolean close(CloseReason reason) {
    return end(EnginePackets.CLOSE);
  }

  @Override
  public void terminate(CloseReason reason) {
    if (poll != null) {
      close(reason);
    }
  }

  /// Lets a last packet wait for the client; returns whether a poll was held, which it answers.
  boolean end(EnginePackets last) {
    boolean held = poll != null;
    closing = true;
    append(last.in(Encoding.POLLING));
    flush();
    return held;
  }

  /// Releases a held poll and returns what waits, for the transport that takes over.
  List<Encoded> handOver() {
    flush();
    if (poll != null) {
      append(EnginePackets.NOOP.in(Encoding.POLLING));
      flush();
    }
    var left = List.copyOf(waiting);
    waiting.clear();
    return left;
  }

  @Override
  protected void write(Batch batch) {
    List<Encoded> parts = batch.parts();
    // One batch alone may exceed the limit: a client that polls is never slow.
    boolean behind = !waiting.isEmpty();
    waiting.addAll(parts);
    waitingBytes += batch.length() + parts.size();
    answer();
    if (behind && !closing && waitingBytes > maxBytes + allowance) {
      connection.close(CloseReason.SLOW);
    }
  }

  private void answer() {
    HttpExchange exchange = poll;
    if (exchange == null || waiting.isEmpty()) {
      return;
    }
    poll = null;
    byte[] body = joined();
    waiting.clear();
    waitingBytes = 0;
    allowance = 0;
    Headers headers = HEADERS.and(onceHeaders);
    onceHeaders = Headers.NONE;
    exchange.respond(200, headers, body, compress);
  }

  private byte[] joined() {
    int length = waiting.size() - 1;
    for (Encoded packet : waiting) {
      length = Math.addExact(length, packet.length());
    }
    byte[] body = new byte[length];
    int at = 0;
    for (Encoded packet : waiting) {
      if (at > 0) {
        body[at++] = SEPARATOR;
      }
      System.arraycopy(packet.array(), packet.offset(), body, at, packet.length());
      at += packet.length();
    }
    return body;
  }
}
