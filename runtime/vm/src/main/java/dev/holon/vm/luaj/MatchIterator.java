package dev.holon.vm.luaj;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What {@code string.gmatch} returns: each call gives the captures of the next match. */
final class MatchIterator extends ForkableFunction {
  private final LuaString subject;
  private final LuaString pattern;
  private int position;

  MatchIterator(LuaString subject, LuaString pattern, int position) {
    this.subject = subject;
    this.pattern = pattern;
    this.position = position;
  }

  @Override
  public Varargs invoke(Varargs arguments) {
    PatternMatcher matcher = new PatternMatcher(subject, pattern, LuajProcess.current().meter());
    for (int start = position; start <= subject.length(); start++) {
      int end = matcher.match(start, 0);
      if (end != PatternMatcher.NONE) {
        position = end == start ? end + 1 : end;
        return matcher.captures(start, end, true);
      }
    }
    position = subject.length() + 1;
    return LuaValue.NIL;
  }

  @Override
  ForkableFunction copy(GraphCopy graph) {
    return new MatchIterator(subject, pattern, position);
  }
}
