package dev.holon.node.client;

import dev.holon.node.keys.KeyFile;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who signs. Without a choice: the development node's user key, else a key made at first use. */
final class WalletOption {
  private static final String NOTE = "throw-away key of the command holon";

  @Option(
      names = "--wallet",
      paramLabel = "FILE",
      description =
          "key that signs, a JWK file (default: ~/.holon/dev/keys/user.json, else"
              + " ~/.holon/wallet.json, made when missing)")
  private @Nullable Path file;

  /** Reads the wallet; makes the default one when there is none. */
  Wallet open(ClientContext context) throws ClientFailure {
    if (file != null) {
      return read(file);
    }
    Path own = context.home().resolve(".holon").resolve("wallet.json");
    Path ofDevNode = context.home().resolve(Path.of(".holon", "dev", "keys", "user.json"));
    for (Path each : List.of(ofDevNode, own)) {
      if (Files.exists(each)) {
        return read(each);
      }
    }
    try {
      Files.createDirectories(own.getParent());
      KeyFile.write(own, Secp256k1Wallet.generate(new SecureRandom()), NOTE);
    } catch (IOException e) {
      throw new ClientFailure(
          "cannot write a new key to " + own + ": " + e.getMessage(),
          "name a wallet with --wallet FILE");
    }
    context.errors().println("holon: made a new key, " + own);
    return read(own);
  }

  private static Wallet read(Path file) throws ClientFailure {
    try {
      return KeyFile.read(file);
    } catch (IOException e) {
      throw new ClientFailure(
          "cannot read the wallet " + file + ": " + e, "name one with --wallet FILE");
    } catch (KeyFile.UnusableException e) {
      throw new ClientFailure(String.valueOf(e.getMessage()), "name one with --wallet FILE");
    }
  }
}
