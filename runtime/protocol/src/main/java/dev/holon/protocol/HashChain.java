package dev.holon.protocol;

import dev.holon.protocol.crypto.Sha2;

/**
 * The running hash that binds an assignment to all before it (ao-protocol.md §2.5). Message ids do
 * not enter it.
 */
public final class HashChain {
  private HashChain() {}

  /** The chain value of slot 0: SHA-256 of the process id. */
  public static Id first(ProcessId process) {
    return Id.of(Sha2.sha256(process.id().toBytes()));
  }

  /** SHA-256(previous assignment id, previous chain). */
  public static Id next(Id previousAssignment, Id previousChain) {
    return Id.of(Sha2.sha256(previousAssignment.toBytes(), previousChain.toBytes()));
  }
}
