package dev.holon.vm.lua.checkpoint;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.ProcessId;
import dev.holon.vm.Messages;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.LuaEngine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String EVAL =
      "function handle(msg) local v = load(msg.Data)() return {Output = tostring(v)} end";

  private static Vm restored(Vm vm) {
    return Processes.restored(vm, EVAL);
  }

  @Test
  void restoredProcessHasTheSameCheckpoint() {
    Vm vm = Processes.boot(EVAL);
    Processes.outputOf(vm, "x = {1, 2, {y = 3.5}, [true] = 'z'} return 1");

    assertEquals(vm.checkpoint(), restored(vm).checkpoint());
  }

  @Test
  void checkpointOfAnotherProcessIsRefused() {
    Vm vm = Processes.boot("function handle(msg, env) env.Process.Id = 'changed' return {} end");
    Processes.send(vm, "");
    ProcessEnvironment mine = Messages.process();
    ProcessEnvironment other =
        new ProcessEnvironment(new ProcessId(Messages.MODULE_ID), mine.owner(), mine.tags());
    ModuleCode module =
        Processes.module("function handle(msg, env) env.Process.Id = 'changed' return {} end");

    VmBootException refused =
        assertThrows(
            VmBootException.class,
            () -> new LuaEngine().restore(module, other, Processes.LIMITS, vm.checkpoint()));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("of process " + mine.id()), message);
    assertTrue(message.contains("not of " + other.id()), message);
    assertDoesNotThrow(
        () -> new LuaEngine().restore(module, mine, Processes.LIMITS, vm.checkpoint()));
  }

  @Test
  void cyclesAndSharedTablesStaySo() {
    Vm vm = Processes.boot(EVAL);
    Processes.outputOf(vm, "a = {} a.a = a b = {a, a} setmetatable(a, a) a[a] = b return 1");

    Vm other = restored(vm);

    String claim = "return a.a == a and b[1] == b[2] and b[1] == a and a[a] == b";
    assertEquals("true", Processes.outputOf(other, claim));
    assertEquals("true", Processes.outputOf(other, "return getmetatable(a) == a"));
  }

  @Test
  void closuresShareTheirVariablesAfterwards() {
    Vm vm = Processes.boot(EVAL);
    Processes.outputOf(
        vm, "local n = 1 up = function() n = n + 1 end get = function() return n end");

    Vm other = restored(vm);

    assertEquals("3", Processes.outputOf(other, "up() up() return get()"));
    assertEquals("1", Processes.outputOf(vm, "return get()"));
  }

  @Test
  void variableOfWaitingCoroutineStaysShared() {
    Vm vm = Processes.boot(EVAL);
    Processes.outputOf(
        vm,
        "co = coroutine.wrap(function() local n = 1 set = function(v) n = v end"
            + " while true do coroutine.yield(n) end end) return co()");

    Vm other = restored(vm);

    assertEquals("7", Processes.outputOf(other, "set(7) return co()"));
    assertEquals("1", Processes.outputOf(vm, "return co()"));
  }

  @Test
  void variableOfForgottenCoroutineKeepsItsValue() {
    Vm vm = Processes.boot(EVAL);
    Processes.outputOf(
        vm,
        "local co = coroutine.wrap(function() local n = {5} get = function() return n[1] end"
            + " coroutine.yield() end) co()");

    Vm other = restored(vm);

    assertEquals("5", Processes.outputOf(other, "return get()"));
    assertEquals("5", Processes.outputOf(vm, "return get()"));
    assertEquals(vm.checkpoint(), other.checkpoint());
  }

  @Test
  void longListNeedsNoJavaStack() {
    VmLimits limits = new VmLimits(100_000_000, 64 << 20, 100_000);
    Vm vm = Processes.boot(EVAL, limits);
    Processes.outputOf(vm, "for i = 1, 100000 do list = {list, i} end return 1");

    Vm other = restored(vm);

    String sum = "local n, at = 0, list while at do n = n + at[2] at = at[1] end return n";
    assertEquals("5000050000", Processes.outputOf(vm.fork(), sum));
    assertEquals(vm.checkpoint(), other.checkpoint());
  }

  @Test
  void forkAndOriginalDoNotSeeEachOther() {
    Vm vm = Processes.boot(EVAL);
    Processes.outputOf(vm, "n = {1} return 1");
    Bytes before = vm.checkpoint();

    Vm fork = vm.fork();
    Processes.outputOf(fork, "n[1] = 2 m = 5 return math.random()");

    assertEquals(before, vm.checkpoint());
    assertEquals("1nil", Processes.outputOf(vm, "return n[1] .. tostring(m)"));
    assertEquals("25", Processes.outputOf(fork, "return n[1] .. m"));
  }

  @Test
  void processesOfOneModuleDrawDifferentRandomNumbers() throws VmBootException {
    LuaEngine engine = new LuaEngine();
    Vm one = engine.boot(Processes.module(EVAL), Messages.process(), Processes.LIMITS);
    Vm two =
        engine.boot(
            Processes.module(EVAL),
            new ProcessEnvironment(new ProcessId(Messages.idOf(77)), Messages.OWNER, List.of()),
            Processes.LIMITS);

    assertNotEquals(
        Processes.outputOf(one, "return math.random()"),
        Processes.outputOf(two, "return math.random()"));
  }

  @Test
  void secondBootEqualsTheFirst() throws VmBootException {
    LuaEngine engine = new LuaEngine();
    Vm first = engine.boot(Processes.module(EVAL), Messages.process(), Processes.LIMITS);
    Processes.outputOf(first, "string.rep = nil x = 1 return 1");
    Vm second = engine.boot(Processes.module(EVAL), Messages.process(), Processes.LIMITS);

    assertEquals(Processes.boot(EVAL).checkpoint(), second.checkpoint());
    assertEquals("aa", Processes.outputOf(second, "return ('a'):rep(2)"));
  }

  @Test
  void hostFunctionsAreGoneOnceTheModuleHasStarted() {
    Vm vm = Processes.boot("had = __holon ~= nil\n" + EVAL);

    assertEquals("truenil", Processes.outputOf(vm, "return tostring(had) .. tostring(__holon)"));
  }

  @Test
  void codeLoadedTwiceIsWrittenOnce() {
    Vm vm = Processes.boot(EVAL);
    String code = "return function() return '" + "x".repeat(1000) + "' end";
    Processes.outputOf(vm, "f = load([[" + code + "]])() return 1");
    int size = vm.checkpoint().size();
    Processes.outputOf(vm, "g = load([[" + code + "]])() return 1");

    assertTrue(vm.checkpoint().size() < size + 1000);
    assertEquals("true", Processes.outputOf(restored(vm), "return f ~= g and f() == g()"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return {}",
        "return function() end",
        "return coroutine.create(print or next)",
        "return coroutine.running()",
        "return ('x'):gmatch('.')",
        "return math.random(0)"
      })
  void serialsAndRandomNumbersGoOn(String code) {
    Vm vm = Processes.boot(EVAL);
    Processes.outputOf(vm, "return tostring(coroutine.running())");
    Vm other = restored(vm);

    for (int i = 0; i < 3; i++) {
      assertEquals(Processes.send(vm, code), Processes.send(other, code));
    }
  }

  @Test
  void longKeysCostTheSameWhetherOneObjectOrTwo() {
    Vm vm = Processes.boot(EVAL);
    Processes.outputOf(
        vm, "k = ('k'):rep(5000) t = {[k] = 1} f = function() return t[k], t[k] end return 1");
    Vm other = restored(vm);
    String code = "f() return t[('k'):rep(5000)]";

    assertEquals(Processes.send(vm, code), Processes.send(other, code));
    assertEquals(Processes.send(vm, code), Processes.send(other, code));
  }

  @Test
  void checkpointOfAnotherModuleIsRefused() {
    Vm vm = Processes.boot(EVAL);

    assertThrows(
        VmBootException.class,
        () ->
            new LuaEngine()
                .restore(
                    Processes.module(EVAL + " "),
                    Messages.process(),
                    Processes.LIMITS,
                    vm.checkpoint()));
  }
}
