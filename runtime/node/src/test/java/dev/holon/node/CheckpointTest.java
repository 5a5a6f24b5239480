package dev.holon.node;

import static dev.holon.node.UnitsFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.CheckpointSettings;
import dev.holon.core.compute.CheckpointStore;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.ResultReply;
import dev.holon.node.UnitsFixture.World;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.crypto.Sha2;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node starts again on the same database; what it evaluates is counted. */
@Timeout(120)
class CheckpointTest {
  private static final String COUNTER =
      "Count = 0; Handlers.add('add', 'Add', function(msg) Count = Count + 1; print(Count) end)";
  private static final int EVERY = 10;
  private static final long LAST_SLOT = 25;
  private static final long CHECKPOINT_SLOT = 19;
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static EmbeddedDatabase postgres;

  @BeforeAll
  static void start() {
    postgres = EmbeddedDatabase.start(folder.resolve("postgres"));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void restartEvaluatesOnlyWhatCameAfterTheCheckpoint() throws Exception {
    ProcessId process = firstRun();

    // Slots 20 to 25 again, and the new one.
    assertEquals(LAST_SLOT - CHECKPOINT_SLOT + 1, evaluatedBy(process, checkpoint -> checkpoint));
  }

  @Test
  void damagedCheckpointIsDiscardedAndTheOneBeforeIsUsed() throws Exception {
    ProcessId process = firstRun();

    long evaluated = evaluatedBy(process, checkpoint -> with(checkpoint, damaged(checkpoint)));

    assertEquals(LAST_SLOT - (CHECKPOINT_SLOT - EVERY) + 1, evaluated);
  }

  @Test
  void checkpointThatIsIntactButNoStateIsDiscarded() throws Exception {
    ProcessId process = firstRun();

    long evaluated =
        evaluatedBy(
            process,
            checkpoint -> {
              Bytes bytes = damaged(checkpoint);
              return new Checkpoint(
                  process,
                  checkpoint.place(),
                  checkpoint.format(),
                  bytes,
                  Id.of(Sha2.sha256(bytes.toArray())),
                  checkpoint.resultHash(),
                  0);
            });

    assertEquals(LAST_SLOT - (CHECKPOINT_SLOT - EVERY) + 1, evaluated);
  }

  @Test
  void checkpointOfAnotherHistoryIsDiscarded() throws Exception {
    ProcessId process = firstRun();

    long evaluated =
        evaluatedBy(
            process,
            checkpoint ->
                new Checkpoint(
                    process,
                    checkpoint.place(),
                    checkpoint.format(),
                    checkpoint.bytes(),
                    checkpoint.sha256(),
                    process.id(),
                    0));

    assertEquals(LAST_SLOT - (CHECKPOINT_SLOT - EVERY) + 1, evaluated);
  }

  @Test
  void withoutAnyCheckpointTheLogIsReplayed() throws Exception {
    ProcessId process = firstRun();
    try (UnitsFixture idle = UnitsFixture.over(postgres, World.real())) {
      CheckpointStore store = idle.stores.checkpoints();
      store.discard(process, ResultPlace.ofSlot(CHECKPOINT_SLOT));
      store.discard(process, ResultPlace.ofSlot(CHECKPOINT_SLOT - EVERY));
    }

    assertEquals(LAST_SLOT + 2, evaluatedBy(process, checkpoint -> checkpoint));
  }

  @Test
  void processThatRestsLeavesACheckpointAndWakesFromIt() throws Exception {
    CountingLua engine = new CountingLua();
    World world = World.real().withEngine(engine).withConfig("holon.compute.idle-after = 500 ms");
    try (UnitsFixture node = UnitsFixture.over(postgres, world)) {
      VerifiedItem spawn = node.spawn(COUNTER);
      ProcessId process = new ProcessId(spawn.item().id());
      node.schedule(spawn);
      node.schedule(node.message(process.id(), "Add", ""));
      result(node, process, 1);
      awaitCheckpoint(node.stores.checkpoints(), process, 1);
      Thread.sleep(500);

      node.schedule(node.message(process.id(), "Add", ""));

      assertEquals("2", output(result(node, process, 2)));
      assertEquals(1, engine.restored.get());
      assertEquals(3, engine.evaluated.get());
    }
  }

  /** 26 slots, with checkpoints after slots 9 and 19. */
  private ProcessId firstRun() throws Exception {
    World world =
        World.real()
            .withCheckpoints(new CheckpointSettings(EVERY, Duration.ofHours(1), 2, 64 << 20));
    try (UnitsFixture node = UnitsFixture.over(postgres, world)) {
      VerifiedItem spawn = node.spawn(COUNTER);
      ProcessId process = new ProcessId(spawn.item().id());
      node.schedule(spawn);
      for (int i = 0; i < LAST_SLOT; i++) {
        node.schedule(node.message(process.id(), "Add", ""));
        result(node, process, i + 1L);
        if (i + 1 == CHECKPOINT_SLOT - EVERY || i + 1 == CHECKPOINT_SLOT) {
          awaitCheckpoint(node.stores.checkpoints(), process, i + 1L);
        }
      }
      return process;
    }
  }

  private static void awaitCheckpoint(CheckpointStore store, ProcessId process, long slot)
      throws InterruptedException {
    for (int i = 0; i < 800 && !isAt(store, process, slot); i++) {
      Thread.sleep(25);
    }
    assertTrue(isAt(store, process, slot), "no checkpoint at slot " + slot);
  }

  private static boolean isAt(CheckpointStore store, ProcessId process, long slot) {
    ResultPlace place = ResultPlace.ofSlot(slot);
    return store
        .newest(process, place)
        .filter(checkpoint -> checkpoint.place().equals(place))
        .isPresent();
  }

  /** Starts again with another newest checkpoint, sends one message, and counts. */
  private long evaluatedBy(ProcessId process, UnaryOperator<Checkpoint> change) throws Exception {
    CountingLua engine = new CountingLua();
    try (UnitsFixture node = UnitsFixture.over(postgres, World.real().withEngine(engine))) {
      CheckpointStore store = node.stores.checkpoints();
      store
          .newest(process, ResultPlace.ofSlot(LAST_SLOT))
          .ifPresent(checkpoint -> store.put(change.apply(checkpoint), 2));
      node.schedule(node.message(process.id(), "Add", ""));
      assertEquals(Long.toString(LAST_SLOT + 1), output(result(node, process, LAST_SLOT + 1)));
      return engine.evaluated.get();
    }
  }

  private static Bytes damaged(Checkpoint checkpoint) {
    byte[] bytes = checkpoint.bytes().toArray();
    // Within the engine's part: its bytes are checked by the hash, or else by the engine.
    for (int i = bytes.length / 2; i < bytes.length / 2 + 16; i++) {
      bytes[i] ^= (byte) 0xff;
    }
    return Bytes.of(bytes);
  }

  private static Checkpoint with(Checkpoint checkpoint, Bytes bytes) {
    return new Checkpoint(
        checkpoint.process(),
        checkpoint.place(),
        checkpoint.format(),
        bytes,
        checkpoint.sha256(),
        checkpoint.resultHash(),
        checkpoint.createdMillis());
  }

  static Result result(UnitsFixture node, ProcessId process, long slot) {
    ResultReply reply = await(node.units.result(process, slot, WAIT));
    return assertInstanceOf(ResultReply.Ready.class, reply).result().result();
  }

  static String output(Result result) {
    assertTrue(result.errorValue().isEmpty(), () -> String.valueOf(result.error()));
    return assertInstanceOf(Value.MapOf.class, result.output()).entries().stream()
        .filter(entry -> entry.key().equals("data"))
        .map(entry -> ((Value.Text) entry.value()).value().toUtf8())
        .findFirst()
        .orElse("");
  }
}
