package dev.carillon.engineio;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoding;
import dev.carillon.core.Timed;
import dev.carillon.net.WebSocket;
import dev.carillon.net.WebSocketListener;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket that wants to take over from polling (protocol, "Upgrade").
///
/// The client sends `2probe`, gets `3probe`, waits for its poll to end and sends `5`. Until then no
/// message goes over this WebSocket; any other packet closes it, and only it. Confined to its lane.
final class UpgradeProbe extends Timed implements WebSocketListener {
  /// How often a held poll is released while the client is to stop polling.
  private static final long RELEASE_MILLIS = 100;

  private final EngineConnection connection;
  private final WebSocket socket;
  private boolean probed;
  private boolean over;
  private @Nullable WebSocketTransport upgraded;

  UpgradeProbe(EngineIoSettings settings, EngineConnection connection, WebSocket socket) {
    this.connection = connection;
    this.socket = socket;
    if (connection.beginProbe()) {
      socket.lane().timers().schedule(this, settings.upgradeTimeout.toMillis());
    } else {
      // Already upgraded, or another WebSocket is at it: this one is not wanted.
      over = true;
      socket.closeWithoutCode(CloseReasons.TRANSPORT_CLOSE);
    }
  }

  @Override
  public void onText(ByteBuf message) {
    if (upgraded != null) {
      upgraded.onText(message);
    } else if (!over) {
      probe(message.toString(StandardCharsets.UTF_8));
    }
  }

  private void probe(String packet) {
    if (packet.equals("2probe") && connection.isOpen()) {
      socket.append(EnginePackets.PROBE_ANSWER.in(Encoding.WEBSOCKET));
      socket.flush();
      if (!probed) {
        probed = true;
        releasePolls();
      }
    } else if (packet.equals("5")
        && probed
        && connection.isOpen()
        && connection.current() instanceof PollingTransport polling) {
      end();
      upgraded = new WebSocketTransport(socket, connection);
      connection.upgradeTo(upgraded, polling);
    } else {
      close();
    }
  }

  /// Answers held polls with nothing until the upgrade is through or given up.
  private void releasePolls() {
    if (over || !connection.isOpen()) {
      return;
    }
    if (connection.current() instanceof PollingTransport polling && polling.isWritable()) {
      connection.sendControl(EnginePackets.NOOP);
    }
    socket.lane().executor().schedule(this::releasePolls, RELEASE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onBinary(ByteBuf message) {
    if (upgraded != null) {
      upgraded.onBinary(message);
    } else {
      close();
    }
  }

  @Override
  protected void onDeadline() {
    close();
  }

  private void close() {
    if (!over) {
      end();
      socket.closeWithoutCode(CloseReasons.TRANSPORT_ERROR);
    }
  }

  private void end() {
    over = true;
    socket.lane().timers().cancel(this);
    connection.endProbe();
  }

  @Override
  public void onClosed(CloseReason reason) {
    if (upgraded != null) {
      upgraded.onClosed(reason);
    } else if (!over) {
      end();
    }
  }
}
