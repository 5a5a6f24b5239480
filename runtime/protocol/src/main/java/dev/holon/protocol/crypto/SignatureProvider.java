package dev.holon.protocol.crypto;

import java.util.List;

/**
 * One implementation of each key scheme. All providers give the same answers; they differ in speed.
 *
 * @param rsa for signature type 1
 * @param ed25519 for types 2, 4, 5 and 6
 * @param secp256k1 for types 3 and 7
 * @param choices how each scheme's provider was chosen
 */
public record SignatureProvider(
    RsaScheme rsa, Ed25519Scheme ed25519, Secp256k1Scheme secp256k1, List<SchemeChoice> choices) {

  public SignatureProvider {
    choices = List.copyOf(choices);
  }

  /** The JDK and Bouncy Castle, no native code. */
  public static SignatureProvider portable() {
    return Portable.INSTANCE;
  }

  /**
   * The native library of each scheme where it loads and gives the known answers, the portable code
   * elsewhere. Loaded at the first call, once.
   */
  public static SignatureProvider fastest() {
    return Fastest.INSTANCE;
  }

  private static final class Portable {
    static final SignatureProvider INSTANCE =
        of(
            new SchemeLoader<RsaScheme>("RSA", new PortableRsa()),
            new SchemeLoader<Ed25519Scheme>("Ed25519", new PortableEd25519()),
            new SchemeLoader<Secp256k1Scheme>("secp256k1", new PortableSecp256k1()));
  }

  private static final class Fastest {
    static final SignatureProvider INSTANCE =
        of(
            new SchemeLoader<RsaScheme>(
                "RSA",
                new PortableRsa(),
                () -> new CorrettoRsa(Corretto.load()),
                KnownAnswer::agree),
            new SchemeLoader<Ed25519Scheme>(
                "Ed25519",
                new PortableEd25519(),
                () -> new CorrettoEd25519(Corretto.load()),
                KnownAnswer::agree),
            new SchemeLoader<Secp256k1Scheme>(
                "secp256k1", new PortableSecp256k1(), NativeSecp256k1::load, KnownAnswer::agree));
  }

  private static SignatureProvider of(
      SchemeLoader<RsaScheme> rsa,
      SchemeLoader<Ed25519Scheme> ed25519,
      SchemeLoader<Secp256k1Scheme> secp256k1) {
    return new SignatureProvider(
        rsa.scheme(),
        ed25519.scheme(),
        secp256k1.scheme(),
        List.of(rsa.choice(), ed25519.choice(), secp256k1.choice()));
  }
}
