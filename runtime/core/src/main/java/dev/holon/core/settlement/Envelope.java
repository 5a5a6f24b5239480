package dev.holon.core.settlement;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import java.util.Arrays;

/**
 * The signed transaction or item round a bundle, without the bundle. Signatures are random, so it
 * is kept: to post it again is to post the same bytes under the same id.
 *
 * @param id of the transaction or item
 * @param bytes as its {@link Courier} writes and reads them
 * @param blockHeight the network's height when it was signed; 0 when that is not known
 */
public record Envelope(Kind kind, Id id, Bytes bytes, long blockHeight) {

  /** What it is. */
  public enum Kind {
    /** A transaction of Arweave, as JSON without its data. */
    TRANSACTION(1),
    /** A data item for a bundler, up to its data. */
    ITEM(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** As it is stored. */
    public int code() {
      return code;
    }

    /**
     * The kind of this code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Kind of(int code) {
      return Arrays.stream(values())
          .filter(kind -> kind.code == code)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no kind of envelope: " + code));
    }
  }
}
