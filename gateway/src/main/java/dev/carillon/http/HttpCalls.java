package dev.carillon.http;

import dev.carillon.http.HttpCallException.Kind;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Calls a service, within limits: the one way in which Carillon asks others over HTTP.
///
/// Safe for any thread; a call blocks, so it is made on a virtual thread, and never in a lane or on the
/// broker's thread.
///
/// A service that is slow, gone, hostile or taken over must cost its caller some time and a failed call, and
/// nothing else. Hence:
///
/// - **Time.** A call has the time limit for itself, body included. A request's own `timeout` would end with
///   the headers, and a service that sends a byte a minute would hold its caller for ever.
/// - **Turns.** So many calls run at once, in the order in which they came. A call waits for its turn no
///   longer than the time limit, and then still has the whole time: one that were cut short might have been
///   carried out all the same.
/// - **Size.** A body is read up to the limit. A success that is longer is a failure; of a failure the
///   beginning is kept, for those who look for a hint in it, and the connection is given up.
/// - **No redirects.** The caller's secret would travel to wherever the answer says, and an address that was
///   allowed would lead to one that is not (CWE-918). A 3xx is an answer like others.
/// - **No repetition.** The service may have done what it was asked. Who knows that it may be asked twice
///   repeats by himself, with pauses of his own.
/// - **HTTP/1.1.** One connection per call that runs, reused. With HTTP/2 all calls share one connection,
///   and what holds up one of them may hold up all.
/// - **Silence.** Exceptions tell the kind and quote nothing ([HttpCallException]); nothing is logged here.
///
/// A call ends early when its thread is interrupted, and when the calls are closed; the connection is
/// dropped then. Certificates and host names are verified, as the JDK does by itself.
public final class HttpCalls implements AutoCloseable {
  private final HttpLimits limits;
  private final Semaphore turns;
  private final HttpClient client;
  private volatile boolean closed;

  /// Makes calls within limits of their own. What is called by whom may share them: turns are per
  /// instance.
  public HttpCalls(HttpLimits limits) {
    this.limits = limits;
    this.turns = new Semaphore(limits.concurrency(), true);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.timeout())
            .build();
  }

  /// Makes one call and waits for the whole answer.
  ///
  /// @return the answer, whatever its status; [HttpAnswer#success()] asks for a good one
  /// @throws HttpCallException if there is none; of all kinds but `STATUS`. After an interrupt the thread
  ///     stays interrupted
  public HttpAnswer call(HttpRequest request) throws HttpCallException {
    try {
      if (!turns.tryAcquire(limits.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        throw HttpCallException.of(closed ? Kind.STOPPED : Kind.BUSY);
      }
      try {
        return callNow(request);
      } finally {
        turns.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw HttpCallException.of(Kind.STOPPED);
    }
  }

  private HttpAnswer callNow(HttpRequest request) throws HttpCallException, InterruptedException {
    if (closed) {
      throw HttpCallException.of(Kind.STOPPED);
    }
    CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(request, body());
    try {
      HttpResponse<byte[]> answer = pending.get(limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
      return new HttpAnswer(answer.statusCode(), answer.headers(), answer.body());
    } catch (TimeoutException _) {
      throw HttpCallException.of(Kind.TIMEOUT);
    } catch (ExecutionException e) {
      throw HttpCallException.of(closed ? Kind.STOPPED : kind(e.getCause()));
    } finally {
      pending.cancel(true); // drops the connection of a call that is not done
    }
  }

  private BodyHandler<byte[]> body() {
    return head -> new LimitedBody(limits.maxAnswer(), head.statusCode() / 100 != 2);
  }

  private static Kind kind(@Nullable Throwable cause) {
    return switch (cause) {
      case HttpTimeoutException _ -> Kind.TIMEOUT;
      case LimitedBody.TooLarge _ -> Kind.TOO_LARGE;
      case null, default -> Kind.IO;
    };
  }

  /// Ends the calls that run and refuses new ones. Idempotent; does not wait.
  @Override
  public void close() {
    closed = true;
    client.shutdownNow();
  }
}
