package dev.holon.core.messenger;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Schedulers of other clusters, found as the network finds them (ao.TN.1 §2.6, §3.1). Does not
 * block; the stages never fail and complete within a minute. Thread-safe.
 */
public interface RemoteSchedulers {

  /** Hands a message to the scheduler of its target. */
  CompletionStage<RemoteReply> message(ProcessId target, DataItem item);

  /** Hands a spawn item to the scheduler with this address. */
  CompletionStage<RemoteReply> spawn(String scheduler, DataItem item);

  /** Asks the process's scheduler to assign it an existing message. */
  CompletionStage<RemoteReply> assign(ProcessId process, Id message, List<String> exclude);

  /** As {@link #assign}, for a transaction of the base layer. */
  CompletionStage<RemoteReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude);

  /** For a node that has no gateway to ask where schedulers are. */
  static RemoteSchedulers none() {
    return NoRemoteSchedulers.INSTANCE;
  }

  /** What came of it. */
  sealed interface RemoteReply {
    /** The other scheduler has it, now or before. */
    record Accepted() implements RemoteReply {}

    /** It answered that it will not take it. */
    record Refused(String cause) implements RemoteReply {}

    /** No answer; it may have it or not. Repeating is safe. */
    record Unreachable(String cause) implements RemoteReply {}

    /** No gateway knows such a process; one that was spawned a moment ago may be known later. */
    record Unknown(String cause) implements RemoteReply {}

    /** This node asks nobody for it. */
    record Unsupported(String cause) implements RemoteReply {}
  }
}
