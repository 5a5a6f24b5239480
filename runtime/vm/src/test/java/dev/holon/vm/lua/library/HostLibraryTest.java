package dev.holon.vm.lua.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.Trap;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaValue;

class HostLibraryTest {
  private final Heap heap = new Heap();
  private Table functions = new Table(heap, 0, 0);
  private LuaState state = new LuaState(heap);

  @BeforeEach
  void openLibrary() {
    heap.setLimits(100_000_000, 100_000_000);
    state = new LuaState(heap);
    new HostLibrary().open(state);
    functions = (Table) state.globals().fetch(ByteString.of("__holon"));
  }

  private LuaValue call(String name, LuaValue... arguments) {
    NativeFunction function = (NativeFunction) functions.fetch(ByteString.of(name));
    Call call = new Call(state, function, arguments);
    function.body().run(call);
    return call.resultCount() == 0 ? LuaValue.NIL : call.result(0);
  }

  private static ByteString text(String text) {
    return ByteString.of(text);
  }

  private static String hex(LuaValue bytes) {
    return HexFormat.of().formatHex(((ByteString) bytes).array());
  }

  private LuaValue bint(String digits, int size) {
    return call("bint_fromtext", new Table(heap, 0, 0), text(digits), IntegerNumber.of(size));
  }

  private String digits(LuaValue bint, int size) {
    return call("bint_totext", bint, IntegerNumber.of(size)).tojstring();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,2.5,-3,{\"c\":\"d\"},true,false]}",
        "[]",
        "[[],[1,[[]]]]",
        "\"\\u0001\\u001f\\n\\t\\b\\f\\r\\\"\\\\/é€𝄞\"",
        "9223372036854775807",
        "null",
        "\"\""
      })
  void jsonSurvivesARoundTrip(String json) {
    LuaValue value = call("json_decode", text(json));

    assertEquals(json, call("json_encode", value).tojstring());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | name expected at position 2",
        "[1,] | value expected at position 4",
        "1 2 | nothing more expected at position 3",
        "`` | value expected at position 1",
        "01 | bad number at position 1",
        "[1e] | bad number at position 2",
        "`\"a` | string without an end at position 3",
        "`\"\\x\"` | bad escape at position 2",
        "`\"\\u12g4\"` | bad \\u escape at position 3",
        "`\"\t\"` | control character in a string at position 2",
        "`{\"a\" 1}` | ':' expected at position 6",
        "[1 2] | ',' or ']' expected at position 4"
      })
  void wrongJsonIsRefused(String json, String expected) {
    ScriptError error = assertThrows(ScriptError.class, () -> call("json_decode", text(json)));

    assertEquals("json: " + expected, error.getMessage());
  }

  @Test
  void jsonNestsToALimit() {
    call("json_decode", text("[".repeat(200) + "]".repeat(200)));

    ScriptError error =
        assertThrows(ScriptError.class, () -> call("json_decode", text("[".repeat(100_000))));

    assertEquals(
        "json: arrays and objects nest deeper than 200 at position 201", error.getMessage());
  }

  @Test
  void tableThatContainsItselfHasNoJson() {
    Table table = new Table(heap, 0, 0);
    table.store(heap, 1, table);

    ScriptError error = assertThrows(ScriptError.class, () -> call("json_encode", table));

    assertEquals("json: tables nest deeper than 200", error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ''",
        "a | YQ==",
        "ao | YW8=",
        "aos | YW9z",
        "aos1 | YW9zMQ==",
      })
  void base64SurvivesARoundTrip(String plain, String coded) {
    assertEquals(coded, call("base64_encode", text(plain)).tojstring());
    assertEquals(plain, call("base64_decode", text(coded)).tojstring());
    assertEquals(plain, call("base64_decode", text("\n" + coded.replace("=", ""))).tojstring());
  }

  @ParameterizedTest
  @CsvSource({
    "keccak256, c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    "sha3_256, a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
    "sha2_256, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "md5, d41d8cd98f00b204e9800998ecf8427e"
  })
  void digestOfNothingIsKnown(String name, String expected) {
    assertEquals(expected, hex(call("digest", text(name), text(""))));
  }

  @Test
  void keccakOfLongTextIsKnown() {
    ByteString text = text("x".repeat(500));

    assertEquals(KECCAK_OF_500, hex(call("digest", text("keccak512"), text)));
  }

  private static final String KECCAK_OF_500 =
      "0fb029a34c28448513eb9d64820d52558ed0dfc7c74b8d44811d81f95bd5a9157fe3ccbc0fd72a35af860d6ca6e77b4285d0a996757e0dc0aaf559e6af5e680f";

  @Test
  void hmacOfRfc4231IsKnown() {
    LuaValue code =
        call("hmac", text("sha2_256"), text("Jefe"), text("what do ya want for nothing?"));

    assertEquals("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", hex(code));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 3, 15, 1, 2",
    "-7, 2, -14, 57896044618658097711785492504343953926634992332820282019728792003956564819964, 1",
    "0, 9, 0, 0, 0",
    "340282366920938463463374607431768211456, 4294967296, 1461501637330902918203684832716283019655932542976,"
        + " 79228162514264337593543950336, 0"
  })
  void bintMultipliesAndDivides(
      String x, String y, String product, String quotient, String remainder) {
    IntegerNumber size = IntegerNumber.of(8);
    Table first = new Table(heap, 0, 0);
    Table second = new Table(heap, 0, 0);

    call("bint_multiply", first, bint(x, 8), bint(y, 8), size);
    assertEquals(product, digits(first, 8));
    call("bint_divide", first, second, bint(x, 8), bint(y, 8), size);
    assertEquals(quotient, digits(first, 8));
    assertEquals(remainder, digits(second, 8));
  }

  @Test
  void tooLargeNumbersLoseTheirHighestBits() {
    assertEquals("-1", digits(bint("4294967295", 1), 1));
    assertEquals("1", digits(bint("18446744073709551617", 2), 2));
    assertEquals("-2147483648", digits(bint("-2147483648", 1), 1));
  }

  @Test
  void workIsChargedBeforeItIsDone() {
    ByteString large = ByteString.wrap("[1]".repeat(1000).getBytes(StandardCharsets.UTF_8));
    heap.setLimits(100, 100_000_000);

    assertThrows(Trap.OutOfGas.class, () -> call("json_decode", large));
    heap.setLimits(100, 100_000_000);
    assertThrows(Trap.OutOfGas.class, () -> call("digest", text("md5"), large));
    heap.setLimits(100, 100_000_000);
    assertThrows(Trap.OutOfGas.class, () -> call("base64_encode", large));
    heap.setLimits(100, 100_000_000);
    assertThrows(Trap.OutOfGas.class, () -> bint("9".repeat(10_000), 8));
  }
}
