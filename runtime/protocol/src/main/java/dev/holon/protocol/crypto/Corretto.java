package dev.holon.protocol.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;

/** Loads Amazon Corretto Crypto Provider without registering it with the platform. */
final class Corretto {
  static final String NAME = "Corretto";

  private Corretto() {}

  /**
   * The provider, its native library loaded.
   *
   * @throws IllegalStateException when the library does not load here; its message tells why
   */
  static Provider load() {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    Throwable error = provider.getLoadingError();
    if (error != null) {
      throw new IllegalStateException("the native library does not load: " + error, error);
    }
    return provider;
  }
}
