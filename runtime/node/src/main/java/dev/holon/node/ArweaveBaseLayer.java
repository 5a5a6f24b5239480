package dev.holon.node;

import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionTag;
import dev.holon.arweave.client.Answer;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.TransactionStatus;
import dev.holon.core.baselayer.BaseLayer;
import dev.holon.core.baselayer.BaseTransaction;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The base layer as the gateways tell it that the settings name. */
record ArweaveBaseLayer(ArweaveClient client) implements BaseLayer {

  @Override
  public CompletionStage<Finding> find(Id transaction, long depth) {
    return client
        .status(transaction)
        .thenCompose(
            answer ->
                after(
                    answer,
                    status ->
                        switch (status) {
                          case TransactionStatus.Pending pending -> done(new Finding.TooYoung(0));
                          case TransactionStatus.Mined mined ->
                              mined.confirmations() < depth
                                  ? done(new Finding.TooYoung(mined.confirmations()))
                                  : read(transaction);
                        }));
  }

  private CompletionStage<Finding> read(Id id) {
    return client
        .transaction(id)
        .thenCompose(
            answer ->
                after(
                    answer,
                    transaction ->
                        client
                            .data(transaction)
                            .thenCompose(
                                data -> after(data, bytes -> done(settled(transaction, bytes))))));
  }

  private static Finding settled(Transaction transaction, Bytes data) {
    return new Finding.Settled(
        new BaseTransaction(
            transaction.id(),
            transaction.signature(),
            transaction.ownerAddress(),
            transaction.content().target(),
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(transaction.content().anchor().toArray()),
            transaction.content().tags().stream().map(TransactionTag::toTag).toList(),
            data));
  }

  private static <T> CompletionStage<Finding> after(
      Answer<T> answer, Function<T, CompletionStage<Finding>> next) {
    return switch (answer) {
      case Answer.Found<T> found -> next.apply(found.value());
      case Answer.Missing<T> missing -> done(new Finding.Missing(missing.cause()));
      case Answer.Refused<T> refused -> done(new Finding.Unusable(refused.cause()));
      case Answer.Unreachable<T> away -> done(new Finding.Unreachable(away.cause()));
    };
  }

  private static CompletionStage<Finding> done(Finding finding) {
    return CompletableFuture.completedFuture(finding);
  }
}
