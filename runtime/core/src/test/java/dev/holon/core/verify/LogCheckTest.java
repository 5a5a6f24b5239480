package dev.holon.core.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.protocol.Assignment;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way to change a log is found at the slot that was changed. */
class LogCheckTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long HEIGHT = 1_500_030;
  private static final Verifier VERIFIER = Verifier.portable();

  // Test keys.
  private final Wallet scheduler = Secp256k1Wallet.of(filled(7));
  private final Wallet stranger = Secp256k1Wallet.of(filled(8));
  private final DataItem spawn =
      UnsignedItem.of(
              null,
              List.of(new Tag("Type", "Process"), new Tag("Scheduler", scheduler.address().text())),
              new byte[0])
          .sign(stranger);
  private final ProcessId process = new ProcessId(spawn.id());
  private final List<LogSlot> log = new ArrayList<>();

  @BeforeEach
  void write() {
    Sequencer sequencer = new Sequencer(process, scheduler, null);
    log.add(slot(sequencer.append(spawn, NOW, HEIGHT)));
    for (int i = 1; i < 10; i++) {
      log.add(slot(sequencer.append(message("text " + i), NOW + i, HEIGHT)));
    }
  }

  @Test
  void anUntouchedLogIsRight() {
    assertEquals(Optional.empty(), firstFault(log));
  }

  @Test
  void aPureAssignmentIsRight() {
    Sequencer sequencer = new Sequencer(process, scheduler, null);
    List<LogSlot> pure = new ArrayList<>();
    pure.add(slot(sequencer.append(spawn, NOW, HEIGHT)));
    pure.add(slot(sequencer.appendAssignment(message("x").id(), List.of(), null, NOW + 1, HEIGHT)));

    assertEquals(Optional.empty(), firstFault(pure));
  }

  @Test
  void oneByteOfAMessage() throws ItemException {
    byte[] bytes = message(4).toBytes();
    bytes[bytes.length - 1] ^= 1;
    replace(4, log.get(4).assignment(), DataItem.parseStored(bytes));

    assertFault(4, LogFault.Kind.MESSAGE_SIGNATURE);
  }

  @Test
  void oneByteOfAnAssignment() throws ItemException {
    byte[] bytes = log.get(4).assignment().toBytes();
    int height = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("1500030");
    bytes[height + 6] ^= 1;
    replace(4, DataItem.parseStored(bytes), message(4));

    assertFault(4, LogFault.Kind.ASSIGNMENT_SIGNATURE);
  }

  @Test
  void swappedSlots() {
    Collections.swap(log, 4, 5);

    assertFault(4, LogFault.Kind.SLOT);
  }

  @Test
  void aSlotCutOut() {
    log.remove(4);

    assertFault(4, LogFault.Kind.SLOT);
  }

  @Test
  void theBeginningCutOff() {
    log.removeFirst();

    assertFault(0, LogFault.Kind.SLOT);
  }

  @Test
  void anotherMessageInItsPlace() {
    replace(4, log.get(4).assignment(), message("forged"));

    assertFault(4, LogFault.Kind.MESSAGE);
  }

  @Test
  void aForgedAssignmentOfAnotherWallet() throws ItemException {
    DataItem forged = message("forged");
    replace(4, assignment(4, forged.id(), NOW + 4, HEIGHT).sign(stranger, filled(1)), forged);

    assertFault(4, LogFault.Kind.SCHEDULER);
  }

  @Test
  void aForgedAssignmentOfTheSchedulerItselfBreaksTheChainBehindIt() throws ItemException {
    DataItem forged = message("forged");
    replace(4, assignment(4, forged.id(), NOW + 4, HEIGHT).sign(scheduler, filled(1)), forged);

    assertFault(5, LogFault.Kind.CHAIN);
  }

  @Test
  void timeAndHeightThatGoBack() throws ItemException {
    replace(9, assignment(9, message(9).id(), NOW, HEIGHT).sign(scheduler, filled(1)), message(9));
    assertFault(9, LogFault.Kind.TIME);

    replace(
        9,
        assignment(9, message(9).id(), NOW + 9, HEIGHT - 1).sign(scheduler, filled(1)),
        message(9));
    assertFault(9, LogFault.Kind.HEIGHT);
  }

  @Test
  void anAssignmentOfAnotherProcess() {
    Assignment other =
        new Assignment(
            new ProcessId(Id.of(filled(3))),
            4,
            HashChain.first(process),
            HEIGHT,
            NOW + 4,
            message(4).id(),
            List.of());
    replace(4, other.sign(scheduler, filled(1)), message(4));

    assertFault(4, LogFault.Kind.ASSIGNMENT);
  }

  /** What slot {@code slot} would say, with the right chain. */
  private Assignment assignment(int slot, Id message, long millis, long height)
      throws ItemException {
    Assignment right = Assignment.read(log.get(slot).assignment());
    return new Assignment(process, slot, right.hashChain(), height, millis, message, List.of());
  }

  private void replace(int slot, DataItem assignment, @Nullable DataItem message) {
    log.set(slot, new LogSlot(slot, assignment, message));
  }

  private void assertFault(long slot, LogFault.Kind kind) {
    LogFault fault = firstFault(log).orElseThrow();
    assertEquals(kind, fault.kind(), fault.toString());
    assertEquals(slot, fault.slot(), fault.toString());
    assertTrue(!fault.text().isEmpty());
  }

  private Optional<LogFault> firstFault(List<LogSlot> slots) {
    LogCheck check = new LogCheck(process);
    for (LogSlot slot : slots) {
      Optional<LogFault> signature = slot.signatureFault(VERIFIER);
      if (signature.isPresent()) {
        return signature;
      }
      if (check.check(slot) instanceof LogCheck.Checked.Wrong wrong) {
        return Optional.of(wrong.fault());
      }
    }
    return Optional.empty();
  }

  private static LogSlot slot(LogEntry entry) {
    return new LogSlot(entry.slot(), entry.assignment(), entry.message().orElse(null));
  }

  private DataItem message(int slot) {
    return Objects.requireNonNull(log.get(slot).message());
  }

  private DataItem message(String text) {
    return UnsignedItem.of(
            process.id(),
            List.of(new Tag("Type", "Message")),
            text.getBytes(StandardCharsets.UTF_8))
        .sign(stranger);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
