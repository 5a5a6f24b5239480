package dev.holon.vm.lua.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** Writes numbers and bytes to a stream through a small buffer, and sums them up. */
final class CheckpointOutput {
  private static final int BUFFER_BYTES = 8192;
  private static final int VARINT_BYTES_MAX = 10;

  private final OutputStream stream;
  private final CRC32C checksum = new CRC32C();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int size;

  CheckpointOutput(OutputStream stream) {
    this.stream = stream;
  }

  private void reserve(int bytes) throws IOException {
    if (size + bytes > BUFFER_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    checksum.update(buffer, 0, size);
    stream.write(buffer, 0, size);
    size = 0;
  }

  void oneByte(int value) throws IOException {
    reserve(1);
    buffer[size++] = (byte) value;
  }

  /** Unsigned. */
  void number(long value) throws IOException {
    reserve(VARINT_BYTES_MAX);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  void signed(long value) throws IOException {
    number((value << 1) ^ (value >> 63));
  }

  /** Eight bytes, least significant first. */
  void word(long value) throws IOException {
    reserve(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      buffer[size++] = (byte) (value >>> (8 * i));
    }
  }

  void bytes(byte[] bytes) throws IOException {
    if (bytes.length <= BUFFER_BYTES / 4) {
      reserve(bytes.length);
      System.arraycopy(bytes, 0, buffer, size, bytes.length);
      size += bytes.length;
    } else {
      flush();
      checksum.update(bytes, 0, bytes.length);
      stream.write(bytes);
    }
  }

  void sized(byte[] bytes) throws IOException {
    number(bytes.length);
    bytes(bytes);
  }

  /** Writes the checksum and ends. */
  void finish() throws IOException {
    flush();
    int sum = (int) checksum.getValue();
    for (int i = 0; i < CheckpointFormat.CHECKSUM_BYTES; i++) {
      buffer[i] = (byte) (sum >>> (8 * i));
    }
    stream.write(buffer, 0, CheckpointFormat.CHECKSUM_BYTES);
  }
}
