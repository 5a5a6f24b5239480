package dev.holon.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The native and the portable implementation, asked the same random questions. */
class ProvidersAgreeTest {
  private static final SignatureProvider PORTABLE = SignatureProvider.portable();
  private static final SignatureProvider FASTEST = SignatureProvider.fastest();

  @Property(tries = 300)
  void recoveredKeys(
      @ForAll("numbers") byte[] digest, @ForAll("numbers") byte[] r, @ForAll("numbers") byte[] s) {
    byte[] signature = new byte[64];
    System.arraycopy(r, 0, signature, 0, 32);
    System.arraycopy(s, 0, signature, 32, 32);
    if (!Secp256k1Encoding.isScalar(r, 0) || !Secp256k1Encoding.isScalar(s, 0)) {
      return;
    }
    for (int recoveryId = 0; recoveryId <= 1; recoveryId++) {
      assertEquals(
          recover(PORTABLE, digest, signature, recoveryId),
          recover(FASTEST, digest, signature, recoveryId));
    }
  }

  private static String recover(
      SignatureProvider provider, byte[] digest, byte[] signature, int recoveryId) {
    try {
      return HexFormat.of().formatHex(provider.secp256k1().recover(digest, signature, recoveryId));
    } catch (GeneralSecurityException e) {
      return "none";
    }
  }

  @Property(tries = 100)
  void signatures(@ForAll("numbers") byte[] secret, @ForAll("numbers") byte[] digest)
      throws GeneralSecurityException {
    if (!Secp256k1Encoding.isScalar(secret, 0)) {
      return;
    }
    assertEquals(
        HexFormat.of().formatHex(PORTABLE.secp256k1().sign(secret, digest)),
        HexFormat.of().formatHex(FASTEST.secp256k1().sign(secret, digest)));
    assertEquals(
        HexFormat.of().formatHex(PORTABLE.secp256k1().publicKey(secret)),
        HexFormat.of().formatHex(FASTEST.secp256k1().publicKey(secret)));
  }

  @Property(tries = 50)
  void rsaPowers(@ForAll("moduli") byte[] modulus, @ForAll("numbers") byte[] low)
      throws GeneralSecurityException {
    byte[] base = new byte[RsaScheme.SIZE_BYTES];
    System.arraycopy(low, 0, base, RsaScheme.SIZE_BYTES - low.length, low.length);

    assertEquals(
        HexFormat.of().formatHex(PORTABLE.rsa().power(modulus, base)),
        HexFormat.of().formatHex(FASTEST.rsa().power(modulus, base)));
  }

  @Property(tries = 300)
  void ed25519Verdicts(
      @ForAll("numbers") byte[] key, @ForAll("numbers") byte[] r, @ForAll("numbers") byte[] s) {
    byte[] signature = new byte[64];
    System.arraycopy(r, 0, signature, 0, 32);
    System.arraycopy(s, 0, signature, 32, 32);
    if (!Ed25519Encoding.isUsableKey(key) || !Ed25519Encoding.hasCanonicalScalar(signature)) {
      return;
    }
    assertEquals(verify(PORTABLE, key, signature), verify(FASTEST, key, signature));
  }

  private static boolean verify(SignatureProvider provider, byte[] key, byte[] signature) {
    try {
      return provider.ed25519().verify(key, new byte[48], signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<byte[]> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofSize(32),
        Arbitraries.bytes().between((byte) 0, (byte) 2).array(byte[].class).ofSize(32),
        Arbitraries.bytes().between((byte) -2, (byte) -1).array(byte[].class).ofSize(32));
  }

  @Provide
  Arbitrary<byte[]> moduli() {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofSize(RsaScheme.SIZE_BYTES)
        .map(
            bytes -> {
              bytes[0] |= (byte) 0x80;
              bytes[bytes.length - 1] |= 1;
              return bytes;
            });
  }
}
