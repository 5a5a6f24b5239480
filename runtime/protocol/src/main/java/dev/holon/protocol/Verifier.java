package dev.holon.protocol;

import dev.holon.protocol.crypto.SchemeChoice;
import dev.holon.protocol.crypto.SignatureProvider;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Checks signatures under the rules of arweave.md §4 and §5; thread-safe. Every provider gives the
 * same answers.
 */
public final class Verifier {
  private final SignatureProvider provider;
  private final Map<SignatureType, SignatureCheck> checks = new EnumMap<>(SignatureType.class);

  private Verifier(SignatureProvider provider) {
    this.provider = provider;
    for (SignatureType type : SignatureType.values()) {
      checks.put(type, checkOf(type, provider));
    }
  }

  /** Uses the fastest provider that loads for each scheme. */
  public static Verifier fastest() {
    return new Verifier(SignatureProvider.fastest());
  }

  /** Uses Bouncy Castle and the JDK only. */
  public static Verifier portable() {
    return new Verifier(SignatureProvider.portable());
  }

  /**
   * Which provider serves each key scheme, and why not the native one; for the node to log at
   * start.
   */
  public List<SchemeChoice> choices() {
    return provider.choices();
  }

  /**
   * Checks an item's signature.
   *
   * @return proof of the check
   * @throws ItemException when the signature is invalid
   */
  public VerifiedItem verify(DataItem item) throws ItemException {
    check(item.signatureType(), item.owner(), item.signature(), item.signatureMessage());
    return new VerifiedItem(item);
  }

  /**
   * Whether an Arweave key signed the message, as in a bundler's receipt: RSA-PSS with a salt of
   * any length.
   *
   * @param modulus 512 bytes
   * @param message the signed bytes, of any length
   */
  public boolean isArweaveSignature(byte[] modulus, byte[] message, byte[] signature) {
    if (modulus.length != SignatureType.ARWEAVE.ownerSizeBytes()
        || signature.length != SignatureType.ARWEAVE.signatureSizeBytes()) {
      return false;
    }
    try {
      check(SignatureType.ARWEAVE, modulus, signature, message);
      return true;
    } catch (ItemException e) {
      return false;
    }
  }

  private void check(SignatureType type, byte[] owner, byte[] signature, byte[] message)
      throws ItemException {
    SignatureCheck check = checks.get(type);
    if (check == null) {
      throw new IllegalStateException("no check for " + type);
    }
    try {
      check.check(owner, signature, message);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Providers refuse odd keys and numbers in ways of their own; each means that the signature
      // is invalid.
      throw new ItemException(
          ItemError.BAD_SIGNATURE, "the provider refuses it: " + e.getMessage());
    }
  }

  private static SignatureCheck checkOf(SignatureType type, SignatureProvider provider) {
    return switch (type) {
      case ARWEAVE -> new RsaCheck(provider.rsa());
      case ED25519 -> new Ed25519Check(provider.ed25519(), UnaryOperator.identity());
      case ETHEREUM -> new EthereumCheck(provider.secp256k1());
      case SOLANA -> new Ed25519Check(provider.ed25519(), SigningPayload::solana);
      case APTOS -> new Ed25519Check(provider.ed25519(), SigningPayload::aptos);
      case MULTI_APTOS -> new MultiEd25519Check(provider.ed25519());
      case TYPED_ETHEREUM -> new TypedEthereumCheck(provider.secp256k1());
    };
  }
}
