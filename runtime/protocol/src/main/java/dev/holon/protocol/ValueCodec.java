package dev.holon.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * One encoding for each {@link Value}: a kind byte, then the content.
 *
 * <pre>
 * 00 null   01 false   02 true   03 int: i64   04 float: IEEE 754 bits, every NaN as 7ff8000000000000
 * 05 text: size u32, bytes   06 list: count u32, values   07 map: count u32, (key: size u32, UTF-8; value)*
 * </pre>
 *
 * <p>Numbers are big endian. Entries keep their order, so two maps with other orders are two
 * values.
 */
final class ValueCodec {
  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int INT = 3;
  private static final int FLOAT = 4;
  private static final int TEXT = 5;
  private static final int LIST = 6;
  private static final int MAP = 7;

  private static final int VALUE_SIZE_BYTES_MIN = 1;
  private static final int ENTRY_SIZE_BYTES_MIN = Integer.BYTES + VALUE_SIZE_BYTES_MIN;

  private ValueCodec() {}

  static void write(BinaryWriter writer, Value value) {
    write(writer, value, 0);
  }

  static Value read(BinaryReader reader) throws MalformedResultException {
    return read(reader, 0);
  }

  /** Recursion is bounded by {@link ResultCodec#DEPTH_MAX}. */
  private static void write(BinaryWriter writer, Value value, int depth) {
    if (depth > ResultCodec.DEPTH_MAX) {
      throw new IllegalArgumentException("a value nested deeper than " + ResultCodec.DEPTH_MAX);
    }
    switch (value) {
      case Value.Null ignored -> writer.putByte(NULL);
      case Value.Bool bool -> writer.putByte(bool.value() ? TRUE : FALSE);
      case Value.Int number -> {
        writer.putByte(INT);
        writer.putLong(number.value());
      }
      case Value.Float number -> {
        writer.putByte(FLOAT);
        writer.putLong(Double.doubleToLongBits(number.value())); // one bit pattern for every NaN
      }
      case Value.Text text -> {
        writer.putByte(TEXT);
        writer.putBytes(text.value().toArray());
      }
      case Value.ListOf list -> {
        writer.putByte(LIST);
        writer.putInt(list.items().size());
        for (Value item : list.items()) {
          write(writer, item, depth + 1);
        }
      }
      case Value.MapOf map -> {
        writer.putByte(MAP);
        writer.putInt(map.entries().size());
        for (Value.Entry entry : map.entries()) {
          writer.putText(entry.key());
          write(writer, entry.value(), depth + 1);
        }
      }
    }
  }

  private static Value read(BinaryReader reader, int depth) throws MalformedResultException {
    if (depth > ResultCodec.DEPTH_MAX) {
      throw new MalformedResultException("a value nested deeper than " + ResultCodec.DEPTH_MAX);
    }
    int kind = reader.readByte();
    return switch (kind) {
      case NULL -> Value.NULL;
      case FALSE -> new Value.Bool(false);
      case TRUE -> new Value.Bool(true);
      case INT -> new Value.Int(reader.readLong());
      case FLOAT -> readFloat(reader);
      case TEXT -> new Value.Text(Bytes.of(reader.readBytes()));
      case LIST -> readList(reader, depth);
      case MAP -> readMap(reader, depth);
      default -> throw new MalformedResultException("unknown kind of value: " + kind);
    };
  }

  private static Value readFloat(BinaryReader reader) throws MalformedResultException {
    long bits = reader.readLong();
    double number = Double.longBitsToDouble(bits);
    if (Double.doubleToLongBits(number) != bits) {
      throw new MalformedResultException("a NaN with bits " + Long.toHexString(bits));
    }
    return new Value.Float(number);
  }

  private static Value readList(BinaryReader reader, int depth) throws MalformedResultException {
    int count = reader.readCount(VALUE_SIZE_BYTES_MIN);
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(read(reader, depth + 1));
    }
    return new Value.ListOf(items);
  }

  private static Value readMap(BinaryReader reader, int depth) throws MalformedResultException {
    int count = reader.readCount(ENTRY_SIZE_BYTES_MIN);
    List<Value.Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = reader.readText();
      entries.add(new Value.Entry(key, read(reader, depth + 1)));
    }
    return new Value.MapOf(entries);
  }
}
