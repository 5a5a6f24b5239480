package dev.holon.protocol;

import dev.holon.protocol.crypto.Keccak256;
import dev.holon.protocol.crypto.Sha2;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A wallet's address as text: 43 characters of base64url (SHA-256 of the owner bytes), or {@code
 * 0x} and 40 hex digits with EIP-55 capitals for a secp256k1 key. Two spellings of one hex address
 * are two values; compare what {@link #ofEthereumKey} gives.
 */
public record Address(String text) {
  private static final int HEX_LENGTH = 42;
  private static final int ETHEREUM_SIZE_BYTES = 20;

  /**
   * Takes a text of either form; capitals of hex digits are free.
   *
   * @throws IllegalArgumentException when it has neither form
   */
  public Address {
    if (!isAddress(text)) {
      throw new IllegalArgumentException(
          "an address is 43 characters of base64url or 0x and 40 hex digits: " + text);
    }
  }

  /** Whether the text has one of the two forms. */
  public static boolean isAddress(String text) {
    return Id.isId(text) || isHex(text);
  }

  /**
   * The address that schedulers and gateways show: base64url SHA-256 of the owner field of any
   * type.
   */
  public static Address ofOwner(byte[] owner) {
    return new Address(Id.of(Sha2.sha256(owner)).toString());
  }

  /**
   * The address of a secp256k1 key, with the capitals of EIP-55.
   *
   * @param publicKey 65 bytes, 04 || X || Y
   */
  public static Address ofEthereumKey(byte[] publicKey) {
    byte[] hash = Keccak256.hash(Arrays.copyOfRange(publicKey, 1, publicKey.length));
    return ofEthereumBytes(
        Arrays.copyOfRange(hash, hash.length - ETHEREUM_SIZE_BYTES, hash.length));
  }

  /** The address that compute units show for an owner of that type. */
  static Address ofSigner(SignatureType type, byte[] owner) {
    return type == SignatureType.ETHEREUM ? ofEthereumKey(owner) : ofOwner(owner);
  }

  /**
   * EIP-55: a letter is a capital when the hash of the lower-case digits has a nibble of 8 or more
   * in its place.
   */
  private static Address ofEthereumBytes(byte[] address) {
    String digits = HexFormat.of().formatHex(address);
    byte[] hash = Keccak256.hash(digits.getBytes(StandardCharsets.US_ASCII));
    StringBuilder text = new StringBuilder(HEX_LENGTH).append("0x");
    for (int i = 0; i < digits.length(); i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      char digit = digits.charAt(i);
      text.append(nibble >= 8 && digit >= 'a' ? (char) (digit - 'a' + 'A') : digit);
    }
    return new Address(text.toString());
  }

  private static boolean isHex(String text) {
    if (text.length() != HEX_LENGTH || !text.startsWith("0x")) {
      return false;
    }
    for (int i = 2; i < HEX_LENGTH; i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
