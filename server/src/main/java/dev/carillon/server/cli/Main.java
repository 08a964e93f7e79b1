package dev.carillon.server.cli;

import dev.carillon.core.Clock;
import dev.carillon.server.GatewayNode;
import dev.carillon.server.Server;
import dev.carillon.server.Version;
import dev.carillon.server.apps.AppTypes;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.ServiceConfigurationError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program: reads the command line and runs a command.
@Command(
    name = "carillon",
    description =
        "A real-time gateway: a backend publishes once, every browser that may hear it does.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLines.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// Runs the program and ends the process.
  public static void main(String[] args) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    AppTypes types;
    try {
      types = AppTypes.onClassPath();
    } catch (IllegalArgumentException | IllegalStateException | ServiceConfigurationError e) {
      err.println("carillon: an app on the class path cannot be used: " + e.getMessage());
      System.exit(ExitCode.USAGE);
      return;
    }
    System.exit(run(args, types, System.getenv(), GatewayNode::start, out, err));
  }

  /// Runs one command.
  ///
  /// @return the exit code
  static int run(
      String[] args,
      AppTypes types,
      Map<String, String> environment,
      Server.NodeFactory nodes,
      PrintWriter out,
      PrintWriter err) {
    var program = new CommandLine(new Main());
    program.addSubcommand(new DemoCommand(types, environment, nodes));
    program.addSubcommand(new ServeCommand(types, environment, nodes));
    program.addSubcommand(new CheckConfigCommand(types, environment));
    program.addSubcommand(TokenCommand.of(types, environment, TokenApp.in(types), Clock.system()));
    program.addSubcommand(new PublishCommand(types, environment, System.in));
    program.addSubcommand(new TailCommand(types, environment));
    program.addSubcommand(new ExplainAccessCommand(types, environment));
    program.addSubcommand(new StatsCommand(types, environment));
    program.addSubcommand(new DoctorCommand(types, environment));
    program.addSubcommand(new KeysCommand(types));
    program.addSubcommand(new VersionCommand());
    program.addSubcommand(new TrainCommand(types, nodes));
    program.addSubcommand(new CommandLine.HelpCommand());
    return program
        .setParameterExceptionHandler(new Slips())
        .setExecutionExceptionHandler(new Failures())
        .setOut(out)
        .setErr(err)
        .execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /// What `version` says.
  static final class VersionLines implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "carillon " + Version.current(),
        "java " + Runtime.version() + " (" + System.getProperty("java.vm.vendor") + ")"
      };
    }
  }
}
