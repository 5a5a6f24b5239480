package dev.holon.gateway.live;

import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceLimits;
import dev.holon.core.trace.TraceTree;
import dev.holon.core.trace.TraceTree.Child;
import dev.holon.core.trace.Traces;
import dev.holon.gateway.wire.Json;
import dev.holon.gateway.wire.TraceJson;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message's trace: the whole tree each time it has changed, until nothing in it waits any more.
 * Events carry no id, because the first one of another stream holds all.
 */
public final class TraceFeed implements LiveFeed {
  private final Traces traces;
  private final Place root;
  private final TraceLimits limits;
  private Bytes shown = Bytes.EMPTY;
  private volatile Set<ProcessId> processes;

  public TraceFeed(Traces traces, Place root, TraceLimits limits) {
    this.traces = traces;
    this.root = root;
    this.limits = limits;
    this.processes = Set.of(root.process());
  }

  @Override
  public Page next() {
    TraceTree tree =
        traces
            .trace(root, 0, limits)
            .orElseThrow(() -> new IllegalStateException("the log lost " + root));
    processes = Traces.processesOf(tree);
    Bytes now = Bytes.of(Json.bytes(json -> TraceJson.writeTree(json, tree)));
    boolean isDone = isDone(tree);
    if (now.equals(shown)) {
      return new Page(List.of(), false, isDone);
    }
    shown = now;
    LiveEvent event = new LiveEvent("trace", null, now);
    return isDone
        ? new Page(List.of(event, new LiveEvent("complete", null, Bytes.ofUtf8("{}"))), false, true)
        : new Page(List.of(event), false, false);
  }

  // As deep as the limits of the trace.
  private static boolean isDone(TraceTree tree) {
    return tree.slot().outcome() != null
        && tree.branches().stream()
            .allMatch(
                branch ->
                    !(branch.push().state() instanceof DeliveryState.Pending)
                        && branch.children().stream().allMatch(TraceFeed::isDone));
  }

  private static boolean isDone(Child child) {
    return !(child instanceof Child.Shown shown) || isDone(shown.tree());
  }

  @Override
  public Set<ProcessId> processes() {
    return processes;
  }

  @Override
  public LiveEvent end(Reason reason, @Nullable String lastId) {
    return new LiveEvent("end", null, Bytes.ofUtf8("{\"reason\":\"" + reason.text() + "\"}"));
  }
}
