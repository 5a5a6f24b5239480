package dev.holon.testkit;

import dev.holon.core.messenger.MonitorStore;
import dev.holon.protocol.ProcessId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Monitors in memory. Thread-safe. */
public final class InMemoryMonitorStore implements MonitorStore {
  private final Map<ProcessId, Monitor> monitors = new HashMap<>();

  InMemoryMonitorStore() {}

  @Override
  public synchronized boolean add(Monitor monitor) {
    return monitors.putIfAbsent(monitor.process(), monitor) == null;
  }

  @Override
  public synchronized boolean remove(ProcessId process) {
    return monitors.remove(process) != null;
  }

  @Override
  public synchronized Optional<Monitor> find(ProcessId process) {
    return Optional.ofNullable(monitors.get(process));
  }
}
