package dev.holon.persistence.journal;

import dev.holon.protocol.Id;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.SplittableRandom;

/** Makes events of 1 KB with the header of a log entry, for some processes in turn. */
final class BenchmarkEvents {
  private static final int SIZE_BYTES = 1_024;

  // Offsets of LogEntryCodec.
  private static final int SLOT_OFFSET = 2;
  private static final int PROCESS_ID_OFFSET = 122;

  private static final SplittableRandom SEEDS = new SplittableRandom();

  private final SplittableRandom random;
  private final byte[][] processes;
  private final String[] persistenceIds;
  private long count;

  BenchmarkEvents(int processCount) {
    synchronized (SEEDS) {
      random = SEEDS.split();
    }
    processes = new byte[processCount][Id.SIZE_BYTES];
    persistenceIds = new String[processCount];
    for (int i = 0; i < processCount; i++) {
      random.nextBytes(processes[i]);
      persistenceIds[i] =
          "process|" + Base64.getUrlEncoder().withoutPadding().encodeToString(processes[i]);
    }
  }

  String persistenceId(int process) {
    return persistenceIds[process];
  }

  byte[] payload(int process, long slot) {
    byte[] bytes = new byte[SIZE_BYTES];
    synchronized (random) {
      random.nextBytes(bytes);
    }
    bytes[0] = 1;
    ByteBuffer.wrap(bytes).putLong(SLOT_OFFSET, slot).put(PROCESS_ID_OFFSET, processes[process]);
    return bytes;
  }

  /** The next event of the next process. */
  EventRow next() {
    int process = (int) (count % processes.length);
    long slot = count++ / processes.length;
    return new EventRow(
        persistenceIds[process],
        slot + 1,
        "benchmark",
        0,
        "",
        new EventRow.Payload(payload(process, slot), 4, ""));
  }
}
