package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * Matches one pattern against one string (Lua 5.3 manual §6.4.1). Every step is counted and paid
 * for in batches; the depth of recursion has the limit of the C implementation, and its error.
 */
final class PatternMatcher {
  static final int NO_MATCH = -1;

  private static final int DEPTH_MAX = 200;
  private static final int CAPTURES_MAX = 32;
  private static final int CACHED_SETS_MAX = 256;
  private static final int STEPS_PER_CHARGE = 64;
  private static final int UNFINISHED = -1;
  private static final int POSITION = -2;

  private final Call call;
  private final Heap heap;
  private final ByteString source;
  private final byte[] text;
  private final int textEnd;
  private final byte[] pattern;
  private final int patternEnd;
  private int depthLeft;
  private int steps;
  private int level;
  private int[] captureStart = {};
  private int[] captureLength = {};
  private @Nullable PatternSet @Nullable [] sets;

  PatternMatcher(Call call, ByteString source, ByteString pattern) {
    this.call = call;
    this.heap = call.heap();
    this.source = source;
    this.text = source.array();
    this.textEnd = text.length;
    this.pattern = pattern.array();
    this.patternEnd = this.pattern.length;
  }

  /** Where a match that starts here ends, or {@link #NO_MATCH}. */
  int match(int start, int patternStart) {
    level = 0;
    depthLeft = DEPTH_MAX;
    return step(start, patternStart);
  }

  /** Pays for the steps not yet paid for. */
  void settle() {
    int due = steps;
    steps = 0;
    heap.spend(due);
  }

  private void count(int more) {
    steps += more;
    if (steps >= STEPS_PER_CHARGE) {
      settle();
    }
  }

  /** A byte of the pattern; zero after its end, as in the C implementation. */
  private int at(int p) {
    return p < patternEnd ? pattern[p] & 0xff : 0;
  }

  private int step(int from, int patternFrom) {
    if (depthLeft-- == 0) {
      throw call.error("pattern too complex");
    }
    int result = run(from, patternFrom);
    depthLeft++;
    return result;
  }

  @SuppressWarnings("StatementSwitchToExpressionSwitch")
  private int run(int from, int patternFrom) {
    int s = from;
    int p = patternFrom;
    while (p < patternEnd) {
      count(1);
      switch (pattern[p]) {
        case '(':
          return at(p + 1) == ')' ? open(s, p + 2, POSITION) : open(s, p + 1, UNFINISHED);
        case ')':
          return close(s, p + 1);
        case '$':
          if (p + 1 == patternEnd) {
            return s == textEnd ? s : NO_MATCH;
          }
          break;
        case '%':
          int letter = at(p + 1);
          if (letter == 'b') {
            s = matchBalance(s, p + 2);
            if (s == NO_MATCH) {
              return NO_MATCH;
            }
            p += 4;
            continue;
          }
          if (letter == 'f') {
            PatternSet set = frontierSet(p + 2);
            int before = s == 0 ? 0 : text[s - 1] & 0xff;
            int after = s == textEnd ? 0 : text[s] & 0xff;
            if (set.contains(before) || !set.contains(after)) {
              return NO_MATCH;
            }
            p = set.end();
            continue;
          }
          if (CharacterClass.isDigit(letter)) {
            s = matchCapture(s, letter - '1');
            if (s == NO_MATCH) {
              return NO_MATCH;
            }
            p += 2;
            continue;
          }
          break;
        default:
          break;
      }
      PatternSet set = pattern[p] == '[' ? setAt(p) : null;
      int next = set == null ? singleEnd(p) : set.end();
      int suffix = at(next);
      boolean isMatched = isSingle(s, p, set);
      if (!isMatched && (suffix == '*' || suffix == '?' || suffix == '-')) {
        p = next + 1;
        continue;
      }
      if (!isMatched) {
        return NO_MATCH;
      }
      switch (suffix) {
        case '*':
          return expandMost(s, p, set, next + 1);
        case '+':
          return expandMost(s + 1, p, set, next + 1);
        case '-':
          return expandLeast(s, p, set, next + 1);
        case '?':
          int end = step(s + 1, next + 1);
          if (end != NO_MATCH) {
            return end;
          }
          p = next + 1;
          break;
        default:
          s++;
          p = next;
          break;
      }
    }
    return s;
  }

  private int singleEnd(int p) {
    if (pattern[p] != '%') {
      return p + 1;
    }
    if (p + 1 == patternEnd) {
      throw call.error("malformed pattern (ends with '%')");
    }
    return p + 2;
  }

  private PatternSet frontierSet(int p) {
    if (at(p) != '[') {
      throw call.error("missing '[' after '%f' in pattern");
    }
    return setAt(p);
  }

