package dev.holon.protocol;

import dev.holon.protocol.crypto.RsaScheme;
import dev.holon.protocol.crypto.SignatureProvider;
import dev.holon.protocol.crypto.UnsignedNumber;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Map;

/**
 * An Arweave key: RSA of 4096 bits (signature type 1). A signature costs milliseconds of a core.
 */
public final class RsaWallet implements Wallet {
  private static final int MODULUS_SIZE_BITS = 4096;

  private final RSAPrivateCrtKey key;
  private final byte[] modulus;
  private final Salt salt;
  private final RsaScheme scheme;

  /** The salt of RSA-PSS. Verifiers accept any; it decides whether equal content gets equal ids. */
  public enum Salt {
    /** 32 random bytes, as browser wallets and the base layer's node do. */
    RANDOM(32),
    /** No salt: the signature, and so the item's id, is a function of key and content. */
    EMPTY(0);

    private final int sizeBytes;

    Salt(int sizeBytes) {
      this.sizeBytes = sizeBytes;
    }

    /** Size of the salt, in bytes. */
    public int sizeBytes() {
      return sizeBytes;
    }
  }

  private RsaWallet(RSAPrivateCrtKey key, Salt salt, RsaScheme scheme) {
    this.key = key;
    this.modulus = UnsignedNumber.toBytes(key.getModulus(), RsaScheme.SIZE_BYTES);
    this.salt = salt;
    this.scheme = scheme;
  }

  /**
   * Reads the members of a JWK file; members that are none of the key's are ignored. Signs with
   * {@link Salt#RANDOM}.
   *
   * @param members kty, n, e, d, p, q, dp, dq and qi, numbers in base64url
   * @throws IllegalArgumentException when a member is missing or malformed, or the key is not 4096
   *     bits with e = 65537
   */
  public static RsaWallet ofJwk(Map<String, String> members) {
    return of(RsaJwk.read(members), SignatureProvider.fastest());
  }

  static RsaWallet of(RSAPrivateCrtKey key, SignatureProvider provider) {
    if (key.getModulus().bitLength() != MODULUS_SIZE_BITS) {
      throw new IllegalArgumentException(
          "the key has " + key.getModulus().bitLength() + " bits, expected 4096");
    }
    if (!key.getPublicExponent().equals(BigInteger.valueOf(RsaScheme.PUBLIC_EXPONENT))) {
      throw new IllegalArgumentException(
          "the public exponent is " + key.getPublicExponent() + ", expected 65537");
    }
    return new RsaWallet(key, Salt.RANDOM, provider.rsa());
  }

  /** A new wallet. Takes about a second of a core, at times several. */
  public static RsaWallet generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
      generator.initialize(
          new RSAKeyGenParameterSpec(MODULUS_SIZE_BITS, RSAKeyGenParameterSpec.F4), random);
      return of(
          (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate(), SignatureProvider.fastest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform makes no RSA keys of 4096 bits", e);
    }
  }

  /** The same key with another salt. */
  public RsaWallet withSalt(Salt other) {
    return new RsaWallet(key, other, scheme);
  }

  /** The members of a JWK file, secrets included. Whoever has them signs as this wallet. */
  public Map<String, String> toJwk() {
    return RsaJwk.write(key);
  }

  @Override
  public SignatureType signatureType() {
    return SignatureType.ARWEAVE;
  }

  @Override
  public byte[] owner() {
    return modulus.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      return scheme.sign(key, message, salt.sizeBytes());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(scheme.provider() + " does not sign with an RSA key", e);
    }
  }

  @Override
  public String toString() {
    return "RsaWallet[" + address() + ", " + salt + "]";
  }
}
