package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Many clients on one selector, driven by the thread that calls `connect` and `pump`; confined to it.
///
/// It counts every event frame, and looks into one of every `sampling` messages for the time it was published.
final class Loader implements AutoCloseable {
  private static final int READ_BYTES = 1 << 20;

  private final InetSocketAddress server;
  private final Talk talk;
  private final int total;
  private final int sampling;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final List<Client> clients;
  private final Progress progress = new Progress();
  private final Samples latencies = new Samples();

  private int connected;
  private int opening;
  private int lost;
  private @Nullable String loss;
  private long events;
  private int untilSample;
  private long readAt;

  Loader(int port, Talk talk, int total, int sampling) {
    this.talk = talk;
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.total = total;
    this.sampling = sampling;
    this.untilSample = sampling;
    this.clients = new ArrayList<>(total);
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new BenchException("cannot open a selector", e);
    }
  }

  /// What the publisher waits on; its count is that of all events since the start.
  Progress progress() {
    return progress;
  }

  /// Nanoseconds from publication to the read that brought the event, for each event looked into.
  Samples latencies() {
    return latencies;
  }

  /// Opens all connections, `inFlight` at a time, and returns the time until the last was connected.
  ///
  /// @throws BenchException if one is refused, or not all are connected within `limit`
  Duration connect(int inFlight, Duration limit) {
    long start = System.nanoTime();
    long deadline = start + limit.toNanos();
    while (connected < total) {
      while (clients.size() < total && opening < inFlight) {
        open(clients.size());
      }
      turn(50);
      failOnLoss();
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            "only " + connected + " of " + total + " connected within " + limit.toSeconds() + " s");
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// Serves the connections for a while.
  ///
  /// @throws BenchException if a connection is lost
  void pump(Duration time) {
    pumpUntil(Long.MAX_VALUE, time);
  }

  /// Serves the connections until `count` events have arrived in all; returns false after `limit`.
  boolean pumpUntil(long count, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (events >= count) {
        return true;
      }
      turn(Math.clamp(left / 1_000_000, 1, 50));
      failOnLoss();
    }
    return events >= count;
  }

  void reading() {
    readAt = System.nanoTime();
  }

  /// Counts events, and looks into these bytes for the time of the first from time to time.
  void events(int count, ByteBuffer from, int offset, int length) {
    events += count;
    if (--untilSample == 0) {
      untilSample = sampling;
      long published = Publication.timeIn(from, offset, length);
      if (published >= 0) {
        latencies.add(readAt - published);
      }
    }
  }

  private void open(int number) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      // Ends with a reset, so that thousands of closed sockets do not hold their ports.
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      Client client = new Client(number, this, talk, channel);
      clients.add(client);
      opening++;
      channel.connect(server);
      channel.register(selector, SelectionKey.OP_CONNECT, client);
    } catch (IOException e) {
      throw new BenchException("cannot open connection " + number + ": " + e.getMessage(), e);
    }
  }

  private void turn(long millis) {
    try {
      selector.select(this::serve, millis);
    } catch (IOException e) {
      throw new BenchException("select failed", e);
    }
    progress.delivered(events);
  }

  private void serve(SelectionKey key) {
    Client client = (Client) key.attachment();
    Client.State before = client.state();
    try {
      if (before == Client.State.CONNECTING) {
        client.upgrade(request(client.number()));
        key.interestOps(SelectionKey.OP_READ);
      } else {
        client.read(buffer);
      }
    } catch (IOException | BenchException e) {
      client.gone();
      lost++;
      loss = e.getMessage();
    }
    if (before != client.state() && client.state() == Client.State.CONNECTED) {
      connected++;
      opening--;
    }
  }

  private byte[] request(int number) {
    return ("GET "
            + talk.target(number)
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + server.getPort()
            + "\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: Y2FyaWxsb24gbG9hZGVyIQ==\r\n\r\n")
        .getBytes(US_ASCII);
  }

  private void failOnLoss() {
    if (lost > 0) {
      throw new BenchException(lost + " of " + total + " connections lost: " + loss);
    }
  }

  @Override
  public void close() {
    clients.forEach(Client::gone);
    try {
      selector.close();
    } catch (IOException e) {
      throw new BenchException("cannot close the selector", e);
    }
  }
}