  private PatternSet setAt(int p) {
    if (p >= CACHED_SETS_MAX) {
      return readSet(p);
    }
    if (sets == null) {
      sets = new PatternSet[Math.min(patternEnd, CACHED_SETS_MAX)];
    }
    PatternSet set = sets[p];
    if (set == null) {
      set = readSet(p);
      sets[p] = set;
    }
    return set;
  }

  private PatternSet readSet(int p) {
    // Finding the end of the set is the work; filling it is a constant for each of its items.
    count(Math.min(patternEnd - p, STEPS_PER_CHARGE));
    PatternSet set = PatternSet.read(pattern, p, patternEnd, call);
    count(4 * (set.end() - p));
    return set;
  }

  private boolean isSingle(int s, int p, @Nullable PatternSet set) {
    if (s >= textEnd) {
      return false;
    }
    int c = text[s] & 0xff;
    if (set != null) {
      return set.contains(c);
    }
    int wanted = pattern[p];
    if (wanted == '.') {
      return true;
    }
    return wanted == '%' ? CharacterClass.contains(pattern[p + 1] & 0xff, c) : (wanted & 0xff) == c;
  }

  private int expandMost(int s, int p, @Nullable PatternSet set, int next) {
    int reach = s;
    while (isSingle(reach, p, set)) {
      count(1);
      reach++;
    }
    for (int i = reach; i >= s; i--) {
      count(1);
      int end = step(i, next);
      if (end != NO_MATCH) {
        return end;
      }
    }
    return NO_MATCH;
  }

  private int expandLeast(int from, int p, @Nullable PatternSet set, int next) {
    int s = from;
    while (true) {
      count(1);
      int end = step(s, next);
      if (end != NO_MATCH) {
        return end;
      }
      if (!isSingle(s, p, set)) {
        return NO_MATCH;
      }
      s++;
    }
  }

  private int open(int s, int p, int kind) {
    if (level >= CAPTURES_MAX) {
      throw call.error("too many captures");
    }
    if (level == captureStart.length) {
      int capacity = level == 0 ? 4 : CAPTURES_MAX;
      captureStart = Arrays.copyOf(captureStart, capacity);
      captureLength = Arrays.copyOf(captureLength, capacity);
    }
    captureStart[level] = s;
    captureLength[level] = kind;
    level++;
    int end = step(s, p);
    if (end == NO_MATCH) {
      level--;
    }
    return end;
  }

  private int close(int s, int p) {
    int index = level - 1;
    while (index >= 0 && captureLength[index] != UNFINISHED) {
      index--;
    }
    if (index < 0) {
      throw call.error("invalid pattern capture");
    }
    captureLength[index] = s - captureStart[index];
    int end = step(s, p);
    if (end == NO_MATCH) {
      captureLength[index] = UNFINISHED;
    }
    return end;
  }

  private int matchBalance(int s, int p) {
    if (p >= patternEnd - 1) {
      throw call.error("malformed pattern (missing arguments to '%b')");
    }
    if (s >= textEnd || text[s] != pattern[p]) {
      return NO_MATCH;
    }
    int opening = pattern[p];
    int closing = pattern[p + 1];
    int nesting = 1;
    for (int i = s + 1; i < textEnd; i++) {
      count(1);
      int c = text[i];
      if (c == closing) {
        if (--nesting == 0) {
          return i + 1;
        }
      } else if (c == opening) {
        nesting++;
      }
    }
    return NO_MATCH;
  }

  private int matchCapture(int s, int index) {
    if (index < 0 || index >= level || captureLength[index] == UNFINISHED) {
      throw call.error("invalid capture index %" + (index + 1));
    }
    int length = captureLength[index];
    if (length == POSITION || textEnd - s < length) {
      return NO_MATCH;
    }
    count(length / Heap.BYTES_PER_GAS);
    int start = captureStart[index];
    return Arrays.equals(text, start, start + length, text, s, s + length) ? s + length : NO_MATCH;
  }

  /** How many values a match gives: its captures, or the whole match if there are none. */
  int captureCount() {
    return level == 0 ? 1 : level;
  }

  /** A capture of the match from start to end; the first is the whole match if there are none. */
  LuaValue capture(int index, int start, int end) {
    if (index >= level) {
      if (index != 0) {
        throw call.error("invalid capture index %" + (index + 1));
      }
      return StringPart.of(heap, source, start, end);
    }
    int length = captureLength[index];
    if (length == UNFINISHED) {
      throw call.error("unfinished capture");
    }
    int from = captureStart[index];
    return length == POSITION
        ? IntegerNumber.of(from + 1L)
        : StringPart.of(heap, source, from, from + length);
  }

  /** All captures as results; none stands for the whole match. */
  void giveCaptures(int start, int end) {
    int count = captureCount();
    for (int i = 0; i < count; i++) {
      call.give(capture(i, start, end));
    }
  }

  /** The explicit captures only. */
  void giveExplicitCaptures(int start, int end) {
    if (level > 0) {
      giveCaptures(start, end);
    }
  }
}
