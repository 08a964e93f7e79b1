package dev.carillon.server.support;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// An app that does nothing but tell what a gateway lends to its apps. Safe for any thread.
public final class Lent implements App {
  private final CompletableFuture<Services> services = new CompletableFuture<>();

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
    return new RunningApp() {
      @Override
      public List<Mount> mounts() {
        return List.of();
      }

      @Override
      public void close() {}
    };
  }
}
