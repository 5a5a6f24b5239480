package dev.holon.node.takeover;

import dev.holon.core.baselayer.BaseLayer;
import dev.holon.core.baselayer.TransactionStore;
import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.Admission;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.node.client.ClientContext;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.log.LogSource;
import dev.holon.persistence.journal.JournalLoader;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Takes over the logs of some processes and says what came of each. */
public final class TakeoverRun {
  /** Exit code when a log is not what it claims to be. */
  public static final int WRONG = 3;

  private final ClientContext context;
  private final Takeover takeover;
  private final Supplies supplies;

  /**
   * The database, and who goes on with the logs.
   *
   * @param network for transactions of the base layer that processes were assigned
   */
  public record Ports(
      ScheduleStore logs,
      RecordStore records,
      TransactionStore transactions,
      BaseLayer network,
      JournalLoader journal,
      Wallet scheduler,
      Verifier verifier) {}

  public TakeoverRun(Ports ports, ClientContext context) {
    this.context = context;
    Admission admission = new Admission(ports.scheduler());
    this.takeover = new Takeover(ports.logs(), ports.journal(), admission, ports.verifier());
    this.supplies =
        new Supplies(
            ports.logs(), ports.records(), ports.transactions(), ports.network(), ports.verifier());
  }

  /**
   * Does it; each process is taken over for itself.
   *
   * @return exit code: 0 when all were
   * @throws ClientFailure before anything is stored when one of them has a log already
   */
  public int run(List<ProcessId> processes, Function<ProcessId, LogSource> sources)
      throws ClientFailure {
    refuseKnown(processes);
    List<LogSource> open = new ArrayList<>();
    try {
      return run(
          processes,
          process -> {
            open.add(sources.apply(process));
            return open.getLast();
          },
          new ArrayList<>());
    } finally {
      open.forEach(LogSource::close);
    }
  }

  /** A log that is stored, and where else may be what it needs. */
  private record Stored(ProcessId process, Takeover.Outcome.Taken log, LogSource source) {}

  private int run(
      List<ProcessId> processes, Function<ProcessId, LogSource> sources, List<Stored> stored)
      throws ClientFailure {
    int code = 0;
    for (ProcessId process : processes) {
      LogSource source = sources.apply(process);
      switch (takeover.run(process, source)) {
        case Takeover.Outcome.Taken log -> {
          stored.add(new Stored(process, log, source));
          context.out().println(process + "  " + log.slotCount() + " slots");
        }
        case Takeover.Outcome.Refused refused -> {
          context.errors().println("holon: " + refused.cause());
          code = Math.max(code, 1);
        }
        case Takeover.Outcome.Wrong wrong -> {
          context.errors().println("holon: process " + process + " is WRONG at " + wrong.fault());
          code = WRONG;
        }
      }
    }
    // When all logs are there: one may name messages of another.
    for (Stored each : stored) {
      supplies
          .store(each.process(), each.log(), each.source())
          .forEach(lacking -> context.errors().println("holon: " + lacking));
    }
    context.out().println(stored.size() + " of " + processes.size() + " processes taken over");
    return code;
  }

  private void refuseKnown(List<ProcessId> processes) throws ClientFailure {
    List<String> objections =
        processes.stream().map(takeover::objection).flatMap(Optional::stream).toList();
    if (!objections.isEmpty()) {
      throw new ClientFailure(
          String.join("\n  ", objections.subList(0, Math.min(20, objections.size()))),
          "nothing was stored; name the processes to take over, or use an empty database");
    }
  }
}
