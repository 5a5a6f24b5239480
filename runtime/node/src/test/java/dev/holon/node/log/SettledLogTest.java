package dev.holon.node.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.core.verify.LogCheck;
import dev.holon.core.verify.LogFault;
import dev.holon.core.verify.LogSlot;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettledLogTest {
  private static final int SLOTS = 40;
  private static final long NOW = 1_700_000_000_000L;

  private final Verifier verifier = Verifier.fastest();
  private final Secp256k1Wallet scheduler = wallet(1); // test keys
  private final Secp256k1Wallet user = wallet(2);
  private final List<LogEntry> log = new ArrayList<>();
  private ProcessId process;
  private BundleSpool spool;

  @BeforeEach
  void fill() throws IOException {
    DataItem spawn =
        UnsignedItem.of(
                null,
                List.of(
                    new Tag("Type", "Process"), new Tag("Scheduler", scheduler.address().text())),
                new byte[0])
            .sign(user);
    process = new ProcessId(spawn.id());
    Sequencer sequencer = new Sequencer(process, scheduler, null);
    log.add(sequencer.append(spawn, NOW, 1));
    for (int i = 1; i < SLOTS; i++) {
      log.add(sequencer.append(message(i), NOW + i, 1));
    }
    spool = BundleSpool.open(id -> true);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void bundlesInAnyOrderAndTwiceGiveTheLog() throws Exception {
    List<Integer> starts = new ArrayList<>(List.of(0, 10, 20, 30, 10, 0));
    Collections.shuffle(starts, new Random(3));
    for (int from : starts) {
      spool.add(items(from, from + 10));
    }

    assertEquals(Optional.empty(), firstFault());
    assertEquals(List.of(process), List.copyOf(spool.processesOf(scheduler.address())));
  }

  @Test
  void modulesAreFoundAndAreNoMessages() throws Exception {
    DataItem module =
        UnsignedItem.of(null, List.of(new Tag("Type", "Module")), new byte[9]).sign(user);
    List<DataItem> items = new ArrayList<>(List.of(module));
    items.addAll(items(0, SLOTS));
    spool.add(items);

    assertEquals(module, settled().item(module.id()).orElseThrow());
    assertEquals(Optional.empty(), firstFault());
  }

  @Test
  void aBundleThatIsMissingIsAHole() throws Exception {
    spool.add(items(0, 10));
    spool.add(items(20, SLOTS));

    LogFault fault = firstFault().orElseThrow();
    assertEquals(10, fault.slot());
    assertEquals(LogFault.Kind.SLOT, fault.kind());
  }

  @Test
  void twoAssignmentsOfOneSlotByTheSchedulerAreNamed() throws Exception {
    Sequencer fork = new Sequencer(process, scheduler, log.get(6).toHead());
    LogEntry other = fork.append(message(999), NOW + 7, 1);
    spool.add(items(0, SLOTS));
    spool.add(List.of(other.assignment(), other.message().orElseThrow()));

    LogSource.UnreadableException fault =
        assertThrows(LogSource.UnreadableException.class, this::firstFault);
    assertTrue(fault.getMessage().contains("slot 7 was given twice"), fault.getMessage());
    assertTrue(fault.getMessage().contains(other.assignmentId().toString()), fault.getMessage());
  }

  @Test
  void aForgedSecondAssignmentDoesNotHideTheGenuineOne() throws Exception {
    byte[] bytes = log.get(7).assignment().toBytes();
    bytes[10] ^= 1; // in the signature
    spool.add(List.of(DataItem.parseStored(bytes)));
    spool.add(items(0, SLOTS));

    assertEquals(Optional.empty(), firstFault());
  }

  @Test
  void anAssignmentByAnotherWalletIsNamed() throws Exception {
    LogEntry forged =
        new Sequencer(process, wallet(3), log.get(6).toHead()).append(message(7), NOW + 7, 1);
    spool.add(items(0, 7));
    spool.add(List.of(forged.assignment(), forged.message().orElseThrow()));

    LogFault fault = firstFault().orElseThrow();
    assertEquals(7, fault.slot());
    assertEquals(LogFault.Kind.SCHEDULER, fault.kind());
  }

  private SettledLog settled() {
    return new SettledLog(spool, process, "test", verifier);
  }

  private Optional<LogFault> firstFault() throws Exception {
    LogCheck check = new LogCheck(process);
    SettledLog settled = settled();
    List<LogSlot> page = settled.next();
    while (!page.isEmpty()) {
      for (LogSlot slot : page) {
        Optional<LogFault> signature = slot.signatureFault(verifier);
        if (signature.isPresent()) {
          return signature;
        }
        if (check.check(slot) instanceof LogCheck.Checked.Wrong wrong) {
          return Optional.of(wrong.fault());
        }
      }
      page = settled.next();
    }
    assertEquals(SLOTS, check.nextSlot());
    return Optional.empty();
  }

  private List<DataItem> items(int from, int to) {
    List<DataItem> items = new ArrayList<>();
    for (LogEntry entry : log.subList(from, to)) {
      items.add(entry.assignment());
      items.add(entry.message().orElseThrow());
    }
    return items;
  }

  private DataItem message(int number) {
    return UnsignedItem.of(
            process.id(),
            List.of(new Tag("Type", "Message"), new Tag("Number", Integer.toString(number))),
            new byte[0])
        .sign(user);
  }

  private static Secp256k1Wallet wallet(int number) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) number);
    return Secp256k1Wallet.of(secret);
  }
}
