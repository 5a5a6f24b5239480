package dev.holon.arweave.client;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ItemParts;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads data items that are in bundles. Gateways give an item's data and, in their index, the rest
 * of it; see {@link ItemParts}.
 */
final class ItemReader {
  private final ArweaveClient client;
  private final Verifier verifier;

  ItemReader(ArweaveClient client, Verifier verifier) {
    this.client = client;
    this.verifier = verifier;
  }

  CompletableFuture<Answer<VerifiedItem>> read(Id id, long bytesMax) {
    return client
        .transactions(TransactionQuery.ofIds(List.of(id)))
        .thenCompose(
            page ->
                switch (page) {
                  case Answer.Found<TransactionPage> found -> read(id, bytesMax, found.value());
                  case Answer.Missing<TransactionPage> missing ->
                      done(new Answer.Missing<>(missing.cause()));
                  case Answer.Refused<TransactionPage> refused ->
                      done(new Answer.Refused<>(refused.cause()));
                  case Answer.Unreachable<TransactionPage> away ->
                      done(new Answer.Unreachable<>(away.cause()));
                });
  }

  private CompletableFuture<Answer<VerifiedItem>> read(Id id, long bytesMax, TransactionPage page) {
    Optional<IndexedTransaction> known =
        page.transactions().stream().filter(each -> each.id().equals(id)).findFirst();
    if (known.isEmpty()) {
      return done(new Answer.Missing<>("no gateway's index has " + id));
    }
    return client
        .dataOf(
            "item-" + id,
            id,
            bytesMax,
            data ->
                item(known.get(), data).isPresent()
                    ? new Verdict.Good<>(data)
                    : new Verdict.Wrong<>("the data of " + id + " does not fit its signature"))
        .thenApply(answer -> answer.map(data -> item(known.get(), data).orElseThrow()));
  }

  private Optional<VerifiedItem> item(IndexedTransaction known, Bytes data) {
    if (!known.target().isEmpty() && !Id.isId(known.target())) {
      return Optional.empty();
    }
    ItemParts parts =
        new ItemParts(
            known.id(),
            known.ownerKey(),
            known.signature(),
            known.target().isEmpty() ? null : Id.parse(known.target()),
            known.anchor(),
            known.tags(),
            data);
    try {
      return Optional.of(parts.assemble(verifier));
    } catch (ItemException e) {
      return Optional.empty();
    }
  }

  private static CompletableFuture<Answer<VerifiedItem>> done(Answer<VerifiedItem> answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
