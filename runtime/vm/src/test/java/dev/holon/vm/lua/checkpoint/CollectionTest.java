package dev.holon.vm.lua.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Bytes;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Vm;
import dev.holon.vm.VmLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionTest {
  private static final String EVAL =
      "function handle(msg) local v = load(msg.Data)() return {Output = tostring(v)} end";
  private static final VmLimits LIMITS = new VmLimits(50_000_000, 1 << 20, 100_000);

  /** Each makes about a hundred times the limit of garbage. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "for i = 1, 100000 do local s = ('g'):rep(1000) .. i end return 'done'",
        "local k for i = 1, 600000 do k = {i, k and k[1]} end return 'done'",
        "for i = 1, 500000 do local f = function() return i end end return 'done'",
        "for i = 1, 200000 do coroutine.wrap(function() coroutine.yield(i) end)() end return 'done'",
        "local co = coroutine.wrap(function() while true do local s = ('g'):rep(900)"
            + " coroutine.yield(s) end end) for i = 1, 100000 do co() end return 'done'",
        "local s = 'x' for i = 1, 100000 do s = (s .. ('g'):rep(900)):sub(1, 1000) end return 'done'",
        "return (('x'):rep(1000):gsub('.', function() local s = ('g'):rep(100000) return 'd' end))"
            + ":gsub('d+', 'done')",
        "for i = 1, 40000 do pcall(error, {('g'):rep(3000)}) end return 'done'",
        "local t = {} for i = 1, 300000 do t[i % 100] = {i} end return 'done'",
        "keep = {} for i = 1, 100000 do keep[1] = ('g'):rep(1000) .. i end return 'done'"
      })
  void garbageManyTimesTheLimitDoesNotMatter(String code) {
    EvalOutcome outcome = Processes.send(Processes.boot(EVAL, LIMITS), code);

    EvalOutcome.Completed completed = assertInstanceOf(EvalOutcome.Completed.class, outcome);
    assertTrue(Processes.text(completed.result().output()).startsWith("done"));
    assertEquals(outcome, Processes.send(Processes.boot(EVAL, LIMITS), code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local t = {} for i = 1, 1e9 do t[i] = ('g'):rep(1000) .. i end",
        "local t for i = 1, 1e9 do t = {t} end",
        "local t for i = 1, 1e9 do local u = t t = function() return u end end",
        "local t = {} for i = 1, 1e9 do t[i] = coroutine.wrap(function() coroutine.yield() end)"
            + " t[i]() end",
        "local function f(n) local s = ('g'):rep(5000) .. n return f(n + 1) .. s end return f(1)",
        "local t = {} for i = 1, 1e9 do t[i] = load('return ' .. i) end",
        "local t = {} for i = 1, 1e9 do t[i] = ('x'):gmatch('.') end",
        "local co = {} co[0] = coroutine.running() local function f(n) local s = ('g'):rep(20000) .. n"
            + " return coroutine.wrap(f)(n + 1) .. s end return f(1)",
        "local function f(n) return (('x'):rep(30000):gsub('x+', function(s) return f(n .. 'g') end)) .. n"
            + " end return f(('n'):rep(20000))"
      })
  void whatIsAliveMayNotExceedTheLimit(String code) {
    Vm vm = Processes.boot(EVAL, LIMITS);
    Bytes before = vm.checkpoint();
    EvalOutcome outcome = Processes.send(vm, code);

    assertInstanceOf(EvalOutcome.OutOfMemory.class, outcome, outcome::toString);
    assertEquals(before, vm.checkpoint());
    assertEquals(outcome, Processes.send(Processes.boot(EVAL, LIMITS), code));
  }

  @Test
  void oldGarbageDoesNotPileUpOverMessages() {
    Vm vm = Processes.boot(EVAL, LIMITS);
    Vm other = Processes.boot(EVAL, LIMITS);
    for (int i = 0; i < 300; i++) {
      String code = "n = (n or 0) + 1 s = ('s'):rep(100000) .. n return collectgarbage('count')";
      EvalOutcome outcome = Processes.send(vm, code);

      assertInstanceOf(EvalOutcome.Completed.class, outcome, outcome::toString);
      assertEquals(outcome, Processes.send(other, code));
      if (i % 10 == 0) {
        other = other.fork();
      }
    }
    assertEquals(vm.checkpoint(), other.checkpoint());
  }

  @Test
  void equalTextsCountOnceAndAreHeldOnce() {
    Vm vm = Processes.boot(EVAL, LIMITS);
    String code =
        "local t = {} for i = 1, 300 do t[i] = ('same'):rep(10000) end kept = t return #t";

    assertEquals("300", Processes.outputOf(vm, code));
    assertEquals("300", Processes.outputOf(vm.fork(), "return #kept"));
  }

  /** What a message keeps of coroutines to undo them is memory of the process. */
  @Test
  void copiesOfCoroutinesThatRunCountUntilTheMessageEnds() {
    Vm vm = Processes.boot(EVAL, LIMITS);
    String code =
        "local function deep(n) local r = n > 0 and deep(n - 1) or coroutine.yield() return r end"
            + " cos = {} for i = 1, 10 do cos[i] = coroutine.create(deep)"
            + " coroutine.resume(cos[i], 500) end return 1";
    Processes.outputOf(vm, code);
    Bytes before = vm.checkpoint();

    assertEquals("2", Processes.outputOf(vm, "coroutine.resume(cos[1]) return 2"));
    EvalOutcome outcome =
        Processes.send(
            vm.fork(), "for i = 2, 10 do coroutine.resume(cos[i]) end kept = ('x'):rep(400000)");

    assertInstanceOf(EvalOutcome.OutOfMemory.class, outcome, outcome::toString);
    assertNotEquals(before, vm.checkpoint());
  }

  @Test
  void stateKeptOverTheLimitFailsItsOwnMessage() {
    Vm vm = Processes.boot(EVAL, LIMITS);
    Processes.outputOf(vm, "a = ('a'):rep(800000) return 1");
    Bytes before = vm.checkpoint();

    EvalOutcome outcome = Processes.send(vm, "b = ('b'):rep(700000)");

    assertInstanceOf(EvalOutcome.OutOfMemory.class, outcome, outcome::toString);
    assertEquals(before, vm.checkpoint());
    assertEquals("800000", Processes.outputOf(vm, "return #a"));
  }
}
