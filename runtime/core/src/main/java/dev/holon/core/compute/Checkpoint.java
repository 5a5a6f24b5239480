package dev.holon.core.compute;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.crypto.Sha2;

/**
 * A process's state after an evaluation, as it is kept: a short cut for replaying the log, never
 * the truth.
 *
 * @param place the newest evaluation in it
 * @param format the engine that wrote it, by its first {@code Module-Format}
 * @param bytes as {@link ProcessMachine#checkpoint} wrote them
 * @param sha256 of the bytes when they were written
 * @param resultHash of the newest evaluation in it
 */
public record Checkpoint(
    ProcessId process,
    ResultPlace place,
    String format,
    Bytes bytes,
    Id sha256,
    Id resultHash,
    long createdMillis) {

  static Checkpoint of(
      ProcessId process, MachineState state, String format, byte[] bytes, long createdMillis) {
    return new Checkpoint(
        process,
        state.place(),
        format,
        Bytes.of(bytes),
        Id.of(Sha2.sha256(bytes)),
        state.resultHash(),
        createdMillis);
  }

  /** Whether the bytes are those that were written. */
  public boolean isIntact() {
    return Id.of(Sha2.sha256(bytes.toArray())).equals(sha256);
  }
}
