package dev.holon.gateway;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.messenger.OutboxStore.Filter;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.messenger.OutboxStore.StateKind;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.gateway.wire.OutboxJson;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.crypto.Sha2;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What processes sent and how far it got: {@code GET /outbox}, {@code GET /outbox/{pid}/{slot}},
 * {@code POST /outbox/{pid}/{slot}/{index}/retry} and {@code /park}, and the network's own {@code
 * POST /push/{messageId}/{n}} (ao.TN.1 §3). Retry and park are the operator's: see {@link
 * Call#requireOperator}. An entry that is redone is pushed within seconds.
 */
final class OutboxSurface implements Surface {
  private static final String PARKED_BY_OPERATOR = "by an operator";

  private final OutboxStore outbox;
  private final ScheduleStore schedule;
  private final Workers workers;
  private final InstantSource clock;
  private final List<Route> routes;

  OutboxSurface(NodePorts ports, Workers workers) {
    this.outbox = ports.outbox();
    this.schedule = ports.schedule();
    this.workers = workers;
    this.clock = ports.clock();
    this.routes =
        List.of(
            Route.of("GET /outbox", this::page),
            Route.of("GET /outbox/{pid}/{slot}", this::slot),
            Route.of("POST /outbox/{pid}/{slot}/{index}/retry", call -> change(call, this::retry)),
            Route.of("POST /outbox/{pid}/{slot}/{index}/park", call -> change(call, this::park)),
            Route.of("POST /push/{id}/{n}", this::push));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> page(Call call) {
    call.query().requireOnly("process-id", "state", "after", "limit");
    Filter filter =
        new Filter(
            call.query().process("process-id").orElse(null),
            state(call.query()),
            after(call.query()));
    int limit = limit(call.query());
    return workers.fromStore(() -> page(filter, limit));
  }

  private CompletionStage<HttpResponse> slot(Call call) {
    ProcessId process = new ProcessId(call.idAt(1));
    long slot = number(call, 2, "slot");
    OutboxKey before =
        Optional.ofNullable(after(call.query())).orElse(new OutboxKey(process, slot, -1));
    int limit = limit(call.query());
    return workers.fromStore(() -> slot(before, slot, limit));
  }

  private HttpResponse page(Filter filter, int limit) {
    List<OutboxEntry> found = outbox.list(filter, limit, GatewayLimits.OUTBOX_PAGE_BYTES_MAX);
    // A page may end early because of its size, so only an empty one is surely the last.
    OutboxKey next = found.isEmpty() ? null : found.getLast().key();
    return Answer.json(200, json -> OutboxJson.writePage(json, found, next));
  }

  private HttpResponse slot(OutboxKey before, long slot, int limit) {
    Filter filter = new Filter(before.process(), null, before);
    List<OutboxEntry> found =
        outbox.list(filter, limit, GatewayLimits.OUTBOX_PAGE_BYTES_MAX).stream()
            .takeWhile(entry -> entry.key().slot() == slot)
            .toList();
    OutboxKey next = found.isEmpty() ? null : found.getLast().key();
    return Answer.json(200, json -> OutboxJson.writePage(json, found, next));
  }

  private CompletionStage<HttpResponse> change(
      Call call, Function<OutboxKey, HttpResponse> change) {
    call.requireOperator();
    OutboxKey key =
        new OutboxKey(
            new ProcessId(call.idAt(1)),
            number(call, 2, "slot"),
            (int) Math.min(Integer.MAX_VALUE, number(call, 3, "index")));
    return workers.fromStore(() -> change.apply(key));
  }

  private HttpResponse retry(OutboxKey key) {
    String again = key + " at " + clock.millis();
    Id root = Id.of(Sha2.sha256(again.getBytes(StandardCharsets.UTF_8)));
    return outbox.redo(key, ChainPosition.redone(root)) ? show(key) : unknown(key);
  }

  private HttpResponse park(OutboxKey key) {
    Optional<OutboxEntry> entry = outbox.entry(key);
    if (entry.isEmpty()) {
      return unknown(key);
    }
    if (!(entry.get().state() instanceof DeliveryState.Pending)) {
      throw RequestFault.malformed(
          "only a pending entry can be parked, this one is "
              + StateKind.of(entry.get().state()).name().toLowerCase(Locale.ROOT));
    }
    DeliveryState parked = new DeliveryState.Parked(PARKED_BY_OPERATOR);
    outbox.conclude(List.of(new StateChange(key, parked))).toCompletableFuture().join();
    return show(key);
  }

  private HttpResponse show(OutboxKey key) {
    OutboxEntry entry = outbox.entry(key).orElseThrow();
    return Answer.json(202, json -> OutboxJson.write(json, entry));
  }

  /** Everybody may ask for it, so it lifts no limit and undoes nothing an operator did. */
  private CompletionStage<HttpResponse> push(Call call) {
    Id message = call.idAt(1);
    int index = (int) Math.min(Integer.MAX_VALUE, number(call, 2, "number of the message"));
    ProcessId process =
        call.query()
            .process("process-id")
            .orElseThrow(() -> RequestFault.malformed("'process-id' is required"));
    return workers.fromStore(() -> push(process, message, index));
  }

  private HttpResponse push(ProcessId process, Id message, int index) {
    LogEntry entry =
        Optional.of(process)
            .filter(p -> p.id().equals(message))
            .flatMap(p -> schedule.entry(p, 0))
            .or(() -> schedule.findMessage(process, message))
            .or(() -> schedule.find(message).filter(found -> found.process().equals(process)))
            .orElseThrow(
                () -> RequestFault.unknown("process " + process + " has no message " + message));
    OutboxKey key = new OutboxKey(process, entry.slot(), index);
    Optional<OutboxEntry> found =
        outbox.entry(key).filter(sent -> sent.action() instanceof Action.SendMessage);
    if (found.isEmpty()) {
      return unknown(key);
    }
    boolean isHeld =
        found.get().state() instanceof DeliveryState.Parked parked
            && parked.cause().equals(PARKED_BY_OPERATOR);
    if (isHeld) {
      throw RequestFault.forbidden("an operator has parked this entry");
    }
    outbox.redo(key, found.get().chain());
    return Answer.json(
        202,
        json -> {
          json.writeStartObject();
          json.writeStringField("message", "Processing Message Result");
          json.writeStringField("id", message.toString());
          json.writeEndObject();
        });
  }

  private static HttpResponse unknown(OutboxKey key) {
    String message = "slot " + key.slot() + " of " + key.process() + " has no entry " + key.index();
    return Failure.ofQuestion(new Refusal(RefusalCode.UNKNOWN_ENTRY, message));
  }

  private static int limit(QueryString query) {
    return query
        .count("limit", GatewayLimits.OUTBOX_ENTRIES_MAX)
        .orElse(GatewayLimits.OUTBOX_ENTRIES_DEFAULT);
  }

  private static @Nullable StateKind state(QueryString query) {
    Optional<String> text = query.text("state");
    if (text.isEmpty()) {
      return null;
    }
    for (StateKind kind : StateKind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return kind;
      }
    }
    throw RequestFault.malformed("'state' must be pending, delivered, refused or parked");
  }

  private static @Nullable OutboxKey after(QueryString query) {
    Optional<String> text = query.text("after");
    if (text.isEmpty()) {
      return null;
    }
    return OutboxJson.parse(text.get())
        .orElseThrow(() -> RequestFault.malformed("'after' must be process/slot/index"));
  }

  private static long number(Call call, int segment, String what) {
    String text = call.segment(segment);
    boolean isNumber =
        !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      throw RequestFault.malformed("the " + what + " must be a number, not '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
