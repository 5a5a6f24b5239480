package dev.holon.node.log;

import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionTag;
import dev.holon.arweave.client.Answer;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.arweave.client.IndexedTransaction;
import dev.holon.arweave.client.TransactionPage;
import dev.holon.arweave.client.TransactionQuery;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.settlement.SettlementTags;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.Tag;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Finds the bundles that a wallet settled, as transactions or as items in a bundler's, and reads
 * them. They are found by their owner: what else an index says of them may be lacking. Each gateway
 * is asked for itself, since one that leaves some out would cut logs off unseen; what is listed and
 * cannot be read is a failure for the same reason.
 */
public final class SettledBundles {
  /** Bundles that are read at once. */
  private static final int WINDOW = 4;

  /** Bundles of a wallet: our own bound, so that a gateway cannot list for ever. */
  private static final int LISTED_MAX = 1_000_000;

  private final ArweaveSettings network;
  private final List<Address> wallets;
  private final Verifier verifier;
  private final List<String> notes = new ArrayList<>();
  private long bundleCount;

  /**
   * @param wallets who paid for the bundles
   */
  public SettledBundles(ArweaveSettings network, List<Address> wallets, Verifier verifier) {
    this.network = network;
    this.wallets = List.copyOf(wallets);
    this.verifier = verifier;
  }

  /**
   * Reads all of them.
   *
   * @param progress told how many are read
   * @throws ClientFailure when no gateway lists any, or one that is in a block cannot be read
   */
  public void readInto(BundleSpool spool, LongConsumer progress) throws ClientFailure, IOException {
    List<Listed> listed = List.copyOf(listed().values());
    try (ArweaveClient client = client(network.gateways())) {
      for (int from = 0; from < listed.size(); from += WINDOW) {
        List<Listed> some = listed.subList(from, Math.min(listed.size(), from + WINDOW));
        List<CompletableFuture<Answer<Content>>> answers =
            some.stream().map(each -> read(client, each)).toList();
        for (int i = 0; i < some.size(); i++) {
          add(some.get(i), answers.get(i).join(), spool);
          progress.accept(bundleCount);
        }
      }
    }
  }

  /** How many bundles were read. */
  public long bundleCount() {
    return bundleCount;
  }

  /** What the user should know of, such as gateways that did not answer. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** A claim of a gateway. */
  private record Listed(Id id, boolean isInBlock, URI gateway) {}

  /** Tags and data, both signed by the owner. */
  private record Content(Address owner, List<Tag> tags, Bytes data) {}

  private ArweaveClient client(List<URI> gateways) {
    ArweaveSettings settings =
        new ArweaveSettings(
            gateways,
            network.deadline(),
            network.hedgeAfter(),
            network.dataBytesMax(),
            network.cache());
    return ArweaveClient.of(settings, verifier, InstantSource.system());
  }

  private Map<Id, Listed> listed() throws ClientFailure {
    Map<Id, Listed> all = new LinkedHashMap<>();
    List<String> silent = new ArrayList<>();
    for (URI gateway : network.gateways()) {
      try (ArweaveClient client = client(List.of(gateway))) {
        listing(client, gateway).values().forEach(each -> all.putIfAbsent(each.id(), each));
      } catch (ClientFailure e) {
        silent.add(gateway + " does not list what the wallet settled: " + e.getMessage());
      }
    }
    if (silent.size() == network.gateways().size()) {
      throw new ClientFailure(String.join("; ", silent), "try again later, or other gateways");
    }
    notes.addAll(silent);
    return all;
  }

