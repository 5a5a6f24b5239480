package dev.holon.protocol.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import javax.crypto.Cipher;

/** RSA by Amazon's native library: the unpadded public operation, and signing. */
final class CorrettoRsa implements RsaScheme {
  private static final BigInteger EXPONENT = BigInteger.valueOf(PUBLIC_EXPONENT);

  private final Provider provider;

  CorrettoRsa(Provider provider) {
    this.provider = provider;
  }

  @Override
  public String provider() {
    return Corretto.NAME;
  }

  @Override
  public byte[] power(byte[] modulus, byte[] signature) throws GeneralSecurityException {
    RSAPublicKeySpec key = new RSAPublicKeySpec(new BigInteger(1, modulus), EXPONENT);
    Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, KeyFactory.getInstance("RSA", provider).generatePublic(key));
    return cipher.doFinal(signature);
  }

  @Override
  public byte[] sign(RSAPrivateCrtKey key, byte[] message, int saltSizeBytes)
      throws GeneralSecurityException {
    return PssSigner.sign(
        Signature.getInstance("RSASSA-PSS", provider), key, message, saltSizeBytes);
  }
}
