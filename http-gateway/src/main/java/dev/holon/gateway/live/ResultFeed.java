package dev.holon.gateway.live;

import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceStore;
import dev.holon.core.trace.TracedSlot;
import dev.holon.core.trace.TracedSlot.TracedOutcome;
import dev.holon.gateway.wire.Json;
import dev.holon.gateway.wire.ResultJson;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The durable results of one process, slot after slot without a gap; an event's id is its slot. */
public final class ResultFeed implements LiveFeed {
  private final TraceStore store;
  private final ProcessId process;
  private final LiveLimits limits;
  private final long firstSlot;
  private long nextSlot;

  /**
   * @param firstSlot the first slot to show
   */
  public ResultFeed(TraceStore store, ProcessId process, long firstSlot, LiveLimits limits) {
    this.store = store;
    this.process = process;
    this.limits = limits;
    this.firstSlot = firstSlot;
    this.nextSlot = firstSlot;
  }

  @Override
  public Page next() {
    List<Place> places =
        LongStream.range(nextSlot, nextSlot + limits.pageEntries())
            .mapToObj(slot -> new Place(process, slot))
            .toList();
    List<LiveEvent> events = new ArrayList<>();
    for (TracedSlot slot : store.slots(places, limits.resultBytesMax())) {
      TracedOutcome outcome = slot.outcome();
      // Results have no gap: what follows one that is not there is not there either.
      if (outcome == null || slot.place().slot() != nextSlot) {
        break;
      }
      events.add(event(slot, outcome));
      nextSlot++;
    }
    return new Page(events, events.size() == limits.pageEntries(), false);
  }

  private LiveEvent event(TracedSlot slot, TracedOutcome outcome) {
    byte[] json =
        Json.bytes(
            g -> {
              g.writeStartObject();
              g.writeStringField("process", process.toString());
              g.writeNumberField("slot", slot.place().slot());
              g.writeStringField("message", slot.messageId().toString());
              g.writeNumberField("timestamp", slot.timestampMillis());
              g.writeNumberField("resultBytes", outcome.sizeBytes());
              g.writeFieldName("result");
              if (outcome.result() == null) {
                g.writeNull();
              } else {
                ResultJson.write(g, outcome.result());
              }
              g.writeEndObject();
            });
    return new LiveEvent("result", Long.toString(slot.place().slot()), Bytes.of(json));
  }

  @Override
  public Set<ProcessId> processes() {
    return Set.of(process);
  }

  @Override
  public LiveEvent end(Reason reason, @Nullable String lastId) {
    long from = lastId == null ? firstSlot : Long.parseLong(lastId) + 1;
    byte[] json =
        Json.bytes(
            g -> {
              g.writeStartObject();
              g.writeStringField("reason", reason.text());
              g.writeNumberField("from", from);
              g.writeEndObject();
            });
    return new LiveEvent("end", null, Bytes.of(json));
  }
}
