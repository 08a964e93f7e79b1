package dev.carillon.presence;

import dev.carillon.core.Broker;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A backend that listens at the broker: with Redis, by `SUBSCRIBE`. Immutable, safe for any thread.
///
/// Told is what the broker took; whether anybody listened is not known.
public final class BrokerBackend implements Backend {
  private static final long TIMEOUT_MILLIS = 5_000;

  private final Broker broker;
  private final String channel;

  /// @param channel on which batches are published, in JSON
  public BrokerBackend(Broker broker, String channel) {
    this.broker = broker;
    this.channel = channel;
  }

  @Override
  public void tell(ReportBatch batch) throws BackendException {
    try {
      broker
          .publish(channel, batch.toJson())
          .toCompletableFuture()
          .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BackendException("the broker did not take them");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted");
    }
  }
}
