package dev.holon.protocol.crypto;

/** What all key schemes have in common. */
public sealed interface KeyScheme permits RsaScheme, Ed25519Scheme, Secp256k1Scheme {
  /** The provider, as logs and metrics name it. */
  String provider();
}
