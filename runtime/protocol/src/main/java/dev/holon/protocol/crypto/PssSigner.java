package dev.holon.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** RSASSA-PSS with SHA-256 through the platform's signature interface. */
final class PssSigner {
  private PssSigner() {}

  static byte[] sign(Signature signature, RSAPrivateCrtKey key, byte[] message, int saltSizeBytes)
      throws GeneralSecurityException {
    // The key comes first: Corretto refuses long salts when it does not know the modulus yet.
    signature.initSign(key);
    signature.setParameter(
        new PSSParameterSpec(
            "SHA-256",
            "MGF1",
            MGF1ParameterSpec.SHA256,
            saltSizeBytes,
            PSSParameterSpec.TRAILER_FIELD_BC));
    signature.update(message);
    return signature.sign();
  }
}
