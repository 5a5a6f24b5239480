package dev.holon.protocol;

import java.util.Arrays;

/** Feeds bytes to every reader of untrusted bytes and checks what must hold for all of them. */
final class FuzzTarget {
  private static final Verifier VERIFIER = Verifier.fastest();

  private FuzzTarget() {}

  /**
   * Returns when the readers behave.
   *
   * @throws AssertionError when bytes read and write differently, or a reader throws what it does
   *     not declare
   */
  static void accept(byte[] bytes) {
    try {
      readItem(bytes, ItemRules.OFFERED);
      readItem(bytes, ItemRules.STORED);
      readBundle(bytes);
      readResult(bytes);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("a reader threw " + e, e);
    }
  }

  private static void readItem(byte[] bytes, ItemRules rules) {
    DataItem item;
    try {
      item = DataItem.parse(bytes, rules);
    } catch (ItemException refused) {
      return;
    }
    check(Arrays.equals(bytes, item.toBytes()), "an item keeps its bytes");
    check(item.tags().size() == item.rawTags().size(), "both ways to read tags agree");
    byte[] canonical = TagBlock.encode(item.rawTags());
    if (!rules.allows(ItemRules.Allowance.NON_CANONICAL_TAGS)) {
      check(Bytes.of(canonical).equals(item.tagBytes()), "canonical tags encode to themselves");
    }
    PushHash.of(item);
    item.signerAddress();
    try {
      Assignment.read(item);
    } catch (ItemException refused) {
      check(
          refused.error() == ItemError.MISSING_TAG || refused.error() == ItemError.BAD_TAG_VALUE,
          "tags are at fault");
    }
    try {
      VERIFIER.verify(item);
    } catch (ItemException refused) {
      check(!refused.getMessage().isEmpty(), "a refusal says why");
    }
  }

  private static void readBundle(byte[] bytes) {
    try {
      Bundle bundle = Bundle.parse(bytes, ItemRules.OFFERED);
      check(Arrays.equals(bytes, bundle.toBytes()), "a bundle keeps its bytes");
      bundle.flatten(ItemRules.OFFERED);
    } catch (ItemException refused) {
      check(!refused.getMessage().isEmpty(), "a refusal says why");
    }
  }

  private static void readResult(byte[] bytes) {
    try {
      Result result = ResultCodec.decode(bytes);
      check(Arrays.equals(bytes, ResultCodec.encode(result)), "a result has one encoding");
    } catch (MalformedResultException refused) {
      check(refused.getMessage() != null, "a refusal says why");
    }
  }

  private static void check(boolean holds, String claim) {
    if (!holds) {
      throw new AssertionError(claim);
    }
  }
}
