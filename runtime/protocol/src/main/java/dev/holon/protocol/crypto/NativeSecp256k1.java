package dev.holon.protocol.crypto;

import fr.acinq.secp256k1.Secp256k1;
import java.security.InvalidKeyException;
import java.security.SignatureException;

/** secp256k1 by the C library of Bitcoin Core, over JNI. */
final class NativeSecp256k1 implements Secp256k1Scheme {
  private final Secp256k1 library;

  private NativeSecp256k1(Secp256k1 library) {
    this.library = library;
  }

  /**
   * Loads the library.
   *
   * @throws IllegalStateException when it does not load on this platform
   */
  static NativeSecp256k1 load() {
    return new NativeSecp256k1(Secp256k1.get());
  }

  @Override
  public String provider() {
    return "libsecp256k1";
  }

  @Override
  public byte[] recover(byte[] digest, byte[] signature, int recoveryId) throws SignatureException {
    try {
      return library.ecdsaRecover(signature, digest, recoveryId);
    } catch (RuntimeException e) {
      throw new SignatureException("recovers no key", e);
    }
  }

  @Override
  public byte[] sign(byte[] secret, byte[] digest) {
    // Without extra data the library's nonce is that of RFC 6979, and its s is always the lower
    // one.
    return library.sign(digest, secret, null);
  }

  @Override
  public byte[] publicKey(byte[] secret) throws InvalidKeyException {
    if (!Secp256k1Encoding.isScalar(secret, 0)) {
      throw new InvalidKeyException("the secret is not between 1 and the group order");
    }
    return library.pubkeyCreate(secret);
  }
}
