package dev.holon.vm.lua.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Trap;
import org.junit.jupiter.api.Test;

class CompilerTest {
  private static final int SIZE_BYTES = 10_000_000;

  @Test
  void functionsAreNumberedInTheOrderOfTheSource() throws CompileError {
    Prototype main =
        compile("local function a() return function() end end function b() end", heap(1 << 20));

    assertEquals(0, main.index);
    assertEquals(1, main.children[0].index);
    assertEquals(2, main.children[0].children[0].index);
    assertEquals(3, main.children[1].index);
  }

  @Test
  void equalStringsAreOneObject() throws CompileError {
    Prototype main = compile("x = 'name' function f(name) return 'name' end", heap(1 << 20));

    assertSame(main.constants[1], main.children[0].constants[0]);
    assertSame(main.constants[1], main.children[0].locals[0].name());
  }

  @Test
  void binaryCodeIsRefused() {
    CompileError error =
        assertThrows(CompileError.class, () -> compile("\u001bLua", heap(1 << 20)));

    assertEquals("attempt to load a binary chunk (mode is 't')", error.getMessage());
  }

  @Test
  void textIsPaidForBeforeItIsRead() {
    assertThrows(Trap.OutOfGas.class, () -> compile("x = 1 ".repeat(1000), heap(5999)));
  }

  @Test
  void memoryForCodeIsLimited() {
    Heap heap = new Heap();
    heap.setLimits(1L << 40, 1 << 20);

    assertThrows(Trap.OutOfMemory.class, () -> compile("x = y ".repeat(200_000), heap));
  }

  @Test
  void memoryForTextsIsLimited() {
    Heap heap = new Heap();
    heap.setLimits(1L << 40, 1 << 20);

    assertThrows(
        Trap.OutOfMemory.class, () -> compile("x = '" + "a".repeat(SIZE_BYTES) + "'", heap));
  }

  @Test
  void deepNestingIsRefusedAtAnyLength() {
    CompileError error =
        assertThrows(
            CompileError.class, () -> compile("x = " + "(".repeat(SIZE_BYTES), heap(1 << 30)));

    assertTrue(error.getMessage().contains("too many C levels (limit is 200)"));
  }

  @Test
  void deepNestingFitsASmallStack() throws InterruptedException {
    String[] sources = {
      "x = " + "(".repeat(190) + "1" + ")".repeat(190),
      "x = " + "{f(".repeat(95) + "1" + ")}".repeat(95),
      "local function f() while x do ".repeat(95) + "end end ".repeat(95),
      "return function() ".repeat(95) + "end ".repeat(95),
    };
    StringBuilder failures = new StringBuilder();
    Runnable work =
        () -> {
          for (String source : sources) {
            try {
              compile(source, heap(1 << 30));
            } catch (CompileError | StackOverflowError e) {
              failures.append(e);
            }
          }
        };
    Thread thread = new Thread(null, work, "small stack", 400_000);

    thread.start();
    thread.join();

    assertEquals("", failures.toString());
  }

  @Test
  void manyGotosAndLabelsCostGas() {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      source.append("do goto l").append(i).append(" end ");
    }
    for (int i = 0; i < 20_000; i++) {
      source.append("::l").append(i).append(":: x() ");
    }

    assertThrows(Trap.OutOfGas.class, () -> compile(source.toString(), heap(10_000_000)));
  }

  @Test
  void longListsOfJumpsTakeLinearWork() throws CompileError {
    compile("while x do " + "if x then break end ".repeat(30_000) + "end", heap(2_000_000));
    compile("return x" + " or x".repeat(40_000), heap(2_000_000));
    compile("if x then " + "elseif x then ".repeat(30_000) + "end", heap(2_000_000));
  }

  @Test
  void aMillionConstantsCompile() throws CompileError {
    StringBuilder source = new StringBuilder("return {");
    for (int i = 0; i < 1_000_000; i++) {
      source.append(i).append(',');
    }

    Prototype main = compile(source.append('}').toString(), heap(1 << 30));

    assertEquals(1_000_000, main.constants.length);
  }

  private static Prototype compile(String source, Heap heap) throws CompileError {
    return Compiler.compile(ListingTest.bytes(source), ByteString.of("=c"), heap);
  }

  private static Heap heap(long gas) {
    Heap heap = new Heap();
    heap.setLimits(gas, 1L << 40);
    return heap;
  }
}
