package dev.holon.protocol;

import dev.holon.protocol.crypto.Sha2;
import org.jspecify.annotations.Nullable;

/**
 * The bytes in which results are stored, sent between nodes, and hashed. Each result has one
 * encoding and each accepted encoding one result, so nodes that agree on a result agree on its
 * hash.
 *
 * <pre>
 * version u8 = 1 | gas used i64 | messages | spawns | assignments | output: value | error: presence u8, value
 * list       = count u32, elements
 * message    = target text | anchor text | tags | data
 * spawn      = anchor text | tags | data
 * assignment = processes: texts | message text | base layer: presence u8 | exclude: texts
 * tag        = name text | value text
 * data       = presence u8, then size u32 and bytes when 01
 * text       = size u32, UTF-8
 * value      = see ValueCodec
 * </pre>
 *
 * <p>Numbers are big endian; a presence is 00 or 01.
 */
public final class ResultCodec {
  /** The version this code writes, and the only one it reads. */
  public static final int VERSION = 1;

  /** Size of the largest encoding, in bytes: our own bound, above any outbox a process may have. */
  public static final int SIZE_BYTES_MAX = 256 * 1024 * 1024;

  /**
   * Nesting of lists and maps: our own bound, which keeps recursion far from the end of a thread's
   * stack.
   */
  public static final int DEPTH_MAX = 128;

  private ResultCodec() {}

  /**
   * The bytes of a result.
   *
   * @throws IllegalArgumentException when it exceeds {@link #SIZE_BYTES_MAX} or {@link #DEPTH_MAX}
   */
  public static byte[] encode(Result result) {
    return ResultWriter.write(result);
  }

  /**
   * The result of some bytes.
   *
   * @throws MalformedResultException when they are not what {@link #encode} writes
   */
  public static Result decode(byte[] encoded) throws MalformedResultException {
    requireSize(encoded);
    return ResultReader.read(encoded);
  }

  /**
   * The bytes of a value alone.
   *
   * @throws IllegalArgumentException when it exceeds {@link #SIZE_BYTES_MAX} or {@link #DEPTH_MAX}
   */
  public static byte[] encodeValue(Value value) {
    BinaryWriter writer = new BinaryWriter();
    ValueCodec.write(writer, value);
    return writer.toBytes();
  }

  /**
   * The value of some bytes.
   *
   * @throws MalformedResultException when they are not what {@link #encodeValue} writes
   */
  public static Value decodeValue(byte[] encoded) throws MalformedResultException {
    requireSize(encoded);
    BinaryReader reader = new BinaryReader(encoded);
    Value value = ValueCodec.read(reader);
    reader.requireEnd();
    return value;
  }

  /**
   * The hash of a process's results up to this one: SHA-256(previous | encoded).
   *
   * @param previous the hash up to the result before; null for the first, which counts as 32 zero
   *     bytes
   */
  public static Id chain(@Nullable Id previous, byte[] encoded) {
    byte[] before = previous == null ? new byte[Id.SIZE_BYTES] : previous.toBytes();
    return Id.of(Sha2.sha256(before, encoded));
  }

  private static void requireSize(byte[] encoded) throws MalformedResultException {
    if (encoded.length > SIZE_BYTES_MAX) {
      throw new MalformedResultException(encoded.length + " bytes, limit " + SIZE_BYTES_MAX);
    }
  }
}
