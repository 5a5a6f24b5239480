package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionTag;
import dev.holon.arweave.client.Answer;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.arweave.client.IndexedTransaction;
import dev.holon.arweave.client.TransactionPage;
import dev.holon.arweave.client.TransactionQuery;
import dev.holon.arweave.client.TransactionStatus;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemRules;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What is on a chain of a wallet's settlement, each transaction and item checked. It is found by
 * its owner: of a transaction that the server was killed over, the index may lack the tags.
 */
final class ChainAudit {
  private static final List<Tag> TAGS =
      List.of(
          new Tag("Bundle-Format", "binary"),
          new Tag("Bundle-Version", "2.0.0"),
          new Tag("App-Name", "Holon"),
          new Tag("Type", "Settlement"));

  /** An assignment and the item behind it in its bundle. */
  private record Pair(DataItem assignment, Optional<DataItem> message) {}

  private final URI gateway;

  /** By process and slot; bundles that are on chain twice under two transactions agree. */
  private final Map<ProcessId, TreeMap<Long, Pair>> pairs = new HashMap<>();

  private final Set<Id> alone = new HashSet<>();

  private ChainAudit(URI gateway) {
    this.gateway = gateway;
  }

  static ChainAudit of(URI gateway, Address wallet) throws Exception {
    ChainAudit audit = new ChainAudit(gateway);
    try (ArweaveClient client = client(gateway)) {
      List<IndexedTransaction> found = transactions(client, wallet);
      assertTrue(!found.isEmpty(), "no settlement is in the index");
      for (IndexedTransaction each : found) {
        if (await(client.status(each.id())).found().orElse(null)
            instanceof TransactionStatus.Mined) {
          Transaction transaction = found(client.transaction(each.id()));
          assertTrue(
              transaction.content().tags().stream()
                  .map(TransactionTag::toTag)
                  .toList()
                  .containsAll(TAGS));
          audit.add(found(client.data(transaction)));
        }
      }
    }
    return audit;
  }

  private static ArweaveClient client(URI gateway) {
    return ArweaveClient.of(
        ArweaveSettings.of(List.of(gateway)), Verifier.fastest(), InstantSource.system());
  }

  private static List<IndexedTransaction> transactions(ArweaveClient client, Address wallet)
      throws Exception {
    List<IndexedTransaction> found = new ArrayList<>();
    Optional<TransactionQuery> next =
        Optional.of(TransactionQuery.ofTags(List.of()).ownedBy(List.of(wallet)));
    while (next.isPresent()) {
      TransactionQuery query = next.get();
      TransactionPage page = found(client.transactions(query));
      found.addAll(page.transactions());
      next = page.next().map(query::after);
    }
    return found;
  }

  private void add(Bytes data) throws Exception {
    // No item twice in a bundle.
    List<DataItem> bundle =
        Bundle.parse(
                data.toArray(),
                new ItemRules(
                    ItemRules.STORED_SIZE_BYTES_MAX,
                    Set.of(
                        ItemRules.Allowance.NON_CANONICAL_TAGS,
                        ItemRules.Allowance.EMPTY_TAG_NAMES)))
            .items();
    Map<ProcessId, Long> lastSlots = new HashMap<>();
    for (int i = 0; i < bundle.size(); i++) {
      DataItem item = bundle.get(i);
      Verifier.portable().verify(item);
      if (!isAssignment(item)) {
        alone.add(item.id());
        continue;
      }
      ProcessId process = ProcessId.parse(item.tag("Process").orElseThrow());
      long slot = Long.parseLong(item.tag("Nonce").orElseThrow());
      Long last = lastSlots.put(process, slot);
      assertTrue(last == null || slot == last + 1, process + " has " + slot + " after " + last);
      Id message = Id.parse(item.tag("Message").orElse(process.toString()));
      boolean hasMessage = i + 1 < bundle.size() && bundle.get(i + 1).id().equals(message);
      Pair pair = new Pair(item, hasMessage ? Optional.of(bundle.get(i + 1)) : Optional.empty());
      i += hasMessage ? 1 : 0;
      Pair before = pairs.computeIfAbsent(process, id -> new TreeMap<>()).putIfAbsent(slot, pair);
      assertTrue(before == null || before.equals(pair), process + " has two of slot " + slot);
    }
  }

  private static boolean isAssignment(DataItem item) {
    return item.tag("Type").orElse("").equals("Assignment");
  }

  /**
   * The server has unpacked the bundles of these items: they are found by their ids, with their
   * tags. Only of what it took in peace: it does not unpack again what it was killed over. (It
   * forgets anchors, so an item cannot be put together from its answers.)
   */
  void checkIndexed(List<DataItem> expected) throws Exception {
    try (ArweaveClient client = client(gateway)) {
      TransactionPage page =
          found(
              client.transactions(
                  TransactionQuery.ofIds(expected.stream().map(DataItem::id).toList())));
      Map<Id, List<Tag>> tags = new HashMap<>();
      page.transactions().forEach(found -> tags.put(found.id(), found.tags()));
      for (DataItem item : expected) {
        assertEquals(item.tags(), tags.get(item.id()));
      }
    }
  }

  /** The node's log of a process is on chain: each slot, the same bytes, nothing beyond. */
  void check(ProcessId process, String nodeUrl) throws Exception {
    List<DataItem> log = new ArrayList<>();
    long from = 0;
    List<DataItem> page;
    do {
      page = page(nodeUrl, process, from);
      log.addAll(page);
      from = log.stream().filter(ChainAudit::isAssignment).count();
    } while (!page.isEmpty());
    TreeMap<Long, Pair> settled = pairs.get(process);
    List<DataItem> onChain = new ArrayList<>();
    for (Pair pair : settled.values()) {
      onChain.add(pair.assignment());
      pair.message().ifPresent(onChain::add);
    }
    assertEquals(from, settled.size(), "slots of " + process);
    assertEquals(log, onChain);
  }

  /** Besides logs there is the module they run on. */
  void checkNothingElse(Id module) {
    assertEquals(Set.of(module), alone);
  }

  private static List<DataItem> page(String nodeUrl, ProcessId process, long from)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(nodeUrl + "/" + process + "/bundle?limit=1000&from=" + from))
            .build();
    HttpResponse<byte[]> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("the node answers with " + response.statusCode());
    }
    return Bundle.parseStored(response.body()).items();
  }

  private static <T> T found(CompletableFuture<Answer<T>> future) throws Exception {
    Answer<T> answer = await(future);
    return answer.found().orElseThrow(() -> new AssertionError(answer.toString()));
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }
}
