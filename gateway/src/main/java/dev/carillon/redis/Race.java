package dev.carillon.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Connects to the first one of several addresses that answers.
///
/// They are tried in their order, the next one as soon as one has failed, or has said nothing for a moment: an
/// address that swallows everything holds nobody up (as RFC 8305 §5 has it for the addresses of one name). What
/// answers after the first is closed. Confined to the event loop.
final class Race<C extends StatefulConnection<String, byte[]>> {
  static final long HEAD_START_MILLIS = 250;

  private final List<RedisURI> addresses;
  private final Function<RedisURI, CompletionStage<C>> connect;
  private final EventLoop loop;
  private final CompletableFuture<C> first = new CompletableFuture<>();
  private int begun;
  private int running;
  private @Nullable Throwable failure;

  private Race(
      List<RedisURI> addresses, Function<RedisURI, CompletionStage<C>> connect, EventLoop loop) {
    this.addresses = addresses;
    this.connect = connect;
    this.loop = loop;
  }

  /// @param addresses at least one
  /// @return fails like the first one that failed, once all have
  static <C extends StatefulConnection<String, byte[]>> CompletionStage<C> of(
      List<RedisURI> addresses, Function<RedisURI, CompletionStage<C>> connect, EventLoop loop) {
    var race = new Race<>(addresses, connect, loop);
    race.next();
    return race.first;
  }

  private void next() {
    if (first.isDone() || begun == addresses.size()) {
      return;
    }
    int number = ++begun;
    running++;
    CompletionStage<C> connecting;
    try {
      connecting = connect.apply(addresses.get(number - 1));
    } catch (RuntimeException e) {
      connecting = CompletableFuture.failedStage(e);
    }
    connecting.whenComplete((connection, failed) -> loop.execute(() -> ended(connection, failed)));
    loop.schedule(
        () -> {
          if (begun == number) {
            next();
          }
        },
        HEAD_START_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void ended(@Nullable C connection, @Nullable Throwable failed) {
    running--;
    if (connection != null) {
      if (!first.complete(connection)) {
        connection.closeAsync();
      }
      return;
    }
    failure = failure == null ? failed : failure;
    next();
    if (running == 0 && failure != null) {
      first.completeExceptionally(failure);
    }
  }
}
