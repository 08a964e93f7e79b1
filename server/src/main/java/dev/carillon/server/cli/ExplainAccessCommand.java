package dev.carillon.server.cli;

import dev.carillon.access.Decision;
import dev.carillon.core.Clock;
import dev.carillon.core.Store;
import dev.carillon.memory.MemoryStore;
import dev.carillon.redis.RedisSettings;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AccessQuestion;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carillon explain-access`: asks what a gateway with this configuration would, at this moment.
@Command(
    name = "explain-access",
    description = "Says whether somebody may be in a room, and which rule decides.",
    mixinStandardHelpOptions = true)
final class ExplainAccessCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "USER", description = "The user's id.")
  private String user = "";

  @Parameters(index = "1", paramLabel = "ROOM", description = "The room, board:12 say.")
  private String room = "";

  @Option(names = "--app", paramLabel = "APP", description = "The app. Default: ${DEFAULT-VALUE}")
  private String app = "curia";

  @Option(names = "--community", paramLabel = "ID", description = "The user's community.")
  private @Nullable String community;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "A role that the user holds; may be given often.")
  private Set<String> roles = new LinkedHashSet<>();

  @Option(names = "--admin", description = "The user is an admin of its community.")
  private boolean admin;

  private final AppTypes types;
  private final Map<String, String> environment;

  ExplainAccessCommand(AppTypes types, Map<String, String> environment) {
    this.types = types;
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigException, RedisReach.Unreachable, InterruptedException {
    if (types.all().stream().noneMatch(type -> type.name().equals(app))) {
      throw new ParameterException(spec.commandLine(), "--app: no such app: " + app);
    }
    var config = ServerConfig.read(types, options.input(List.of(app), environment));
    Decision decision = decision(config);
    if (decision == null) {
      throw new ParameterException(
          spec.commandLine(), "--app: " + app + " decides about no room by a rule");
    }
    spec.commandLine()
        .getOut()
        .println((decision.allowed() ? "allowed: " : "denied: ") + decision.rule());
    return ExitCode.OK;
  }

  private @Nullable Decision decision(ServerConfig config)
      throws RedisReach.Unreachable, InterruptedException {
    RedisSettings redis = config.server().redis.link();
    if (redis == null) {
      try (var store = new MemoryStore(Clock.system())) {
        return explain(config, store);
      }
    }
    try (var link = RedisReach.open(redis)) {
      return explain(config, link.store());
    }
  }

  private @Nullable Decision explain(ServerConfig config, Store store) {
    return config.explain(app, store, new AccessQuestion(user, community, roles, admin, room));
  }
}
