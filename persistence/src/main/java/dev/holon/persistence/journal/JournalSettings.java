package dev.holon.persistence.journal;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How events get into the journal: {@code holon.journal} in the settings.
 *
 * @param writerCount connections that write, each with a thread
 * @param batchRowsMax rows in one commit
 * @param batchBytesMax bytes in one commit, but for its last event
 * @param queueRowsMax rows that may wait
 * @param queueBytesMax bytes that may wait
 * @param answerTimeout a server that stays silent for so long is lost
 */
record JournalSettings(
    int writerCount,
    int batchRowsMax,
    long batchBytesMax,
    long queueRowsMax,
    long queueBytesMax,
    Duration answerTimeout) {
  static final String PATH = "holon.journal";

  JournalSettings {
    List<String> faults = new ArrayList<>();
    checkRange(faults, "writers", writerCount, 1, 64);
    checkRange(faults, "batch-rows-max", batchRowsMax, 1, 100_000);
    checkRange(faults, "batch-size-max", batchBytesMax, 1, 256L << 20);
    checkRange(faults, "queue-rows-max", queueRowsMax, 1, 100_000_000);
    checkRange(faults, "queue-size-max", queueBytesMax, 1, 64L << 30);
    checkRange(faults, "answer-timeout", answerTimeout.toMillis(), 1_000, 600_000);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(PATH + ": " + String.join("; ", faults));
    }
  }

  /**
   * Reads the settings under {@link #PATH}.
   *
   * @throws IllegalArgumentException when some are out of range; names all of them
   */
  static JournalSettings of(Config config) {
    Config journal = config.getConfig(PATH);
    return new JournalSettings(
        journal.getInt("writers"),
        journal.getInt("batch-rows-max"),
        journal.getBytes("batch-size-max"),
        journal.getLong("queue-rows-max"),
        journal.getBytes("queue-size-max"),
        journal.getDuration("answer-timeout"));
  }

  private static void checkRange(List<String> faults, String name, long value, long min, long max) {
    if (value < min || value > max) {
      faults.add(name + " must be " + min + " to " + max + ", is " + value);
    }
  }
}
