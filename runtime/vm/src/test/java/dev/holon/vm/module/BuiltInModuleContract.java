package dev.holon.vm.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Address;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Messages;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the built-in module does for clients, on an engine that a subclass names. The Lua scripts in
 * the test resources say more about the module; this says what comes out of the engine.
 */
public abstract class BuiltInModuleContract {
  private static final Tag EVAL = new Tag("Action", "Eval");
  private static final Tag AUTHORITY =
      new Tag("Authority", "authority-addressAAAAAAAAAAAAAAAAAAAAAAAAAA");
  private static final Tag SCHEDULER = new Tag("Scheduler", "scheduler-address");

  private static final Address TRUSTED = new Address("authority-addressAAAAAAAAAAAAAAAAAAAAAAAAAA");

  private final Vm vm = boot(Messages.process(AUTHORITY, SCHEDULER));

  /** The engine under test. Called before the subclass is initialised. */
  protected abstract VmEngine engine();

  private Vm boot(ProcessEnvironment process) {
    BuiltInModule module = BuiltInModule.forFormat(engine().moduleFormats().getFirst());
    ModuleCode code =
        new ModuleCode(
            Messages.MODULE_ID, Messages.OWNER, module.format(), module.tags(), module.code());
    try {
      return engine().boot(code, process, VmLimits.DEFAULT);
    } catch (VmBootException e) {
      throw new AssertionError(e);
    }
  }

  private static Result run(Vm vm, EvalMessage message) {
    EvalOutcome outcome = vm.evaluate(message);
    return assertInstanceOf(EvalOutcome.Completed.class, outcome, () -> errorOf(outcome)).result();
  }

  private Result eval(String code) {
    return run(vm, Messages.message(Messages.OWNER, code, EVAL));
  }

  private Result send(String data, Tag... tags) {
    return run(vm, Messages.message(Messages.STRANGER, data, tags));
  }

  private static String errorOf(EvalOutcome outcome) {
    return outcome.toResult().errorValue().map(BuiltInModuleContract::text).orElse("no error");
  }

  private static String text(Value value) {
    return value instanceof Value.Text text ? text.value().toUtf8() : value.toString();
  }

  private static String field(Result result, String key) {
    Value.MapOf output = assertInstanceOf(Value.MapOf.class, result.output());
    return output.entries().stream()
        .filter(entry -> entry.key().equals(key))
        .map(entry -> text(entry.value()))
        .findFirst()
        .orElse("absent");
  }

