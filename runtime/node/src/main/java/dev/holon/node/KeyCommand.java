package dev.holon.node;

import dev.holon.node.keys.KeyFile;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holon key}: makes a wallet for a cluster's scheduler or messenger, or for Arweave. */
@Command(
    name = "key",
    description =
        "Makes a key for the scheduler or the messenger of a cluster, or a wallet of Arweave, and prints its address.",
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "file to write; must not exist")
  private Path file = Path.of("key.json");

  @Option(
      names = "--arweave",
      description = "an Arweave wallet, which pays for settlement (RSA of 4096 bits)")
  private boolean isArweave;

  @Override
  public Integer call() {
    if (Files.exists(file)) {
      System.err.println("holon: " + file + " exists already: a key is never overwritten");
      return 1;
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      System.out.println((isArweave ? arweaveWallet() : clusterKey()).address().text());
      return 0;
    } catch (IOException e) {
      System.err.println("holon: " + file + " cannot be written: " + e.getMessage());
      return 1;
    }
  }

  private Wallet clusterKey() throws IOException {
    Secp256k1Wallet wallet = Secp256k1Wallet.generate(new SecureRandom());
    KeyFile.write(file, wallet, "key of a Holon cluster: a secret");
    return wallet;
  }

  private Wallet arweaveWallet() throws IOException {
    RsaWallet wallet = RsaWallet.generate(new SecureRandom());
    KeyFile.write(file, wallet, "Arweave wallet of a Holon cluster: a secret");
    return wallet;
  }
}
