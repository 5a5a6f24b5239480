package dev.holon.simulation;

import picocli.CommandLine.Option;

/** Options of all commands that work on a running node. */
final class RunOptions {
  @Option(names = "--url", description = "the node (default: ${DEFAULT-VALUE})")
  private String url = "http://127.0.0.1:8734";

  @Option(
      names = "--seconds-max",
      description = "gives up after this time (default: ${DEFAULT-VALUE})")
  private int secondsMax = 120;

  /** As it was typed; plans check it. */
  String url() {
    return url;
  }

  int secondsMax() {
    return secondsMax;
  }
}
