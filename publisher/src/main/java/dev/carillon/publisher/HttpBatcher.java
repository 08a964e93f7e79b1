package dev.carillon.publisher;

import dev.carillon.publisher.HttpDialect.Outcome;
import dev.carillon.publisher.PublishException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends commands in batches over HTTP, one request at a time so that they stay in order.
///
/// Whatever has come while a request was on its way is in the next one. A batch that the server cannot read is
/// halved until the bad command is alone. All commands have the same patience, so the oldest one's time is over
/// first, and no request or pause lasts longer than that.
///
/// Safe for any thread: the queue is guarded by its lock, all else is confined to one virtual thread.
final class HttpBatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpBatcher.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final long MAX_ANSWER = 4L << 20;
  private static final long SHORTEST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 1_000;

  private final HttpPublisherSettings settings;
  private final HttpDialect dialect;
  private final Tally tally;
  private final HttpClient client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<HttpCommand> queue = new ArrayDeque<>();
  private final Thread worker;
  private boolean closed;

  /// Whether the last request failed; confined to the worker.
  private boolean failing;

  HttpBatcher(HttpPublisherSettings settings, HttpDialect dialect) {
    this.settings = settings;
    this.dialect = dialect;
    PublisherSettings limits = settings.publisher();
    tally = new Tally(limits.capacity(), limits.capacityBytes());
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    worker = Thread.ofVirtual().name("carillon-publisher-http").unstarted(this::work);
  }

  void start() {
    worker.start();
  }

  Tally tally() {
    return tally;
  }

  /// Returns a text's characters; `null` if it is no UTF-8, and so cannot be told in JSON.
  static @Nullable String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// Adds a command; any thread.
  CompletionStage<Void> add(List<@Nullable String> words) {
    long size = PublisherSettings.OVERHEAD;
    var texts = new ArrayList<String>(words.size());
    for (String word : words) {
      // Half a surrogate pair is no text either.
      if (word == null || !StandardCharsets.UTF_8.newEncoder().canEncode(word)) {
        return tally.dropped(Reason.REFUSED, "what is published over HTTP must be UTF-8");
      }
      size += word.length();
      texts.add(word);
    }
    long deadline = System.nanoTime() + settings.publisher().timeout().toNanos();
    var command = new HttpCommand(texts, size, deadline, new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        return tally.dropped(Reason.CLOSED, "the publisher is closed");
      }
      if (!tally.take(size)) {
        return tally.dropped(Reason.FULL, "too many messages wait for the server");
      }
      queue.add(command);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return command.done();
  }

  private void work() {
    try {
      for (List<HttpCommand> batch = next(); !batch.isEmpty(); batch = next()) {
        try {
          send(batch);
        } catch (RuntimeException e) {
          // A bug: what comes later is to go out all the same. Those that were settled stay
          // settled.
          log.error("http publisher: batch not sent", e);
          batch.stream()
              .filter(command -> !command.done().isDone())
              .forEach(command -> fail(command, Reason.LOST, "not sent"));
        }
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it but the end of the program.
    } finally {
      client.shutdownNow();
    }
  }

  /// Waits for commands; none when it is closed and all are through.
  private List<HttpCommand> next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        changed.await();
      }
      var batch = new ArrayList<HttpCommand>();
      long bytes = 0;
      for (HttpCommand command = queue.peek();
          command != null && batch.size() < settings.maxBatch();
          command = queue.peek()) {
        bytes += command.size();
        if (!batch.isEmpty() && bytes > settings.maxBatchBytes()) {
          break;
        }
        batch.add(queue.remove());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void send(List<HttpCommand> commands) throws InterruptedException {
    List<HttpCommand> left = commands;
    for (int attempt = 0; !left.isEmpty(); attempt++) {
      left = inTime(left);
      if (left.isEmpty()) {
        return;
      }
      try {
        HttpResponse<byte[]> response = call(left);
        noteSuccess();
        int status = response.statusCode();
        boolean unreadable = status == 400 || status == 413;
        if (unreadable && left.size() > 1) {
          int half = left.size() / 2;
          send(left.subList(0, half));
          send(left.subList(half, left.size()));
          return;
        }
        left = handle(left, response);
        if (!left.isEmpty()) {
          pause(left, retryAfter(response, attempt));
        }
      } catch (TimeoutException _) {
        noteFailure("no answer in time");
        left = lost(left, Reason.TIMEOUT, "no answer in time");
      } catch (ConnectException _) {
        noteFailure("cannot connect");
        left = lost(left, Reason.UNAVAILABLE, "the server cannot be reached");
        pause(left, backOff(attempt));
      } catch (IOException e) {
        noteFailure(e.getClass().getSimpleName());
        left = lost(left, Reason.LOST, "the connection was lost before the answer");
        pause(left, backOff(attempt));
      }
    }
  }

  private List<HttpCommand> inTime(List<HttpCommand> commands) {
    long now = System.nanoTime();
    var left = new ArrayList<HttpCommand>(commands.size());
    for (HttpCommand command : commands) {
      if (command.deadline() - now > 0) {
        left.add(command);
      } else {
        fail(command, Reason.TIMEOUT, "the server did not take it in time");
      }
    }
    return left;
  }

  private HttpResponse<byte[]> call(List<HttpCommand> commands)
      throws IOException, InterruptedException, TimeoutException {
    long left = commands.getFirst().deadline() - System.nanoTime();
    var request =
        HttpRequest.newBuilder(dialect.uri())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(dialect.body(commands)));
    if (settings.token() != null) {
      request.header("Authorization", "Bearer " + settings.token());
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      return answer.get(Math.max(1, left), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  /// Settles what an answer settles, and returns what is to be tried again.
  private List<HttpCommand> handle(List<HttpCommand> commands, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 200) {
      List<Outcome> outcomes = dialect.outcomes(response.body(), commands.size());
      return outcomes == null
          ? lost(commands, Reason.LOST, "the answer cannot be read")
          : settle(commands, outcomes);
    }
    if (status == 429 || (status == 503 && dialect.nothingDone(response.body()))) {
      return commands;
    }
    if (status >= 500) {
      return lost(commands, Reason.LOST, "the server failed with status " + status);
    }
    failAll(commands, Reason.REFUSED, "the server refused with status " + status);
    return List.of();
  }

  private List<HttpCommand> settle(List<HttpCommand> commands, List<Outcome> outcomes) {
    var again = new ArrayList<HttpCommand>();
    for (int i = 0; i < commands.size(); i++) {
      HttpCommand command = commands.get(i);
      switch (outcomes.get(i)) {
        case Outcome.Done _ -> tally.published(command.size(), command.done());
        case Outcome.Later _ -> again.add(command);
        case Outcome.Refused refused -> fail(command, Reason.REFUSED, refused.why());
      }
    }
    return again;
  }

  /// What may have been done is tried again, or has failed.
  private List<HttpCommand> lost(List<HttpCommand> commands, Reason reason, String why) {
    if (settings.publisher().onLoss() == OnLoss.RETRY) {
      return commands;
    }
    failAll(commands, reason, why);
    return List.of();
  }

  private void failAll(List<HttpCommand> commands, Reason reason, String why) {
    commands.forEach(command -> fail(command, reason, why));
  }

  private void fail(HttpCommand command, Reason reason, String why) {
    tally.failed(command.size(), command.done(), reason, why);
  }

  private static long retryAfter(HttpResponse<?> response, int attempt) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("\\d{1,5}") ? Long.parseLong(seconds) * 1_000 : backOff(attempt);
  }

  private static long backOff(int attempt) {
    return Math.min(LONGEST_PAUSE, SHORTEST_PAUSE << Math.min(attempt, 10));
  }

  /// Waits, but no longer than the oldest command's time lasts. Nothing to do is no reason to wait.
  private static void pause(List<HttpCommand> commands, long millis) throws InterruptedException {
    if (!commands.isEmpty()) {
      long left = commands.getFirst().deadline() - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(millis)));
    }
  }

  private void noteFailure(String why) {
    if (!failing) {
      failing = true;
      log.warn("http publisher: cannot publish at {}: {}", settings.url().getHost(), why);
    }
  }

  private void noteSuccess() {
    if (failing) {
      failing = false;
      log.info("http publisher: publishing at {} again", settings.url().getHost());
    }
  }

  /// Takes no more, and waits until all that was taken is through, which lasts the timeout at most. Idempotent.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      worker.join(settings.publisher().timeout().plusSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
