package dev.holon.persistence.journal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Processor time of this process and of the database server, which does not depend on what else the
 * machine does.
 *
 * @param directory of the server
 */
record BenchmarkClock(Path directory) {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  /** Used so far; only differences mean something. */
  double processorMicros() throws IOException {
    Path pidFile = directory.resolve("cluster/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    long serverNanos =
        Stream.concat(Stream.of(server), server.descendants())
            .mapToLong(p -> p.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
            .sum();
    return (SYSTEM.getProcessCpuTime() + serverNanos) / 1e3;
  }
}
