package dev.holon.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;

/**
 * Ed25519 by Amazon's native library. Its own key factory is off unless a system property asks for
 * it, so keys are wrapped by the JDK's, which does not compute with them.
 */
final class CorrettoEd25519 implements Ed25519Scheme {
  private final Provider provider;

  CorrettoEd25519(Provider provider) {
    this.provider = provider;
  }

  @Override
  public String provider() {
    return Corretto.NAME;
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519", provider);
    verifier.initVerify(keys().generatePublic(Ed25519Keys.publicKey(publicKey)));
    verifier.update(message);
    return verifier.verify(signature);
  }

  @Override
  public byte[] sign(byte[] seed, byte[] publicKey, byte[] message)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519", provider);
    signer.initSign(keys().generatePrivate(Ed25519Keys.privateKey(seed)));
    signer.update(message);
    return signer.sign();
  }

  private static KeyFactory keys() throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519", "SunEC");
  }
}
