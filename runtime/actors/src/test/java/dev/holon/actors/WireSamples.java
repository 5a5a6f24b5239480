package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.ProcessState;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateReply;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.compute.TicksReply;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Value;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Wallet;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** One or more of every message that crosses from node to node. */
final class WireSamples {
  // A test key.
  private static final Wallet WALLET = Secp256k1Wallet.of(filled(7));
  private static final VerifiedItem SPAWN = item("spawn");
  private static final ProcessId PROCESS = new ProcessId(SPAWN.id());
  private static final Refusal REFUSAL =
      new Refusal(RefusalCode.BUSY, "10000 wait already: \u00e9");
  private static final Result RESULT =
      new Result(
          List.of(
              new Result.OutboundMessage(
                  "target", "anchor", List.of(new Tag("A", "b")), Bytes.of(new byte[] {1, 2}))),
          List.of(),
          List.of(),
          new Value.Text(Bytes.of(new byte[] {'x'})),
          17,
          null);

  private WireSamples() {}

  static List<Object> all(ActorRef<?> replyTo) {
    ChainPosition chain = new ChainPosition(Id.of(filled(3)), 4);
    LogEntry entry =
        new Sequencer(PROCESS, WALLET, null).append(SPAWN.item(), 1_700_000_000_000L, 1_500_030);
    return List.of(
        new ProcessScheduler.Schedule(PROCESS, item("plain"), null),
        new ProcessScheduler.Schedule(PROCESS, item("pushed"), chain),
        new ProcessScheduler.Assign(PROCESS, Id.of(filled(5)), List.of("Data", "Tags"), chain),
        new ProcessScheduler.Assign(PROCESS, Id.of(filled(5)), List.of(), null),
        new ProcessScheduler.PromiseNow(PROCESS),
        new ProcessScheduler.PromiseReply.Promised(new TimeFloors.Promise(-1, Long.MAX_VALUE)),
        new ProcessScheduler.PromiseReply.NotPromised("away"),
        new ScheduleReply.Scheduled(entry),
        new ScheduleReply.AlreadyScheduled(entry),
        new ScheduleReply.Rejected(REFUSAL),
        new ProcessCompute.Assigned(entry),
        new ProcessCompute.Committed(9),
        new ProcessCompute.Wake(),
        new ProcessCompute.CronDue(),
        new ProcessCompute.AwaitResult(3, Duration.ofSeconds(25), replyTo.unsafeUpcast()),
        new ProcessCompute.AwaitTicks(Duration.ofMillis(1), replyTo.unsafeUpcast()),
        new StateQuestions.DryRun(fullMessage(), 8, replyTo.unsafeUpcast()),
        new StateQuestions.DryRun(emptyMessage(), -1, replyTo.unsafeUpcast()),
        new StateQuestions.ReadState(-1, replyTo.unsafeUpcast()),
        new ProcessMessenger.Wake(),
        new ResultReply.Ready(stored(new ResultPlace(5, 0), null)),
        new ResultReply.Ready(stored(new ResultPlace(5, 2), "0-1-minute")),
        new ResultReply.InProgress(-1, 7, 0.5),
        new ResultReply.Rejected(REFUSAL),
        new TicksReply.CaughtUp(),
        new TicksReply.InProgress(),
        new TicksReply.Rejected(REFUSAL),
        new DryRunReply.Evaluated(RESULT),
        new DryRunReply.Rejected(REFUSAL),
        new StateReply.Given(new ProcessState(Bytes.of(filled(9)), 4, 5, 6)),
        new StateReply.Rejected(REFUSAL));
  }

  static StoredResult stored(ResultPlace place, @org.jspecify.annotations.Nullable String cron) {
    return new StoredResult(PROCESS, place, cron, 1_700_000_000_001L, RESULT, Id.of(filled(6)));
  }

  private static DryRunMessage fullMessage() {
    return new DryRunMessage(
        "id",
        "owner",
        "target",
        "anchor",
        Bytes.of(new byte[] {0, -1}),
        List.of(new Tag("Action", "Info"), new Tag("Action", "")),
        "signature",
        12L,
        13L);
  }

  private static DryRunMessage emptyMessage() {
    return new DryRunMessage(null, "", null, null, null, List.of(), null, null, null);
  }

  private static VerifiedItem item(String text) {
    UnsignedItem unsigned =
        UnsignedItem.of(
            null,
            List.of(new Tag("Type", "Process")),
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return VerifiedItem.sign(unsigned, WALLET);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
