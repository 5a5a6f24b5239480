package dev.holon.node;

import dev.holon.node.keys.KeyFile;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.SignatureType;
import dev.holon.protocol.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The keys of a node, in one JSON Web Key file each. Those of a development node are made at its
 * first start. secp256k1: what the scheduler signs must be signed before the next slot can be
 * formed, and this is the cheap scheme that all of the network verifies.
 */
record KeyRing(Wallet scheduler, Wallet messenger) {
  private static final String NOTE = "throw-away key of a development node";

  /** Reads the keys of this folder; makes those that are missing. */
  static KeyRing open(Path folder) throws IOException, StartFailure {
    Files.createDirectories(folder);
    return new KeyRing(
        madeIfMissing(folder.resolve("scheduler.json")),
        madeIfMissing(folder.resolve("messenger.json")));
  }

  /** Reads the keys of these files, which must be there. */
  static KeyRing read(Path scheduler, Path messenger) throws IOException, StartFailure {
    return new KeyRing(wallet(scheduler), wallet(messenger));
  }

  private static Wallet madeIfMissing(Path file) throws IOException, StartFailure {
    if (!Files.exists(file)) {
      KeyFile.write(file, Secp256k1Wallet.generate(new SecureRandom()), NOTE);
    }
    return wallet(file);
  }

  private static Wallet wallet(Path file) throws IOException, StartFailure {
    try {
      Wallet wallet = KeyFile.read(file);
      if (wallet.signatureType() != SignatureType.ETHEREUM) {
        throw new StartFailure(file + " is no secp256k1 key: expected the members crv and d");
      }
      return wallet;
    } catch (KeyFile.UnusableException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
