package dev.holon.simulation.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processor time of other processes of this machine (Linux; elsewhere some of it is missing). */
final class ProcessorTime {
  /** Fields of /proc/PID/stat behind the name, from 0: the time of children that have ended. */
  private static final int CHILDREN_USER_FIELD = 13;

  private static final int CHILDREN_SYSTEM_FIELD = 14;

  /** Linux shows times in these to everybody, whatever the kernel counts in. */
  private static final double TICKS_PER_SECOND = 100;

  private ProcessorTime() {}

  /** Seconds that a process and its children used, those that have ended too; 0 if it is gone. */
  static double ofTreeSeconds(long pid) {
    Optional<ProcessHandle> root = ProcessHandle.of(pid);
    if (root.isEmpty()) {
      return 0;
    }
    double living =
        Stream.concat(root.stream(), root.get().descendants())
            .mapToDouble(ProcessorTime::seconds)
            .sum();
    return living + endedChildrenSeconds(pid);
  }

  /** Seconds that one process used. */
  static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  // Backends that have ended count for the server that started them.
  private static double endedChildrenSeconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name stands in parentheses and may hold anything.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      long ticks =
          Long.parseLong(fields.get(CHILDREN_USER_FIELD))
              + Long.parseLong(fields.get(CHILDREN_SYSTEM_FIELD));
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }
}
