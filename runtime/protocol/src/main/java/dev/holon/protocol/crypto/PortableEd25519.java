package dev.holon.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 by Bouncy Castle's low-level code, eight times faster than the JDK's.
 *
 * <p>Bouncy Castle checks the equation multiplied by the cofactor or the like: it also accepts
 * signatures where R or A has a component of small order, which the plain equation refuses and
 * which no honest signer makes. The test vectors in ed25519/small-order-components.json show it. So
 * both points are tested for membership in the group that the base point generates, and when one
 * fails, the JDK's verifier, which computes the plain equation, decides. The two tests make this
 * provider about 2.7 times slower than Bouncy Castle alone.
 */
final class PortableEd25519 implements Ed25519Scheme {
  @Override
  public String provider() {
    return "Bouncy Castle";
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    if (!Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length)) {
      return false;
    }
    boolean isPlain =
        Ed25519.validatePublicKeyFull(signature, 0) && Ed25519.validatePublicKeyFull(publicKey, 0);
    return isPlain || verifyPlainEquation(publicKey, message, signature);
  }

  @Override
  public byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
    byte[] signature = new byte[SIGNATURE_SIZE_BYTES];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  private static boolean verifyPlainEquation(byte[] publicKey, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519", "SunEC");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519", "SunEC")
            .generatePublic(Ed25519Keys.publicKey(publicKey)));
    verifier.update(message);
    return verifier.verify(signature);
  }
}
