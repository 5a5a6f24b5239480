package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Arithmetic of {@code bint.lua}. Its numbers are tables of a fixed count of 32-bit words, lowest
 * first; results that do not fit lose their highest words.
 */
final class BigIntegerFunctions {
  private static final int WORDS_MAX = 2048;
  private static final long WORD_MASK = 0xffffffffL;

  /** Steps of arithmetic on a word that cost one gas. */
  private static final int STEPS_PER_GAS = 4;

  /** Decimal digits that fit into a word, and what they count up to. */
  private static final int CHUNK_DIGITS = 9;

  private BigIntegerFunctions() {}

  /** {@code bint_multiply(result, x, y, size)}: stores the lowest words of the product. */
  static void multiply(Call call) {
    int size = size(call, 4);
    charge(call.heap(), size, (long) size * size);
    int[] x = words(call.table(2), size);
    int[] y = words(call.table(3), size);
    int[] product = new int[size];
    for (int i = 0; i < size; i++) {
      long factor = x[i] & WORD_MASK;
      long carry = 0;
      for (int j = 0; factor != 0 && j < size - i; j++) {
        long sum = factor * (y[j] & WORD_MASK) + (product[i + j] & WORD_MASK) + carry;
        product[i + j] = (int) sum;
        carry = sum >>> 32;
      }
    }
    store(call.heap(), call.table(1), product);
  }

  /** {@code bint_divide(quotient, remainder, x, y, size)}: without signs; y is not zero. */
  static void divide(Call call) {
    int size = size(call, 5);
    charge(call.heap(), size, (long) size * size);
    BigInteger x = unsigned(words(call.table(3), size));
    BigInteger y = unsigned(words(call.table(4), size));
    if (y.signum() == 0) {
      throw call.error("attempt to perform division by zero");
    }
    BigInteger[] results = x.divideAndRemainder(y);
    store(call.heap(), call.table(1), words(results[0], size));
    store(call.heap(), call.table(2), words(results[1], size));
  }

  /**
   * {@code bint_fromtext(result, text, size)}: stores the number that decimal digits with or
   * without a sign stand for, and gives the table back.
   */
  static void fromText(Call call) {
    int size = size(call, 3);
    byte[] text = call.string(2).array();
    charge(call.heap(), size, (text.length / CHUNK_DIGITS + 1L) * size);
    int start = text.length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    int[] words = new int[size];
    for (int i = start; i < text.length; ) {
      int end = Math.min(text.length, i + CHUNK_DIGITS);
      long factor = 1;
      long value = 0;
      for (; i < end; i++) {
        if (text[i] < '0' || text[i] > '9') {
          throw call.argumentError(2, "digits expected");
        }
        factor *= 10;
        value = value * 10 + (text[i] - '0');
      }
      multiplyAndAdd(words, factor, value);
    }
    if (start == 1 && text[0] == '-') {
      negate(words);
    }
    store(call.heap(), call.table(1), words);
    call.give(call.table(1));
  }

  /** {@code bint_totext(x, size)}: the decimal digits, after a minus if the highest bit is set. */
  static void toText(Call call) {
    int size = size(call, 2);
    charge(call.heap(), size, (long) size * size);
    call.heap().allocate(10L * size);
    int[] words = words(call.table(1), size);
    call.give(new BigInteger(bytes(words)).toString());
  }

  private static int size(Call call, int index) {
    long size = call.integer(index);
    if (size < 1 || size > WORDS_MAX) {
      throw call.argumentError(index, "size out of range");
    }
    return (int) size;
  }

  /** For a few arrays of so many words, and so many steps of arithmetic. */
  private static void charge(Heap heap, int size, long steps) {
    heap.spend(4 + size + steps / STEPS_PER_GAS);
    heap.allocate(16L * size);
  }

  private static int[] words(Table table, int size) {
    int[] words = new int[size];
    for (int i = 0; i < size; i++) {
      if (!(table.fetch(i + 1L) instanceof IntegerNumber word)) {
        throw new ScriptError("bint: a word is missing");
      }
      words[i] = (int) word.value();
    }
    return words;
  }

  private static void store(Heap heap, Table table, int[] words) {
    for (int i = 0; i < words.length; i++) {
      table.store(heap, i + 1L, IntegerNumber.of(words[i] & WORD_MASK));
    }
  }

  /** The words as bytes, highest first. */
  private static byte[] bytes(int[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
    for (int i = words.length - 1; i >= 0; i--) {
      bytes.putInt(words[i]);
    }
    return bytes.array();
  }

  private static BigInteger unsigned(int[] words) {
    return new BigInteger(1, bytes(words));
  }

  private static int[] words(BigInteger number, int size) {
    byte[] bytes = number.toByteArray();
    int[] words = new int[size];
    for (int i = 0; i < bytes.length; i++) {
      int place = bytes.length - 1 - i;
      if (place / Integer.BYTES < size) {
        words[place / Integer.BYTES] |= (bytes[i] & 0xff) << (8 * (place % Integer.BYTES));
      }
    }
    return words;
  }

  private static void multiplyAndAdd(int[] words, long factor, long summand) {
    long carry = summand;
    for (int i = 0; i < words.length; i++) {
      long sum = (words[i] & WORD_MASK) * factor + carry;
      words[i] = (int) sum;
      carry = sum >>> 32;
    }
  }

  private static void negate(int[] words) {
    long carry = 1;
    for (int i = 0; i < words.length; i++) {
      long sum = (~words[i] & WORD_MASK) + carry;
      words[i] = (int) sum;
      carry = sum >>> 32;
    }
  }
}
