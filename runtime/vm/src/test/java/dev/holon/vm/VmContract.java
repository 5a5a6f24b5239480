package dev.holon.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every engine for Lua modules does. The sources use only what Lua 5.2 and 5.3 have in common.
 */
@Timeout(60)
public abstract class VmContract {
  private static final VmLimits SMALL = new VmLimits(1_000_000, 1 << 20, 10_000);

  protected abstract VmEngine engine();

  /**
   * Whether a machine of the engine goes on after a failed evaluation, from the state before it.
   */
  protected abstract boolean canUndo();

  protected Vm boot(String source) {
    return boot(source, SMALL);
  }

  protected Vm boot(String source, VmLimits limits) {
    try {
      return engine()
          .boot(
              Messages.module(engine().moduleFormats().getFirst(), source),
              Messages.process(),
              limits);
    } catch (VmBootException e) {
      throw new AssertionError(e);
    }
  }

  protected EvalOutcome evaluate(Vm vm, String data, Tag... tags) {
    return vm.evaluate(Messages.message(Messages.OWNER, data, tags));
  }

  /** The output of a module whose handle returns what this expression gives. */
  protected Value outputOf(String expression) {
    Vm vm = boot("function handle(msg, env) return { Output = " + expression + " } end");
    return completed(evaluate(vm, "")).output();
  }

  protected static Result completed(EvalOutcome outcome) {
    return assertInstanceOf(EvalOutcome.Completed.class, outcome, outcome::toString).result();
  }

  protected static String textOf(Value value) {
    return assertInstanceOf(Value.Text.class, value).value().toUtf8();
  }

  protected static String errorOf(EvalOutcome outcome) {
    return textOf(assertInstanceOf(EvalOutcome.Failed.class, outcome, outcome::toString).error());
  }

  @Test
  void stateSurvivesFromMessageToMessage() {
    Vm vm = boot("local n = 0; function handle() n = n + 1; return { Output = n } end");

    evaluate(vm, "");
    evaluate(vm, "");

    assertEquals(new Value.Int(3), completed(evaluate(vm, "")).output());
    assertTrue(vm.isUsable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "msg.Owner == 'owner-addressAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'",
        "msg.From == 'owner-addressAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'",
        "msg.Data == 'hello'",
        "msg.Tags[1].name == 'Action' and msg.Tags[1].value == 'Test' and #msg.Tags == 1",
        "msg.Timestamp == 1700000000123",
        "msg['Block-Height'] == 1500001",
        "msg.Nonce == 1 and msg.Epoch == 0",
        "msg.Cron == false and msg['Read-Only'] == false",
        "msg['Forwarded-By'] == nil and msg.Anchor == nil",
        "#msg['Hash-Chain'] == 43",
        "msg.Target == env.Process.Id",
        "env.Process.Owner == 'owner-addressAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'",
        "#env.Module.Id == 43 and #env.Process.Tags == 0"
      })
  void handleReceivesTheMessageOfTheProtocol(String claim) {
    Vm vm = boot("function handle(msg, env) return { Output = (" + claim + ") } end");

    EvalOutcome outcome = evaluate(vm, "hello", new Tag("Action", "Test"));

    assertEquals(new Value.Bool(true), completed(outcome).output());
  }

  @Test
  void resultHoldsWhatTheProcessSends() {
    Vm vm =
        boot(
            """
            function handle(msg)
              return {
                Messages = {
                  { Target = "t", Data = "\\255\\0", Anchor = "a", Tags = { { name = "n", value = 5 }, { name = "b", value = true } } },
                  { Data = "no target" },
                },
                Spawns = { { Data = "s", Tags = { { name = "Module", value = "m" } } } },
                Assignments = { { Processes = { "p" }, Message = "x", BaseLayer = true } },
              }
            end
            """);

    Result result = completed(evaluate(vm, ""));

    assertEquals(
        List.of(
            new Result.OutboundMessage(
                "t",
                "a",
                List.of(new Tag("n", "5"), new Tag("b", "true")),
                Bytes.of(new byte[] {-1, 0}))),
        result.messages());
    assertEquals("", result.spawns().get(0).anchor());
    assertEquals(
        List.of(new Result.OutboundAssignment(List.of("p"), "x", true, List.of())),
        result.assignments());
    assertEquals(Result.NO_OUTPUT, result.output());
    assertTrue(result.gasUsed() > 0);
  }

  @Test
  void errorOfTheCodeFailsTheEvaluation() {
    Vm vm = boot("function handle() local t = nil; return t.x end");

    EvalOutcome outcome = evaluate(vm, "");

    assertTrue(errorOf(outcome).startsWith("module:1:"), () -> errorOf(outcome));
    assertThrows(AssertionError.class, () -> completed(outcome));
  }

