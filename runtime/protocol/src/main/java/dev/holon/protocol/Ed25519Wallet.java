package dev.holon.protocol;

import dev.holon.protocol.crypto.Ed25519Keys;
import dev.holon.protocol.crypto.Ed25519Scheme;
import dev.holon.protocol.crypto.SignatureProvider;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** An Ed25519 key (signature type 2). Its signatures are deterministic. */
public final class Ed25519Wallet implements Wallet {
  private final byte[] seed;
  private final byte[] publicKey;
  private final Ed25519Scheme scheme;

  private Ed25519Wallet(byte[] seed, Ed25519Scheme scheme) {
    this.seed = seed;
    this.publicKey = Ed25519Keys.derive(seed);
    this.scheme = scheme;
  }

  /**
   * The wallet of a secret seed.
   *
   * @param seed 32 bytes (RFC 8032 §5.1.5)
   * @throws IllegalArgumentException when the length is another
   */
  public static Ed25519Wallet of(byte[] seed) {
    return of(seed, SignatureProvider.fastest());
  }

  static Ed25519Wallet of(byte[] seed, SignatureProvider provider) {
    if (seed.length != Ed25519Scheme.KEY_SIZE_BYTES) {
      throw new IllegalArgumentException("a seed is 32 bytes, got " + seed.length);
    }
    return new Ed25519Wallet(seed.clone(), provider.ed25519());
  }

  /** A new wallet. */
  public static Ed25519Wallet generate(SecureRandom random) {
    byte[] seed = new byte[Ed25519Scheme.KEY_SIZE_BYTES];
    random.nextBytes(seed);
    return of(seed);
  }

  /** The secret seed, 32 bytes. Whoever has it signs as this wallet. */
  public byte[] toSeed() {
    return seed.clone();
  }

  @Override
  public SignatureType signatureType() {
    return SignatureType.ED25519;
  }

  @Override
  public byte[] owner() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      return scheme.sign(seed, publicKey, message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(scheme.provider() + " does not sign with an Ed25519 key", e);
    }
  }

  @Override
  public String toString() {
    return "Ed25519Wallet[" + address() + "]";
  }
}
