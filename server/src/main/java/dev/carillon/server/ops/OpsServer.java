package dev.carillon.server.ops;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Interest;
import dev.carillon.net.Listener;
import dev.carillon.net.ListenerSettings;
import dev.carillon.net.Loops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ops port: health, metrics and the publish API in its two dialects.
///
/// It speaks HTTP as the gateway's own ports do, and in a lane of its own, which clients do not delay. Requests
/// run on virtual threads, one each, and may block. Safe for any thread.
public final class OpsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
  private static final int WARM_UP_MILLIS = 2_000;

  private final Loops loops;
  private final Listener listener;
  private final ExecutorService threads;
  private final InetSocketAddress address;

  private OpsServer(
      Loops loops, Listener listener, ExecutorService threads, InetSocketAddress address) {
    this.loops = loops;
    this.listener = listener;
    this.threads = threads;
    this.address = address;
  }

  /// Binds the port and starts to serve.
  ///
  /// @param connections how many TCP connections there may be
  /// @param broker what the publish API publishes to
  /// @param apps who is asked first
  /// @throws IOException if the port cannot be bound; the message names address and port
  public static OpsServer start(
      OpsSettings settings,
      int connections,
      Health health,
      PrometheusRegistry registry,
      Broker broker,
      Interest.Source apps)
      throws IOException {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ops-", 0).factory());
    var loops = new Loops("ops", 1, Clock.system(), Instruments.NONE);
    var endpoint = new OpsEndpoint(settings, threads, health, registry, broker, apps);
    try {
      Listener listener =
          Listener.open(
              loops,
              settings.bind,
              settings.port,
              List.of(endpoint),
              ListenerSettings.defaults().with(to -> to.maxConnections = connections));
      var address = new InetSocketAddress(settings.bind, listener.port());
      var ops = new OpsServer(loops, listener, threads, address);
      endpoint.warmUp();
      ops.warmUp();
      return ops;
    } catch (IOException e) {
      threads.shutdownNow();
      loops.close();
      throw new IOException("ops: " + e.getMessage(), e);
    }
  }

  /// Asks itself once for what it serves. What is loaded by then needs no file later, when there may be no
  /// descriptor left to open it with: a class whose initialiser has failed once is lost for good.
  private void warmUp() {
    InetAddress here = address.getAddress();
    InetAddress host = here.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : here;
    for (String path : List.of("/health/live", "/health/ready", "/metrics", "/")) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, address.getPort()), WARM_UP_MILLIS);
        socket.setSoTimeout(WARM_UP_MILLIS);
        String request =
            "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        LOG.debug("ops port not warmed up", e);
        return;
      }
    }
  }

  /// Returns the address that is really listened on.
  public InetSocketAddress address() {
    return address;
  }

  /// Stops at once. Idempotent.
  @Override
  public void close() {
    listener.close();
    threads.shutdownNow();
    loops.close();
  }
}
