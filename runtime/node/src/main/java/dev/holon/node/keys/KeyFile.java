package dev.holon.node.keys;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Wallet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A wallet as a JSON Web Key (RFC 7517) in a file of its own: an Arweave wallet ({@code kty} RSA,
 * RFC 7518 §6.3) or a secp256k1 key ({@code kty} EC, RFC 8812 §3), of which only {@code d} is used.
 */
public final class KeyFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SIZE_BYTES_MAX = 64L << 10;

  private KeyFile() {}

  /** The file is there but holds no usable key. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }
  }

  /**
   * Reads a wallet.
   *
   * @throws UnusableException when the file holds none; says what is wrong with it
   */
  public static Wallet read(Path file) throws IOException, UnusableException {
    if (Files.size(file) > SIZE_BYTES_MAX) {
      throw new UnusableException(file + " is larger than " + SIZE_BYTES_MAX + " bytes: no key");
    }
    Map<String, String> members = members(file);
    try {
      if ("RSA".equals(members.get("kty"))) {
        return RsaWallet.ofJwk(members);
      }
      String secret = members.get("d");
      if (secret == null || !"secp256k1".equals(members.get("crv"))) {
        throw new UnusableException(
            file + " is no key of a wallet: expected kty RSA, or the members crv secp256k1 and d");
      }
      return Secp256k1Wallet.of(Base64.getUrlDecoder().decode(secret));
    } catch (IllegalArgumentException e) {
      throw new UnusableException(file + " holds no usable key: " + e.getMessage());
    }
  }

  private static Map<String, String> members(Path file) throws IOException, UnusableException {
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new UnusableException(file + " is no JSON");
    }
    Map<String, String> members = new TreeMap<>();
    json.properties().forEach(member -> members.put(member.getKey(), member.getValue().asText()));
    return members;
  }

  /** Writes a key that only its owner can read: whole or not at all, and in one move. */
  public static void write(Path file, Secp256k1Wallet wallet, String note) throws IOException {
    Map<String, String> members = new TreeMap<>();
    members.put("kty", "EC");
    members.put("crv", "secp256k1");
    members.put("d", Base64.getUrlEncoder().withoutPadding().encodeToString(wallet.toSecret()));
    write(file, members, note);
  }

  /** As above, an Arweave wallet. */
  public static void write(Path file, RsaWallet wallet, String note) throws IOException {
    write(file, new TreeMap<>(wallet.toJwk()), note);
  }

  private static void write(Path file, Map<String, String> members, String note)
      throws IOException {
    members.put("note", note);
    // Whole or not at all: a key half written would lock its owner out.
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, JSON.writeValueAsString(members) + "\n", StandardOpenOption.WRITE);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
