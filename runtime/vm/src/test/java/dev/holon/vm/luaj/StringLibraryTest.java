package dev.holon.vm.luaj;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.protocol.Value;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Messages;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The libraries that replace LuaJ's, against the answers of stock Lua. */
class StringLibraryTest {

  private static String run(String body) {
    try {
      Vm vm =
          new LuajEngine()
              .boot(
                  Messages.module(LuajEngine.FORMAT, "function handle() " + body + " end"),
                  Messages.process(),
                  VmLimits.DEFAULT);
      EvalOutcome outcome = vm.evaluate(Messages.message(Messages.OWNER, ""));
      Value value = outcome.toResult().errorValue().orElseGet(() -> outcome.toResult().output());
      return value instanceof Value.Text text ? text.value().toUtf8() : value.toString();
    } catch (VmBootException e) {
      throw new AssertionError(e);
    }
  }

  private static String joined(String expressions) {
    return run(
        "local t = table.pack("
            + expressions
            + ") for i = 1, t.n do t[i] = tostring(t[i]) end"
            + " return { Output = table.concat(t, ' ') }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "('hello world'):find('o w') | 5 7",
        "('hello'):find('l+') | 3 4",
        "('hello'):find('(l)(l)') | 3 4 l l",
        "('a.b'):find('.', 2, true) | 2 2",
        "('abc'):find('b', -1) | nil",
        "('abc'):find('', 4) | 4 3",
        "('abc'):find('', 5) | nil",
        "('key = value'):match('^(%w+)%s*=%s*(%w+)$') | key value",
        "('  x  '):match('^%s*(.-)%s*$') | x",
        "('abc'):match('()b()') | 2 3",
        "('[[x]]'):match('%b[]') | [[x]]",
        "('THE (quick) fox'):find('%((%a+)%)') | 5 11 quick",
        "('THE (quick) fox'):gsub('%f[%a]%a+', 'x') | x (x) x 3",
        "('abcabc'):match('(a)bc%1') | a",
        "('hello'):gsub('l', { l = 'L' }) | heLLo 2",
        "('hello'):gsub('', '-') | -h-e-l-l-o- 6",
        "('hello'):gsub('(h)(e)', '%2%1') | ehllo 1",
        "('hello'):gsub('.', '%0%0', 2) | hheello 2",
        "('abc'):gsub('^a', 'x') | xbc 1",
        "('abc'):gsub('%w', function(c) if c == 'b' then return false end return c .. c end) | aabcc 3",
        "('a]b'):find('[]]') | 2 2",
        "('a-b'):find('[a%-]', 2) | 2 2",
        "('a^b'):find('[%^x]') | 2 2",
        "('äb'):upper() | äB",
        "('abc'):byte(1, -1) | 97 98 99",
        "('abc'):sub(-2) | bc",
        "('ab'):rep(3, ',') | ab,ab,ab",
        "('ab'):rep(0) | ``",
        "('abc'):reverse() | cba",
        "string.format('%5d/%-5d/%05d/%+d', 42, 42, 42, 42) | `   42/42   /00042/+42`",
        "string.format('%d', 999999999900) | 999999999900",
        "string.format('%x %X %o', 255, 255, 8) | ff FF 10",
        "string.format('%5.2f %.0f %e', 3.14159, 2.5, 12345.678) | ` 3.14 2 1.234568e+04`",
        "string.format('%g %g %g', 100000, 1e20, 0.0001) | 100000 1e+20 0.0001",
        "string.format('%s %10s %-4s/ %.2s', nil, 'x', 'y', 'abc') | `nil          x y   / ab`",
        "string.format('%c%c', 72, 105) | Hi",
        "string.format('%%') | %",
        "tostring(1/3), tostring(1e100), tostring(2^53), tostring(-0.5) | 0.33333333333333 1e+100 9007199254740992 -0.5",
        "tostring(1/0), tostring(-1/0) | inf -inf",
        "tonumber('0x10'), tonumber(' 12 '), tonumber('1e2'), tonumber('z', 36), tonumber('0x') | 16 12 100 35 nil",
        "tonumber(''), tonumber('1 2'), tonumber('nan'), tonumber('1d'), tonumber('.5') | nil nil nil nil 0.5",
        "math.floor(-3.5), math.max(1, 5, 3), math.min(2, -1), 7 % -3, 2^0.5 | -4 5 -1 -2 1.4142135623731",
        "(function() local t = { 'é', 'z', 'a' } table.sort(t) return table.concat(t) end)() | azé",
        "select(-1, 1, 2, 3), select('#', nil, nil) | 3 2",
        "table.unpack({ 1, 2, 3 }, 2) | 2 3",
        "table.remove({ 1, 2, 3 }), table.remove({ 1, 2, 3 }, 1), #{ table.remove({}) } | 3 1 0",
        "bit32.band(0xff, 0x0f), bit32.lshift(1, 31), bit32.bxor(5, 1) | 15 2147483648 4",
        "os.date('!%Y-%m-%dT%H:%M:%S', 0), os.time({ year = 1970, month = 1, day = 2, hour = 0 }) | 1970-01-01T00:00:00 86400"
      })
  void answersLikeLua(String expressions, String expected) {
    assertEquals(expected, joined(expressions));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "('x'):rep(-1):find('[a') | malformed pattern (missing ']')",
        "('x'):find('%') | malformed pattern (ends with '%')",
        "('x'):gsub('x', '%2') | invalid capture index",
        "string.format('%d', 1.5) | number has no integer representation",
        "string.format('%y', 1) | invalid option '%y' to 'format'",
        "load('x = 1', 'c', 't', {}) or error(select(2, load('x = 1', 'c', 't', {})), 0) | allows no environment but",
        "table.unpack({}, 1, 1e8) | too many results to unpack",
        "pairs({ [{}] = 1 }) | has a table as key",
        "next({ [print] = 1 }) | has a function as key",
        "string.rep() | bad argument"
      })
  void refusesLikeLua(String expression, String expected) {
    String error = run("local x = " + expression + " return {}");

    assertEquals(expected, error.contains(expected) ? expected : error);
  }

  @Test
  void quotedTextCanBeReadBack() {
    assertEquals(
        "true",
        joined(
            "load('return ' .. string.format('%q', 'a\\n\\0001\\\\\"'))() == 'a\\n\\0001\\\\\"'"));
  }

  @Test
  void sortIsStableAndCoversTheWholeList() {
    assertEquals(
        "1a 1b 2a 3a",
        run(
            "local t = {} t[4] = '1b' t[3] = '2a' t[2] = '1a' t[1] = '3a' t[3], t[4] = t[4], t[3]"
                + " table.sort(t, function(a, b) return a:sub(1, 1) < b:sub(1, 1) end)"
                + " return { Output = table.concat(t, ' ') }"));
  }

  @Test
  void textOverANumberStaysText() {
    assertEquals(
        "string string string",
        run(
            "local t = { x = 1, y = 1 } t.x = '2' rawset(t, 'y', '3') glob = 1 glob = '4'"
                + " return { Output = type(t.x) .. ' ' .. type(t.y) .. ' ' .. type(glob) }"));
  }
}
