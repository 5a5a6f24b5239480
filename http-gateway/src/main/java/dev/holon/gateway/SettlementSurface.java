package dev.holon.gateway;

import dev.holon.core.settlement.SettledSlots;
import dev.holon.core.settlement.SettlementBundle;
import dev.holon.core.settlement.SettlementFigures;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.core.settlement.WalletNote;
import dev.holon.gateway.wire.SettlementJson;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * How far logs are on Arweave: {@code GET /settlement?limit=} of the cluster, with its newest
 * bundles, and {@code GET /{pid}/settlement} of one process. The same on each node, whoever
 * settles.
 */
final class SettlementSurface implements Surface {
  private static final int BUNDLES_DEFAULT = 10;
  private static final int BUNDLES_MAX = 1_000;

  private final SettlementStore store;
  private final Workers workers;
  private final List<Route> routes;

  SettlementSurface(NodePorts ports, Workers workers) {
    this.store = ports.settlement();
    this.workers = workers;
    this.routes =
        List.of(
            Route.of("GET /settlement", this::cluster),
            Route.of("GET /{pid}/settlement", this::process));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> cluster(Call call) {
    call.query().requireOnly("limit");
    int limit = call.query().count("limit", BUNDLES_MAX).orElse(BUNDLES_DEFAULT);
    return workers.fromStore(() -> cluster(limit));
  }

  private HttpResponse cluster(int limit) {
    Optional<WalletNote> wallet = store.walletNote();
    SettlementFigures figures = store.figures();
    List<SettlementBundle> newest = store.newest(limit);
    return Answer.json(200, json -> SettlementJson.write(json, wallet, figures, newest));
  }

  private CompletionStage<HttpResponse> process(Call call) {
    call.query().requireOnly();
    ProcessId process = new ProcessId(call.idAt(0));
    return workers.fromStore(() -> process(process));
  }

  private HttpResponse process(ProcessId process) {
    SettledSlots slots =
        store
            .slots(process)
            .orElseThrow(() -> RequestFault.unknown("this node has no process " + process));
    return Answer.json(200, json -> SettlementJson.write(json, process, slots));
  }
}
