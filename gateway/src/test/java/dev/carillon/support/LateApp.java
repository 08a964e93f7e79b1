package dev.carillon.support;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// An app of one endpoint that is ready when the test says so. Safe for any thread.
public record LateApp(Endpoint endpoint, CompletableFuture<Void> ready) implements App {
  public LateApp(Endpoint endpoint) {
    this(endpoint, new CompletableFuture<>());
  }

  @Override
  public String name() {
    return "late";
  }

  @Override
  public RunningApp start(Services services) {
    return new Running(List.of(Mount.on("127.0.0.1", 0, endpoint)), ready);
  }

  private record Running(List<Mount> mounts, CompletableFuture<Void> ready) implements RunningApp {
    @Override
    public void close() {}
  }
}
