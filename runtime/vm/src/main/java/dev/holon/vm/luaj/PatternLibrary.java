package dev.holon.vm.luaj;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The string functions that take patterns. */
final class PatternLibrary {
  private static final LuaString SPECIALS = LuaString.valueOf("^$*+?.([%-");
  private static final int ESCAPE = '%';
  private static final int BYTES_PER_GAS = 16;

  private PatternLibrary() {}

  static Varargs find(Varargs arguments) {
    LuaString subject = arguments.checkstring(1);
    LuaString pattern = arguments.checkstring(2);
    int start = start(arguments, subject);
    if (start > subject.length()) {
      return LuaValue.NIL;
    }
    if (!arguments.arg(4).toboolean() && pattern.indexOfAny(SPECIALS) >= 0) {
      return search(subject, pattern, start, true);
    }
    int found = indexOf(subject, pattern, start);
    return found < 0
        ? LuaValue.NIL
        : LuaValue.varargsOf(
            LuaValue.valueOf(found + 1), LuaValue.valueOf(found + pattern.length()));
  }

  /**
   * The offset of a plain text, or {@link PatternMatcher#NONE}; charged for the bytes it compares.
   */
  private static int indexOf(LuaString subject, LuaString text, int start) {
    Meter meter = LuajProcess.current().meter();
    meter.charge(text.length() / BYTES_PER_GAS);
    int compared = 0;
    for (int s = start; s <= subject.length() - text.length(); s++) {
      int i = 0;
      while (i < text.length() && subject.luaByte(s + i) == text.luaByte(i)) {
        i++;
      }
      compared += i + 1;
      if (compared >= BYTES_PER_GAS) {
        meter.charge(compared / BYTES_PER_GAS);
        compared = 0;
      }
      if (i == text.length()) {
        return s;
      }
    }
    return PatternMatcher.NONE;
  }

  static Varargs match(Varargs arguments) {
    LuaString subject = arguments.checkstring(1);
    int start = start(arguments, subject);
    return start > subject.length()
        ? LuaValue.NIL
        : search(subject, arguments.checkstring(2), start, false);
  }

  static Varargs iterate(Varargs arguments) {
    return new MatchIterator(arguments.checkstring(1), arguments.checkstring(2), 0);
  }

  static Varargs replace(Varargs arguments) {
    LuaString subject = arguments.checkstring(1);
    LuaString pattern = arguments.checkstring(2);
    LuaValue replacement = arguments.checkvalue(3);
    requireReplacement(replacement);
    int countMax = arguments.optint(4, subject.length() + 1);
    boolean isAnchored = isAnchored(pattern);
    Meter meter = LuajProcess.current().meter();
    PatternMatcher matcher = new PatternMatcher(subject, pattern, meter);
    TextBuilder result = new TextBuilder(meter);
    int position = 0;
    int count = 0;
    while (count < countMax) {
      int end = matcher.match(position, isAnchored ? 1 : 0);
      if (end != PatternMatcher.NONE) {
        count++;
        result.append(replaced(replacement, matcher, subject, position, end));
      }
      if (end != PatternMatcher.NONE && end > position) {
        position = end;
      } else if (position < subject.length()) {
        result.append(subject.luaByte(position));
        position++;
      } else {
        break;
      }
      if (isAnchored) {
        break;
      }
    }
    if (position < subject.length()) {
      result.append(subject.substring(position, subject.length()));
    }
    return LuaValue.varargsOf(result.finish(), LuaValue.valueOf(count));
  }

  private static Varargs search(LuaString subject, LuaString pattern, int start, boolean isFind) {
    boolean isAnchored = isAnchored(pattern);
    PatternMatcher matcher = new PatternMatcher(subject, pattern, LuajProcess.current().meter());
    for (int s = start; s <= subject.length(); s++) {
      int end = matcher.match(s, isAnchored ? 1 : 0);
      if (end != PatternMatcher.NONE) {
        return isFind
            ? LuaValue.varargsOf(
                LuaValue.valueOf(s + 1), LuaValue.valueOf(end), matcher.captures(s, end, false))
            : matcher.captures(s, end, true);
      }
      if (isAnchored) {
        break;
      }
    }
    return LuaValue.NIL;
  }

  private static LuaString replaced(
      LuaValue replacement, PatternMatcher matcher, LuaString subject, int start, int end) {
    LuaValue value =
        switch (replacement.type()) {
          case LuaValue.TTABLE -> replacement.get(matcher.capture(0, start, end));
          case LuaValue.TFUNCTION -> replacement.invoke(matcher.captures(start, end, true)).arg1();
          default -> expanded(replacement.checkstring(), matcher, start, end);
        };
    if (!value.toboolean()) {
      return subject.substring(start, end);
    }
    if (!value.isstring()) {
      throw Failure.of("invalid replacement value (a " + value.typename() + ")");
    }
    return BaseLibrary.tostring(value);
  }

  private static LuaString expanded(
      LuaString template, PatternMatcher matcher, int start, int end) {
    if (template.indexOf((byte) ESCAPE, 0) < 0) {
      return template;
    }
    TextBuilder result = new TextBuilder(LuajProcess.current().meter());
    int i = 0;
    while (i < template.length()) {
      int c = template.luaByte(i++);
      if (c != ESCAPE) {
        result.append(c);
        continue;
      }
      int code = i < template.length() ? template.luaByte(i) : PatternMatcher.NONE;
      i++;
      if (code == ESCAPE) {
        result.append(ESCAPE);
      } else if (code == '0') {
        result.append(matcher.wholeMatch(start, end));
      } else if (CharacterClass.isDigit(code)) {
        result.append(BaseLibrary.tostring(matcher.capture(code - '1', start, end)));
      } else {
        throw Failure.of("invalid use of '%' in replacement string");
      }
    }
    return result.finish();
  }

  private static void requireReplacement(LuaValue value) {
    if (!value.isstring() && !(value instanceof LuaTable) && !value.isfunction()) {
      throw Failure.ofArgument(3, "string/function/table expected, got " + value.typename());
    }
  }

  private static boolean isAnchored(LuaString pattern) {
    return pattern.length() > 0 && pattern.luaByte(0) == '^';
  }

  private static int start(Varargs arguments, LuaString subject) {
    int position = arguments.optint(3, 1);
    return position > 0
        ? position - 1
        : position == 0 ? 0 : Math.max(0, subject.length() + position);
  }
}
