package dev.carillon.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;

/// What one connection receives: messages and confirmations. Confined to the event loop.
final class Inbox extends RedisPubSubAdapter<String, byte[]> {

  private final Topics channels;
  private final Topics patterns;
  private boolean retired;

  Inbox(Topics channels, Topics patterns) {
    this.channels = channels;
    this.patterns = patterns;
  }

  /// Ignores everything from here on.
  void retire() {
    retired = true;
  }

  @Override
  public void message(String channel, byte[] message) {
    if (!retired) {
      channels.deliver(channel, channel, message);
    }
  }

  @Override
  public void message(String pattern, String channel, byte[] message) {
    if (!retired) {
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
