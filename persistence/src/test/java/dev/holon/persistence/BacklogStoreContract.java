package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.compute.BacklogStore;
import dev.holon.core.compute.BehindPage;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every backlog store does; others may have left processes in it. */
abstract class BacklogStoreContract {
  abstract BacklogStore store();

  abstract ResultStore results();

  abstract void write(LogEntry entry);

  /** Looks at all entries there are. */
  void noteAll() {
    while (store().note(3)) {
      // Go on.
    }
  }

  List<ProcessId> behind(int pageMax) {
    List<ProcessId> found = new ArrayList<>();
    BehindPage page = store().behind(null, pageMax);
    while (page.last() != null) {
      found.addAll(page.behind());
      BehindPage next = store().behind(page.last(), pageMax);
      assertTrue(next.last() == null || next.last().compareTo(page.last()) > 0);
      page = next;
    }
    found.addAll(page.behind());
    return found;
  }

  void evaluate(ProcessId process, long slot) {
    results()
        .append(SampleResults.completed(process, slot), List.of())
        .toCompletableFuture()
        .join();
  }

  SampleLog newLog() {
    return SampleLog.create(this::write);
  }

  @Test
  void processesBehindAreListedInPages() {
    List<ProcessId> expected = new ArrayList<>();
    List<ProcessId> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      SampleLog log = newLog().messages(1, 10);
      all.add(log.process());
      evaluate(log.process(), 0);
      if (i % 2 == 0) {
        expected.add(log.process());
      } else {
        evaluate(log.process(), 1);
      }
    }
    ProcessId untouched = newLog().process();
    expected.add(untouched);
    all.add(untouched);

    noteAll();

    List<ProcessId> found = behind(2);
    assertEquals(found.stream().sorted().distinct().toList(), found);
    assertEquals(
        expected.stream().sorted().toList(), found.stream().filter(all::contains).toList());
  }

  @Test
  void processLeavesTheListWhenItHasCaughtUpAndComesBackWithItsNextEntry() {
    SampleLog log = newLog();
    noteAll();
    assertTrue(behind(100).contains(log.process()));

    evaluate(log.process(), 0);
    assertTrue(!behind(100).contains(log.process()));
    log.messages(1, 10);
    noteAll();

    assertTrue(behind(100).contains(log.process()));
    evaluate(log.process(), 1);
    assertTrue(!behind(100).contains(log.process()));
  }

  @Test
  void countsMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> store().note(0));
    assertThrows(IllegalArgumentException.class, () -> store().behind(null, 0));
  }
}
