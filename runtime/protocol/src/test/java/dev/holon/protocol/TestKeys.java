package dev.holon.protocol;

import dev.holon.protocol.crypto.SignatureProvider;
import java.util.HexFormat;

/** TEST KEYS: public, worthless, never to be used outside tests. */
final class TestKeys {
  private static final SignatureProvider PROVIDER = SignatureProvider.fastest();

  /** Bytes 00 to 1f, the seed of the worked example in arweave.md §1.1. */
  static final byte[] EXAMPLE_SEED =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  /** Bytes 01 to 20, the secp256k1 secret of the same example. */
  static final byte[] EXAMPLE_SECRET =
      HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");

  private TestKeys() {}

  static RsaWallet rsa() {
    return RsaWallet.ofJwk(Vectors.jwk("rsa-a.jwk.json"));
  }

  static RsaWallet rsa(SignatureProvider provider) {
    return RsaWallet.of(RsaJwk.read(Vectors.jwk("rsa-a.jwk.json")), provider);
  }

  static Ed25519Wallet ed25519() {
    return Ed25519Wallet.of(
        Vectors.hex(Vectors.json("keys/ed25519.json").get("seed").asText()), PROVIDER);
  }

  static Secp256k1Wallet secp256k1() {
    return Secp256k1Wallet.of(
        Vectors.hex(Vectors.json("keys/secp256k1.json").get("privateKey").asText()), PROVIDER);
  }
}
