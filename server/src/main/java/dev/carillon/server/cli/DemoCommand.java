package dev.carillon.server.cli;

import dev.carillon.server.Server;
import dev.carillon.server.config.AppsConfig;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.config.Configuration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `carillon demo`
@Command(
    name = "demo",
    description = "Serves every app with the embedded broker, and says what to try.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private final Server.NodeFactory nodes;

  DemoCommand(Map<String, String> environment, Server.NodeFactory nodes) {
    this.environment = environment;
    this.nodes = nodes;
  }

  @Override
  public Integer call() throws InterruptedException {
    Configuration configuration;
    try {
      configuration = Configuration.read(input());
    } catch (ConfigException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.USAGE;
    }
    return new Running(configuration, nodes).untilStopped(this::welcome);
  }

  /// Embedded broker whatever the environment says; any web page may connect, as pages that people
  /// try things with are often files.
  private ConfigInput input() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("redis.url", "");
    settings.put("apps.loomio.records.allowed-origins", "*");
    settings.putAll(options.settings);
    return new ConfigInput(AppsConfig.NAMES, options.file, settings, environment);
  }

  private void welcome(Server server) {
    var out = spec.commandLine().getOut();
    String ops = Running.url(server.opsAddress());
    out.println("Carillon demo: every app, embedded broker. Stop with Ctrl-C.");
    out.println();
    for (String address : server.addresses()) {
      out.println("  " + address);
    }
    out.println("  ops " + ops + "/health/ready and " + ops + "/metrics");
    out.println();
    out.println("Connect a Socket.IO client to loomio, then say something to everybody:");
    out.println();
    out.println("  curl " + ops + "/publish -d \\");
    out.println(
        "    '{\"channel\":\"/system_notice\",\"message\":{\"notice\":\"Hello\",\"reload\":false}}'");
    out.flush();
  }
}
