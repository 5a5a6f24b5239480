package dev.holon.protocol.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;

/**
 * RSA by the JDK. The public operation is plain {@link BigInteger#modPow}: key factories test fresh
 * moduli for primality (23-35 ms in Bouncy Castle), which would hand attackers an amplifier.
 */
final class PortableRsa implements RsaScheme {
  private static final BigInteger EXPONENT = BigInteger.valueOf(PUBLIC_EXPONENT);

  @Override
  public String provider() {
    return "JDK";
  }

  @Override
  public byte[] power(byte[] modulus, byte[] signature) {
    BigInteger result = new BigInteger(1, signature).modPow(EXPONENT, new BigInteger(1, modulus));
    return UnsignedNumber.toBytes(result, SIZE_BYTES);
  }

  @Override
  public byte[] sign(RSAPrivateCrtKey key, byte[] message, int saltSizeBytes)
      throws GeneralSecurityException {
    return PssSigner.sign(
        Signature.getInstance("RSASSA-PSS", "SunRsaSign"), key, message, saltSizeBytes);
  }
}
