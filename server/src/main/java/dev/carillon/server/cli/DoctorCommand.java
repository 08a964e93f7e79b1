package dev.carillon.server.cli;

import dev.carillon.core.StoreException;
import dev.carillon.net.PortException;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import dev.carillon.server.Descriptors;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carillon doctor`: looks at all that a start needs, without a start.
@Command(
    name = "doctor",
    description = "Looks at what serving needs: Java, configuration, descriptors, ports, Redis.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final int JAVA = 25;
  private static final Duration PROBE = Duration.ofSeconds(10);

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "APP", description = "The apps to serve; none: those configured.")
  private List<String> apps = List.of();

  private final AppTypes types;
  private final Map<String, String> environment;
  private boolean failed;

  DoctorCommand(AppTypes types, Map<String, String> environment) {
    this.types = types;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    java();
    try {
      ServerConfig config = ServerConfig.read(types, options.input(apps, environment));
      say("ok", "configuration", "serves " + String.join(", ", config.served()));
      descriptors(config);
      ports(config);
      redis(config);
    } catch (ConfigException e) {
      fail("configuration", String.valueOf(e.getMessage()).strip());
    }
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private void java() {
    Runtime.Version version = Runtime.version();
    String said = version + " (" + System.getProperty("java.vm.vendor") + ")";
    if (version.feature() < JAVA) {
      fail("java", said + "; needed: " + JAVA + " or later");
    } else {
      say("ok", "java", said);
    }
  }

  private void descriptors(ServerConfig config) {
    Descriptors descriptors = Descriptors.ofThisProcess();
    long configured = config.maxConnections();
    String said =
        descriptors.limit() + ", which is enough for " + descriptors.clients() + " clients";
    if (descriptors.clients() < configured) {
      say("warn", "descriptors", said + "; " + configured + " are configured: raise ulimit -n");
    } else {
      say("ok", "descriptors", said);
    }
  }

  private void ports(ServerConfig config) {
    new TreeMap<>(config.ports())
        .forEach((port, key) -> {
          PortException failure = FreePorts.failure(port);
          if (failure == null) {
            say("ok", "port " + port, "free, for " + key);
          } else if (failure.reason() == PortException.Reason.TAKEN) {
            fail("port " + port, "in use; stop who listens there, or set " + key + " to another");
          } else {
            fail("port " + port, StartFailure.text(failure, config.ports()));
          }
        });
  }

  private void redis(ServerConfig config) throws InterruptedException {
    RedisSettings redis = config.server().redis.link();
    if (redis == null) {
      say("ok", "redis", "not configured: embedded broker and store, for one node");
      return;
    }
    try (RedisLink link = RedisReach.open(redis)) {
      String key = "carillon:doctor:" + UUID.randomUUID();
      long begun = System.nanoTime();
      link.store().put(key, "well", PROBE);
      boolean kept = "well".equals(link.store().get(key));
      long took = (System.nanoTime() - begun) / 2;
      link.store().remove(key);
      if (kept) {
        say(
            "ok",
            "redis",
            "messages pass in "
                + millis(link.broker().roundTrip())
                + ", the store answers in "
                + millis(Duration.ofNanos(took)));
      } else {
        fail("redis", "what was written is not there: is it a replica, or does it evict?");
      }
    } catch (RedisReach.Unreachable e) {
      fail("redis", String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      fail("redis", "messages pass, but not the store: " + e.getMessage());
    }
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }

  private void fail(String what, String said) {
    failed = true;
    say("fail", what, said);
  }

  private void say(String verdict, String what, String said) {
    spec.commandLine().getOut().printf("%-4s  %-13s  %s%n", verdict, what, said);
    spec.commandLine().getOut().flush();
  }
}
