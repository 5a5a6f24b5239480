package dev.holon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.RefusalCode;
import dev.holon.core.baselayer.BaseTransaction;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.crypto.Sha2;
import dev.holon.testkit.FakeBaseLayer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes are assigned transactions of the base layer, by clients and by processes. */
@Timeout(120)
class BaseLayerTest {
  private static final String PROGRAM =
      """
      ao.addAssignable("all", function() return true end)
      Handlers.prepend("seen", function(msg) return msg.Tags.Kind == "Chain" or msg.Data == "payload" end,
        function(msg)
          print(table.concat({ msg.Id, msg.From, msg.Owner, msg.Target, tostring(msg.Anchor),
            tostring(msg.Data), tostring(msg.Tags.Kind) }, "|"))
        end)
      Handlers.add("take", "Take", function(msg)
        Assign{ Processes = { ao.id }, Message = msg.Data, BaseLayer = true, Exclude = { "Anchor" } }
      end)
      """;
  private static final Address OWNER = new Address(id("owner").toString());
  private static final FakeBaseLayer CHAIN = new FakeBaseLayer();

  @TempDir private static Path folder;
  private static UnitsFixture node;

  @BeforeAll
  static void start() throws StartFailure {
    node =
        new UnitsFixture(
            folder.resolve("postgres"), UnitsFixture.World.real().withBaseLayer(CHAIN));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void settledTransactionIsEvaluatedWithItsFields() {
    ProcessId process = node.spawned(PROGRAM, new Tag("Settlement-Depth", "2"));
    BaseTransaction transaction = transaction("fields");
    CHAIN.mine(transaction);
    CHAIN.mineEmpty(1);

    LogEntry entry = scheduled(process, transaction.id(), List.of());

    assertTrue(entry.message().isEmpty());
    assertEquals(transaction.id(), entry.itemId());
    assertEquals(
        String.join(
            "|",
            transaction.id().toString(),
            OWNER.text(),
            OWNER.text(),
            id("target").toString(),
            "anchor-text",
            "payload",
            "Chain"),
        printed(process, entry.slot()));
  }

  @Test
  void excludedFieldsAreLeftOut() {
    ProcessId process = node.spawned(PROGRAM, new Tag("Settlement-Depth", "1"));
    BaseTransaction transaction = transaction("excluded");
    CHAIN.mine(transaction);

    LogEntry entry = scheduled(process, transaction.id(), List.of("Data", "Anchor"));

    assertTrue(
        printed(process, entry.slot()).endsWith("|nil|nil|Chain"),
        () -> printed(process, entry.slot()));
  }

  @Test
  void repeatKeepsTheSlotEvenWhenTheNetworkIsAway() {
    ProcessId process = node.spawned(PROGRAM, new Tag("Settlement-Depth", "1"));
    BaseTransaction transaction = transaction("repeat");
    CHAIN.mine(transaction);
    LogEntry first = scheduled(process, transaction.id(), List.of());

    CHAIN.setAway(true);
    try {
      ScheduleReply again =
          await(node.units.assignTransaction(process, transaction.id(), List.of()));

      assertEquals(new ScheduleReply.AlreadyScheduled(first), again);
    } finally {
      CHAIN.setAway(false);
    }
  }

  @Test
  void whatIsNotSettledIsRefusedByName() {
    ProcessId process = node.spawned(PROGRAM);
    BaseTransaction young = transaction("young");
    CHAIN.mine(young);
    CHAIN.mineEmpty(18);

    assertEquals(RefusalCode.TRANSACTION_NOT_SETTLED, refusal(process, young.id()));
    assertEquals(RefusalCode.UNKNOWN_TRANSACTION, refusal(process, id("nobody's")));
    assertEquals(RefusalCode.UNKNOWN_PROCESS, refusal(new ProcessId(id("no process")), young.id()));

    CHAIN.mineEmpty(1);
    assertEquals(1, scheduled(process, young.id(), List.of()).slot());
  }

  @Test
  void depthThatIsNoNumberIsRefused() {
    ProcessId process = node.spawned(PROGRAM, new Tag("Settlement-Depth", "deep"));

    assertEquals(RefusalCode.BAD_ASSIGNMENT, refusal(process, id("any")));
  }

  @Test
  void processAssignsItselfATransactionOnceTheNetworkIsBack() {
    ProcessId process = node.spawned(PROGRAM, new Tag("Settlement-Depth", "1"));
    BaseTransaction transaction = transaction("pushed");
    CHAIN.mine(transaction);
    CHAIN.setAway(true);
    VerifiedItem cause = node.message(process.id(), "Take", transaction.id().toString());
    assertInstanceOf(ScheduleReply.Scheduled.class, await(node.units.schedule(cause)));

    DeliveryState.Pending waiting = pendingWithCause(process);
    assertTrue(String.valueOf(waiting.lastCause()).startsWith("BASE-0003"), waiting.toString());
    CHAIN.setAway(false);

    DeliveryState.Delivered delivered =
        assertInstanceOf(DeliveryState.Delivered.class, node.settled(process, 1, 0));
    assertEquals(transaction.id(), delivered.itemId());
    assertTrue(
        printed(process, delivered.slot()).endsWith("|nil|payload|Chain"),
        () -> printed(process, delivered.slot()));
  }

  private static DeliveryState.Pending pendingWithCause(ProcessId process) {
    return Stream.generate(() -> node.stores.outbox().entries(process, 1))
        .peek(entries -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)))
        .flatMap(List::stream)
        .filter(entry -> entry.key().equals(new OutboxKey(process, 1, 0)))
        .map(OutboxEntry::state)
        .filter(DeliveryState.Pending.class::isInstance)
        .map(DeliveryState.Pending.class::cast)
        .filter(pending -> pending.attempts() > 0)
        .findFirst()
        .orElseThrow();
  }

  private static LogEntry scheduled(ProcessId process, Id transaction, List<String> exclude) {
    return assertInstanceOf(
            ScheduleReply.Scheduled.class,
            await(node.units.assignTransaction(process, transaction, exclude)))
        .entry();
  }

  private static RefusalCode refusal(ProcessId process, Id transaction) {
    return assertInstanceOf(
            ScheduleReply.Rejected.class,
            await(node.units.assignTransaction(process, transaction, List.of())))
        .refusal()
        .code();
  }

  private static String printed(ProcessId process, long slot) {
    ResultReply reply = await(node.units.result(process, slot, Duration.ofSeconds(20)));
    Value output = assertInstanceOf(ResultReply.Ready.class, reply).result().result().output();
    return assertInstanceOf(Value.MapOf.class, output).entries().stream()
        .filter(entry -> entry.key().equals("data"))
        .map(entry -> assertInstanceOf(Value.Text.class, entry.value()).value().toUtf8())
        .findFirst()
        .orElseThrow();
  }

  private static BaseTransaction transaction(String name) {
    return new BaseTransaction(
        id(name),
        Bytes.of(new byte[512]),
        OWNER,
        id("target"),
        "anchor-text",
        List.of(new Tag("Kind", "Chain")),
        Bytes.ofUtf8("payload"));
  }

  private static Id id(String name) {
    return Id.of(Sha2.sha256(Bytes.ofUtf8(name).toArray()));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return UnitsFixture.await(stage);
  }
}