  private static String tagsOf(Result.OutboundMessage message) {
    return message.tags().stream()
        .map(tag -> tag.name() + "=" + tag.value())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 1 | 2",
        "return 'a', 'b' | `a\tb`",
        "print('x') return 5 | `x\n5`",
        "x = 3 | ``",
        "{ b = 1, a = { true } } | `{\n  a = {\n    true\n  },\n  b = 1\n}`",
        "7 // 2, 6 / 2, 1 << 40 | `3\t3.0\t1099511627776`",
        "nil | nil",
        "#Inbox | 0",
        "Owner | owner-addressAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ao.authorities[1] | authority-addressAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "999999999900 | 999999999900",
        "0.1 + 0.2 | 0.3",
        "type(ao.env.Module.Id) .. #ao.id | string43"
      })
  void evalByTheOwnerPutsOutItsValues(String code, String expected) {
    Result result = eval(code);

    assertEquals(expected, field(result, "data"));
    assertEquals("holon> ", field(result, "prompt"));
    assertEquals("absent", field(result, "print"));
  }

  @Test
  void evalByAnyoneElseFails() {
    EvalOutcome outcome = vm.evaluate(Messages.message(Messages.STRANGER, "x = 1", EVAL));

    assertEquals("only the owner may Eval", errorOf(outcome));
    assertTrue(vm.isUsable(), "a refusal costs no replay");
    assertEquals("nil", field(eval("x"), "data"));
  }

  @Test
  void assignedMessageForAnotherTargetIsIgnored() {
    eval("Handlers.add('pay', 'Pay', function() Paid = true end)");

    run(vm, Messages.assigned(Messages.OWNER, "x = 1", EVAL));
    Result paid = run(vm, Messages.assigned(Messages.OWNER, "", new Tag("Action", "Pay")));

    assertEquals("not assignable", field(paid, "data"));
    assertEquals("nil\tnil", field(eval("x, Paid"), "data"));
  }

  @Test
  void declaredAssignablesAreHandledButNeverEvaluated() {
    eval("Handlers.add('pay', 'Pay', function() Paid = true end)");
    eval("ao.addAssignable('all', function() return true end)");

    run(vm, Messages.assigned(Messages.STRANGER, "", new Tag("Action", "Pay")));
    EvalOutcome outcome = vm.evaluate(Messages.assigned(Messages.OWNER, "x = 1", EVAL));

    assertEquals("only the owner may Eval", errorOf(outcome));
    assertEquals("nil\ttrue", field(eval("x, Paid"), "data"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "error('boom') | eval:1: boom",
        "local x = = 1 | eval:1:",
        "local t; t.x = 1 | eval:1: attempt to index a nil value (local 't')",
        "Send{ Data = 'no target' } return 1 | eval:1: Send needs a table with a Target",
        "return nil + 1 | attempt to perform arithmetic"
      })
  void faultyEvalFailsWithPositionAndText(String code, String expected) {
    String error = errorOf(vm.evaluate(Messages.message(Messages.OWNER, code, EVAL)));

    assertTrue(error.contains(expected), error);
  }

  @Test
  void handlerCountsAHundredMessages() {
    eval(
        "count = 0; Handlers.add('Inc', function(msg) count = count + 1; msg.reply{ Data = count } end)");

    for (int i = 1; i <= 100; i++) {
      Result result = send("", new Tag("Action", "Inc"));
      assertEquals(String.valueOf(i), result.messages().get(0).data().toUtf8());
    }
    assertEquals("100", field(eval("count"), "data"));
  }

  @Test
  void sentMessageHasItsTagsInOrder() {
    Result result =
        eval(
            "Send{ Target = 'bob', Data = 'hi', Zeta = 1, Action = 'Greet', Alpha = true, Tags = { Beta = 'b' } }");

    Result.OutboundMessage message = result.messages().get(0);
    assertEquals("bob", message.target());
    assertEquals("hi", message.data().toUtf8());
    assertEquals("0".repeat(31) + "1", message.anchor());
    assertEquals(
        "Data-Protocol=ao Variant=ao.TN.1 Type=Message Reference=1 Action=Greet Alpha=true Beta=b Zeta=1",
        tagsOf(message));
  }

  @Test
  void explicitTagListKeepsItsOrder() {
    Result result =
        eval(
            "ao.send({ Target = 'bob', Tags = { { name = 'z', value = '1' }, { name = 'a', value = '2' } }, M = 3 })");

    assertTrue(tagsOf(result.messages().get(0)).endsWith("Reference=1 z=1 a=2 M=3"));
  }

  @Test
  void replyGoesToTheSenderAndNamesTheReference() {
    eval("Handlers.add('ping', 'Ping', Handlers.utils.reply('pong'))");

    Result result = send("", new Tag("Action", "Ping"), new Tag("Reference", "77"));
    Result elsewhere = send("", new Tag("Action", "Ping"), new Tag("Reply-To", "carol"));

    assertEquals("stranger-addressAAAAAAAAAAAAAAAAAAAAAAAAAAA", result.messages().get(0).target());
    assertEquals("pong", result.messages().get(0).data().toUtf8());
    assertTrue(tagsOf(result.messages().get(0)).endsWith("X-Reference=77"));
    assertEquals("carol", elsewhere.messages().get(0).target());
  }

  @Test
  void forwardKeepsDataAndUserTags() {
    eval("Handlers.add('fwd', 'Pass', function(msg) msg.forward('dave') end)");

    Result.OutboundMessage message =
        send("payload", new Tag("Action", "Pass"), new Tag("Type", "Message"), new Tag("Q", "1"))
            .messages()
            .get(0);

    assertEquals("dave", message.target());
    assertEquals("payload", message.data().toUtf8());
    assertTrue(
        tagsOf(message)
            .endsWith(
                "Reference=1 Action=Pass Q=1 Reply-To=stranger-addressAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    + " X-Origin=stranger-addressAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        tagsOf(message));
  }

  @Test
  void spawnInheritsSchedulerAndAuthority() {
    Result.OutboundSpawn spawn =
        eval("Spawn('module-id', { Data = 'd', Tags = { Name = 'child' } })").spawns().get(0);

    String tags =
        spawn.tags().stream()
            .map(tag -> tag.name() + "=" + tag.value())
            .collect(Collectors.joining(" "));
    assertEquals(
        "Data-Protocol=ao Variant=ao.TN.1 Type=Process From-Process="
            + Messages.PROCESS
            + " From-Module="
            + Messages.MODULE_ID
            + " Module=module-id Reference=1 Name=child Scheduler=scheduler-address"
            + " Authority=authority-addressAAAAAAAAAAAAAAAAAAAAAAAAAA",
        tags);
    assertEquals("0".repeat(31) + "1", spawn.anchor());
  }

  @Test
  void assignLeavesWithTheResult() {
    Result result = eval("Assign{ Processes = { ao.id }, Message = 'm' }");

    assertEquals(
        List.of(
            new Result.OutboundAssignment(
                List.of(Messages.PROCESS.toString()), "m", false, List.of())),
        result.assignments());
  }

  @Test
  void unhandledMessagesGoToTheInbox() {
    send("one", new Tag("Colour", "red"), new Tag("Colour", "blue"), new Tag("From", "liar"));

    assertEquals("1", field(eval("#Inbox"), "data"));
    assertEquals(
        "one\tred\tred\t3\tstranger-addressAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        field(
            eval("local m = Inbox[1] return m.Data, m.Colour, m.Tags.Colour, #m.TagArray, m.From"),
            "data"));
  }

  @Test
  void inboxDropsItsOldestMessage() {
    eval("for i = 1, 10000 do Inbox[i] = { Data = i } end");

    send("new");

    assertEquals(
        "10000\t2\tnew", field(eval("return #Inbox, Inbox[1].Data, Inbox[10000].Data"), "data"));
  }

  @Test
  void printOutsideEvalIsMarked() {
    eval("Handlers.add('p', 'P', function() print('a', 1) print('b') end)");

    Result result = send("", new Tag("Action", "P"));

    assertEquals("a\t1\nb", field(result, "data"));
    assertEquals("Bool[value=true]", field(result, "print"));
    assertEquals(Result.NO_OUTPUT, send("quiet").output());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Go' | true",
        "'Stop' | false",
        "{ Action = 'Go' } | true",
        "{ Action = 'Go', Size = '_' } | true",
        "{ Action = 'Go', Absent = true } | false",
        "{ Size = function(v) return tonumber(v) > 3 end } | true",
        "{ Size = function(v) return tonumber(v) > 9 end } | false",
        "{ From = 'stranger-addressAAAAAAAAAAAAAAAAAAAAAAAAAAA' } | true",
        "function(msg) return msg.Size == '5' end | true",
        "function() return 'skip' end | false",
        "function() return 0 end | false",
        "Handlers.utils.hasMatchingTag('Size', '5') | true",
        "Handlers.utils.hasMatchingTag('Size', '6') | false"
      })
  void matcherDecides(String matcher, String expected) {
    eval("hit = false; Handlers.add('h', " + matcher + ", function() hit = true end)");

    send("", new Tag("Action", "Go"), new Tag("Size", "5"));

    assertEquals(expected, field(eval("hit"), "data"));
  }

  @Test
  void handlersRunInOrderUntilOneTakesTheMessage() {
    eval(
        """
        seen = ""
        local function note(text) return function() seen = seen .. text end end
        Handlers.add("b", "Go", note("b"))
        Handlers.append("c", "Go", note("c"))
        Handlers.prepend("a", function() return "continue" end, note("a"))
        Handlers.once("o", function() return "continue" end, note("o"))
        Handlers.add("b", "Go", note("B"))
        Handlers.add("gone", "Go", note("x"))
        Handlers.remove("gone")
        """);

    send("", new Tag("Action", "Go"));
    send("", new Tag("Action", "Go"));

    assertEquals("oaBaB\t3", field(eval("return seen, #Handlers.list"), "data"));
  }

  @Test
  void faultyHandlerFailsTheEvaluation() {
    eval("Handlers.add('bad', 'Bad', function() error('oops') end)");

    EvalOutcome outcome =
        vm.evaluate(Messages.message(Messages.STRANGER, "", new Tag("Action", "Bad")));

    assertEquals("eval:1: oops", errorOf(outcome));
  }

  @Test
  void messageOfAProcessNeedsATrustedSigner() {
    eval("hits = 0; Handlers.add('h', 'Go', function() hits = hits + 1 end)");
    Tag go = new Tag("Action", "Go");

    Result refused = run(vm, Messages.forwarded("some-process", Messages.STRANGER, "", go));
    run(vm, Messages.forwarded("some-process", TRUSTED, "", go));
    run(vm, Messages.forwarded("some-process", Messages.OWNER, "", go));

    assertEquals("untrusted sender", field(refused, "data"));
    assertEquals("2\t0", field(eval("return hits, #Inbox"), "data"));
  }

  @Test
  void untrustedSignerCannotSpeakForTheOwner() {
    Result refused =
        run(
            vm,
            Messages.forwarded(
                "owner-addressAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Messages.STRANGER, "x = 1", EVAL));

    assertEquals("untrusted sender", field(refused, "data"));
    assertEquals("nil", field(eval("x"), "data"));
  }

  @Test
  void ownerOfASpawnedProcessIsItsParent() {
    Vm child = boot(Messages.process(new Tag("From-Process", "parent-process"), AUTHORITY));

    Result result = run(child, Messages.forwarded("parent-process", TRUSTED, "Owner", EVAL));

    assertEquals("parent-process", field(result, "data"));
  }

  @Test
  void spawnItemMayBringTheFirstProgram() {
    Vm booted = boot(Messages.process());

    run(booted, Messages.spawn("greeting = 'hi ' .. Owner", new Tag("On-Boot", "Data")));

    Result result = run(booted, Messages.message(Messages.OWNER, "return greeting, #Inbox", EVAL));
    assertEquals("hi owner-addressAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\t0", field(result, "data"));
  }

  @Test
  void spawnItemAloneDoesNothing() {
    Result result = run(vm, Messages.spawn("error('not run')"));

    assertEquals(Result.NO_OUTPUT, result.output());
    assertEquals("0", field(eval("#Inbox"), "data"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,2.5,-3,{\"c\":\"d\"},true,false]}",
        "[]",
        "[[],[[],1]]",
        "\"\\u0001\\u001f\\n\\t\\b\\f\\r\\\"\\\\/é€𝄞\"",
        "12345678901",
        "0.1",
        "1e+300",
        "-9007199254740991"
      })
  void jsonSurvivesARoundTrip(String json) {
    eval("function handleText(t) return json.encode(json.decode(t)) end");
    eval("Handlers.add('j', 'Json', function(msg) msg.reply{ Data = handleText(msg.Data) } end)");

    assertEquals(json, send(json, new Tag("Action", "Json")).messages().get(0).data().toUtf8());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "json.decode('\"\\\\u00e9\\\\ud834\\\\udd1e\"') == '\\195\\169\\240\\157\\132\\158' | true",
        "select(2, pcall(json.encode, { 1, x = 2 })) | json: a table has both array elements and other keys",
        "json.encode({ 2^53, 1.0, 1 << 62 }) | [9.007199254741e+15,1,4611686018427387904]",
        "json.decode(' { \"a\" : [ 1 , 2 ] } ').a[2] | 2",
        "select(2, pcall(json.decode, '{')) | json: name expected at position 2",
        "select(2, pcall(json.decode, '[1,]')) | json: value expected at position 4",
        "select(2, pcall(json.decode, '1 2')) | json: nothing more expected at position 3",
        "select(2, pcall(json.encode, print)) | json: a function has no JSON form",
        "pcall(json.decode, string.rep('[', 300)) == false | true"
      })
  void jsonReadsAndRefuses(String code, String expected) {
    assertEquals(expected, field(eval(code), "data"));
  }

  @Test
  void forkedHandlersLeaveTheOriginalAlone() {
    eval(
        "count = 0; Handlers.add('Inc', function(msg) count = count + 1; Handlers.remove('Inc') end)");

    Vm fork = vm.fork();
    run(fork, Messages.message(Messages.STRANGER, "", new Tag("Action", "Inc")));

    Result inFork =
        run(fork, Messages.message(Messages.OWNER, "return count, #Handlers.list", EVAL));
    assertEquals("1\t0", field(inFork, "data"));
    assertEquals("0\t1", field(eval("return count, #Handlers.list"), "data"));
  }

  @Test
  void evalWaitsForAnAnswer() {
    eval("print('got ' .. Send{ Target = 'bob', Action = 'Ask' }.receive().Data)");
    send("other");

    Result result = run(vm, Messages.forwarded("bob", TRUSTED, "it", new Tag("X-Reference", "1")));

    assertEquals("got it", field(result, "data"));
    assertEquals("1\t0", field(eval("return #Inbox, #Handlers.coroutines"), "data"));
  }

  @Test
  void forkedWaitingLeavesTheOriginalWaiting() {
    eval("Handlers.add('w', 'Wait', function() Receive('Go') n = (n or 0) + 1 end)");
    send("", new Tag("Action", "Wait"));

    Vm fork = vm.fork();
    run(fork, Messages.message(Messages.STRANGER, "", new Tag("Action", "Go")));

    Result inFork =
        run(fork, Messages.message(Messages.OWNER, "return n, #Handlers.coroutines", EVAL));
    assertEquals("1\t0", field(inFork, "data"));
    assertEquals("nil\t1", field(eval("return n, #Handlers.coroutines"), "data"));
    send("", new Tag("Action", "Go"));
    assertEquals("1\t0", field(eval("return n, #Handlers.coroutines"), "data"));
  }
}
