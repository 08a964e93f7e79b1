package dev.carillon.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;

/// What one connection receives: messages and confirmations. Confined to the event loop.
final class Inbox extends RedisPubSubAdapter<String, byte[]> {

  private final Topics channels;
  private final Topics patterns;
  private final Runnable onReceived;
  private boolean retired;

  /// @param onReceived called for each message
  Inbox(Topics channels, Topics patterns, Runnable onReceived) {
    this.channels = channels;
    this.patterns = patterns;
    this.onReceived = onReceived;
  }

  /// Ignores everything from here on.
  void retire() {
    retired = true;
  }

  @Override
  public void message(String channel, byte[] message) {
    if (!retired) {
      onReceived.run();
      channels.deliver(channel, channel, message);
    }
  }

  @Override
  public void message(String pattern, String channel, byte[] message) {
    if (!retired) {
      onReceived.run();
      patterns.deliver(pattern, channel, message);
    }
  }

  @Override
  public void subscribed(String channel, long count) {
    if (!retired) {
      channels.confirmed(channel);
    }
  }

  @Override
  public void psubscribed(String pattern, long count) {
    if (!retired) {
      patterns.confirmed(pattern);
    }
  }
}
