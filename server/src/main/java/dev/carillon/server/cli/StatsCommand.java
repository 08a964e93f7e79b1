package dev.carillon.server.cli;

import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `carillon stats`: what the gateway on this machine is doing, from its metrics.
@Command(
    name = "stats",
    description = "Prints what the gateway on this machine is doing, from its ops port.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), 4 * 1024 * 1024, 1);

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      description = "Prints again so often, with what happened per second, until Ctrl-C.")
  private int watch;

  private final AppTypes types;
  private final Map<String, String> environment;

  StatsCommand(AppTypes types, Map<String, String> environment) {
    this.types = types;
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    if (watch < 0) {
      throw new ParameterException(spec.commandLine(), "--watch: 1 or more seconds");
    }
    ServerConfig config = options.withoutApps(types, environment);
    int port = config.server().ops.port;
    Metrics before = null;
    try (var calls = new HttpCalls(LIMITS)) {
      while (true) {
        Metrics now = ask(calls, port);
        print(now, before);
        if (watch == 0) {
          return ExitCode.OK;
        }
        before = now;
        // A latch that nobody opens: a pause that can be interrupted.
        new CountDownLatch(1).await(watch, TimeUnit.SECONDS);
      }
    } catch (HttpCallException e) {
      spec.commandLine()
          .getErr()
          .println("no gateway answers on 127.0.0.1:" + port + " (ops.port): " + e.label());
      return ExitCode.FAILED;
    }
  }

  private static Metrics ask(HttpCalls calls, int port) throws HttpCallException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    return Metrics.read(new String(calls.call(request).success(), StandardCharsets.UTF_8));
  }

  private void print(Metrics now, @Nullable Metrics before) {
    PrintWriter out = spec.commandLine().getOut();
    String unit = before == null ? "" : "/s";
    out.printf(
        "%-16s %11s %12s %12s %10s %10s%n",
        "app",
        "connections",
        "received" + unit,
        "delivered" + unit,
        "refused" + unit,
        "bad" + unit);
    for (String app : now.apps()) {
      var of = Map.of("app", app);
      out.printf(
          "%-16s %11s %12s %12s %10s %10s%n",
          app,
          number(now.sum("carillon_connections", of)),
          counted("carillon_messages_received_total", of, now, before),
          counted("carillon_deliveries_total", of, now, before),
          counted("carillon_handshakes_refused_total", of, now, before),
          counted("carillon_bad_input_total", of, now, before));
    }
    out.printf(
        Locale.ROOT,
        "broker %s, round trip %.1f ms, reconnects %s; rooms %s; heap %.0f MiB%n",
        now.sum("carillon_broker_state", Map.of("state", "ready")) == 1 ? "ready" : "not ready",
        now.sum("carillon_broker_round_trip_seconds", Map.of()) * 1_000,
        number(now.sum("carillon_broker_reconnects_total", Map.of())),
        number(now.sum("carillon_rooms", Map.of())),
        now.sum("carillon_heap_used_bytes", Map.of()) / (1024 * 1024));
    out.flush();
  }

  private String counted(
      String name, Map<String, String> labels, Metrics now, @Nullable Metrics before) {
    double sum = now.sum(name, labels);
    return before == null
        ? number(sum)
        : String.format(Locale.ROOT, "%.1f", (sum - before.sum(name, labels)) / watch);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
