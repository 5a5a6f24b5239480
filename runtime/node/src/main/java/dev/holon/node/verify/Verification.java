package dev.holon.node.verify;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeHttp;
import dev.holon.node.log.LogSource;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One pass over a log: signatures (on all cores), order, evaluation, and the nodes' results. Holds
 * a page at a time, however long the log is, and ends at the first slot that is wrong.
 */
final class Verification {
  private final ProcessId process;
  private final LogSource source;
  private final List<NodeComparison> nodes;
  private final LogReplay replay;
  private final CheckedLog log;
  private final LongConsumer progress;

  /**
   * @param nodes whose results are compared
   * @param progress told how many slots are done, after each page
   */
  Verification(ProcessId process, LogSource source, List<NodeHttp> nodes, LongConsumer progress) {
    Verifier verifier = Verifier.fastest();
    this.process = process;
    this.source = source;
    this.nodes = nodes.stream().map(node -> new NodeComparison(node, process, verifier)).toList();
    this.replay = new LogReplay(source, verifier);
    this.log = new CheckedLog(process, source, verifier);
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @throws ClientFailure when the source does not answer
   */
  VerificationReport run() throws ClientFailure {
    long start = System.nanoTime();
    List<LogEntry> page = log.next();
    while (!page.isEmpty()) {
      pass(page);
      progress.accept(log.slotCount());
      page = log.next();
    }
    return new VerificationReport(
        process,
        source.name(),
        log.scheduler(),
        log.slotCount(),
        log.fault().orElse(null),
        replay.report(),
        nodes.stream().map(NodeComparison::report).toList(),
        (System.nanoTime() - start) / 1_000_000);
  }

  private void pass(List<LogEntry> page) throws ClientFailure {
    List<Id> hashes = new ArrayList<>();
    for (LogEntry entry : page) {
      Id hash = replay.evaluate(entry);
      if (hash != null) {
        hashes.add(hash);
      }
    }
    Id[] known = hashes.toArray(Id[]::new);
    long first = page.getFirst().slot();
    nodes.forEach(node -> node.compare(first, known));
  }
}