  @Test
  void tableErrorsKeepTheirShape() {
    EvalOutcome outcome =
        evaluate(boot("function handle() error({ code = 7, list = { 'a' } }) end"), "");

    Value error = assertInstanceOf(EvalOutcome.Failed.class, outcome).error();
    Value list = new Value.ListOf(List.of(Value.Text.of("a")));
    assertEquals(
        Set.of(new Value.Entry("code", new Value.Int(7)), new Value.Entry("list", list)),
        Set.copyOf(assertInstanceOf(Value.MapOf.class, error).entries()));
  }

  @Test
  void errorInTheResponseFailsTheEvaluation() {
    assertEquals(
        "no", errorOf(evaluate(boot("function handle() return { Error = 'no' } end"), "")));
  }

  @Test
  void responseThatIsNoTableFails() {
    assertTrue(errorOf(evaluate(boot("function handle() return 5 end"), "")).contains("number"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "repeat local s = 'x' until false",
        "pcall(function() while true do end end) while true do end",
        "xpcall(function() while true do end end, function() while true do end end)",
        "string.gsub('x', 'x', function() while true do end end)",
        "local t = setmetatable({}, { __index = function() while true do end end }) return t.x",
        "load('while true do end')()",
        "table.sort({ 2, 1 }, function() while true do end end)",
        "for _ in pairs(setmetatable({}, { __pairs = function() while true do end end })) do end",
        "local _ENV = {}; while true do end",
        "string.find(string.rep('a', 40), string.rep('a?', 40) .. string.rep('a', 40))",
        "string.find(string.rep('a', 20000), '.-.-.-.-b')",
        "local function f() return f() end return f()",
        "local function f(...) while true do local x = { ... } end end f(table.unpack({}, 1, 8000))",
        "local s = ('1'):rep(500000) while true do local x = s + 1 end",
        "local a, b = ('x'):rep(500000) .. 'y', ('x'):rep(500000) .. 'y' while a == b do end",
        "local s, p = ('a'):rep(500000), ('a'):rep(250000) .. 'b' s:find(p, 1, true)",
        "local t = {} for i = 1, 5000 do t[i] = i end while true do table.insert(t, 1, 0) end"
      })
  void endlessCodeRunsOutOfTheSameGasEachTime(String code) {
    String source = "function handle() " + code + " end";

    Vm vm = boot(source);
    EvalOutcome first = evaluate(vm, "");
    EvalOutcome second = evaluate(boot(source), "");

    assertInstanceOf(EvalOutcome.OutOfGas.class, first, first::toString);
    assertEquals(first, second);
    assertEquals(canUndo(), vm.isUsable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "('x'):rep(1e9)",
        "local s = 'x' while true do s = s .. s end",
        "local s = 'x' while true do s = ('x' .. s .. s .. s) end",
        "local t = {} for i = 1, 20 do t[i] = ('x'):rep(500000) end return table.concat(t)",
        "return string.gsub(('x'):rep(10000), 'x', ('y'):rep(10000))",
        "local s = ('x'):rep(500000) return string.format('%s%s%s', s, s, s)",
        "pcall(string.rep, 'x', 1e9)",
        "local t = {} for i = 1, 1e6 do t[i] = {} end"
      })
  void hugeStringsRunOutOfMemory(String code) {
    Vm vm = boot("function handle() " + code + " end");

    EvalOutcome outcome = evaluate(vm, "");

    assertInstanceOf(EvalOutcome.OutOfMemory.class, outcome, outcome::toString);
    assertEquals(canUndo(), vm.isUsable());
  }

  @Test
  void resultOfManyEmptyPartsRunsOutOfMemory() {
    Vm vm =
        boot(
            "function handle() local tag, tags, messages = { name = '', value = '' }, {}, {}"
                + " for i = 1, 1000 do tags[i] = tag end"
                + " for i = 1, 1000 do messages[i] = { Target = '', Tags = tags } end"
                + " return { Messages = messages } end");

    EvalOutcome outcome = evaluate(vm, "");

    assertInstanceOf(EvalOutcome.OutOfMemory.class, outcome, outcome::toString);
  }

  @Test
  void largeOutputRunsOutOfMemory() {
    Vm vm = boot("function handle() return { Output = string.rep('x', 20000) } end");

    EvalOutcome.OutOfMemory outcome =
        assertInstanceOf(EvalOutcome.OutOfMemory.class, evaluate(vm, ""));

    assertEquals("output", outcome.limit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local function f() return 1 + f() end return f()",
        "local t = {} setmetatable(t, { __index = function(t, k) return t[k .. 'x'] end }) return t.x",
        "local function f() string.gsub('x', 'x', f) return 1 end return f()"
      })
  void deepRecursionFails(String code) {
    Vm vm = boot("function handle() " + code + " end", VmLimits.DEFAULT);

    assertTrue(errorOf(evaluate(vm, "")).contains("stack overflow"));
    assertEquals(canUndo(), vm.isUsable());
  }

  @Test
  void resultThatContainsItselfFails() {
    EvalOutcome outcome =
        evaluate(boot("function handle() local t = {} t[1] = t return { Output = t } end"), "");

    assertTrue(errorOf(outcome).contains("deeper"));
  }

  @Test
  void machineThatCannotUndoRefusesToGoOnAfterAFailure() {
    assumeFalse(canUndo());
    Vm vm = boot("function handle() error('x') end");
    evaluate(vm, "");

    assertThrows(IllegalStateException.class, () -> evaluate(vm, ""));
    assertThrows(IllegalStateException.class, vm::fork);
  }

  @Test
  void machineThatCanUndoGoesOnFromTheStateBeforeTheFailure() {
    assumeTrue(canUndo());
    Vm vm =
        boot(
            """
            local n = 0
            function handle(msg)
              n = n + 1
              if msg.Data == "fail" then error("x") end
              while msg.Data == "loop" do end
              return { Output = n }
            end
            """);
    evaluate(vm, "");
    evaluate(vm, "fail");
    evaluate(vm, "loop");

    assertEquals(new Value.Int(2), completed(evaluate(vm, "")).output());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"this is not Lua", "x = 1", "error('no')", "while true do end", "\033Lua"})
  void badModulesDoNotBoot(String source) {
    ModuleCode module = Messages.module(engine().moduleFormats().getFirst(), source);

    assertThrows(VmBootException.class, () -> engine().boot(module, Messages.process(), SMALL));
  }

