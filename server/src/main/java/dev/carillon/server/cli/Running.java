package dev.carillon.server.cli;

import dev.carillon.server.Server;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.Version;
import dev.carillon.server.logging.Logging;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a server from its start to the signal that ends it.
///
/// A JVM that a signal ends exits with 128 and the signal's number, which supervisors take for a
/// failure. So the shutdown hook, once everything is closed, halts the JVM with 0 itself. Nothing
/// is lost by that: this is the only hook that has something to do, and it runs to its end first.
final class Running {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private final ServerConfig config;
  private final Server.NodeFactory nodes;
  private final AtomicReference<@Nullable Server> server = new AtomicReference<>();

  Running(ServerConfig config, Server.NodeFactory nodes) {
    this.config = config;
    this.nodes = nodes;
  }

  /// Starts the server, and blocks until it has stopped.
  ///
  /// @param started is told when clients can connect
  /// @return the exit code
  int untilStopped(Consumer<Server> started) throws InterruptedException {
    Logging.level(config.server().log.level.name());
    LOG.atInfo().addKeyValue("version", Version.current()).log("starting");
    config.notices().forEach(LOG::info);
    if (config.server().redis.url == null) {
      LOG.info("redis.url is not set: embedded broker and store, for this one node");
    }
    var hook = new Thread(this::stopAndHalt, "stop");
    // Before the start, since a signal may come while that waits for something.
    Runtime.getRuntime().addShutdownHook(hook);
    Server running;
    try {
      running = Server.start(config, nodes);
    } catch (IOException | RuntimeException e) {
      withdraw(hook);
      LOG.error("cannot start: {}", StartFailure.text(e, config.ports()));
      LOG.debug("cannot start", e);
      return ExitCode.FAILED;
    }
    server.set(running);
    running.addresses().forEach(address -> LOG.info("listening {}", address));
    LOG.info("listening ops {}", url(running.opsAddress()));
    started.accept(running);
    running.awaitStop();
    return ExitCode.OK;
  }

  /// Returns the URL of an address, with a host that can be called from this machine.
  static String url(InetSocketAddress address) {
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /// Takes the hook away, so that the process ends with the code of the failure.
  private static void withdraw(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // Too late: a signal came first, and the hook is about to end the process.
    }
  }

  private void stopAndHalt() {
    int code = ExitCode.OK;
    Server running = server.get();
    if (running != null) {
      try {
        running.close();
      } catch (RuntimeException e) {
        LOG.error("cannot stop in order", e);
        code = ExitCode.FAILED;
      }
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }
}
