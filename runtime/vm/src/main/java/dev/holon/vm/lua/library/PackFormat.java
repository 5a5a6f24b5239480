package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.value.ByteString;

/**
 * Reads the options of a pack format one after the other (Lua 5.3 manual §6.4.2), with the sizes of
 * a 64-bit little-endian machine. A zero byte ends the format.
 */
final class PackFormat {

  /** What an option stands for. */
  enum Kind {
    SIGNED,
    UNSIGNED,
    FLOAT,
    FIXED_STRING,
    COUNTED_STRING,
    ZERO_STRING,
    PADDING,
    ALIGNMENT,
    NONE
  }

  private static final int INTEGER_SIZE_MAX = 16;
  private static final int NATIVE_ALIGNMENT = 8;
  private static final int COUNT_MAX = (Integer.MAX_VALUE - 9) / 10;

  private final Call call;
  private final byte[] format;
  private int next;
  private boolean isLittleEndian = true;
  private int alignmentMax = 1;
  private int size;
  private int padding;

  PackFormat(Call call, ByteString format) {
    this.call = call;
    this.format = format.array();
  }

  boolean hasNext() {
    return next < format.length && format[next] != 0;
  }

  boolean isLittleEndian() {
    return isLittleEndian;
  }

  /** Bytes of the option read last, without its padding. */
  int size() {
    return size;
  }

  /** Bytes that align the option read last. */
  int padding() {
    return padding;
  }

  /** Reads an option that stands at this offset of the data. */
  Kind read(long offset) {
    call.heap().spend(1);
    Kind kind = readOption();
    int alignment = size;
    if (kind == Kind.ALIGNMENT) {
      boolean isAligned = hasNext() && readOption() != Kind.FIXED_STRING && size != 0;
      if (!isAligned) {
        throw call.argumentError(1, "invalid next option for option 'X'");
      }
      alignment = size;
      size = 0;
    }
    padding = 0;
    if (alignment > 1 && kind != Kind.FIXED_STRING) {
      alignment = Math.min(alignment, alignmentMax);
      if ((alignment & (alignment - 1)) != 0) {
        throw call.argumentError(1, "format asks for alignment not power of 2");
      }
      padding = (int) -offset & (alignment - 1);
    }
    return kind;
  }

  @SuppressWarnings("StatementSwitchToExpressionSwitch")
  private Kind readOption() {
    int option = format[next++] & 0xff;
    size = 0;
    switch (option) {
      case 'b':
        return sized(Kind.SIGNED, 1);
      case 'B':
        return sized(Kind.UNSIGNED, 1);
      case 'h':
        return sized(Kind.SIGNED, 2);
      case 'H':
        return sized(Kind.UNSIGNED, 2);
      case 'l', 'j':
        return sized(Kind.SIGNED, 8);
      case 'L', 'J', 'T':
        return sized(Kind.UNSIGNED, 8);
      case 'i':
        return sized(Kind.SIGNED, readLimited(4));
      case 'I':
        return sized(Kind.UNSIGNED, readLimited(4));
      case 's':
        return sized(Kind.COUNTED_STRING, readLimited(8));
      case 'f':
        return sized(Kind.FLOAT, 4);
      case 'd', 'n':
        return sized(Kind.FLOAT, 8);
      case 'x':
        return sized(Kind.PADDING, 1);
      case 'c':
        int count = readCount(-1);
        if (count < 0) {
          throw call.error("missing size for format option 'c'");
        }
        return sized(Kind.FIXED_STRING, count);
      case 'z':
        return Kind.ZERO_STRING;
      case 'X':
        return Kind.ALIGNMENT;
      case ' ':
        return Kind.NONE;
      case '<', '=':
        isLittleEndian = true;
        return Kind.NONE;
      case '>':
        isLittleEndian = false;
        return Kind.NONE;
      case '!':
        alignmentMax = readLimited(NATIVE_ALIGNMENT);
        return Kind.NONE;
      default:
        throw call.error("invalid format option '" + FormatSpec.printable(option) + "'");
    }
  }

  private Kind sized(Kind kind, int bytes) {
    size = bytes;
    return kind;
  }

  private int readLimited(int otherwise) {
    int count = readCount(otherwise);
    if (count > INTEGER_SIZE_MAX || count <= 0) {
      throw call.error("integral size (" + count + ") out of limits [1," + INTEGER_SIZE_MAX + "]");
    }
    return count;
  }

  private boolean isAtDigit() {
    return next < format.length && CharacterClass.isDigit(format[next]);
  }

  private int readCount(int otherwise) {
    if (!isAtDigit()) {
      return otherwise;
    }
    int count = 0;
    do {
      count = count * 10 + (format[next++] - '0');
    } while (isAtDigit() && count <= COUNT_MAX);
    return count;
  }
}
