package dev.holon.protocol.crypto;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which provider serves a key scheme, for the node to log at start.
 *
 * @param scheme RSA, Ed25519 or secp256k1
 * @param provider the provider in use
 * @param fallbackReason why the native provider is not in use; null when it is, or when it was not
 *     asked for
 */
public record SchemeChoice(String scheme, String provider, @Nullable String fallbackReason) {
  /** Why the native provider is not in use; empty when it is, or when it was not asked for. */
  public Optional<String> reason() {
    return Optional.ofNullable(fallbackReason);
  }
}
