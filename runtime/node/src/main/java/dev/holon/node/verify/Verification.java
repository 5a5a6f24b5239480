package dev.holon.node.verify;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.verify.LogCheck;
import dev.holon.core.verify.LogFault;
import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeHttp;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a log: signatures (on all cores), order, evaluation, and the nodes' results. Holds
 * a page at a time, however long the log is, and ends at the first slot that is wrong.
 */
final class Verification {
  private final ProcessId process;
  private final LogSource source;
  private final Verifier verifier;
  private final List<NodeComparison> nodes;
  private final LogReplay replay;
  private final LogCheck check;
  private final LongConsumer progress;
  private @Nullable LogFault fault;

  /**
   * @param nodes whose results are compared
   * @param progress told how many slots are done, after each page
   */
  Verification(ProcessId process, LogSource source, List<NodeHttp> nodes, LongConsumer progress) {
    this.process = process;
    this.source = source;
    this.verifier = Verifier.fastest();
    this.nodes = nodes.stream().map(node -> new NodeComparison(node, process, verifier)).toList();
    this.replay = new LogReplay(source, verifier);
    this.check = new LogCheck(process);
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @throws ClientFailure when the source does not answer
   */
  VerificationReport run() throws ClientFailure {
    long start = System.nanoTime();
    try {
      List<LogSlot> page = source.next();
      while (!page.isEmpty() && fault == null) {
        pass(page);
        progress.accept(check.nextSlot());
        page = fault == null ? source.next() : List.of();
      }
      if (fault == null && check.nextSlot() == 0) {
        fault = new LogFault(0, LogFault.Kind.SLOT, "there is no slot at all");
      }
    } catch (LogSource.UnreadableException e) {
      fault =
          new LogFault(check.nextSlot(), LogFault.Kind.UNREADABLE, String.valueOf(e.getMessage()));
    }
    return new VerificationReport(
        process,
        source.name(),
        check.scheduler(),
        check.nextSlot(),
        fault,
        replay.report(),
        nodes.stream().map(NodeComparison::report).toList(),
        (System.nanoTime() - start) / 1_000_000);
  }

  private void pass(List<LogSlot> page) throws ClientFailure {
    List<Optional<LogFault>> signatures =
        page.parallelStream().map(slot -> slot.signatureFault(verifier)).toList();
    long first = check.nextSlot();
    List<Id> hashes = new ArrayList<>();
    for (int i = 0; i < page.size() && fault == null; i++) {
      if (signatures.get(i).isPresent()) {
        fault = signatures.get(i).get();
        break;
      }
      switch (check.check(page.get(i))) {
        case LogCheck.Checked.Wrong wrong -> fault = wrong.fault();
        case LogCheck.Checked.Right right -> evaluate(right.entry(), hashes);
      }
    }
    Id[] known = hashes.toArray(Id[]::new);
    nodes.forEach(node -> node.compare(first, known));
  }

  private void evaluate(LogEntry entry, List<Id> hashes) throws ClientFailure {
    Id hash = replay.evaluate(entry);
    if (hash != null) {
      hashes.add(hash);
    }
  }
}
