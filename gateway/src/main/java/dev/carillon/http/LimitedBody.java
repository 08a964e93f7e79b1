package dev.carillon.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// Collects a body up to a limit, and then hangs up. Confined to the client's thread of one call, as Flow
/// calls one method at a time.
///
/// The JDK's own limit (`BodyHandlers.limiting`) fails in both cases and so loses the status of a failure
/// whose page is long.
final class LimitedBody implements BodySubscriber<byte[]> {
  private final int most;
  private final boolean cut;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private @Nullable Subscription subscription;

  /// @param cut whether a longer body ends there; else it fails with a [TooLarge]
  LimitedBody(int most, boolean cut) {
    this.most = most;
    this.cut = cut;
  }

  /// More than the limit.
  static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    private TooLarge() {
      super("body above the limit", null, false, false);
    }
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription given) {
    if (subscription != null) {
      given.cancel(); // Reactive Streams §2.5
      return;
    }
    subscription = given;
    given.request(Long.MAX_VALUE); // what it brings is bounded below
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      int room = most - bytes.size();
      int taken = Math.min(room, part.remaining());
      byte[] copy = new byte[taken];
      part.get(copy);
      bytes.write(copy, 0, taken);
      if (part.hasRemaining()) {
        overflow();
        return;
      }
    }
  }

  private void overflow() {
    if (subscription != null) {
      subscription.cancel();
    }
    if (cut) {
      body.complete(bytes.toByteArray());
    } else {
      body.completeExceptionally(new TooLarge());
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }
}
