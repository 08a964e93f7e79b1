package dev.carillon.redis;

import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends the store's commands and waits for their answers, within one limit.
///
/// A call waits for the link if there is none at the moment, but no longer than its timeout, link
/// and answer taken together; so a short loss of the link is felt as a delay only. Immutable but
/// for being closed.
final class Calls {

  private final Supplier<CompletableFuture<RedisClusterAsyncCommands<String, byte[]>>> link;
  private final Duration timeout;
  private final EventLoop loop;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param link returns the commands, as soon as there is a connection
  Calls(
      Supplier<CompletableFuture<RedisClusterAsyncCommands<String, byte[]>>> link,
      Duration timeout,
      EventLoop loop) {
    this.link = link;
    this.timeout = timeout;
    this.loop = loop;
  }

  /// Refuses all further calls.
  ///
  /// @return whether this call closed it
  boolean close() {
    return closed.compareAndSet(false, true);
  }

  /// Sends a command and waits for its answer.
  ///
  /// @param command its name, for what is said of a failure
  /// @throws StoreException if there was no answer in time, or an error
  <T> @Nullable T call(
      String command,
      Function<RedisClusterAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> send) {
    if (loop.inEventLoop()) {
      throw new IllegalStateException("the store blocks: never call it on the broker's thread");
    }
    if (closed.get()) {
      throw failure(command, "the store is closed", new IllegalStateException("closed"));
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    CompletableFuture<T> answer = null;
    try {
      answer =
          send.apply(link.get().get(timeout.toNanos(), TimeUnit.NANOSECONDS)).toCompletableFuture();
      return answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (answer == null) {
        throw failure(command, "no link to Redis", e);
      }
      answer.cancel(false);
      throw failure(command, "no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String missing =
          Replies.missing(cause, command.toLowerCase(Locale.ROOT), "its key, ~pattern");
      throw failure(command, Replies.reason(cause), missing, Replies.safe(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(command, "interrupted", e);
    }
  }

  /// Runs a script on one key, for what no single command does in one atomic step.
  ///
  /// @return the number that it answers with
  long number(String script, String key, String... arguments) {
    Long number =
        call(
            "EVAL",
            redis -> redis.eval(script, ScriptOutputType.INTEGER, one(key), all(arguments)));
    return number == null ? 0 : number;
  }

  /// Runs a script on one key that answers with a list of texts.
  List<String> texts(String script, String key) {
    List<byte[]> texts =
        call("EVAL", redis -> redis.eval(script, ScriptOutputType.MULTI, one(key)));
    return texts == null ? List.of() : texts.stream().map(Calls::text).toList();
  }

  /// Runs a script on several keys, of one slot, that answers with a list of texts.
  List<String> texts(String script, List<String> keys, List<String> arguments) {
    String[] names = keys.toArray(String[]::new);
    byte[][] values = all(arguments.toArray(String[]::new));
    List<byte[]> texts =
        call("EVAL", redis -> redis.eval(script, ScriptOutputType.MULTI, names, values));
    return texts == null ? List.of() : texts.stream().map(Calls::text).toList();
  }

  private static String[] one(String key) {
    return new String[] {key};
  }

  private static byte[][] all(String... arguments) {
    return Arrays.stream(arguments).map(Calls::bytes).toArray(byte[][]::new);
  }

  private static StoreException failure(String command, String reason, Throwable cause) {
    return failure(command, reason, "", cause);
  }

  private static StoreException failure(
      String command, String reason, String missing, Throwable cause) {
    String text = "store call " + command + " failed: " + reason + missing;
    return reason.equals("WRONGTYPE")
        ? new WrongKindException(text, cause)
        : new StoreException(text, label(reason, cause), cause);
  }

  /// Returns the code of an error reply.
  private static String label(String reason, Throwable cause) {
    return Replies.isReply(cause) ? reason.toLowerCase(Locale.ROOT) : "unavailable";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /// Returns a lifetime in milliseconds.
  ///
  /// @throws IllegalArgumentException if it is shorter than one
  static long millis(Duration lifetime) {
    long millis = lifetime.toMillis();
    if (millis < 1) {
      throw new IllegalArgumentException("lifetime must be 1 ms or more, not " + lifetime);
    }
    return millis;
  }
}
