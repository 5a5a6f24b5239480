package dev.holon.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A file of keys or certificates in the text encoding of RFC 7468. */
final class PemFile {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String RULE = "-----";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final long SIZE_BYTES_MAX = 1 << 20;

  /** AlgorithmIdentifier of RFC 3279 §2.3.1: rsaEncryption, without parameters. */
  private static final byte[] RSA =
      new byte[] {
        0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
      };

  /** Object identifier of RFC 3279 §2.3.5: id-ecPublicKey. */
  private static final byte[] EC =
      new byte[] {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final byte[] VERSION = new byte[] {2, 1, 0};
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xa0;

  private final List<Block> blocks;

  /** What stands between two lines. */
  private static final class Block {
    private final String label;
    private final byte[] bytes;

    Block(String label, byte[] bytes) {
      this.label = label;
      this.bytes = bytes;
    }
  }

  private PemFile(List<Block> blocks) {
    this.blocks = blocks;
  }

  /**
   * Reads a file; what stands between blocks is skipped.
   *
   * @throws IOException when it cannot be read or a block is malformed
   */
  static PemFile read(Path file) throws IOException {
    if (Files.size(file) > SIZE_BYTES_MAX) {
      throw new IOException("larger than " + SIZE_BYTES_MAX + " bytes");
    }
    List<Block> blocks = new ArrayList<>();
    String label = null;
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      String stripped = line.strip();
      if (label == null && stripped.startsWith(BEGIN) && stripped.endsWith(RULE)) {
        label = stripped.substring(BEGIN.length(), stripped.length() - RULE.length());
        text.setLength(0);
      } else if (label != null && stripped.equals(END + label + RULE)) {
        blocks.add(new Block(label, decode(label, text.toString())));
        label = null;
      } else if (label != null) {
        text.append(stripped);
      }
    }
    if (label != null) {
      throw new IOException("the block " + label + " has no end");
    }
    return new PemFile(blocks);
  }

  private static byte[] decode(String label, String text) throws IOException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("the block " + label + " is no base64: " + e.getMessage(), e);
    }
  }

  /**
   * The first private key: RSA, EC, Ed25519 or Ed448, in PKCS #8, or as older tools write RSA (PKCS
   * #1) and EC (SEC 1).
   *
   * @throws IOException when there is none that can be read
   */
  PrivateKey privateKey() throws IOException {
    for (Block block : blocks) {
      if (block.label.endsWith("PRIVATE KEY")) {
        return key(block);
      }
    }
    throw new IOException("no private key in it: expected a block PRIVATE KEY");
  }

  private static PrivateKey key(Block block) throws IOException {
    return switch (block.label) {
      case "PRIVATE KEY" -> key(block.bytes);
      case "RSA PRIVATE KEY" -> key(wrapped(RSA, block.bytes));
      case "EC PRIVATE KEY" -> {
        byte[] curve = Der.child(block.bytes, PARAMETERS);
        yield key(wrapped(Der.of(SEQUENCE, EC, curve), block.bytes));
      }
      default ->
          throw new IOException(
              "the node cannot read a " + block.label + "; expected one without password");
    };
  }

  /** RFC 5208 §5: version, algorithm, key. */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return Der.of(SEQUENCE, VERSION, algorithm, Der.of(OCTETS, key));
  }

  private static PrivateKey key(byte[] pkcs8) throws IOException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // Of another algorithm, or none.
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }
    throw new IOException("its key is none of " + ALGORITHMS);
  }

  /**
   * All certificates, in order.
   *
   * @throws IOException when there is none, or one cannot be read
   */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label.equals("CERTIFICATE")) {
        certificates.add(certificate(block.bytes));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException("no certificate in it: expected a block CERTIFICATE");
    }
    return certificates;
  }

  private static X509Certificate certificate(byte[] bytes) throws IOException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new IOException("a certificate cannot be read: " + e.getMessage(), e);
    }
  }

  /** As much of X.690's distinguished encoding as keys need. */
  private static final class Der {
    private Der() {}

    static byte[] of(int tag, byte[]... parts) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        content.writeBytes(part);
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.write(tag);
      int length = content.size();
      if (length < 0x80) {
        whole.write(length);
      } else {
        whole.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
      }
      whole.writeBytes(content.toByteArray());
      return whole.toByteArray();
    }

    /** The content of the first element with this tag in a sequence. */
    static byte[] child(byte[] sequence, int tag) throws IOException {
      int at = contentAt(sequence, 0);
      while (at < sequence.length) {
        int content = contentAt(sequence, at);
        int end = content + length(sequence, at);
        if (end > sequence.length) {
          break;
        }
        if ((sequence[at] & 0xff) == tag) {
          return Arrays.copyOfRange(sequence, content, end);
        }
        at = end;
      }
      throw new IOException("the key does not name its curve");
    }

    private static int contentAt(byte[] bytes, int at) throws IOException {
      int first = byteAt(bytes, at + 1);
      return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] bytes, int at) throws IOException {
      int first = byteAt(bytes, at + 1);
      if (first < 0x80) {
        return first;
      }
      if (first > 0x82) {
        throw new IOException("the key is malformed");
      }
      int length = 0;
      for (int i = 0; i < first - 0x80; i++) {
        length = length << 8 | byteAt(bytes, at + 2 + i);
      }
      return length;
    }

    private static int byteAt(byte[] bytes, int at) throws IOException {
      if (at >= bytes.length) {
        throw new IOException("the key is cut off");
      }
      return bytes[at] & 0xff;
    }
  }
}
