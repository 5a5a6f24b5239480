package dev.holon.vm.lua.machine;

import java.util.Arrays;

/** Reads numbers and bytes from an array, never beyond its end. */
final class CheckpointInput {
  private final byte[] bytes;
  private final int end;
  private int at;

  CheckpointInput(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int position() {
    return at;
  }

  static CheckpointException damaged(String what) {
    return new CheckpointException("damaged checkpoint: " + what);
  }

  private CheckpointException tooShort() {
    return damaged("it ends early");
  }

  int oneByte() throws CheckpointException {
    if (at >= end) {
      throw tooShort();
    }
    return bytes[at++] & 0xff;
  }

  /** Unsigned. */
  long number() throws CheckpointException {
    if (at >= end) {
      throw tooShort();
    }
    byte first = bytes[at++];
    if (first >= 0) {
      return first;
    }
    long value = first & 0x7f;
    for (int shift = 7; shift < Long.SIZE; shift += 7) {
      if (at >= end) {
        throw tooShort();
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a number is too long");
  }

  long signed() throws CheckpointException {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number from 0 on and below a limit. */
  int below(int limit, String what) throws CheckpointException {
    long value = number();
    if (value < 0 || value >= limit) {
      throw damaged(what + " is " + value + " of " + limit);
    }
    return (int) value;
  }

  /** How many things follow; each takes at least one byte. */
  int count(String what) throws CheckpointException {
    long value = number();
    if (value < 0 || value > end - at) {
      throw damaged(value + " " + what + " in " + (end - at) + " bytes");
    }
    return (int) value;
  }

  int serial() throws CheckpointException {
    long value = number();
    if (value >>> 32 != 0) {
      throw damaged("serial " + value);
    }
    return (int) value;
  }

  long word() throws CheckpointException {
    if (end - at < Long.BYTES) {
      throw tooShort();
    }
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value |= (bytes[at++] & 0xffL) << (8 * i);
    }
    return value;
  }

  byte[] bytes(int count) throws CheckpointException {
    if (end - at < count) {
      throw tooShort();
    }
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  byte[] sized(String what) throws CheckpointException {
    return bytes(count("bytes of " + what));
  }

  void expectEnd() throws CheckpointException {
    if (at != end) {
      throw damaged((end - at) + " bytes too many");
    }
  }
}
