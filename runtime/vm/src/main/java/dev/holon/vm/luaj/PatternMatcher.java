package dev.holon.vm.luaj;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Matches one Lua pattern against one subject (Lua 5.2 reference manual §6.4.1). Backtracking is
 * charged step by step, so a pattern that explodes runs out of gas. Positions are offsets into the
 * subject and the pattern, from 0.
 */
final class PatternMatcher {
  /** No match. */
  static final int NONE = -1;

  private static final int CAPTURES_MAX = 32;
  private static final int RECURSION_MAX = 150;
  private static final int UNFINISHED = -1;
  private static final int POSITION = -2;
  private static final int ESCAPE = '%';

  private final LuaString subject;
  private final LuaString pattern;
  private final Meter meter;
  private final int[] captureStarts = new int[CAPTURES_MAX];
  private final int[] captureLengths = new int[CAPTURES_MAX];
  private int captures;
  private int recursion;

  PatternMatcher(LuaString subject, LuaString pattern, Meter meter) {
    this.subject = subject;
    this.pattern = pattern;
    this.meter = meter;
  }

  /** The end of the match that starts at this offset, or {@link #NONE}. */
  int match(int subjectStart, int patternStart) {
    captures = 0;
    recursion = 0;
    return step(subjectStart, patternStart);
  }

  /** The captures of the last match; the whole match when the pattern has none and it is wanted. */
  Varargs captures(int start, int end, boolean wholeIfNone) {
    int count = captures == 0 && wholeIfNone ? 1 : captures;
    LuaValue[] values = new LuaValue[count];
    for (int i = 0; i < count; i++) {
      values[i] = capture(i, start, end);
    }
    return LuaValue.varargsOf(values);
  }

  LuaString wholeMatch(int start, int end) {
    return subject.substring(start, end);
  }

  /** One capture of the last match, counted from 0. */
  LuaValue capture(int index, int start, int end) {
    if (index >= captures) {
      if (index == 0) {
        return subject.substring(start, end);
      }
      throw Failure.of("invalid capture index");
    }
    int length = captureLengths[index];
    if (length == UNFINISHED) {
      throw Failure.of("unfinished capture");
    }
    int from = captureStarts[index];
    return length == POSITION ? LuaValue.valueOf(from + 1) : subject.substring(from, from + length);
  }

  private int step(int subjectStart, int patternStart) {
    if (++recursion > RECURSION_MAX) {
      throw Failure.of("pattern too complex");
    }
    try {
      return run(subjectStart, patternStart);
    } finally {
      recursion--;
    }
  }

  private int run(int subjectStart, int patternStart) {
    int s = subjectStart;
    int p = patternStart;
    while (p < pattern.length()) {
      meter.charge(1);
      int c = pattern.luaByte(p);
      int next = at(p + 1);
      if (c == '(') {
        return next == ')' ? open(s, p + 2, POSITION) : open(s, p + 1, UNFINISHED);
      } else if (c == ')') {
        return close(s, p + 1);
      } else if (c == '$' && p + 1 == pattern.length()) {
        return s == subject.length() ? s : NONE;
      } else if (c == ESCAPE && next == 'b') {
        s = balanced(s, p + 2);
        p += 4;
      } else if (c == ESCAPE && next == 'f') {
        int end = itemEnd(requireSet(p + 2));
        s = isFrontier(s, p + 2, end) ? s : NONE;
        p = end;
      } else if (c == ESCAPE && CharacterClass.isDigit(next)) {
        s = backReference(s, next - '1');
        p += 2;
      } else {
        int end = itemEnd(p);
        int suffix = at(end);
        if (suffix == '*') {
          return longest(s, p, end, 0);
        } else if (suffix == '+') {
          return longest(s, p, end, 1);
        } else if (suffix == '-') {
          return shortest(s, p, end);
        } else if (suffix == '?') {
          int found = isItem(s, p, end) ? step(s + 1, end + 1) : NONE;
          if (found != NONE) {
            return found;
          }
          p = end + 1;
        } else {
          s = isItem(s, p, end) ? s + 1 : NONE;
          p = end;
        }
      }
      if (s == NONE) {
        return NONE;
      }
    }
    return s;
  }

  private int longest(int s, int p, int end, int countMin) {
    int count = 0;
    while (isItem(s + count, p, end)) {
      count++;
    }
    meter.charge(count);
    for (; count >= countMin; count--) {
      int found = step(s + count, end + 1);
      if (found != NONE) {
        return found;
      }
    }
    return NONE;
  }

