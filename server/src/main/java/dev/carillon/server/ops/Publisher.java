package dev.carillon.server.ops;

import dev.carillon.core.Broker;
import dev.carillon.core.Interest;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Hands messages to the broker and waits until it has answered. Safe for any thread.
final class Publisher {
  private static final long TIMEOUT_SECONDS = 10;

  private final Broker broker;
  private final Interest.Source apps;
  private final Counter messages;

  Publisher(Broker broker, Interest.Source apps, PrometheusRegistry registry) {
    this.broker = broker;
    this.apps = apps;
    messages =
        Counter.builder()
            .name("carillon_published_messages")
            .help("Messages that the broker took from the publish API.")
            .register(registry);
  }

  /// Returns what is wrong with a message, in words for its sender; `null` if it may be published.
  @Nullable String refusal(Publication publication) {
    return apps.interestIn(publication.channel(), publication.message()).refusal();
  }

  /// Publishes in this order, and says of each message whether the broker has accepted it. Blocks.
  List<Boolean> publish(List<Publication> publications) {
    Broker.State state = broker.state();
    if (state == Broker.State.DOWN || state == Broker.State.CLOSED) {
      return Collections.nCopies(publications.size(), false);
    }
    var pending =
        publications.stream()
            .map(p -> broker.publish(p.channel(), p.message()).toCompletableFuture())
            .toList();
    List<Boolean> accepted = pending.stream().map(Publisher::accepted).toList();
    messages.inc(Collections.frequency(accepted, true));
    return accepted;
  }

  private static boolean accepted(CompletableFuture<Void> publishing) {
    try {
      publishing.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
      return true;
    } catch (CompletionException _) {
      // The broker says in the log what is wrong with it; a backend needs to know only that.
      return false;
    }
  }
}
