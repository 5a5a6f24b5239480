package dev.holon.core.settlement;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Who pays for settlement, as the settler last saw it.
 *
 * @param mode the way: {@code arweave} or {@code bundler}
 * @param address of the wallet
 * @param balance winston; empty when it is not known
 * @param price winston for a full bundle; empty when it is not known
 * @param cause why settlement does not go on; empty when it does
 * @param atMillis when this was noted
 */
public record WalletNote(
    String mode,
    String address,
    Optional<BigInteger> balance,
    Optional<BigInteger> price,
    String cause,
    long atMillis) {

  /** The same with a cause. */
  WalletNote withCause(String newCause) {
    return new WalletNote(mode, address, balance, price, newCause, atMillis);
  }
}
