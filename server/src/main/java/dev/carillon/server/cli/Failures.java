package dev.carillon.server.cli;

import dev.carillon.server.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Answers what ends a command that was well said: a configuration that is wrong, a Redis that does not answer.
/// Everything else is a bug, and shown as one.
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    int code =
        switch (failure) {
          case ConfigException _ -> ExitCode.USAGE;
          case RedisReach.Unreachable _ -> ExitCode.FAILED;
          default -> throw failure;
        };
    command.getErr().println(failure.getMessage());
    return code;
  }
}
