package dev.holon.core.settlement;

import dev.holon.protocol.Bytes;
import java.util.List;

/**
 * The way to Arweave: directly, or through a bundler. Methods block for at most a few minutes and
 * throw nothing for what the network does; lists are worked on at once and answered in their order.
 * Called by one thread at a time.
 */
public interface Courier extends AutoCloseable {
  /** A transaction carries a bundle up to this in itself; a larger one follows in chunks. */
  long WHOLE_BYTES_MAX = 8L << 20;

  /** Signs what will carry this bundle. Nothing is posted. */
  Sealing seal(Bytes bundle);

  /** Posts bundles; one that was posted before may be posted again. */
  List<Posting> post(List<Parcel> parcels);

  /** Asks where bundles are. */
  List<Standing> look(List<Envelope> envelopes);

  /** What the wallet holds, and what a bundle of this size costs. */
  WalletNote wallet(long bundleSizeBytes, long nowMillis);

  /** Takes nothing any more. */
  @Override
  void close();

  /** A bundle in its envelope. */
  record Parcel(Envelope envelope, Bytes bundle) {}

  /** What came of signing. */
  sealed interface Sealing {
    record Sealed(Envelope envelope) implements Sealing {}

    /** It takes the network (an anchor, a price), and the network is not there. */
    record NotSealed(String cause) implements Sealing {}
  }

  /** What came of posting. */
  sealed interface Posting {
    /** A source has it. */
    record Taken() implements Posting {}

    /** It can never be mined: it takes a new envelope. */
    record Expired(String cause) implements Posting {}

    /** Not taken, and not because of the network: no money, too low a price. */
    record Refused(String cause) implements Posting {}

    /** Nobody knows whether it was taken. */
    record Unreachable(String cause) implements Posting {}
  }

  /** Where a bundle is, as the sources tell it. */
  sealed interface Standing {
    /** Known, and in no block. */
    record Waiting() implements Standing {}

    /** In a block; confirmations count that block. */
    record InBlock(long blockHeight, long confirmations) implements Standing {}

    /** So deep that a bundler does not follow it any more. */
    record Deep() implements Standing {}

    /** The sources do not know it. */
    record Missing(String cause) implements Standing {}

    /** A bundler gave it up. */
    record GivenUp(String cause) implements Standing {}

    /** No answer. */
    record Unknown(String cause) implements Standing {}
  }
}
