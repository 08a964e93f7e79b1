package dev.carillon.server.cli;

import dev.carillon.auth.JwtSigner;
import dev.carillon.core.Clock;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.DurationType;
import dev.carillon.server.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// What minting a token takes, whatever it says. Confined to one command.
final class TokenMint {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--for",
      paramLabel = "SPAN",
      converter = Lifetime.class,
      description = "How long the token counts. Default: 2h")
  private Duration lifetime = Duration.ofHours(2);

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "The file that holds the secret, in place of the one that is configured.")
  private @Nullable Path secretFile;

  private final Map<String, String> environment;
  private final TokenApp.Finder finder;
  private final Clock clock;

  TokenMint(Map<String, String> environment, TokenApp.Finder finder, Clock clock) {
    this.environment = environment;
    this.finder = finder;
    this.clock = clock;
  }

  /// Prints a token, and nothing else, where a program reads it; what people want to know goes
  /// where errors go.
  ///
  /// @return the exit code
  int print(String app, Map<String, ?> claims, CommandLine command) {
    TokenApp found;
    try {
      found = finder.find(app, options.input(List.of(app), environment), given(command));
    } catch (ConfigException e) {
      command.getErr().println(e.getMessage());
      return ExitCode.USAGE;
    }
    byte[] key = found.secret().value().getBytes(StandardCharsets.UTF_8);
    command.getOut().println(new JwtSigner(key, clock).sign(claims, lifetime));
    String end = clock.now().plus(lifetime).toString().replaceFirst("\\.\\d+", "");
    command.getErr().println("valid until " + end + "; connect to " + found.url() + "?token=…");
    return ExitCode.OK;
  }

  private @Nullable Secret given(CommandLine command) {
    if (secretFile == null) {
      return null;
    }
    try {
      return Secret.read(secretFile);
    } catch (IOException e) {
      throw new ParameterException(command, "--secret-file: " + e.getMessage());
    }
  }

  /// Spans as in the configuration. Immutable.
  static final class Lifetime implements ITypeConverter<Duration> {
    private static final DurationType TYPE = DurationType.between("1s", "365d");

    @Override
    public Duration convert(String text) {
      try {
        return TYPE.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage() + "; allowed: " + TYPE.allowed());
      }
    }
  }
}
