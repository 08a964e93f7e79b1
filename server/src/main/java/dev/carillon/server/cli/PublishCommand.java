package dev.carillon.server.cli;

import dev.carillon.core.BrokerException;
import dev.carillon.http.HttpAnswer;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.json.StrictJson;
import dev.carillon.redis.RedisSettings;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.ops.OpsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carillon publish`: over Redis if one is configured, else by the ops port of the gateway on this machine.
@Command(
    name = "publish",
    description = "Publishes a message as a backend would.",
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  private static final HttpLimits LIMITS = new HttpLimits(Duration.ofSeconds(5), 64 * 1024, 1);

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "CHANNEL", description = "The channel, /records say.")
  private String channel = "";

  @Parameters(
      index = "1",
      paramLabel = "MESSAGE",
      description = "The message, published as it is; - reads it from standard input.")
  private String message = "";

  private final AppTypes types;
  private final Map<String, String> environment;
  private final InputStream input;

  PublishCommand(AppTypes types, Map<String, String> environment, InputStream input) {
    this.types = types;
    this.environment = environment;
    this.input = input;
  }

  @Override
  public Integer call() throws ConfigException, IOException, InterruptedException {
    ServerConfig config = options.withoutApps(types, environment);
    byte[] bytes =
        message.equals("-") ? input.readAllBytes() : message.getBytes(StandardCharsets.UTF_8);
    RedisSettings redis = config.server().redis.link();
    String failure = redis == null ? byHttp(config.server().ops, bytes) : byRedis(redis, bytes);
    if (failure != null) {
      spec.commandLine().getErr().println("not published: " + failure);
      return ExitCode.FAILED;
    }
    spec.commandLine().getOut().println("published: " + bytes.length + " bytes on " + channel);
    return ExitCode.OK;
  }

  /// Returns why it failed; `null`: it did not.
  private @Nullable String byRedis(RedisSettings redis, byte[] bytes) throws InterruptedException {
    try (var link = RedisReach.open(redis)) {
      link.broker()
          .publish(channel, bytes)
          .toCompletableFuture()
          .orTimeout(LIMITS.timeout().toMillis(), TimeUnit.MILLISECONDS)
          .join();
      return null;
    } catch (RedisReach.Unreachable e) {
      return e.getMessage();
    } catch (CompletionException e) {
      return e.getCause() instanceof BrokerException refused
          ? refused.getMessage()
          : "no answer from Redis";
    }
  }

  private @Nullable String byHttp(OpsSettings ops, byte[] bytes) {
    var body = new LinkedHashMap<String, Object>();
    body.put("channel", channel);
    body.put("message", new String(bytes, StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ops.port + "/publish"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(StrictJson.of(body)));
    if (ops.key != null) {
      request.header("Authorization", "Bearer " + ops.key.value());
    }
    try (var calls = new HttpCalls(LIMITS)) {
      HttpAnswer answer = calls.call(request.build());
      return answer.isSuccess()
          ? null
          : answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    } catch (HttpCallException e) {
      return "no gateway answers on 127.0.0.1:"
          + ops.port
          + " (ops.port), and no Redis is configured (redis.url)";
    }
  }
}
