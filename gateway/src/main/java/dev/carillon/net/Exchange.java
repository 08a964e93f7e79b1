package dev.carillon.net;

import dev.carillon.core.Lane;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A request in its connection's queue, and the response once there is one.
///
/// Confined to its lane, apart from [#respond] and [#abort].
final class Exchange implements HttpExchange, HeadView {
  private final HttpConnection connection;
  private final RequestHead head;
  private final Headers common;
  private final byte[] body;
  private volatile boolean persistent;
  private final AtomicBoolean answered = new AtomicBoolean();
  private @Nullable Runnable abortAction;
  private @Nullable Response response;

  /// @param common what every response to this request gets
  /// @param persistent whether the TCP connection outlives the response (RFC 9112 §9.3)
  Exchange(
      HttpConnection connection,
      RequestHead head,
      Headers common,
      byte[] body,
      boolean persistent) {
    this.connection = connection;
    this.head = head;
    this.common = common;
    this.body = body;
    this.persistent = persistent;
  }

  @Override
  public Lane lane() {
    return connection.lane();
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public void respond(int status, Headers headers, byte[] body, boolean compressible) {
    Response plain = new Response(status, headers, body);
    respond(compressible ? ContentCoding.apply(plain, header("accept-encoding")) : plain);
  }

  @Override
  public void respondLast(int status, Headers headers, byte[] body) {
    if (!answered.get()) {
      persistent = false; // read once there is an answer
    }
    respond(new Response(status, headers, body));
  }

  @Override
  public void respond(Response answer) {
    if (answered.compareAndSet(false, true)) {
      Response whole = answer.behind(common);
      connection
          .lane()
          .run(() -> {
            response = whole;
            connection.onAnswer();
          });
    }
  }

  @Override
  public void abort() {
    if (answered.compareAndSet(false, true)) {
      connection.lane().run(connection::cut);
    }
  }

  @Override
  public void onAbort(Runnable action) {
    abortAction = action;
  }

  /// The TCP connection is gone.
  void clientGone() {
    if (answered.compareAndSet(false, true) && abortAction != null) {
      abortAction.run();
    }
  }

  /// Returns the response; null until there is one.
  @Nullable Response response() {
    return response;
  }

  boolean isPersistent() {
    return persistent;
  }

  @Override
  public RequestHead head() {
    return head;
  }
}
