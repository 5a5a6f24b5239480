package dev.holon.node.settlement;

import dev.holon.arweave.client.Answer;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.BundlerClient;
import dev.holon.arweave.client.BundlerClient.ItemStatus;
import dev.holon.arweave.client.BundlerReply;
import dev.holon.core.settlement.Courier;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Bundles as data items that a bundler brings onto the chain. An item needs no network to be signed
 * and never expires. Its calls end because those of the clients have deadlines.
 */
public final class BundlerCourier implements Courier {
  private final BundlerClient bundler;
  private final Optional<ArweaveClient> client;
  private final Wallet wallet;
  private final Verifier verifier;
  private final List<Tag> tags;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param bundler closed with this
   * @param client tells how deep the bundler's own transaction lies; empty: the bundler is believed
   * @param scheduler whose logs they are
   */
  public BundlerCourier(
      BundlerClient bundler,
      Optional<ArweaveClient> client,
      Wallet wallet,
      Verifier verifier,
      Address scheduler) {
    this.bundler = bundler;
    this.client = client;
    this.wallet = wallet;
    this.verifier = verifier;
    this.tags = SettlementTags.of(scheduler);
  }

  @Override
  public Sealing seal(Bytes bundle) {
    byte[] anchor = new byte[Id.SIZE_BYTES];
    random.nextBytes(anchor);
    DataItem item = UnsignedItem.of(null, tags, bundle.toArray()).withAnchor(anchor).sign(wallet);
    byte[] head = Arrays.copyOf(item.toBytes(), item.dataOffset());
    return new Sealing.Sealed(new Envelope(Envelope.Kind.ITEM, item.id(), Bytes.of(head), 0));
  }

  @Override
  public List<Posting> post(List<Parcel> parcels) {
    List<CompletableFuture<BundlerReply>> replies =
        parcels.stream().map(parcel -> bundler.post(item(parcel))).toList();
    return replies.stream().map(CompletableFuture::join).map(BundlerCourier::posting).toList();
  }

  private VerifiedItem item(Parcel parcel) {
    byte[] head = parcel.envelope().bytes().toArray();
    byte[] bytes = Arrays.copyOf(head, head.length + parcel.bundle().size());
    parcel.bundle().toBuffer().get(bytes, head.length, parcel.bundle().size());
    try {
      return verifier.verify(DataItem.parseStored(bytes));
    } catch (ItemException e) {
      throw new IllegalStateException("an envelope that we wrote does not read", e);
    }
  }

  private static Posting posting(BundlerReply reply) {
    return switch (reply) {
      case BundlerReply.Accepted accepted -> new Posting.Taken();
      case BundlerReply.Refused refused -> new Posting.Refused(refused.cause());
      case BundlerReply.Unreachable away -> new Posting.Unreachable(away.cause());
    };
  }

  @Override
  public List<Standing> look(List<Envelope> envelopes) {
    List<CompletableFuture<Standing>> standings =
        envelopes.stream()
            .map(envelope -> bundler.status(envelope.id()).thenCompose(this::standing))
            .toList();
    return standings.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<Standing> standing(Answer<ItemStatus> answer) {
    return switch (answer) {
      case Answer.Found<ItemStatus> found -> standing(found.value());
      case Answer.Missing<ItemStatus> missing -> done(new Standing.Missing(missing.cause()));
      case Answer.Refused<ItemStatus> refused -> done(new Standing.Unknown(refused.cause()));
      case Answer.Unreachable<ItemStatus> away -> done(new Standing.Unknown(away.cause()));
    };
  }

  /** What the chain says of the bundler's transaction counts more than what the bundler says. */
  private CompletableFuture<Standing> standing(ItemStatus status) {
    Standing told =
        switch (status.progress()) {
          case ACCEPTED -> new Standing.Waiting();
          case FINAL -> client.isPresent() ? new Standing.Waiting() : new Standing.Deep();
          case FAILED -> new Standing.GivenUp("the bundler gave it up");
        };
    boolean isToBeSeen = client.isPresent() && status.bundle().isPresent();
    if (told instanceof Standing.GivenUp || !isToBeSeen) {
      return done(told);
    }
    return client
        .get()
        .status(status.bundle().get())
        .thenApply(
            answer ->
                TransactionCourier.standing(answer) instanceof Standing.InBlock block
                    ? block
                    : told);
  }

  private static CompletableFuture<Standing> done(Standing standing) {
    return CompletableFuture.completedFuture(standing);
  }

  /** What a bundler is owed, it does not tell by a common interface. */
  @Override
  public WalletNote wallet(long bundleSizeBytes, long nowMillis) {
    return new WalletNote(
        "bundler", wallet.address().text(), Optional.empty(), Optional.empty(), "", nowMillis);
  }

  @Override
  public void close() {
    bundler.close();
  }
}