  private Map<Id, Listed> listing(ArweaveClient client, URI gateway) throws ClientFailure {
    Map<Id, Listed> found = new LinkedHashMap<>();
    // The oldest first: what is mined meanwhile comes behind, so no page moves.
    TransactionQuery first =
        new TransactionQuery(
            List.of(), wallets, List.of(), false, TransactionQuery.COUNT_MAX, Optional.empty());
    Optional<TransactionQuery> next = Optional.of(first);
    while (next.isPresent()) {
      TransactionQuery query = next.get();
      Answer<TransactionPage> answer = client.transactions(query).join();
      if (!(answer instanceof Answer.Found<TransactionPage> page)) {
        throw new ClientFailure(cause(answer), null);
      }
      int countBefore = found.size();
      for (IndexedTransaction each : page.value().transactions()) {
        found.put(each.id(), new Listed(each.id(), each.blockHeight().isPresent(), gateway));
      }
      next = page.value().next().map(query::after);
      if (next.isPresent() && (found.size() == countBefore || found.size() > LISTED_MAX)) {
        throw new ClientFailure(
            found.size() > LISTED_MAX
                ? "it lists more than " + LISTED_MAX
                : "its pages repeat themselves after " + countBefore + " transactions",
            null);
      }
    }
    return found;
  }

  private static CompletableFuture<Answer<Content>> read(ArweaveClient client, Listed listed) {
    Id id = listed.id();
    return client
        .transaction(id)
        .thenCompose(
            answer ->
                switch (answer) {
                  case Answer.Found<Transaction> found -> data(client, found.value());
                  // An item has no transaction of its own.
                  case Answer.Missing<Transaction> missing ->
                      client.item(id).thenApply(item -> item.map(SettledBundles::content));
                  case Answer.Refused<Transaction> refused ->
                      CompletableFuture.completedFuture(new Answer.Refused<>(refused.cause()));
                  case Answer.Unreachable<Transaction> away ->
                      CompletableFuture.completedFuture(new Answer.Unreachable<>(away.cause()));
                });
  }

  private static CompletableFuture<Answer<Content>> data(
      ArweaveClient client, Transaction transaction) {
    List<Tag> tags = transaction.content().tags().stream().map(TransactionTag::toTag).toList();
    if (!SettlementTags.areOn(tags)) {
      return CompletableFuture.completedFuture(
          new Answer.Found<>(new Content(transaction.ownerAddress(), tags, Bytes.EMPTY)));
    }
    return client
        .data(transaction)
        .thenApply(
            answer -> answer.map(data -> new Content(transaction.ownerAddress(), tags, data)));
  }

  private static Content content(VerifiedItem verified) {
    DataItem item = verified.item();
    byte[] data = new byte[item.data().remaining()];
    item.data().get(data);
    return new Content(item.ownerAddress(), item.tags(), Bytes.of(data));
  }

  private void add(Listed listed, Answer<Content> answer, BundleSpool spool)
      throws ClientFailure, IOException {
    Id id = listed.id();
    if (!(answer instanceof Answer.Found<Content> found)) {
      if (answer instanceof Answer.Missing && !listed.isInBlock()) {
        notes.add("bundle " + id + " is in no block yet and was left out");
        return;
      }
      throw new ClientFailure(
          "bundle "
              + id
              + ", which "
              + listed.gateway()
              + " lists, cannot be read: "
              + cause(answer),
          "without it logs would have holes or no end: try again later, or with other gateways");
    }
    Content content = found.value();
    if (!wallets.contains(content.owner())) {
      notes.add(listed.gateway() + " lies: it lists " + id + ", which is of " + content.owner());
    } else if (SettlementTags.areOn(content.tags())) {
      try {
        spool.add(Bundle.parseStored(content.data().toArray()).items());
        bundleCount++;
      } catch (ItemException e) {
        throw new ClientFailure("bundle " + id + " is none: " + e.getMessage(), null);
      }
    }
  }

  private static String cause(Answer<?> answer) {
    return switch (answer) {
      case Answer.Found<?> found -> "";
      case Answer.Missing<?> missing -> missing.cause();
      case Answer.Refused<?> refused -> refused.cause();
      case Answer.Unreachable<?> away -> away.cause();
    };
  }
}
