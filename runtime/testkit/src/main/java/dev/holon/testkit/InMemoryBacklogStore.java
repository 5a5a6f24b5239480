package dev.holon.testkit;

import dev.holon.core.compute.BacklogStore;
import dev.holon.core.compute.BehindPage;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.compute.ResultStore;
import dev.holon.protocol.ProcessId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at all processes each time: a test has few. */
public final class InMemoryBacklogStore implements BacklogStore {
  private final ResultStore results;

  public InMemoryBacklogStore(ResultStore results) {
    this.results = results;
  }

  @Override
  public boolean note(int countMax) {
    if (countMax < 1) {
      throw new IllegalArgumentException("countMax must be positive, is " + countMax);
    }
    return false;
  }

  @Override
  public BehindPage behind(@Nullable ProcessId after, int countMax) {
    List<ProcessProgress> page = results.processes(after, countMax);
    List<ProcessId> behind =
        page.stream().filter(ProcessProgress::isBehind).map(ProcessProgress::process).toList();
    return new BehindPage(behind, page.size() < countMax ? null : page.getLast().process());
  }
}
