package dev.carillon.server.cli;

import dev.carillon.Address;
import dev.carillon.server.Server;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppType;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.Catalogue;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.demo.DemoPage;
import dev.carillon.server.demo.DemoSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `carillon demo`
@Command(
    name = "demo",
    description = "Serves every app with the embedded broker, and a page to try it on.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  /// Set by the launcher: the file of the Socket.IO client for browsers.
  private static final String CLIENT_PROPERTY = "carillon.demo.client";

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--page-port",
      paramLabel = "PORT",
      description = "Port of the page; a free one if it is in use. Default: ${DEFAULT-VALUE}")
  private int pagePort = DemoSettings.PORT;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final AppTypes types;
  private final Map<String, String> environment;
  private final Server.NodeFactory nodes;

  DemoCommand(AppTypes types, Map<String, String> environment, Server.NodeFactory nodes) {
    this.types = types;
    this.environment = environment;
    this.nodes = nodes;
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    if (pagePort < 0 || pagePort > 65535) {
      throw new ParameterException(spec.commandLine(), "--page-port: a port is 0 to 65535");
    }
    ServerConfig config = onFreePorts(ServerConfig.read(types, input(Map.of())));
    boolean keyed = config.server().ops.key != null;
    return new Running(config, nodes).untilStopped(server -> welcome(server, keyed));
  }

  /// The embedded broker, come what may: the sample users are nobody's whom a real store should
  /// know. Any web page may connect, as pages that people try things with are often files. The
  /// welcome says what the log would say, so that one only speaks up when something is wrong.
  private ConfigInput input(Map<String, String> ports) {
    var settings = new LinkedHashMap<String, String>();
    for (AppType<?> type : types.all()) {
      String section = Catalogue.sectionOf(type.name()) + ".";
      type.demo().forEach((key, text) -> settings.put(section + key, text));
    }
    settings.put("log.level", "warn");
    settings.putAll(ports);
    settings.putAll(options.settings);
    settings.put("redis.url", "");
    return new ConfigInput(
        ServerConfig.catalogue(types).names(), options.file, settings, environment);
  }

  /// Takes other ports than those that are in use, and says so.
  private ServerConfig onFreePorts(ServerConfig config) throws ConfigException {
    Map<Integer, String> taken = FreePorts.taken(config);
    if (taken.isEmpty()) {
      return config;
    }
    var others = new LinkedHashMap<String, String>();
    taken.forEach((port, key) -> {
      spec.commandLine()
          .getOut()
          .println("Port " + port + " (" + key + ") is in use; a free one is taken.");
      others.put(key, "0");
    });
    return ServerConfig.read(types, input(others));
  }

  /// The page ends with the process, as nothing waits for it.
  private void welcome(Server server, boolean keyed) {
    String ops = Running.url(server.opsAddress());
    DemoPage page = page(server, URI.create(ops + "/publish"), keyed);
    new DemoWelcome(server.addresses(), ops, keyed).print(spec.commandLine().getOut(), page);
  }

  /// Returns the page, or `null` when there is none; the rest of the demo needs no page.
  private @Nullable DemoPage page(Server server, URI publish, boolean keyed) {
    URI records =
        server.addresses().stream()
            .filter(address -> address.endpoint().equals("loomio"))
            .map(Address::uri)
            .findFirst()
            .orElse(null);
    if (records == null) {
      return null;
    }
    String client = System.getProperty(CLIENT_PROPERTY);
    var settings =
        new DemoSettings(
            pagePort, records, publish, keyed, client == null ? null : Path.of(client));
    try {
      return DemoPage.start(settings, server.broker(), server.store());
    } catch (IOException e) {
      spec.commandLine().getErr().println("no demo page: " + e.getMessage());
      return null;
    }
  }
}
