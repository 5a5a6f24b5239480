package dev.holon.gateway;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.messenger.MonitorStore;
import dev.holon.core.messenger.MonitorStore.Monitor;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The messenger's monitors (ao.TN.1 §3): {@code POST /monitor/{pid}} and {@code DELETE
 * /monitor/{pid}}, each with a signed item. As on the network the item's target counts, not the
 * path, and anybody may end a monitor. What crons send is pushed with or without one: it only
 * records.
 */
final class MonitorSurface implements Surface {
  private final NodePorts ports;
  private final MonitorStore monitors;
  private final BodyReader bodies;
  private final Workers workers;
  private final int itemBytesMax;
  private final List<Route> routes;

  MonitorSurface(NodePorts ports, BodyReader bodies, Workers workers, GatewayLimits limits) {
    this.ports = ports;
    this.monitors = ports.monitors();
    this.bodies = bodies;
    this.workers = workers;
    this.itemBytesMax = limits.itemBytesMax();
    this.routes =
        List.of(
            Route.of("POST /monitor/{pid}", call -> answer(call, this::monitor)),
            Route.of("DELETE /monitor/{pid}", call -> answer(call, this::unmonitor)));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> answer(Call call, Function<DataItem, HttpResponse> change) {
    return bodies
        .read(call.request(), itemBytesMax)
        .thenApplyAsync(this::verify, workers.verify())
        .thenCompose(item -> workers.fromStore(() -> change.apply(item)));
  }

  private DataItem verify(byte[] body) {
    try {
      return ports.verifier().verify(DataItem.parse(body)).item();
    } catch (ItemException e) {
      throw new CompletionException(e);
    }
  }

  private HttpResponse monitor(DataItem item) {
    ProcessId process = target(item);
    if (ports.schedule().latest(process).isEmpty()) {
      String message = "process " + process + " is not known to this node";
      return Failure.of(new Refusal(RefusalCode.UNKNOWN_PROCESS, message));
    }
    Monitor monitor =
        new Monitor(process, item.id(), item.signerAddress().text(), ports.clock().millis());
    return monitors.add(monitor)
        ? Answer.text(200, "Monitoring process")
        : failed(RefusalCode.ALREADY_MONITORED, "Process already being monitored");
  }

  private HttpResponse unmonitor(DataItem item) {
    return monitors.remove(target(item))
        ? Answer.text(200, "Process deleted")
        : failed(RefusalCode.NOT_MONITORED, "Process monitor not found");
  }

  private static ProcessId target(DataItem item) {
    Id target =
        item.target()
            .orElseThrow(
                () -> RequestFault.malformed("the item has no target: expected the process"));
    return new ProcessId(target);
  }

  // ao.TN.1 §3: these texts, and status 500.
  private static HttpResponse failed(RefusalCode code, String text) {
    return Answer.json(
        500,
        json -> {
          json.writeStartObject();
          json.writeStringField("error", text);
          json.writeStringField("code", code.text());
          json.writeStringField("retry", code.retry().name());
          json.writeEndObject();
        });
  }
}
