package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.CheckpointStore;
import dev.holon.core.compute.ResultPlace;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.crypto.Sha2;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of checkpoints must do. */
abstract class CheckpointStoreContract {
  abstract CheckpointStore store();

  @Test
  void newestAtOrBeforeAPlaceIsFound() {
    ProcessId process = SampleLog.randomProcess();
    Checkpoint first = sample(process, 5, 0);
    Checkpoint second = sample(process, 5, 3);
    store().put(first, 9);
    store().put(second, 9);

    assertEquals(Optional.of(second), store().newest(process, new ResultPlace(9, 0)));
    assertEquals(Optional.of(second), store().newest(process, new ResultPlace(5, 3)));
    assertEquals(Optional.of(first), store().newest(process, new ResultPlace(5, 2)));
    assertEquals(Optional.empty(), store().newest(process, new ResultPlace(4, 99)));
    assertEquals(Optional.empty(), store().newest(SampleLog.randomProcess(), second.place()));
    assertTrue(second.isIntact());
  }

  @Test
  void onlyTheNewestAreKeptAndOfTheProcessAlone() {
    ProcessId process = SampleLog.randomProcess();
    ProcessId other = SampleLog.randomProcess();
    store().put(sample(other, 1, 0), 2);
    for (int slot = 1; slot < 5; slot++) {
      store().put(sample(process, slot, 0), 2);
    }

    assertTrue(store().newest(process, ResultPlace.ofSlot(3)).isPresent());
    assertFalse(store().newest(process, ResultPlace.ofSlot(2)).isPresent());
    assertTrue(store().newest(other, ResultPlace.ofSlot(2)).isPresent());
  }

  @Test
  void discardedOneIsGoneAndAnotherOfThePlaceReplacesIt() {
    ProcessId process = SampleLog.randomProcess();
    store().put(sample(process, 1, 0), 2);
    store().put(sample(process, 2, 0), 2);
    Checkpoint again = sample(process, 2, 0);
    store().put(again, 2);

    assertEquals(Optional.of(again), store().newest(process, ResultPlace.ofSlot(9)));
    store().discard(process, again.place());

    assertEquals(
        ResultPlace.ofSlot(1),
        store().newest(process, ResultPlace.ofSlot(9)).orElseThrow().place());
  }

  private static Checkpoint sample(ProcessId process, long slot, long step) {
    byte[] bytes = SampleLog.randomId().toBytes();
    return new Checkpoint(
        process,
        new ResultPlace(slot, step),
        "lua-5.3",
        Bytes.of(bytes),
        Id.of(Sha2.sha256(bytes)),
        SampleLog.randomId(),
        1_234);
  }
}
