package dev.holon.protocol;

import dev.holon.protocol.crypto.Secp256k1Encoding;
import dev.holon.protocol.crypto.Secp256k1Scheme;
import dev.holon.protocol.crypto.SignatureProvider;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A secp256k1 key that signs as Ethereum wallets do (signature type 3). Its signatures are
 * deterministic: RFC 6979 nonce, low s, v of 27 or 28; every provider gives the same bytes.
 */
public final class Secp256k1Wallet implements Wallet {
  private final byte[] secret;
  private final byte[] publicKey;
  private final Secp256k1Scheme scheme;

  private Secp256k1Wallet(byte[] secret, Secp256k1Scheme scheme) throws GeneralSecurityException {
    this.secret = secret;
    this.publicKey = scheme.publicKey(secret);
    this.scheme = scheme;
  }

  /**
   * The wallet of a secret number.
   *
   * @param secret 32 bytes big endian, more than 0 and less than the group order
   * @throws IllegalArgumentException when it is not
   */
  public static Secp256k1Wallet of(byte[] secret) {
    return of(secret, SignatureProvider.fastest());
  }

  static Secp256k1Wallet of(byte[] secret, SignatureProvider provider) {
    if (secret.length != Secp256k1Scheme.SECRET_SIZE_BYTES
        || !Secp256k1Encoding.isScalar(secret, 0)) {
      throw new IllegalArgumentException(
          "a secret is 32 bytes, more than 0 and less than the group order");
    }
    try {
      return new Secp256k1Wallet(secret.clone(), provider.secp256k1());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the provider refuses the secret", e);
    }
  }

  /** A new wallet. */
  public static Secp256k1Wallet generate(SecureRandom random) {
    byte[] secret = new byte[Secp256k1Scheme.SECRET_SIZE_BYTES];
    do {
      random.nextBytes(secret); // all but one draw in 2^128 is in range
    } while (!Secp256k1Encoding.isScalar(secret, 0));
    return of(secret);
  }

  /** The secret number, 32 bytes big endian. Whoever has it signs as this wallet. */
  public byte[] toSecret() {
    return secret.clone();
  }

  @Override
  public SignatureType signatureType() {
    return SignatureType.ETHEREUM;
  }

  @Override
  public byte[] owner() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    return signDigest(SigningPayload.ethereum(message));
  }

  /** Signs 32 bytes as they are: r || s || v. */
  byte[] signDigest(byte[] digest) {
    try {
      byte[] pair = scheme.sign(secret, digest);
      byte[] signature = Arrays.copyOf(pair, SignatureType.ETHEREUM.signatureSizeBytes());
      signature[pair.length] = (byte) (EthereumCheck.V_BASE + recoveryId(digest, pair));
      return signature;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(scheme.provider() + " does not sign with a secp256k1 key", e);
    }
  }

  /**
   * Recovering finds v and also catches a signature that went wrong, which could give the secret
   * away.
   */
  private int recoveryId(byte[] digest, byte[] pair) throws GeneralSecurityException {
    for (int recoveryId = 0; recoveryId <= 1; recoveryId++) {
      if (Arrays.equals(scheme.recover(digest, pair, recoveryId), publicKey)) {
        return recoveryId;
      }
    }
    throw new IllegalStateException(
        scheme.provider() + " made a signature that is not this wallet's");
  }

  @Override
  public String toString() {
    return "Secp256k1Wallet[" + signerAddress() + "]";
  }
}