  @Test
  void processesShareNothing() {
    Vm first =
        boot(
            "function handle() string.len = function() return 99 end return { Output = ('x'):len() } end");
    Vm second = boot("function handle() return { Output = ('x'):len() } end");

    assertEquals(new Value.Int(99), completed(evaluate(first, "")).output());
    assertEquals(new Value.Int(1), completed(evaluate(second, "")).output());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io",
        "luajava",
        "dofile",
        "loadfile",
        "os.execute",
        "os.getenv",
        "os.exit",
        "os.remove",
        "string.dump",
        "debug.getinfo",
        "debug.sethook",
        "debug.getregistry",
        "debug.setmetatable"
      })
  void dangerousFunctionsAreAbsent(String name) {
    assertEquals(new Value.Bool(true), outputOf(name + " == nil"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select('#', load('\\27Lua')) == 2 and load('\\27Lua') == nil",
        "getmetatable('') == false or getmetatable('').__index == string",
        "pcall(setmetatable, '', {}) == false",
        "pcall(error) == false",
        "select(2, pcall(error, { 1 }))[1] == 1",
        "select(2, pcall(error, 'x', 0)) == 'x'",
        "tostring(1e15) == '1000000000000000' or tostring(1e15) == '1e+15'",
        "tostring(0.1) == '0.1' and tostring(1/3) == '0.33333333333333'",
        "os.time() == 1700000000 and os.date('!%Y-%m-%d') == '2023-11-14'",
        "type(os.clock()) == 'number'",
        "next({}) == nil and next({ 5 }) == 1"
      })
  void librariesBehave(String claim) {
    Vm vm = boot("function handle() return { Output = (" + claim + ") } end");

    assertEquals(new Value.Bool(true), completed(evaluate(vm, "")).output());
  }

  @Test
  void forkDoesNotTouchTheOriginal() {
    Vm vm =
        boot(
            """
            local n = 0
            local self = { list = {} }
            self.me = self
            setmetatable(self, { __index = function(_, k) return k .. n end })
            local function add() n = n + 1 self.list[#self.list + 1] = n end
            local function count() return n end
            function handle(msg)
              add()
              assert(self.me.me == self and self.me.list == self.list)
              return { Output = #self.list .. ":" .. count() .. ":" .. self.absent .. ":" .. math.random(1000000) }
            end
            """);
    evaluate(vm, "");

    Vm fork = vm.fork();
    String inFork = textOf(completed(evaluate(fork, "")).output());
    String laterInFork = textOf(completed(evaluate(fork, "")).output());

    assertTrue(inFork.startsWith("2:2:absent2:"), inFork);
    assertTrue(laterInFork.startsWith("3:3:absent3:"), laterInFork);
    assertEquals(inFork, textOf(completed(evaluate(vm, "")).output()));
  }

  @Test
  void forkOfDeepStructureWorks() {
    Vm vm =
        boot(
            "local t = {} for i = 1, 50000 do t = { t } end"
                + " function handle() local n = 0 local x = t while x[1] do n = n + 1 x = x[1] end return { Output = n } end",
            VmLimits.DEFAULT);

    assertEquals(new Value.Int(50_000), completed(evaluate(vm.fork(), "")).output());
  }
}
