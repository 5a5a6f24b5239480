package dev.holon.gateway;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.trace.TraceStore;
import dev.holon.gateway.wire.ProcessJson;
import dev.holon.gateway.wire.ProcessJson.Described;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The processes this node knows and how far they are: {@code GET /processes}, in order of the bytes
 * of their ids, and {@code GET /processes/{pid}}. A page ends early when the spawn items that it
 * takes to describe its processes are large.
 */
final class ProcessSurface implements Surface {
  private static final long PAGE_BYTES_MAX = 8L << 20;

  private final ScheduleStore schedule;
  private final ResultStore results;
  private final TraceStore traces;
  private final Workers workers;
  private final List<Route> routes;

  ProcessSurface(NodePorts ports, Workers workers) {
    this.schedule = ports.schedule();
    this.results = ports.results();
    this.traces = ports.traces();
    this.workers = workers;
    this.routes =
        List.of(
            Route.of("GET /processes", this::page),
            Route.of("GET /processes/{pid}", this::process));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> page(Call call) {
    ProcessId after = call.query().process("after").orElse(null);
    int limit =
        call.query()
            .count("limit", GatewayLimits.PROCESS_ENTRIES_MAX)
            .orElse(GatewayLimits.PROCESS_ENTRIES_DEFAULT);
    return workers.fromStore(() -> page(after, limit));
  }

  private HttpResponse page(@Nullable ProcessId after, int limit) {
    List<ProcessProgress> found = results.processes(after, limit);
    List<Described> shown = new ArrayList<>();
    long bytes = 0;
    for (ProcessProgress progress : found) {
      LogEntry spawn = schedule.entry(progress.process(), 0).orElseThrow();
      shown.add(Described.of(progress, spawn));
      bytes += spawn.message().map(item -> item.data().remaining()).orElse(0);
      if (bytes > PAGE_BYTES_MAX) {
        break;
      }
    }
    boolean isLast = shown.size() == found.size() && found.size() < limit;
    ProcessId next = isLast ? null : shown.getLast().progress().process();
    return Answer.json(200, json -> ProcessJson.writePage(json, shown, next));
  }

  private CompletionStage<HttpResponse> process(Call call) {
    ProcessId process = new ProcessId(call.idAt(1));
    return workers.fromStore(() -> process(process));
  }

  private HttpResponse process(ProcessId process) {
    Optional<LogEntry> spawn = schedule.entry(process, 0);
    if (spawn.isEmpty()) {
      return Failure.ofQuestion(
          new Refusal(
              RefusalCode.UNKNOWN_PROCESS, "process " + process + " is not known to this node"));
    }
    // The results first: what is evaluated by now is in the log by then.
    long evaluated = results.newest(process).map(StoredResult::slot).orElse(ProcessProgress.NONE);
    long slot = traces.head(process).map(TraceStore.Head::slot).orElse(0L);
    Described described = Described.of(new ProcessProgress(process, slot, evaluated), spawn.get());
    return Answer.json(200, json -> ProcessJson.write(json, described));
  }
}
