package dev.holon.core.trace;

import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.trace.TraceStore.PushRange;
import dev.holon.core.trace.TraceTree.Branch;
import dev.holon.core.trace.TraceTree.Child;
import dev.holon.core.trace.TraceTree.Reason;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds traces, generation by generation. The same stores give the same tree: pushes stand by
 * index, and the slots that are left out for want of room are the last in that order. Blocks on the
 * stores. Thread-safe.
 */
public final class Traces {
  /** Where the notice of a spawn is looked for: slots after the one that spawned. */
  static final int NOTICE_SLOTS_MAX = 64;

  private static final long NOTICE_BYTES_MAX = 1L << 20;

  private final TraceStore store;
  private final ScheduleStore schedule;

  public Traces(TraceStore store, ScheduleStore schedule) {
    this.store = store;
    this.schedule = schedule;
  }

  /**
   * What this slot caused; empty when it is in no log.
   *
   * @param fromIndex of the first slot's pushes, the first to show
   */
  public Optional<TraceTree> trace(Place root, int fromIndex, TraceLimits limits) {
    Reading reading = new Reading(root, limits);
    reading.readAll(fromIndex);
    return reading.tree(root);
  }

  /** The gathering of one trace. */
  private final class Reading {
    private final Place root;
    private final TraceLimits limits;
    private final Map<Place, TracedSlot> slots = new HashMap<>();
    private final Map<Place, List<TracedPush>> pushes = new HashMap<>();
    private final Map<Place, Integer> nextIndexes = new HashMap<>();
    private final Map<TracedPush, Place> notices = new HashMap<>();
    private final Map<Place, Reason> truncated = new HashMap<>();
    private final Set<Place> shown = new HashSet<>();

    Reading(Place root, TraceLimits limits) {
      this.root = root;
      this.limits = limits;
    }

    void readAll(int fromIndex) {
      List<Place> generation = List.of(root);
      for (int depth = 0; !generation.isEmpty(); depth++) {
        List<Place> found = readSlots(generation);
        List<Place> children = readPushes(found, depth == 0 ? fromIndex : 0);
        generation = admitted(children, depth + 1);
      }
    }

    private List<Place> readSlots(List<Place> generation) {
      List<Place> found = new ArrayList<>();
      for (TracedSlot slot : store.slots(generation, limits.resultBytesMax())) {
        slots.put(slot.place(), slot);
        found.add(slot.place());
      }
      return found;
    }

    private List<Place> readPushes(List<Place> places, int fromIndex) {
      List<PushRange> ranges = new ArrayList<>();
      places.forEach(place -> ranges.add(new PushRange(place, fromIndex)));
      Map<Place, List<TracedPush>> read = new LinkedHashMap<>();
      for (TracedPush push : store.pushes(ranges, limits.widthMax() + 1)) {
        Place place = new Place(push.key().process(), push.key().slot());
        read.computeIfAbsent(place, key -> new ArrayList<>()).add(push);
      }
      List<Place> children = new ArrayList<>();
      read.forEach(
          (place, all) -> {
            boolean isCut = all.size() > limits.widthMax();
            if (isCut) {
              nextIndexes.put(place, all.getLast().key().index());
            }
            List<TracedPush> kept = List.copyOf(isCut ? all.subList(0, all.size() - 1) : all);
            pushes.put(place, kept);
            findNotices(place, kept);
            kept.forEach(push -> children.addAll(childrenOf(push)));
          });
      return children;
    }

    private List<Place> childrenOf(TracedPush push) {
      List<Place> children = new ArrayList<>();
      Place child = push.child();
      if (child != null) {
        children.add(child);
      }
      Place notice = notices.get(push);
      if (notice != null) {
        children.add(notice);
      }
      return children;
    }

    /**
     * Decides which of the next generation are read; in order, so that the answer is always the
     * same.
     */
    private List<Place> admitted(List<Place> children, int depth) {
      List<Place> next = new ArrayList<>();
      Set<Place> chosen = new HashSet<>(slots.keySet());
      for (Place child : children) {
        if (chosen.contains(child)) {
          continue;
        }
        if (depth > limits.depthMax()) {
          truncated.put(child, Reason.DEPTH);
        } else if (slots.size() + next.size() >= limits.nodesMax()) {
          truncated.put(child, Reason.NODES);
        } else {
          chosen.add(child);
          next.add(child);
        }
      }
      return next;
    }

    // ao.TN.1 §3.4: the parent hears of its child by a message that the outbox has no entry for.
    private void findNotices(Place parent, List<TracedPush> kept) {
      Map<String, TracedPush> spawns = new HashMap<>();
      for (TracedPush push : kept) {
        if (push.kind() == TracedPush.Kind.SPAWN
            && push.state() instanceof DeliveryState.Delivered delivered) {
          spawns.put(delivered.itemId().toString(), push);
        }
      }
      if (spawns.isEmpty()) {
        return;
      }
      List<LogEntry> after =
          schedule.entries(parent.process(), parent.slot() + 1, NOTICE_SLOTS_MAX, NOTICE_BYTES_MAX);
      for (LogEntry entry : after) {
        entry
            .message()
            .filter(item -> item.tag("Action").filter("Spawned"::equals).isPresent())
            .flatMap((DataItem item) -> item.tag("Process"))
            .map(spawns::get)
            .ifPresent(
                push -> notices.putIfAbsent(push, new Place(parent.process(), entry.slot())));
      }
    }

    Optional<TraceTree> tree(Place place) {
      TracedSlot slot = slots.get(place);
      if (slot == null) {
        return Optional.empty();
      }
      shown.add(place);
      List<Branch> branches = new ArrayList<>();
      for (TracedPush push : pushes.getOrDefault(place, List.of())) {
        branches.add(new Branch(push, childrenOf(push).stream().map(this::child).toList()));
      }
      return Optional.of(new TraceTree(slot, branches, nextIndexes.get(place)));
    }

    // As deep as depthMax: the generations were read before.
    private Child child(Place place) {
      if (shown.contains(place)) {
        return new Child.Truncated(place, Reason.SEEN);
      }
      Optional<TraceTree> tree = tree(place);
      return tree.isPresent()
          ? new Child.Shown(tree.get())
          : new Child.Truncated(place, truncated.getOrDefault(place, Reason.ELSEWHERE));
    }
  }

  /** All processes that a trace touches; what happens to them may make it grow. */
  public static Set<ProcessId> processesOf(TraceTree tree) {
    Set<ProcessId> processes = new HashSet<>();
    List<TraceTree> open = new ArrayList<>(List.of(tree));
    while (!open.isEmpty()) {
      TraceTree next = open.removeLast();
      processes.add(next.slot().place().process());
      for (Branch branch : next.branches()) {
        for (Child child : branch.children()) {
          if (child instanceof Child.Shown shown) {
            open.add(shown.tree());
          }
        }
      }
    }
    return processes;
  }
}
