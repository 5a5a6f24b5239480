package dev.holon.gateway;

import dev.holon.actors.ProcessUnits;
import dev.holon.core.Refusal;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Takes what clients post to a messenger or scheduler, and answers once its slot is durable. */
final class ItemIntake {
  private final ProcessUnits units;
  private final Verifier verifier;
  private final BodyReader bodies;
  private final Workers workers;
  private final int itemBytesMax;

  ItemIntake(NodePorts ports, BodyReader bodies, Workers workers, GatewayLimits limits) {
    this.units = ports.units();
    this.verifier = ports.verifier();
    this.bodies = bodies;
    this.workers = workers;
    this.itemBytesMax = limits.itemBytesMax();
  }

  /**
   * How a unit takes items.
   *
   * @param objection why it does not take an item, before the scheduler is asked
   * @param elsewhere answers for a process that is hosted elsewhere; does not block
   * @param onItem answers for an item
   * @param onAssignment answers for an assignment
   */
  record Manner(
      Function<DataItem, Optional<Refusal>> objection,
      Function<ProcessId, CompletionStage<Optional<HttpResponse>>> elsewhere,
      Function<ScheduleReply, HttpResponse> onItem,
      Function<ScheduleReply, HttpResponse> onAssignment) {}

  /**
   * Serves {@code POST /}: a data item, or, with {@code process-id} and {@code assign}, an
   * assignment.
   */
  CompletionStage<HttpResponse> post(Call call, Manner manner) {
    // Before the body is read: the client keeps it.
    if (!workers.store().gate().isOpen()) {
      throw RequestFault.storeAway();
    }
    boolean hasProcess = call.query().has("process-id");
    boolean hasMessage = call.query().has("assign");
    if (hasProcess != hasMessage) {
      throw RequestFault.halfAnAssignment();
    }
    return hasProcess ? assign(call, manner) : schedule(call, manner);
  }

  private CompletionStage<HttpResponse> schedule(Call call, Manner manner) {
    return bodies
        .read(call.request(), itemBytesMax)
        .thenApplyAsync(body -> verify(call, body), workers.verify())
        .thenCompose(
            verified -> {
              Optional<Refusal> objection = manner.objection().apply(verified.item());
              return objection.isPresent()
                  ? CompletableFuture.completedFuture(Failure.of(objection.get()))
                  : hereOr(
                      processOf(verified.item()),
                      manner,
                      () -> units.schedule(verified).thenApply(manner.onItem()));
            });
  }

  private CompletionStage<HttpResponse> assign(Call call, Manner manner) {
    Optional<ProcessId> process = call.query().process("process-id");
    Optional<Id> message = call.query().id("assign");
    if (process.isEmpty() || message.isEmpty()) {
      throw RequestFault.malformed(
          "'process-id' and 'assign' must be ids of 32 bytes in base64url (43 characters, canonical)");
    }
    boolean isTransaction = call.query().has("base-layer");
    List<String> exclude =
        call.query().text("exclude").stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .map(String::strip)
            .filter(field -> !field.isEmpty())
            .toList();
    return hereOr(
        process,
        manner,
        () ->
            (isTransaction
                    ? units.assignTransaction(process.get(), message.get(), exclude)
                    : units.assign(process.get(), message.get(), exclude))
                .thenApply(manner.onAssignment()));
  }

  private CompletionStage<HttpResponse> hereOr(
      Optional<ProcessId> process, Manner manner, Supplier<CompletionStage<HttpResponse>> here) {
    return process.isEmpty()
        ? here.get()
        : manner
            .elsewhere()
            .apply(process.get())
            .thenCompose(
                answer ->
                    answer
                        .<CompletionStage<HttpResponse>>map(CompletableFuture::completedFuture)
                        .orElseGet(here));
  }

  /** The process whose log the item belongs to. */
  private static Optional<ProcessId> processOf(DataItem item) {
    boolean isSpawn =
        item.tag("Type").or(() -> item.tag("type")).filter("Process"::equals).isPresent();
    return isSpawn ? Optional.of(new ProcessId(item.id())) : item.target().map(ProcessId::new);
  }

  // One process's share is looked at before the signature: that is what costs.
  private VerifiedItem verify(Call call, byte[] body) {
    try {
      DataItem item = DataItem.parse(body);
      processOf(item).ifPresent(call::concerns);
      return verifier.verify(item);
    } catch (ItemException e) {
      throw new CompletionException(e);
    }
  }
}
