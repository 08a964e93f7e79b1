package dev.carillon.server.cli;

import dev.carillon.core.Broker;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import dev.carillon.server.logging.Logging;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A link to the configured Redis for a command that needs it for a moment.
final class RedisReach {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private RedisReach() {}

  /// Returns a link that carries messages.
  ///
  /// @throws Unreachable if it does not within five seconds; the log has said why
  static RedisLink open(RedisSettings redis) throws Unreachable, InterruptedException {
    Logging.level("WARN"); // what is printed is the command's alone
    RedisLink link = RedisLink.connect(redis);
    var ready = new CountDownLatch(1);
    link.broker()
        .onStateChange(state -> {
          if (state == Broker.State.READY) {
            ready.countDown();
          }
        });
    if (link.broker().state() == Broker.State.READY
        || ready.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return link;
    }
    link.close();
    throw new Unreachable();
  }

  /// Redis does not carry messages.
  static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable() {
      super("redis.url: no messages pass within " + PATIENCE.toSeconds() + " s");
    }
  }
}