  private int shortest(int subjectStart, int p, int end) {
    for (int s = subjectStart; ; s++) {
      int found = step(s, end + 1);
      if (found != NONE) {
        return found;
      }
      if (!isItem(s, p, end)) {
        return NONE;
      }
      meter.charge(1);
    }
  }

  private int open(int s, int p, int kind) {
    if (captures == CAPTURES_MAX) {
      throw Failure.of("too many captures");
    }
    captureStarts[captures] = s;
    captureLengths[captures] = kind;
    captures++;
    int found = step(s, p);
    if (found == NONE) {
      captures--;
    }
    return found;
  }

  private int close(int s, int p) {
    int index = captures - 1;
    while (index >= 0 && captureLengths[index] != UNFINISHED) {
      index--;
    }
    if (index < 0) {
      throw Failure.of("invalid pattern capture");
    }
    captureLengths[index] = s - captureStarts[index];
    int found = step(s, p);
    if (found == NONE) {
      captureLengths[index] = UNFINISHED;
    }
    return found;
  }

  private int balanced(int start, int p) {
    if (p + 1 >= pattern.length()) {
      throw Failure.of("missing arguments to '%b' in pattern");
    }
    int opening = pattern.luaByte(p);
    int closing = pattern.luaByte(p + 1);
    if (start >= subject.length() || subject.luaByte(start) != opening) {
      return NONE;
    }
    int depth = 1;
    for (int s = start + 1; s < subject.length(); s++) {
      meter.charge(1);
      int c = subject.luaByte(s);
      if (c == closing) {
        if (--depth == 0) {
          return s + 1;
        }
      } else if (c == opening) {
        depth++;
      }
    }
    return NONE;
  }

  private int requireSet(int p) {
    if (at(p) != '[') {
      throw Failure.of("missing '[' after '%f' in pattern");
    }
    return p;
  }

  private boolean isFrontier(int s, int p, int end) {
    int before = s == 0 ? 0 : subject.luaByte(s - 1);
    int here = s < subject.length() ? subject.luaByte(s) : 0;
    return !isInSet(before, p, end - 1) && isInSet(here, p, end - 1);
  }

  private int backReference(int s, int index) {
    if (index < 0 || index >= captures || captureLengths[index] == UNFINISHED) {
      throw Failure.of("invalid capture index in pattern");
    }
    int length = Math.max(captureLengths[index], 0);
    meter.charge(length);
    boolean isSame =
        subject.length() - s >= length
            && LuaString.equals(subject, captureStarts[index], subject, s, length);
    return isSame ? s + length : NONE;
  }

  /** The offset after the single-character item that starts here. */
  private int itemEnd(int start) {
    int p = start + 1;
    int c = pattern.luaByte(start);
    if (c == ESCAPE) {
      if (p == pattern.length()) {
        throw Failure.of("malformed pattern (ends with '%')");
      }
      return p + 1;
    }
    if (c != '[') {
      return p;
    }
    if (at(p) == '^') {
      p++;
    }
    do {
      // The first character of a set may be a closing bracket.
      if (p >= pattern.length()) {
        throw Failure.of("malformed pattern (missing ']')");
      }
      p += pattern.luaByte(p) == ESCAPE ? 2 : 1;
    } while (at(p) != ']');
    return p + 1;
  }

  private boolean isItem(int s, int p, int end) {
    if (s >= subject.length()) {
      return false;
    }
    int c = subject.luaByte(s);
    return switch (pattern.luaByte(p)) {
      case '.' -> true;
      case ESCAPE -> CharacterClass.matches(c, pattern.luaByte(p + 1));
      case '[' -> isInSet(c, p, end - 1);
      default -> pattern.luaByte(p) == c;
    };
  }

  /** Whether a byte is in the set whose opening and closing brackets are at these offsets. */
  private boolean isInSet(int c, int opening, int closing) {
    boolean isComplement = at(opening + 1) == '^';
    int p = opening + (isComplement ? 2 : 1);
    while (p < closing) {
      int first = pattern.luaByte(p);
      if (first == ESCAPE) {
        if (CharacterClass.matches(c, pattern.luaByte(p + 1))) {
          return !isComplement;
        }
        p += 2;
      } else if (at(p + 1) == '-' && p + 2 < closing) {
        if (first <= c && c <= pattern.luaByte(p + 2)) {
          return !isComplement;
        }
        p += 3;
      } else {
        if (first == c) {
          return !isComplement;
        }
        p++;
      }
    }
    return isComplement;
  }

  private int at(int p) {
    return p < pattern.length() ? pattern.luaByte(p) : NONE;
  }
}
