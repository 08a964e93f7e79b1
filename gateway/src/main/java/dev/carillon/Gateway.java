package dev.carillon;

import dev.carillon.cluster.LeasedNodes;
import dev.carillon.cluster.NodeSettings;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Interest;
import dev.carillon.core.Lane;
import dev.carillon.core.Nodes;
import dev.carillon.core.Readiness;
import dev.carillon.core.Services;
import dev.carillon.core.Store;
import dev.carillon.net.Endpoint;
import dev.carillon.net.Listener;
import dev.carillon.net.ListenerSettings;
import dev.carillon.net.Loops;
import dev.carillon.net.PortException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway: lanes, a broker, a store, apps, and endpoints on their ports.
///
/// ```java
/// SocketIo io = SocketIo.create("chat", SocketIoSettings.defaults());
/// try (Gateway gateway = Gateway.builder().listen(3000, io).start()) {
///   io.onConnection(socket -> socket.on("say", event -> io.emit("said", event.args())));
///   gateway.serve(Duration.ofSeconds(10));
/// }
/// ```
///
/// Thread-safe.
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Loops loops;
  private final LeasedNodes nodes;
  private final Services services;
  private final Readiness readiness;
  private final Runnable closeLinks;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<RunningApp> apps = new ArrayList<>();
  private final List<Address> addresses = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final IdentityHashMap<Endpoint, Integer> ports = new IdentityHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean closed;

  Gateway(
      int lanes,
      Clock clock,
      RandomGenerator random,
      Instruments instruments,
      Broker broker,
      Store store,
      NodeSettings node,
      Runnable closeLinks) {
    this.loops = new Loops(lanes, clock, instruments);
    this.nodes =
        new LeasedNodes(loops.lanes().getFirst(), random, instruments, broker, store, node);
    this.services = new Services(loops.lanes(), clock, random, instruments, broker, store, nodes);
    this.readiness = new Readiness(broker);
    this.closeLinks = closeLinks;
  }

  /// Returns a builder for a gateway with an embedded broker and store and no endpoints.
  public static GatewayBuilder builder() {
    return new GatewayBuilder();
  }

  /// Apps first, since they make endpoints and are lent what there is by then; ports last, since from
  /// there on clients come.
  void start(List<App> toRun, List<Mount> mounts, ListenerSettings settings) {
    var all = new ArrayList<>(mounts);
    for (App app : toRun) {
      RunningApp running = app.start(services);
      apps.add(running);
      Readiness whenBegun = readiness.after(whenReady(app.name(), running));
      for (Mount mount : running.mounts()) {
        all.add(mount);
        mount.endpoints().forEach(endpoint -> start(endpoint, whenBegun));
      }
    }
    for (Mount mount : mounts) {
      mount.endpoints().forEach(endpoint -> start(endpoint, readiness));
    }
    for (Mount mount : all) {
      open(mount, settings);
    }
  }

  private static CompletionStage<?> whenReady(String name, RunningApp app) {
    CompletionStage<?> ready = app.ready();
    ready.whenComplete((done, failure) -> {
      if (failure != null) {
        LOG.error("app will not be ready: {}", name, failure);
      }
    });
    return ready;
  }

  private void start(Endpoint endpoint, Readiness whenBegun) {
    endpoint.start(services, whenBegun);
    endpoints.add(endpoint);
  }

  private void open(Mount mount, ListenerSettings settings) {
    try {
      Listener listener =
          Listener.open(loops, mount.host(), mount.port(), mount.endpoints(), settings);
      listeners.add(listener);
      for (Endpoint endpoint : mount.endpoints()) {
        ports.put(endpoint, listener.port());
        String path = endpoint.entrance();
        if (path != null) {
          addresses.add(Address.of(endpoint.name(), mount.host(), listener.port(), path));
        }
      }
    } catch (PortException e) {
      throw new GatewayException(mount.endpoints().getFirst().name() + ": " + e.getMessage(), e);
    }
  }

  /// Returns the apps that run, in the order in which they were added.
  public List<RunningApp> apps() {
    return List.copyOf(apps);
  }

  /// Returns what the apps would make of a message, all together; see [RunningApp#interestIn].
  public Interest interestIn(String channel, byte[] message) {
    return apps.stream()
        .map(app -> app.interestIn(channel, message))
        .reduce(Interest.NONE, Interest::and);
  }

  /// Returns where clients can connect: one address for each endpoint that has connections.
  public List<Address> addresses() {
    return List.copyOf(addresses);
  }

  /// Returns the port that an endpoint is reached at.
  ///
  /// @throws IllegalArgumentException if the endpoint is none of this gateway's
  public int port(Endpoint endpoint) {
    Integer port = ports.get(endpoint);
    if (port == null) {
      throw new IllegalArgumentException(endpoint.name() + " is not mounted on this gateway");
    }
    return port;
  }

  /// Returns what carries messages between backends and nodes.
  public Broker broker() {
    return services.broker();
  }

  /// Returns the shared state.
  public Store store() {
    return services.store();
  }

  /// Returns this node and the others that share its broker and store.
  public Nodes nodes() {
    return nodes;
  }

  /// Returns the time that this gateway goes by.
  public Clock clock() {
    return services.clock();
  }

  /// Returns who counts what happens.
  public Instruments instruments() {
    return services.instruments();
  }

  /// Returns all lanes, for what is to be confined to one of them.
  public List<Lane> lanes() {
    return services.lanes();
  }

  /// Publishes on a channel, to all nodes; see [Broker#publish].
  public CompletionStage<Void> publish(String channel, byte[] message) {
    return services.broker().publish(channel, message);
  }

  /// Returns the number of open connections.
  public int connections() {
    return endpoints.stream().mapToInt(Endpoint::connections).sum();
  }

  /// Returns the number of rooms with members.
  public int rooms() {
    return endpoints.stream().mapToInt(Endpoint::rooms).sum();
  }

  /// Sends all clients away such that they come back elsewhere: stops listening, then ends their
  /// connections, spread over the time. Returns once all are gone. Blocks.
  public void drain(Duration over) {
    listeners.forEach(Listener::close);
    var drains =
        endpoints.stream()
            .map(endpoint -> Thread.startVirtualThread(() -> endpoint.drain(over)))
            .toList();
    for (Thread drain : drains) {
      try {
        drain.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Serves until the process is told to end (SIGTERM, or Ctrl-C), then drains over the time and closes.
  /// The last line of a program that is a gateway and nothing else; one that has more to put away
  /// calls [#drain] and [#close] where it does that. Returns early when somebody else closes the gateway.
  ///
  /// The process ends when clients are gone, with the code that the JVM gives after a signal (143 or
  /// 130). Whoever started it should wait for longer than `over` before it kills.
  ///
  /// @throws InterruptedException if the calling thread is interrupted; the gateway then goes on
  public void serve(Duration over) throws InterruptedException {
    var hook =
        new Thread(
            () -> {
              drain(over);
              close();
            },
            "carillon-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      ended.await();
    } finally {
      withdraw(hook);
    }
  }

  private static void withdraw(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook at work: that is why we are here.
    }
  }

  /// Closes the apps, which use broker and store to the end, then drains at once, and ends everything.
  /// Idempotent. Blocks.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    apps.reversed().forEach(Gateway::close);
    readiness.close();
    drain(Duration.ZERO);
    nodes.close();
    closeLinks.run();
    loops.close();
    ended.countDown();
  }

  /// One app's fault must not keep the others, and the ports, open.
  private static void close(RunningApp app) {
    try {
      app.close();
    } catch (RuntimeException e) {
      LOG.error("app failed to close: {}", app.getClass().getName(), e);
    }
  }
}
