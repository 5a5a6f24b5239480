package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;

/** A set of a pattern, such as {@code [^%s,]}, read once into a bitmap. */
final class PatternSet {
  private final int end;
  private final long[] bits = new long[4];

  private PatternSet(int end) {
    this.end = end;
  }

  /** The set that starts at a {@code [}; the end of the pattern may come too early. */
  static PatternSet read(byte[] pattern, int start, int patternEnd, Call call) {
    int first = start + 1;
    boolean isNegated = first < patternEnd && pattern[first] == '^';
    if (isNegated) {
      first++;
    }
    int close = first;
    // The first byte belongs to the set even if it is a bracket.
    do {
      if (close >= patternEnd) {
        throw call.error("malformed pattern (missing ']')");
      }
      if (pattern[close++] == '%' && close < patternEnd) {
        close++;
      }
    } while (close >= patternEnd || pattern[close] != ']');
    PatternSet set = new PatternSet(close + 1);
    set.fill(pattern, first, close);
    if (isNegated) {
      for (int i = 0; i < set.bits.length; i++) {
        set.bits[i] = ~set.bits[i];
      }
    }
    return set;
  }

  @SuppressWarnings("IncrementInForLoopAndHeader")
  private void fill(byte[] pattern, int first, int close) {
    for (int i = first; i < close; i++) {
      int c = pattern[i] & 0xff;
      if (c == '%') {
        i++;
        addClass(pattern[i] & 0xff);
      } else if (pattern[i + 1] == '-' && i + 2 < close) {
        i += 2;
        int last = pattern[i] & 0xff;
        addRange(c, last);
      } else {
        add(c);
      }
    }
  }

  private void addClass(int letter) {
    long[] members = CharacterClass.members(letter);
    for (int i = 0; i < bits.length; i++) {
      bits[i] |= members[i];
    }
  }

  private void addRange(int first, int last) {
    for (int i = 0; i < bits.length; i++) {
      int low = Math.max(first, i * 64);
      int high = Math.min(last, i * 64 + 63);
      if (low <= high) {
        bits[i] |= (-1L << low) & (-1L >>> (63 - (high & 63)));
      }
    }
  }

  private void add(int c) {
    bits[c >> 6] |= 1L << c;
  }

  boolean contains(int c) {
    return (bits[c >> 6] & (1L << c)) != 0;
  }

  /** Where the pattern goes on. */
  int end() {
    return end;
  }
}
