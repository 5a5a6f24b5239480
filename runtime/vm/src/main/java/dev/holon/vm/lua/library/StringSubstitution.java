package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberText;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** One call of {@code gsub} (Lua 5.3 manual §6.4). */
final class StringSubstitution {
  static final NativeFunction GSUB = NativeFunction.of("string.gsub", StringSubstitution::gsub);

  private final Call call;
  private final ByteString source;
  private final PatternMatcher matcher;
  private final LuaValue replacement;
  private final ByteBuilder result;

  private StringSubstitution(
      Call call, ByteString source, ByteString pattern, LuaValue replacement) {
    this.call = call;
    this.source = source;
    this.matcher = new PatternMatcher(call, source, pattern);
    this.replacement = replacement;
    this.result = new ByteBuilder(call.heap());
  }

  private static void gsub(Call call) {
    ByteString source = call.string(1);
    ByteString pattern = call.string(2);
    long most = call.integer(4, source.length() + 1L);
    LuaValue replacement = call.arg(3);
    if (replacement instanceof LuaNumber) {
      replacement = call.string(3);
    }
    boolean isUsable =
        replacement instanceof ByteString
            || replacement.type() == LuaValue.TTABLE
            || replacement.type() == LuaValue.TFUNCTION;
    if (!isUsable) {
      throw call.argumentError(3, "string/function/table expected");
    }
    new StringSubstitution(call, source, pattern, replacement).run(pattern, most);
  }

  private void run(ByteString pattern, long most) {
    boolean isAnchored = pattern.length() > 0 && pattern.at(0) == '^';
    int patternStart = isAnchored ? 1 : 0;
    int copied = 0;
    int at = 0;
    int lastEnd = -1;
    long count = 0;
    while (count < most) {
      int end = matcher.match(at, patternStart);
      if (end != PatternMatcher.NO_MATCH && end != lastEnd) {
        count++;
        result.append(source.array(), copied, at);
        addReplacement(at, end);
        at = end;
        lastEnd = end;
        copied = end;
      } else if (at < source.length()) {
        at++;
      } else {
        break;
      }
      if (isAnchored) {
        break;
      }
    }
    matcher.settle();
    if (count == 0) {
      call.heap().spend(source.length() / Heap.BYTES_PER_GAS);
      call.give(source);
    } else {
      result.append(source.array(), copied, source.length());
      call.give(result.toByteString());
    }
    call.give(count);
  }

  private void addReplacement(int start, int end) {
    if (replacement instanceof ByteString template) {
      addTemplate(template, start, end);
      return;
    }
    LuaValue value;
    if (replacement.type() == LuaValue.TTABLE) {
      value = call.state().index(replacement, matcher.capture(0, start, end));
    } else {
      LuaValue[] captures = new LuaValue[matcher.captureCount()];
      for (int i = 0; i < captures.length; i++) {
        captures[i] = matcher.capture(i, start, end);
      }
      matcher.settle();
      value = call.state().callForOne(replacement, captures);
    }
    if (value instanceof ByteString string) {
      addPaid(string, 0, string.length());
    } else if (value instanceof LuaNumber) {
      result.append(call.state().toText(value));
    } else if (value.equals(LuaValue.NIL) || value.equals(LuaValue.FALSE)) {
      addPaid(source, start, end);
    } else {
      throw call.error("invalid replacement value (a " + value.typename() + ")");
    }
  }

  private void addPaid(ByteString string, int from, int to) {
    call.heap().spend((to - from) / Heap.BYTES_PER_GAS + 1);
    result.append(string.array(), from, to);
  }

  @SuppressWarnings("IncrementInForLoopAndHeader")
  private void addTemplate(ByteString template, int start, int end) {
    byte[] bytes = template.array();
    call.heap().spend(bytes.length / Heap.BYTES_PER_GAS + 1);
    int plain = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        continue;
      }
      result.append(bytes, plain, i);
      i++;
      int c = i < bytes.length ? bytes[i] & 0xff : 0;
      if (c == '%') {
        result.append('%');
      } else if (c == '0') {
        addPaid(source, start, end);
      } else if (CharacterClass.isDigit(c)) {
        addCapture(c - '1', start, end);
      } else {
        throw call.error("invalid use of '%' in replacement string");
      }
      plain = i + 1;
    }
    result.append(bytes, Math.min(plain, bytes.length), bytes.length);
  }

  private void addCapture(int index, int start, int end) {
    LuaValue capture = matcher.capture(index, start, end);
    if (capture instanceof ByteString string) {
      addPaid(string, 0, string.length());
    } else if (capture instanceof IntegerNumber position) {
      result.append(NumberText.of(position.value()));
    }
  }
}
