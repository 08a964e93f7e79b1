package dev.carillon.engineio;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;
import dev.carillon.net.WebSocket;
import dev.carillon.net.WebSocketListener;
import io.netty.buffer.ByteBuf;

/// An Engine.IO connection over a WebSocket: one packet a frame, binary without a type.
///
/// Confined to its lane.
final class WebSocketTransport implements Transport, WebSocketListener {
  private final WebSocket socket;
  private final EngineConnection connection;

  WebSocketTransport(WebSocket socket, EngineConnection connection) {
    this.socket = socket;
    this.connection = connection;
  }

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  public Encoding encoding() {
    return socket.encoding();
  }

  @Override
  public boolean isWritable() {
    return socket.isWritable();
  }

  @Override
  public void send(Message message) {
    socket.append(message);
  }

  @Override
  public void send(Encoded packet) {
    socket.append(packet);
  }

  @Override
  public void allow(long moreBytes) {
    socket.allow(moreBytes);
  }

  @Override
  public void setReading(boolean reading) {
    socket.setReading(reading);
  }

  @Override
  public boolean close(CloseReason reason) {
    // Without a status code, like the reference server: clients take it for a transport close.
    socket.closeWithoutCode(reason);
    return true;
  }

  @Override
  public void terminate(CloseReason reason) {
    socket.closeWithoutCode(reason);
  }

  @Override
  public void onText(ByteBuf message) {
    connection.onPacket(message);
  }

  @Override
  public void onBinary(ByteBuf message) {
    connection.onBinary(message);
  }

  @Override
  public void onClosed(CloseReason reason) {
    connection.onTransportClosed(reason);
  }
}
