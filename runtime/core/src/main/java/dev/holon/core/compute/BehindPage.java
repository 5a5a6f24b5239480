package dev.holon.core.compute;

import dev.holon.protocol.ProcessId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the noted processes, in order of their ids.
 *
 * @param behind those among them whose log reaches further than their results
 * @param last the last process looked at; null when there are no more
 */
public record BehindPage(List<ProcessId> behind, @Nullable ProcessId last) {
  public BehindPage {
    behind = List.copyOf(behind);
  }
}
