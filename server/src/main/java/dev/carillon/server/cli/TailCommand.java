package dev.carillon.server.cli;

import dev.carillon.core.Broker;
import dev.carillon.redis.RedisSettings;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carillon tail`: what passes on channels of the configured Redis.
@Command(
    name = "tail",
    description = "Prints the messages that pass on channels of Redis.",
    mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "CHANNEL",
      description = "A channel, or a pattern of Redis such as 'trip:*'.")
  private List<String> channels = List.of();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Ends after so many messages. Default: never")
  private int count = Integer.MAX_VALUE;

  private final AppTypes types;
  private final Map<String, String> environment;

  TailCommand(AppTypes types, Map<String, String> environment) {
    this.types = types;
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigException, RedisReach.Unreachable, InterruptedException {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count: 1 or more messages");
    }
    ServerConfig config = options.withoutApps(types, environment);
    RedisSettings redis = config.server().redis.link();
    if (redis == null) {
      spec.commandLine()
          .getErr()
          .println(
              "redis.url is not set: what passes in the embedded broker is seen by nobody else");
      return ExitCode.USAGE;
    }
    var left = new CountDownLatch(count);
    try (var link = RedisReach.open(redis)) {
      for (String channel : channels) {
        follow(link.broker(), channel, left);
      }
      left.await();
      return ExitCode.OK;
    }
  }

  private void follow(Broker broker, String channel, CountDownLatch left) {
    boolean pattern = channel.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
    Broker.Listener print =
        (name, message) -> {
          if (left.getCount() > 0) {
            print(name, message);
            left.countDown();
          }
        };
    var held = pattern ? broker.subscribePattern(channel, print) : broker.subscribe(channel, print);
    held.confirmed()
        .whenComplete((done, failure) -> {
          PrintWriter err = spec.commandLine().getErr();
          err.println(
              failure == null ? "listening on " + channel : channel + ": " + failure.getMessage());
          err.flush();
        });
  }

  private void print(String channel, byte[] message) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS)
            + " "
            + channel
            + " "
            + new String(message, StandardCharsets.UTF_8));
    out.flush();
  }
}
