package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Base64 with the standard alphabet (RFC 4648 §4), as {@code base64.lua} has it. */
final class Base64Functions {
  /** Coding a byte costs more than copying one. */
  private static final int BYTES_PER_GAS = Heap.BYTES_PER_GAS / 4;

  private static final byte[] VALUES = values();

  private Base64Functions() {}

  private static byte[] values() {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    byte[] digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < digits.length; i++) {
      values[digits[i]] = (byte) i;
    }
    return values;
  }

  /** {@code base64_encode(bytes)}: the text, padded. */
  static void encode(Call call) {
    ByteString bytes = call.string(1);
    long length = 4 * ((bytes.length() + 2L) / 3);
    call.heap().spend(1 + length / BYTES_PER_GAS);
    call.heap().allocateString(length);
    call.give(ByteString.wrap(Base64.getEncoder().encode(bytes.array())));
  }

  /** {@code base64_decode(text)}: the bytes. Characters not of the alphabet are passed over. */
  static void decode(Call call) {
    byte[] text = call.string(1).array();
    call.heap().spend(1 + text.length / BYTES_PER_GAS);
    call.heap().allocateString(text.length);
    byte[] out = new byte[text.length];
    int length = 0;
    int bits = 0;
    int bitCount = 0;
    for (byte c : text) {
      int value = VALUES[c & 0xff];
      if (value >= 0) {
        bits = (bits << 6) | value;
        bitCount += 6;
        if (bitCount >= 8) {
          bitCount -= 8;
          out[length++] = (byte) (bits >> bitCount);
        }
      }
    }
    call.give(ByteString.wrap(Arrays.copyOf(out, length)));
  }
}
