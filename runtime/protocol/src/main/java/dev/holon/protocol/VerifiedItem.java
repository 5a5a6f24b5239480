package dev.holon.protocol;

/**
 * A data item whose signature has been checked, or which a wallet of ours has just signed.
 * Immutable.
 */
public final class VerifiedItem {
  private final DataItem item;

  VerifiedItem(DataItem item) {
    this.item = item;
  }

  /**
   * Signs an item with a wallet of this node; checking one's own signature would prove nothing.
   *
   * @throws IllegalArgumentException when the item exceeds the limits
   */
  public static VerifiedItem sign(UnsignedItem unsigned, Wallet wallet) {
    return new VerifiedItem(unsigned.sign(wallet));
  }

  /**
   * An item that another node of this cluster has verified, or signed, and sent over the cluster's
   * own transport. Only the reader of that transport may call this: nodes trust each other with
   * their keys, and a check of each hop would cost a core what it saves.
   */
  public static VerifiedItem vouchedForByPeer(DataItem item) {
    return new VerifiedItem(item);
  }

  public DataItem item() {
    return item;
  }

  /** The item's id. */
  public Id id() {
    return item.id();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifiedItem that && item.equals(that.item);
  }

  @Override
  public int hashCode() {
    return item.hashCode();
  }

  @Override
  public String toString() {
    return "Verified" + item;
  }
}
