package dev.holon.simulation.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each promise, broken on purpose, is found. */
class HistoryJudgeTest {
  private static final ProcessId PROCESS = new ProcessId(id(0));

  @Test
  void goodHistoryWithRetriesAndUnknownOutcomesHasNoFault() {
    List<Call> calls =
        List.of(
            post(0, 0, 1, 202),
            post(1, 2, 9, 0),
            post(2, 3, 4, 202),
            post(1, 10, 11, 202),
            post(7, 12, 13, 0),
            newest(5, 6, 2),
            newest(12, 13, 2),
            result(1, 14, 15, 1));

    // Item 1 was tried at 2 and has the slot behind item 2; item 7 has none.
    assertEquals(List.of(), judge(calls, List.of(0, 1, 2), List.of(0L, 1L, 2L)));
    assertEquals(
        List.of(),
        judge(
            calls.stream().filter(call -> call.kind() == Call.Kind.POST).toList(),
            List.of(0, 2, 1),
            List.of(0L, 1L, 2L)));
  }

  @Test
  void lostItem() {
    assertFault(
        "was acknowledged and is lost",
        List.of(post(0, 0, 1, 202), post(1, 2, 3, 202)),
        List.of(0));
  }

  @Test
  void doubledItem() {
    assertFault(
        "has the slots 1 and 2", List.of(post(0, 0, 1, 202), post(1, 2, 3, 202)), List.of(0, 1, 1));
  }

  @Test
  void inventedItem() {
    assertFault("was posted by nobody", List.of(post(0, 0, 1, 202)), List.of(0, 5));
  }

  @Test
  void orderAgainstTime() {
    assertFault(
        "was sent after a later slot was acknowledged",
        List.of(post(0, 0, 1, 202), post(1, 2, 3, 202), post(2, 4, 5, 202)),
        List.of(0, 2, 1));
  }

  @Test
  void readThatGoesBack() {
    assertFault(
        "slot 1 was read as the newest after slot 2",
        List.of(
            post(0, 0, 1, 202),
            post(1, 2, 3, 202),
            post(2, 4, 5, 202),
            newest(6, 7, 2),
            newest(8, 9, 1)),
        List.of(0, 1, 2));
  }

  @Test
  void resultThatChanged() {
    assertFault(
        "the result of slot 1 was 2 and is 1",
        List.of(post(0, 0, 1, 202), post(1, 2, 3, 202), result(1, 4, 5, 2)),
        List.of(0, 1));
  }

  @Test
  void effectThatIsMissingOrThereTwice() {
    List<Call> calls = List.of(post(0, 0, 1, 202), post(1, 2, 3, 202));

    assertTrue(judge(calls, List.of(0, 1), List.of(0L, 0L)).getFirst().contains("counted to 0"));
    assertTrue(judge(calls, List.of(0, 1), List.of(0L, 2L)).getFirst().contains("counted to 2"));
    assertTrue(
        judge(calls, List.of(0, 1), List.of(0L)).getFirst().contains("2 slots and 1 results"));
  }

  private static void assertFault(String expected, List<Call> calls, List<Integer> log) {
    List<Long> counts = new ArrayList<>();
    for (long i = 0; i < log.size(); i++) {
      counts.add(i);
    }
    List<String> faults = judge(calls, log, counts);
    assertEquals(1, faults.size(), faults.toString());
    assertTrue(faults.getFirst().contains(expected), faults.toString());
  }

  private static List<String> judge(List<Call> calls, List<Integer> log, List<Long> counts) {
    List<Id> messages = log.stream().map(HistoryJudgeTest::id).toList();
    return HistoryJudge.violations(calls, Map.of(PROCESS, new ProcessLog(messages, counts)));
  }

  private static Call post(int item, long start, long end, int status) {
    return new Call(Call.Kind.POST, 0, PROCESS, id(item), start, end, status, -1);
  }

  private static Call newest(long start, long end, long slot) {
    return new Call(Call.Kind.NEWEST, 0, PROCESS, PROCESS.id(), start, end, 200, slot);
  }

  private static Call result(int item, long start, long end, long count) {
    return new Call(Call.Kind.RESULT, 0, PROCESS, id(item), start, end, 200, count);
  }

  private static Id id(int number) {
    return Id.of(ByteBuffer.allocate(Id.SIZE_BYTES).putInt(number).array());
  }
}
