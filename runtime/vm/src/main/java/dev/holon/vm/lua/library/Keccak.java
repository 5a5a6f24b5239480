package dev.holon.vm.lua.library;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keccak as first submitted, which Ethereum uses. The JDK has SHA-3 (FIPS 202) only, whose padding
 * begins with another byte.
 */
final class Keccak {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int STATE_BYTES = 200;
  private static final int STATE_WORDS = 25;
  private static final int ROUNDS = 24;

  /** Where each word of the state goes in a round, and by how much it is rotated there. */
  private static final int[] TARGETS = new int[STATE_WORDS];

  private static final int[] ROTATIONS = new int[STATE_WORDS];
  private static final long[] ROUND_CONSTANTS = new long[ROUNDS];

  static {
    int x = 1;
    int y = 0;
    for (int step = 1; step < STATE_WORDS; step++) {
      ROTATIONS[5 * y + x] = (step * (step + 1) / 2) % 64;
      int nextY = (2 * x + 3 * y) % 5;
      TARGETS[5 * y + x] = 5 * nextY + y;
      x = y;
      y = nextY;
    }
    int register = 1;
    for (int round = 0; round < ROUNDS; round++) {
      for (int bit = 0; bit < 7; bit++) {
        if ((register & 1) != 0) {
          ROUND_CONSTANTS[round] |= 1L << ((1 << bit) - 1);
        }
        register = (register << 1) ^ ((register & 0x80) != 0 ? 0x171 : 0);
      }
    }
  }

  private final long[] state = new long[STATE_WORDS];
  private final long[] moved = new long[STATE_WORDS];

  private Keccak() {}

  /** The digest of this many bytes, 32 or 64. */
  static byte[] digest(byte[] bytes, int size) {
    int rate = STATE_BYTES - 2 * size;
    Keccak keccak = new Keccak();
    int start = 0;
    for (; start + rate <= bytes.length; start += rate) {
      keccak.absorb(bytes, start, rate);
    }
    byte[] last = Arrays.copyOf(Arrays.copyOfRange(bytes, start, bytes.length), rate);
    last[bytes.length - start] ^= 1;
    last[rate - 1] ^= (byte) 0x80;
    keccak.absorb(last, 0, rate);
    byte[] digest = new byte[size];
    for (int i = 0; i < size / Long.BYTES; i++) {
      WORDS.set(digest, i * Long.BYTES, keccak.state[i]);
    }
    return digest;
  }

  private void absorb(byte[] bytes, int start, int rate) {
    for (int i = 0; i < rate / Long.BYTES; i++) {
      state[i] ^= (long) WORDS.get(bytes, start + i * Long.BYTES);
    }
    for (int round = 0; round < ROUNDS; round++) {
      mixColumns();
      for (int i = 0; i < STATE_WORDS; i++) {
        moved[TARGETS[i]] = Long.rotateLeft(state[i], ROTATIONS[i]);
      }
      for (int row = 0; row < STATE_WORDS; row += 5) {
        for (int x = 0; x < 5; x++) {
          state[row + x] = moved[row + x] ^ (~moved[row + (x + 1) % 5] & moved[row + (x + 2) % 5]);
        }
      }
      state[0] ^= ROUND_CONSTANTS[round];
    }
  }

  private void mixColumns() {
    long[] columns = new long[5];
    for (int i = 0; i < STATE_WORDS; i++) {
      columns[i % 5] ^= state[i];
    }
    for (int i = 0; i < STATE_WORDS; i++) {
      state[i] ^= columns[(i + 4) % 5] ^ Long.rotateLeft(columns[(i + 1) % 5], 1);
    }
  }
}
