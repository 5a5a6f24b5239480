package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.messenger.MonitorStore;
import dev.holon.core.messenger.MonitorStore.Monitor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of monitors must do. */
abstract class MonitorStoreContract {
  abstract MonitorStore store();

  @Test
  void firstMonitorIsKeptUntilItIsRemoved() {
    Monitor first = new Monitor(SampleLog.randomProcess(), SampleLog.randomId(), "owner", 7);
    Monitor second = new Monitor(first.process(), SampleLog.randomId(), "other", 8);

    assertTrue(store().add(first));
    assertFalse(store().add(second));
    assertEquals(Optional.of(first), store().find(first.process()));
    assertTrue(store().remove(first.process()));
    assertFalse(store().remove(first.process()));
    assertEquals(Optional.empty(), store().find(first.process()));
  }
}
