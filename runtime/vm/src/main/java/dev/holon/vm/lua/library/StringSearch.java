package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import java.util.Arrays;
import org.luaj.vm2.LuaValue;

/** {@code find}, {@code match} and {@code gmatch} (Lua 5.3 manual §6.4). */
final class StringSearch {
  static final NativeFunction FIND = NativeFunction.of("string.find", StringSearch::find);
  static final NativeFunction MATCH = NativeFunction.of("string.match", StringSearch::match);
  static final NativeFunction GMATCH = NativeFunction.of("string.gmatch", StringSearch::gmatch);

  /** Captures the string, the pattern, and where the last match ended: -1 before the first. */
  static final NativeFunction GMATCH_ITERATOR =
      NativeFunction.of("string.gmatch/iterator", StringSearch::nextMatch);

  private static final boolean[] SPECIAL = new boolean[256];

  static {
    for (char c : "^$*+?.([%-".toCharArray()) {
      SPECIAL[c] = true;
    }
  }

  private StringSearch() {}

  private static void find(Call call) {
    ByteString source = call.string(1);
    ByteString pattern = call.string(2);
    long start = Math.max(1, StringPart.position(call.integer(3, 1), source.length()));
    if (start > source.length() + 1L) {
      call.give(LuaValue.NIL);
      return;
    }
    int from = (int) start - 1;
    if (call.isTruthy(4) || isPlain(call.heap(), pattern)) {
      int at = findPlain(call.heap(), source.array(), pattern.array(), from);
      if (at < 0) {
        call.give(LuaValue.NIL);
      } else {
        call.give(at + 1L);
        call.give((long) at + pattern.length());
      }
      return;
    }
    search(call, source, pattern, from, true);
  }

  private static void match(Call call) {
    ByteString source = call.string(1);
    ByteString pattern = call.string(2);
    long start = Math.max(1, StringPart.position(call.integer(3, 1), source.length()));
    if (start > source.length() + 1L) {
      call.give(LuaValue.NIL);
      return;
    }
    search(call, source, pattern, (int) start - 1, false);
  }

  private static void search(
      Call call, ByteString source, ByteString pattern, int from, boolean isFind) {
    PatternMatcher matcher = new PatternMatcher(call, source, pattern);
    boolean isAnchored = pattern.length() > 0 && pattern.at(0) == '^';
    int patternStart = isAnchored ? 1 : 0;
    int last = isAnchored ? from : source.length();
    for (int start = from; start <= last; start++) {
      int end = matcher.match(start, patternStart);
      if (end != PatternMatcher.NO_MATCH) {
        matcher.settle();
        if (isFind) {
          call.give(start + 1L);
          call.give((long) end);
          matcher.giveExplicitCaptures(start, end);
        } else {
          matcher.giveCaptures(start, end);
        }
        return;
      }
    }
    matcher.settle();
    call.give(LuaValue.NIL);
  }

  private static boolean isPlain(Heap heap, ByteString pattern) {
    heap.spend(pattern.length() / Heap.BYTES_PER_GAS);
    for (byte b : pattern.array()) {
      if (SPECIAL[b & 0xff]) {
        return false;
      }
    }
    return true;
  }

  /** The first place of a string in another; each byte compared is paid for. */
  private static int findPlain(Heap heap, byte[] text, byte[] wanted, int from) {
    if (wanted.length == 0) {
      return from;
    }
    int last = text.length - wanted.length;
    byte first = wanted[0];
    int at = from;
    while (at <= last) {
      int limit = (int) Math.min(last, at + 1023L);
      heap.spend((limit - at) / Heap.BYTES_PER_GAS + 1);
      while (at <= limit && text[at] != first) {
        at++;
      }
      if (at <= limit) {
        int differing = Arrays.mismatch(text, at, at + wanted.length, wanted, 0, wanted.length);
        if (differing < 0) {
          heap.spend(wanted.length / Heap.BYTES_PER_GAS);
          return at;
        }
        heap.spend(differing / Heap.BYTES_PER_GAS);
        at++;
      }
    }
    return -1;
  }

  private static void gmatch(Call call) {
    ByteString source = call.string(1);
    ByteString pattern = call.string(2);
    call.give(GMATCH_ITERATOR.capturing(call.heap(), source, pattern, IntegerNumber.of(-1)));
  }

  private static void nextMatch(Call call) {
    NativeFunction iterator = call.function();
    ByteString source = (ByteString) iterator.captured(0);
    ByteString pattern = (ByteString) iterator.captured(1);
    int lastEnd = (int) iterator.captured(2).tolong();
    PatternMatcher matcher = new PatternMatcher(call, source, pattern);
    for (int start = Math.max(0, lastEnd); start <= source.length(); start++) {
      int end = matcher.match(start, 0);
      if (end != PatternMatcher.NO_MATCH && end != lastEnd) {
        matcher.settle();
        iterator.setCaptured(call.heap(), 2, IntegerNumber.of(end));
        matcher.giveCaptures(start, end);
        return;
      }
    }
    matcher.settle();
  }
}
