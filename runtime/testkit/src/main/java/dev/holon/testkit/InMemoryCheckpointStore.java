package dev.holon.testkit;

import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.CheckpointStore;
import dev.holon.core.compute.ResultPlace;
import dev.holon.protocol.ProcessId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Checkpoints in memory. Thread-safe. */
public final class InMemoryCheckpointStore implements CheckpointStore {
  private final Map<ProcessId, NavigableMap<ResultPlace, Checkpoint>> checkpoints = new HashMap<>();

  InMemoryCheckpointStore() {}

  @Override
  public synchronized void put(Checkpoint checkpoint, int keepCount) {
    NavigableMap<ResultPlace, Checkpoint> kept =
        checkpoints.computeIfAbsent(checkpoint.process(), process -> new TreeMap<>());
    kept.put(checkpoint.place(), checkpoint);
    while (kept.size() > keepCount) {
      kept.pollFirstEntry();
    }
  }

  @Override
  public synchronized Optional<Checkpoint> newest(ProcessId process, ResultPlace notAfter) {
    return Optional.ofNullable(of(process).floorEntry(notAfter)).map(Map.Entry::getValue);
  }

  @Override
  public synchronized void discard(ProcessId process, ResultPlace place) {
    of(process).remove(place);
  }

  private NavigableMap<ResultPlace, Checkpoint> of(ProcessId process) {
    return checkpoints.getOrDefault(process, new TreeMap<>());
  }
}
