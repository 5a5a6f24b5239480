package dev.holon.core.messenger;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds nobody, and says which setting would change that. */
enum NoRemoteSchedulers implements RemoteSchedulers {
  INSTANCE;

  @Override
  public CompletionStage<RemoteReply> message(ProcessId target, DataItem item) {
    return unsupported(target + " is a wallet, or a process of another scheduler");
  }

  @Override
  public CompletionStage<RemoteReply> spawn(String scheduler, DataItem item) {
    return unsupported("the scheduler " + scheduler + " is not this one");
  }

  @Override
  public CompletionStage<RemoteReply> assign(ProcessId process, Id message, List<String> exclude) {
    return unsupported(process + " is a process of another scheduler");
  }

  @Override
  public CompletionStage<RemoteReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude) {
    return assign(process, transaction, exclude);
  }

  private static CompletionStage<RemoteReply> unsupported(String fact) {
    String message = fact + ", and holon.messenger.gateways names no gateway to ask where that is";
    return CompletableFuture.completedFuture(
        new RemoteReply.Unsupported(new Refusal(RefusalCode.NO_GATEWAY, message).text()));
  }
}
