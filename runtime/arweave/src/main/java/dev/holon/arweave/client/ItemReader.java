package dev.holon.arweave.client;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.SignatureType;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads data items that are in bundles. Gateways give an item's data and, in their index, the rest
 * of it; put together in the one form that every writer uses, its signature says whether it is the
 * item. The index names neither the type of the signature nor how it wrote the anchor, so what fits
 * is tried.
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
    for (SignatureType type : SignatureType.values()) {
      boolean isPossible =
          type.signatureSizeBytes() == known.signature().size()
              && type.ownerSizeBytes() == known.ownerKey().size();
      if (!isPossible) {
        continue;
      }
      Wallet signer = new Recorded(type, known.ownerKey(), known.signature());
      for (Optional<Bytes> anchor : anchors(known.anchor())) {
        Optional<VerifiedItem> item = item(known, data, signer, anchor);
        if (item.isPresent()) {
          return item;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<VerifiedItem> item(
      IndexedTransaction known, Bytes data, Wallet signer, Optional<Bytes> anchor) {
    try {
      Id target = known.target().isEmpty() ? null : Id.parse(known.target());
      UnsignedItem plain = UnsignedItem.of(target, known.tags(), data.toArray());
      DataItem item =
          anchor.map(bytes -> plain.withAnchor(bytes.toArray())).orElse(plain).sign(signer);
      return item.id().equals(known.id()) ? Optional.of(verifier.verify(item)) : Optional.empty();
    } catch (ItemException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<Optional<Bytes>> anchors(String text) {
    List<Optional<Bytes>> anchors = new ArrayList<>();
    anchors.add(Optional.of(Bytes.ofUtf8(text)));
    anchors.add(Json.base64(text));
    anchors.removeIf(anchor -> anchor.filter(bytes -> bytes.size() == Id.SIZE_BYTES).isEmpty());
    anchors.add(Optional.empty());
    return anchors;
  }

  private static CompletableFuture<Answer<VerifiedItem>> done(Answer<VerifiedItem> answer) {
    return CompletableFuture.completedFuture(answer);
  }

  /** Somebody else's signature, as if it were made now. */
  private record Recorded(SignatureType signatureType, Bytes ownerBytes, Bytes signature)
      implements Wallet {
    @Override
    public byte[] owner() {
      return ownerBytes.toArray();
    }

    @Override
    public byte[] sign(byte[] message) {
      return signature.toArray();
    }
  }
}
