package dev.carillon.bench;

import java.nio.ByteBuffer;

/// Socket.IO on Engine.IO 4, with a token of its own for each client.
final class SocketIoTalk implements Talk {
  @Override
  public String target(int client) {
    return "/socket.io/?EIO=4&transport=websocket&channel_token=tok" + client;
  }

  @Override
  public void upgraded(Client client) {
    // The server speaks first.
  }

  @Override
  public void heard(Client client, ByteBuffer buffer, int offset, int length) {
    byte first = buffer.get(offset);
    byte second = length > 1 ? buffer.get(offset + 1) : 0;
    if (first == '4' && second == '2') {
      client.events(1, buffer, offset, length);
    } else if (first == '2') {
      client.say("3");
    } else if (first == '0') {
      client.say("40");
    } else if (first == '4' && second == '0') {
      client.connected();
    } else if (first == '4' && (second == '4' || second == '1')) {
      throw new BenchException("the server refused or disconnected a client");
    }
  }
}
