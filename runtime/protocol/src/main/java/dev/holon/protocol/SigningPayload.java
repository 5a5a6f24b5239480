package dev.holon.protocol;

import dev.holon.protocol.crypto.Keccak256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What each signature type feeds to its key scheme in place of the 48-byte message itself
 * (arweave.md §4).
 */
final class SigningPayload {
  private static final byte[] PERSONAL_PREFIX = ascii("\u0019Ethereum Signed Message:\n48");
  private static final byte[] TYPED_PREFIX = {0x19, 0x01};
  private static final byte[] TYPED_DOMAIN =
      Keccak256.hash(
          Keccak256.hash(ascii("EIP712Domain(string name,string version)")),
          Keccak256.hash(ascii("Bundlr")),
          Keccak256.hash(ascii("1")));
  private static final byte[] TYPED_STRUCT =
      Keccak256.hash(ascii("Bundlr(bytes Transaction hash,address address)"));
  private static final byte[] ADDRESS_PADDING = new byte[12];

  private SigningPayload() {}

  /** Type 4: the lower-case hex text of the message. */
  static byte[] solana(byte[] message) {
    return ascii(HexFormat.of().formatHex(message));
  }

  /** Type 5: the text that Aptos wallets show. */
  static byte[] aptos(byte[] message) {
    return ascii("APTOS\nmessage: " + HexFormat.of().formatHex(message) + "\nnonce: bundlr");
  }

  /** Type 3: the digest of {@code personal_sign}, 32 bytes. */
  static byte[] ethereum(byte[] message) {
    return Keccak256.hash(PERSONAL_PREFIX, message);
  }

  /**
   * Type 7: the digest of EIP-712 typed data, 32 bytes.
   *
   * @param owner 42 ASCII characters, 0x and 40 hex digits
   * @throws IllegalArgumentException when the owner is not of that form
   */
  static byte[] typedEthereum(byte[] message, byte[] owner) {
    byte[] address =
        HexFormat.of().parseHex(new String(owner, 2, owner.length - 2, StandardCharsets.US_ASCII));
    byte[] struct = Keccak256.hash(TYPED_STRUCT, Keccak256.hash(message), ADDRESS_PADDING, address);
    return Keccak256.hash(TYPED_PREFIX, TYPED_DOMAIN, struct);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
