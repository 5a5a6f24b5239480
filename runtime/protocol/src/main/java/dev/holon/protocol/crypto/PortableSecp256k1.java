package dev.holon.protocol.crypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** secp256k1 by Bouncy Castle's low-level code. */
final class PortableSecp256k1 implements Secp256k1Scheme {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final BigInteger ORDER = CURVE.getN();
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  @Override
  public String provider() {
    return "Bouncy Castle";
  }

  /**
   * SEC 1 §4.1.6: Q = r^-1 (s R - e G), where R is the point with x = r and the y that the recovery
   * id names.
   */
  @Override
  public byte[] recover(byte[] digest, byte[] signature, int recoveryId) throws SignatureException {
    BigInteger r = new BigInteger(1, signature, 0, 32);
    BigInteger s = new BigInteger(1, signature, 32, 32);
    BigInteger e = new BigInteger(1, digest);
    ECPoint point = decompress(signature, recoveryId);
    BigInteger inverse = BigIntegers.modOddInverse(ORDER, r);
    BigInteger generatorFactor = ORDER.subtract(e.mod(ORDER)).multiply(inverse).mod(ORDER);
    BigInteger pointFactor = s.multiply(inverse).mod(ORDER);
    ECPoint key =
        ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), generatorFactor, point, pointFactor);
    if (key.isInfinity()) {
      throw new SignatureException("recovers the point at infinity");
    }
    return key.getEncoded(false);
  }

  @Override
  public byte[] sign(byte[] secret, byte[] digest) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, secret), DOMAIN));
    BigInteger[] pair = signer.generateSignature(digest);
    BigInteger s = pair[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(pair[1]) : pair[1];
    byte[] signature = Arrays.copyOf(UnsignedNumber.toBytes(pair[0], 32), SIGNATURE_SIZE_BYTES);
    System.arraycopy(UnsignedNumber.toBytes(s, 32), 0, signature, 32, 32);
    return signature;
  }

  @Override
  public byte[] publicKey(byte[] secret) throws InvalidKeyException {
    if (!Secp256k1Encoding.isScalar(secret, 0)) {
      throw new InvalidKeyException("the secret is not between 1 and the group order");
    }
    return new FixedPointCombMultiplier()
        .multiply(CURVE.getG(), new BigInteger(1, secret))
        .getEncoded(false);
  }

  private static ECPoint decompress(byte[] signature, int recoveryId) throws SignatureException {
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (0x02 | recoveryId);
    System.arraycopy(signature, 0, compressed, 1, 32);
    try {
      return CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException e) {
      throw new SignatureException("r is the x coordinate of no point", e);
    }
  }
}
