package dev.holon.protocol;

import java.util.function.UnaryOperator;

/**
 * A wallet of a signature type that the node itself does not sign with, made from a wallet of the
 * same key scheme.
 */
record PayloadWallet(SignatureType signatureType, Bytes ownerBytes, UnaryOperator<byte[]> signer)
    implements Wallet {
  @Override
  public byte[] owner() {
    return ownerBytes.toArray();
  }

  @Override
  public byte[] sign(byte[] message) {
    return signer.apply(message);
  }

  static Wallet solana(Ed25519Wallet key) {
    return new PayloadWallet(
        SignatureType.SOLANA,
        Bytes.of(key.owner()),
        message -> key.sign(SigningPayload.solana(message)));
  }

  static Wallet aptos(Ed25519Wallet key) {
    return new PayloadWallet(
        SignatureType.APTOS,
        Bytes.of(key.owner()),
        message -> key.sign(SigningPayload.aptos(message)));
  }

  static Wallet typedEthereum(Secp256k1Wallet key, String owner) {
    Bytes ownerBytes = Bytes.ofUtf8(owner);
    return new PayloadWallet(
        SignatureType.TYPED_ETHEREUM,
        ownerBytes,
        message -> key.signDigest(SigningPayload.typedEthereum(message, ownerBytes.toArray())));
  }
}
