package dev.holon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holon.core.RefusalCode;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.node.UnitsFixture.World;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that do not know of each other over one database, as after a partition. */
@Timeout(120)
class SchedulerFenceTest {
  private static final int BURST_COUNT = 50;

  @TempDir private Path folder;

  @Test
  void replacedSchedulerRefusesAndGoesOnFromWhatTheOtherOneWrote() throws StartFailure {
    try (EmbeddedDatabase postgres = EmbeddedDatabase.start(folder.resolve("postgres"));
        UnitsFixture first = UnitsFixture.over(postgres, World.real());
        UnitsFixture second = UnitsFixture.over(postgres, World.real())) {
      ProcessId process = first.spawned("");
      ProcessId bystander = first.spawned("");
      assertScheduled(1, first.schedule(first.message(process.id(), "Add", "")));
      assertScheduled(2, second.schedule(first.message(process.id(), "Add", "")));

      List<VerifiedItem> messages = new ArrayList<>();
      List<CompletionStage<ScheduleReply>> posts = new ArrayList<>();
      for (int i = 0; i < BURST_COUNT; i++) {
        messages.add(first.message(process.id(), "Add", ""));
        posts.add(first.units.schedule(messages.getLast()));
      }
      ScheduleReply innocent = first.schedule(first.message(bystander.id(), "Add", ""));

      assertRefused(UnitsFixture.await(posts.getFirst()));
      posts.forEach(UnitsFixture::await);
      assertScheduled(1, innocent);
      // Whoever was refused may try again, and the log is one chain.
      messages.forEach(message -> scheduleUntilTaken(first, message));
      List<LogEntry> log = first.stores.schedules().entries(process, 0, 1_000, Long.MAX_VALUE);
      assertEquals(
          LongStream.rangeClosed(0, 2 + BURST_COUNT).boxed().toList(),
          log.stream().map(LogEntry::slot).toList());
      for (int i = 1; i < log.size(); i++) {
        assertEquals(
            HashChain.next(log.get(i - 1).assignmentId(), log.get(i - 1).hashChain()),
            log.get(i).hashChain());
      }
    }
  }

  private static void scheduleUntilTaken(UnitsFixture node, VerifiedItem message) {
    ScheduleReply reply = node.schedule(message);
    for (int i = 0; i < 100 && reply instanceof ScheduleReply.Rejected; i++) {
      reply = node.schedule(message);
    }
    if (reply instanceof ScheduleReply.Rejected rejected) {
      throw new AssertionError(rejected.toString());
    }
  }

  private static void assertScheduled(long slot, ScheduleReply reply) {
    assertEquals(slot, assertInstanceOf(ScheduleReply.Scheduled.class, reply).entry().slot());
  }

  private static void assertRefused(ScheduleReply reply) {
    assertEquals(
        RefusalCode.WRITER_REPLACED,
        assertInstanceOf(ScheduleReply.Rejected.class, reply).refusal().code());
  }
}
