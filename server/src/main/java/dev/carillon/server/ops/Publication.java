package dev.carillon.server.ops;

/// One message to publish. Immutable: nobody changes the bytes.
final class Publication {
  private final String channel;
  private final byte[] message;

  Publication(String channel, byte[] message) {
    this.channel = channel;
    this.message = message;
  }

  String channel() {
    return channel;
  }

  /// Returns the payload itself, not a copy.
  byte[] message() {
    return message;
  }
}
