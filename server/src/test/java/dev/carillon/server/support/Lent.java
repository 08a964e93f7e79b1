package dev.carillon.server.support;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// An app that does nothing but tell what a gateway lends to its apps, and serve what a test makes of it.
/// Safe for any thread.
public final class Lent implements App {
  private final CompletableFuture<Services> services = new CompletableFuture<>();
  private final Function<Services, List<Endpoint>> endpoints;

  public Lent() {
    this(services -> List.of());
  }

  /// @param endpoints makes what is served, on a free port of loopback
  public Lent(Function<Services, List<Endpoint>> endpoints) {
    this.endpoints = endpoints;
  }

  /// Returns what the gateway lends, which has started.
  public Services services() {
    return services.resultNow();
  }

  @Override
  public String name() {
    return "lent";
  }

  @Override
  public RunningApp start(Services lent) {
    services.complete(lent);
    List<Endpoint> served = endpoints.apply(lent);
    return new RunningApp() {
      @Override
      public List<Mount> mounts() {
        return served.isEmpty() ? List.of() : List.of(new Mount("127.0.0.1", 0, served));
      }

      @Override
      public void close() {}
    };
  }
}
