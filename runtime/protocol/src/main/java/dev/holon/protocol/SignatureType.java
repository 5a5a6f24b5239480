package dev.holon.protocol;

import java.util.Optional;

/** The signature schemes of ANS-104 that Holon accepts, with the sizes of their fields in bytes. */
public enum SignatureType {
  ARWEAVE(1, 512, 512),
  ED25519(2, 64, 32),
  ETHEREUM(3, 65, 65),
  SOLANA(4, 64, 32),
  APTOS(5, 64, 32),
  MULTI_APTOS(6, 2052, 1025),
  TYPED_ETHEREUM(7, 65, 42);

  private final int code;
  private final int signatureSizeBytes;
  private final int ownerSizeBytes;

  SignatureType(int code, int signatureSizeBytes, int ownerSizeBytes) {
    this.code = code;
    this.signatureSizeBytes = signatureSizeBytes;
    this.ownerSizeBytes = ownerSizeBytes;
  }

  /** The number on the wire, unsigned 16 bit little endian there. */
  public int code() {
    return code;
  }

  public int signatureSizeBytes() {
    return signatureSizeBytes;
  }

  public int ownerSizeBytes() {
    return ownerSizeBytes;
  }

  /** The type with this number, or empty when Holon knows none. */
  public static Optional<SignatureType> ofCode(int code) {
    return code >= 1 && code <= values().length
        ? Optional.of(values()[code - 1])
        : Optional.empty();
  }
}
