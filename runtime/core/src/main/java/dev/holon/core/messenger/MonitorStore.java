package dev.holon.core.messenger;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.Optional;

/**
 * Who asked to have a process monitored (ao.TN.1 §3.6). What crons send is pushed with or without a
 * monitor, so one only records. Methods block and throw {@link dev.holon.core.StoreException} when
 * the store cannot be reached. Thread-safe.
 */
public interface MonitorStore {

  /** Keeps it; false when the process is monitored already, and then nothing changes. */
  boolean add(Monitor monitor);

  /** Forgets it; false when there was none. */
  boolean remove(ProcessId process);

  Optional<Monitor> find(ProcessId process);

  /**
   * A request to monitor.
   *
   * @param item id of the signed item that asked
   * @param owner address of its signer
   */
  record Monitor(ProcessId process, Id item, String owner, long sinceMillis) {}
}
