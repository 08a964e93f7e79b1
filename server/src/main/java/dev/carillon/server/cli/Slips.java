package dev.carillon.server.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Answers a command line that cannot be read: what is wrong with it, what was perhaps meant, and where to read
/// on; not all that there is.
final class Slips implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException slip, String[] args) {
    CommandLine at = slip.getCommandLine();
    PrintWriter err = at.getErr();
    err.println(at.getCommandSpec().qualifiedName() + ": " + slip.getMessage());
    UnmatchedArgumentException.printSuggestions(slip, err);
    err.println("See " + at.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }
}
