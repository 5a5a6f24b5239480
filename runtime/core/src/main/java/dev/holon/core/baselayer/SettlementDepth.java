package dev.holon.core.baselayer;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;

/** How deep a transaction must lie before a process is assigned it (ao.TN.1 §1.2, §2.2). */
public final class SettlementDepth {
  /** For processes that do not say. */
  public static final long DEFAULT = 20;

  private static final String TAG = "Settlement-Depth";
  private static final int DIGITS_MAX = 9;

  private SettlementDepth() {}

  /**
   * The depth that a process's spawn item asks for.
   *
   * @throws IllegalArgumentException when its tag is no number
   */
  public static long of(DataItem spawn) {
    String text = spawn.tag(TAG).orElse(Long.toString(DEFAULT));
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= DIGITS_MAX
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      throw new IllegalArgumentException(
          "the process's tag " + TAG + " is '" + text + "', expected a number of blocks");
    }
    return Long.parseLong(text);
  }

  /** Why a transaction is not assigned, as long as it is not settled. */
  public static Refusal refusal(BaseLayer.Finding unsettled, Id transaction, long depth) {
    return switch (unsettled) {
      case BaseLayer.Finding.Settled settled ->
          throw new IllegalArgumentException("transaction " + transaction + " is settled");
      case BaseLayer.Finding.TooYoung young ->
          new Refusal(
              RefusalCode.TRANSACTION_NOT_SETTLED,
              "transaction "
                  + transaction
                  + " has "
                  + young.confirmations()
                  + " confirmations, the process asks for "
                  + depth);
      case BaseLayer.Finding.Missing missing ->
          new Refusal(
              RefusalCode.UNKNOWN_TRANSACTION,
              "transaction " + transaction + " is not known to the network: " + missing.cause());
      case BaseLayer.Finding.Unusable unusable ->
          new Refusal(RefusalCode.TRANSACTION_NOT_TAKEN, unusable.cause());
      case BaseLayer.Finding.Unreachable away ->
          new Refusal(RefusalCode.BASE_LAYER_UNREACHABLE, away.cause());
      case BaseLayer.Finding.Unsupported off ->
          new Refusal(
              RefusalCode.NO_BASE_LAYER,
              "transaction " + transaction + " is of the base layer, and " + off.cause());
    };
  }
}
