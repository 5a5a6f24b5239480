package dev.holon.node.settlement;

import dev.holon.arweave.DataSource;
import dev.holon.arweave.DataTree;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionContent;
import dev.holon.arweave.TransactionException;
import dev.holon.arweave.TransactionJson;
import dev.holon.arweave.TransactionTag;
import dev.holon.arweave.client.Answer;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.NetworkInfo;
import dev.holon.arweave.client.PostReply;
import dev.holon.arweave.client.TransactionStatus;
import dev.holon.arweave.client.Uploader;
import dev.holon.core.settlement.Courier;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.RsaWallet;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Bundles as transactions of Arweave, paid by the wallet. Its calls end because those of the client
 * and the uploaders have deadlines.
 */
public final class TransactionCourier implements Courier {
  /** For one post: a bundle on a slow line. */
  private static final Duration POST_MAX = Duration.ofMinutes(2);

  /** arweave.md §8: a block's id is an anchor for the 50 blocks after it. */
  private static final long ANCHOR_BLOCKS_MAX = 50;

  private final ArweaveClient client;
  private final List<Uploader> nodes;
  private final RsaWallet wallet;
  private final List<TransactionTag> tags;

  /**
   * @param client also told what became of the bundles
   * @param nodes where they are posted, the preferred one first
   * @param scheduler whose logs they are
   */
  public TransactionCourier(
      ArweaveClient client, List<URI> nodes, RsaWallet wallet, Address scheduler) {
    this.client = client;
    this.nodes = nodes.stream().map(node -> new Uploader(node, POST_MAX)).toList();
    this.wallet = wallet;
    this.tags =
        SettlementTags.of(scheduler).stream()
            .map(tag -> TransactionTag.of(tag.name(), tag.value()))
            .toList();
  }

  @Override
  public Sealing seal(Bytes bundle) {
    CompletableFuture<Answer<Bytes>> anchor = client.anchor();
    CompletableFuture<Answer<BigInteger>> price = client.price(bundle.size(), Optional.empty());
    CompletableFuture<Answer<NetworkInfo>> info = client.info();
    if (!(anchor.join() instanceof Answer.Found<Bytes> foundAnchor)) {
      return new Sealing.NotSealed("no anchor: " + cause(anchor.join()));
    }
    if (!(price.join() instanceof Answer.Found<BigInteger> foundPrice)) {
      return new Sealing.NotSealed("no price: " + cause(price.join()));
    }
    DataTree tree = DataTree.of(bundle.toArray());
    Transaction transaction =
        TransactionContent.ofData(foundAnchor.value(), foundPrice.value(), tree, tags).sign(wallet);
    return new Sealing.Sealed(
        new Envelope(
            Envelope.Kind.TRANSACTION,
            transaction.id(),
            Bytes.of(TransactionJson.write(transaction)),
            height(info.join())));
  }

  @Override
  public List<Posting> post(List<Parcel> parcels) {
    List<CompletableFuture<PostReply>> replies =
        parcels.stream().map(parcel -> post(parcel, 0)).toList();
    return IntStream.range(0, parcels.size())
        .mapToObj(i -> posting(parcels.get(i).envelope(), replies.get(i).join()))
        .toList();
  }

  /** To the node of this index; to the next one when it does not answer. */
  private CompletableFuture<PostReply> post(Parcel parcel, int index) {
    CompletableFuture<PostReply> reply = post(parcel, nodes.get(index));
    if (index + 1 == nodes.size()) {
      return reply;
    }
    return reply.thenCompose(
        answer ->
            answer instanceof PostReply.Unreachable
                ? post(parcel, index + 1)
                : CompletableFuture.completedFuture(answer));
  }

  private CompletableFuture<PostReply> post(Parcel parcel, Uploader node) {
    Transaction transaction;
    try {
      transaction = TransactionJson.read(parcel.envelope().bytes().toArray());
    } catch (TransactionException e) {
      throw new IllegalStateException("an envelope that we wrote does not read", e);
    }
    if (parcel.bundle().size() <= WHOLE_BYTES_MAX) {
      return node.post(transaction, parcel.bundle());
    }
    byte[] data = parcel.bundle().toArray();
    return postHead(transaction, node)
        .thenCompose(
            head ->
                head instanceof PostReply.Accepted
                    ? node.postChunks(DataTree.of(data), DataSource.of(data), 0, index -> {})
                    : CompletableFuture.completedFuture(head));
  }

  /** Not every node says of what it has that it has it. */
  private CompletableFuture<PostReply> postHead(Transaction transaction, Uploader node) {
    return client
        .status(transaction.id())
        .thenCompose(
            status ->
                status instanceof Answer.Found
                    ? CompletableFuture.completedFuture(new PostReply.Accepted())
                    : node.post(transaction));
  }

  private Posting posting(Envelope envelope, PostReply reply) {
    return switch (reply) {
      case PostReply.Accepted accepted -> new Posting.Taken();
      case PostReply.Expired expired -> new Posting.Expired(expired.cause());
      case PostReply.Refused refused ->
          isExpired(envelope)
              ? new Posting.Expired(refused.cause())
              : new Posting.Refused(refused.cause());
      case PostReply.Unreachable away -> new Posting.Unreachable(away.cause());
    };
  }

  /** Nodes that refuse an old anchor do not all say so. */
  private boolean isExpired(Envelope envelope) {
    long height = height(client.info().join());
    return envelope.blockHeight() > 0 && height > envelope.blockHeight() + ANCHOR_BLOCKS_MAX;
  }

  private static long height(Answer<NetworkInfo> info) {
    return info.map(NetworkInfo::height).found().orElse(0L);
  }

  @Override
  public List<Standing> look(List<Envelope> envelopes) {
    List<CompletableFuture<Answer<TransactionStatus>>> answers =
        envelopes.stream().map(envelope -> client.status(envelope.id())).toList();
    return answers.stream().map(CompletableFuture::join).map(TransactionCourier::standing).toList();
  }

  static Standing standing(Answer<TransactionStatus> answer) {
    return switch (answer) {
      case Answer.Found<TransactionStatus> found ->
          switch (found.value()) {
            case TransactionStatus.Pending pending -> new Standing.Waiting();
            case TransactionStatus.Mined mined ->
                new Standing.InBlock(mined.blockHeight(), mined.confirmations());
          };
      case Answer.Missing<TransactionStatus> missing -> new Standing.Missing(missing.cause());
      case Answer.Refused<TransactionStatus> refused -> new Standing.Unknown(refused.cause());
      case Answer.Unreachable<TransactionStatus> away -> new Standing.Unknown(away.cause());
    };
  }

  @Override
  public WalletNote wallet(long bundleSizeBytes, long nowMillis) {
    CompletableFuture<Answer<BigInteger>> balance = client.balance(wallet.address());
    CompletableFuture<Answer<BigInteger>> price = client.price(bundleSizeBytes, Optional.empty());
    return new WalletNote(
        "arweave",
        wallet.address().text(),
        balance.join().found(),
        price.join().found(),
        "",
        nowMillis);
  }

  private static String cause(Answer<?> answer) {
    return switch (answer) {
      case Answer.Found<?> found -> "";
      case Answer.Missing<?> missing -> missing.cause();
      case Answer.Refused<?> refused -> refused.cause();
      case Answer.Unreachable<?> away -> away.cause();
    };
  }

  @Override
  public void close() {
    nodes.forEach(Uploader::close);
  }
}
