package dev.holon.node;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Wallet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys of a development node, made at its first start and kept in one JSON Web Key file each.
 * secp256k1: what the scheduler signs must be signed before the next slot can be formed, and this
 * is the cheap scheme that all of the network verifies.
 */
record KeyRing(Wallet scheduler, Wallet messenger) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTE = "throw-away key of a development node";

  /** Reads the keys of this folder; makes those that are missing. */
  static KeyRing open(Path folder) throws IOException, StartFailure {
    Files.createDirectories(folder);
    return new KeyRing(
        wallet(folder.resolve("scheduler.json")), wallet(folder.resolve("messenger.json")));
  }

  private static Wallet wallet(Path file) throws IOException, StartFailure {
    if (!Files.exists(file)) {
      write(file, Secp256k1Wallet.generate(new SecureRandom()));
    }
    Map<String, String> members =
        JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), new TypeReference<>() {});
    String secret = members.get("d");
    if (secret == null || !"secp256k1".equals(members.get("crv"))) {
      throw new StartFailure(file + " is no secp256k1 key: expected the members crv and d");
    }
    try {
      return Secp256k1Wallet.of(Base64.getUrlDecoder().decode(secret));
    } catch (IllegalArgumentException e) {
      throw new StartFailure(file + " holds no usable key: " + e.getMessage(), e);
    }
  }

  private static void write(Path file, Secp256k1Wallet wallet) throws IOException {
    Map<String, String> members = new TreeMap<>();
    members.put("kty", "EC");
    members.put("crv", "secp256k1");
    members.put("d", Base64.getUrlEncoder().withoutPadding().encodeToString(wallet.toSecret()));
    members.put("note", NOTE);
    // Whole or not at all: a key half written would lock its owner out.
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, JSON.writeValueAsString(members) + "\n", StandardOpenOption.WRITE);
    Files.move(temporary, file);
  }
}
