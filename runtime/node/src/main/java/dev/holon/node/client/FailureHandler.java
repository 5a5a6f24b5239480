package dev.holon.node.client;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Failures and wrong values are told in words; only a fault of the command itself has a trace. */
final class FailureHandler implements IExecutionExceptionHandler {
  private final ClientContext context;

  FailureHandler(ClientContext context) {
    this.context = context;
  }

  @Override
  public int handleExecutionException(Exception fault, CommandLine command, ParseResult parsed)
      throws Exception {
    if (fault instanceof ClientFailure failure) {
      context.errors().println("holon: " + PlainText.of(String.valueOf(failure.getMessage())));
      if (failure.advice() != null) {
        context.errors().println("  " + PlainText.of(failure.advice()));
      }
      return CommandLine.ExitCode.SOFTWARE;
    }
    // A value that an option must not have is its user's mistake, not a crash: no stack trace.
    if (fault instanceof IllegalArgumentException) {
      context.errors().println("holon: " + fault.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    throw fault;
  }
}
