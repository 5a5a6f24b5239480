package dev.holon.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL server below a node's data folder, to be silenced, stopped and started again. */
record DatabaseServer(Path cluster) {
  static DatabaseServer of(Path data) {
    return new DatabaseServer(data.resolve("postgres").resolve("cluster"));
  }

  /** It keeps its connections and answers nothing. */
  void silence() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** It goes on where it was. */
  void wake() throws IOException, InterruptedException {
    signal("-CONT");
  }

  /**
   * Ends it as a crash would, and returns the command line that starts it again on the same port,
   * as the same user.
   */
  List<String> crash() throws IOException, InterruptedException {
    List<String> commandLine = commandLine();
    ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();
    run(List.of("kill", "-QUIT", Long.toString(server.pid())));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (server.isAlive()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the server " + server.pid() + " does not end");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return commandLine;
  }

  /** Starts it again; the caller ends the process, if the node does not. */
  static Process start(List<String> commandLine) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(commandLine);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private List<String> commandLine() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid()), "cmdline"));
    return List.of(new String(bytes, java.nio.charset.StandardCharsets.UTF_8).split("\0"));
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst().strip());
  }

  private void signal(String signal) throws IOException, InterruptedException {
    long pid = pid();
    List<String> command = new ArrayList<>(List.of("kill", signal, Long.toString(pid)));
    ProcessHandle.of(pid)
        .orElseThrow()
        .descendants()
        .forEach(child -> command.add(Long.toString(child.pid())));
    run(command);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IOException(command + " does not end");
    }
  }
}
