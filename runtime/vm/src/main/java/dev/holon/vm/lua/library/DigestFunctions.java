package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Digests, and codes with a key (RFC 2104), by the names that {@code crypto.lua} gives them. */
final class DigestFunctions {
  /** What a digest costs before its first byte; each byte costs one more. */
  private static final int DIGEST_GAS = 100;

  private static final int DIGEST_BYTES_MAX = 64;

  private DigestFunctions() {}

  /** {@code digest(name, bytes)}: the digest's bytes. */
  static void digest(Call call) {
    ByteString bytes = call.string(2);
    charge(call.heap(), (long) call.string(1).length() + bytes.length());
    call.give(ByteString.wrap(digest(call, bytes.array())));
  }

  /** {@code hmac(name, key, bytes)}: the code's bytes. */
  static void hmac(Call call) {
    byte[] key = call.string(2).array();
    byte[] bytes = call.string(3).array();
    charge(call.heap(), 3L * DIGEST_GAS + call.string(1).length() + key.length + bytes.length);
    call.heap().allocate(bytes.length);
    int blockSize = call.string(1).tojstring().equals("sha2_512") ? 128 : 64;
    byte[] block = Arrays.copyOf(key.length > blockSize ? digest(call, key) : key, blockSize);
    byte[] inner = digest(call, padded(block, 0x36, bytes));
    call.give(ByteString.wrap(digest(call, padded(block, 0x5c, inner))));
  }

  private static void charge(Heap heap, long bytes) {
    heap.spend(DIGEST_GAS + bytes);
    heap.allocateString(DIGEST_BYTES_MAX);
  }

  private static byte[] padded(byte[] key, int mask, byte[] bytes) {
    byte[] all = Arrays.copyOf(key, key.length + bytes.length);
    for (int i = 0; i < key.length; i++) {
      all[i] = (byte) (key[i] ^ mask);
    }
    System.arraycopy(bytes, 0, all, key.length, bytes.length);
    return all;
  }

  private static byte[] digest(Call call, byte[] bytes) {
    String name = call.string(1).tojstring();
    if (name.equals("keccak256")) {
      return Keccak.digest(bytes, 32);
    } else if (name.equals("keccak512")) {
      return Keccak.digest(bytes, 64);
    }
    String algorithm = algorithm(name);
    if (algorithm == null) {
      throw call.argumentError(1, "unknown digest");
    }
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm, e);
    }
  }

  private static @Nullable String algorithm(String name) {
    return switch (name) {
      case "sha2_256" -> "SHA-256";
      case "sha2_512" -> "SHA-512";
      case "sha3_256" -> "SHA3-256";
      case "sha3_512" -> "SHA3-512";
      case "sha1" -> "SHA-1";
      case "md5" -> "MD5";
      default -> null;
    };
  }
}
