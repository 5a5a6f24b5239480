package dev.holon.protocol;

import dev.holon.protocol.crypto.Secp256k1Scheme;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Type 7: EIP-712 typed data on secp256k1; the owner is the address in ASCII, its capitals free.
 */
record TypedEthereumCheck(Secp256k1Scheme scheme) implements SignatureCheck {
  @Override
  public void check(byte[] owner, byte[] signature, byte[] message)
      throws ItemException, GeneralSecurityException {
    String address = new String(owner, StandardCharsets.ISO_8859_1);
    if (!Address.isAddress(address)) {
      throw new ItemException(ItemError.BAD_OWNER, "the owner is not 0x and 40 hex digits");
    }
    byte[] digest = SigningPayload.typedEthereum(message, owner);
    byte[] key = EthereumCheck.recover(scheme, digest, signature);
    if (!Address.ofEthereumKey(key).text().equalsIgnoreCase(address)) {
      throw SignatureCheck.mismatch("secp256k1");
    }
  }
}
