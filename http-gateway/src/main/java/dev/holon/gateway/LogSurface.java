package dev.holon.gateway;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.gateway.graphql.FoundItem;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/**
 * What it takes to check a process from outside.
 *
 * <ul>
 *   <li>{@code GET /{pid}/bundle?from=&limit=}: slots as an ANS-104 bundle, for each the assignment
 *       and then the message it assigns, or the assignment alone when an item that is stored
 *       elsewhere was assigned; the way in which logs settle. A bundle of no items when there is no
 *       such slot.
 *   <li>{@code GET /{pid}/commitment?slot=}: the hash of the results up to a slot's, signed by the
 *       scheduler's wallet: a receipt.
 *   <li>{@code GET /item/{id}}: an item as it was signed.
 * </ul>
 */
final class LogSurface implements Surface {
  private static final int SLOTS_DEFAULT = 100;
  private static final int SLOTS_MAX = 1_000;

  private final NodePorts ports;
  private final ScheduleStore schedule;
  private final ResultStore results;
  private final Workers workers;
  private final long pageBytesMax;
  private final List<Route> routes;

  LogSurface(NodePorts ports, Workers workers, GatewayLimits limits) {
    this.ports = ports;
    this.schedule = ports.schedule();
    this.results = ports.results();
    this.workers = workers;
    this.pageBytesMax = limits.schedulePageBytesMax();
    this.routes =
        List.of(
            Route.of("GET /{pid}/bundle", this::bundle),
            Route.of("GET /{pid}/commitment", this::commitment),
            Route.of("GET /item/{id}", this::item));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> bundle(Call call) {
    call.query().requireOnly("from", "limit");
    ProcessId process = new ProcessId(call.idAt(0));
    long from = slot(call, "from").orElse(0);
    int limit = call.query().count("limit", SLOTS_MAX).orElse(SLOTS_DEFAULT);
    return workers.fromStore(() -> bundle(process, from, limit));
  }

  private HttpResponse bundle(ProcessId process, long from, int limit) {
    if (schedule.latest(process).isEmpty()) {
      throw unknown(process);
    }
    List<DataItem> items = new ArrayList<>();
    for (LogEntry entry : schedule.entries(process, from, limit, pageBytesMax)) {
      items.add(entry.assignment());
      entry.message().ifPresent(items::add);
    }
    return bytes(new Bundle(items).toBytes());
  }

  private CompletionStage<HttpResponse> commitment(Call call) {
    call.query().requireOnly("slot");
    ProcessId process = new ProcessId(call.idAt(0));
    OptionalLong slot = slot(call, "slot");
    return workers.fromStore(() -> commitment(process, slot));
  }

  private HttpResponse commitment(ProcessId process, OptionalLong asked) {
    long slot =
        asked.isPresent()
            ? asked.getAsLong()
            : results.newest(process).map(StoredResult::slot).orElseThrow(() -> unknown(process));
    StoredResult result =
        results
            .result(process, slot)
            .orElseThrow(
                () ->
                    RequestFault.unknown(
                        "this node has no result of slot " + slot + " of process " + process));
    DataItem receipt = receipt(result);
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("process", process.toString());
          json.writeNumberField("slot", slot);
          json.writeStringField("resultHash", result.resultHash().toString());
          json.writeStringField("signer", receipt.ownerAddress().text());
          json.writeStringField(
              "item", Base64.getUrlEncoder().withoutPadding().encodeToString(receipt.toBytes()));
          json.writeEndObject();
        });
  }

  /** The statement as an item that anyone can keep, and show to others. */
  private DataItem receipt(StoredResult result) {
    List<Tag> tags =
        List.of(
            new Tag("Data-Protocol", "ao"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Type", "Commitment"),
            new Tag("Process", result.process().toString()),
            new Tag("Nonce", Long.toString(result.slot())),
            new Tag("Result-Hash", result.resultHash().toString()));
    return UnsignedItem.of(null, tags, new byte[0]).sign(ports.receipts());
  }

  private CompletionStage<HttpResponse> item(Call call) {
    Id id = call.idAt(1);
    return workers.fromStore(
        () ->
            FoundItem.find(ports.records(), schedule, id)
                .map(found -> bytes(found.item().toBytes()))
                .orElseThrow(() -> RequestFault.unknown("this node has no item " + id)));
  }

  private static OptionalLong slot(Call call, String name) {
    OptionalLong slot = call.query().number(name);
    if (slot.isPresent() && slot.getAsLong() < 0) {
      throw RequestFault.malformed("'" + name + "' must be a slot, 0 or more");
    }
    return slot;
  }

  private static RequestFault unknown(ProcessId process) {
    return RequestFault.unknown("this node has no process " + process);
  }

  private static HttpResponse bytes(byte[] body) {
    return HttpResponse.create()
        .withStatus(200)
        .withEntity(
            HttpEntities.create(
                ContentTypes.APPLICATION_OCTET_STREAM, ByteString.fromArrayUnsafe(body)));
  }
}
