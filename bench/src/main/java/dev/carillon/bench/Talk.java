package dev.carillon.bench;

import java.nio.ByteBuffer;

/// How the clients of one app connect, and what they make of what they are told. Immutable.
interface Talk {
  /// Returns the request target with which a client asks for its WebSocket.
  String target(int client);

  /// The WebSocket is open: says what the app wants to hear first.
  ///
  /// @throws BenchException if the link is of no use
  void upgraded(Client client);

  /// The server sent a text: `length` bytes, at least one, of `buffer` from `offset`.
  ///
  /// @throws BenchException if the server refuses the client, or the link is of no use
  void heard(Client client, ByteBuffer buffer, int offset, int length);
}
