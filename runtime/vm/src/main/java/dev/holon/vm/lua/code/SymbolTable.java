package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** The texts and constants of one compilation, each kept once. */
final class SymbolTable {
  final ConstantSlot nil = new ConstantSlot(LuaValue.NIL);
  final ConstantSlot yes = new ConstantSlot(LuaValue.TRUE);
  final ConstantSlot no = new ConstantSlot(LuaValue.FALSE);

  private final Heap heap;
  private final Map<TextKey, Symbol> symbols = new HashMap<>();
  private final Map<NumberKey, ConstantSlot> numbers = new HashMap<>();

  SymbolTable(Heap heap) {
    this.heap = heap;
    for (Token token : Token.values()) {
      if (token.isReservedWord()) {
        byte[] bytes = token.text().getBytes(StandardCharsets.US_ASCII);
        add(bytes, token);
      }
    }
  }

  Symbol of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return of(bytes, 0, bytes.length);
  }

  /** The symbol of a part of an array, which is copied when the text is new. */
  Symbol of(byte[] bytes, int from, int to) {
    Symbol known = symbols.get(new TextKey(bytes, from, to));
    if (known != null) {
      return known;
    }
    heap.allocate(Charges.SYMBOL_BYTES);
    heap.allocateString(to - from);
    return add(Arrays.copyOfRange(bytes, from, to), null);
  }

  private Symbol add(byte[] bytes, @Nullable Token reservedWord) {
    Symbol symbol = new Symbol(ByteString.wrap(bytes), reservedWord);
    symbols.put(new TextKey(bytes, 0, bytes.length), symbol);
    return symbol;
  }

  ConstantSlot integer(long value) {
    NumberKey key = new NumberKey(value, false);
    ConstantSlot known = numbers.get(key);
    return known != null ? known : add(key, IntegerNumber.of(value));
  }

  ConstantSlot real(double value) {
    NumberKey key = new NumberKey(Double.doubleToLongBits(value), true);
    ConstantSlot known = numbers.get(key);
    return known != null ? known : add(key, FloatNumber.of(value));
  }

  private ConstantSlot add(NumberKey key, LuaValue value) {
    heap.allocate(Charges.SYMBOL_BYTES);
    ConstantSlot slot = new ConstantSlot(value);
    numbers.put(key, slot);
    return slot;
  }

  /** Comparable for the reason given at {@link TextKey}. */
  private record NumberKey(long bits, boolean isFloat) implements Comparable<NumberKey> {
    @Override
    public int compareTo(NumberKey other) {
      int order = Long.compare(bits, other.bits);
      return order != 0 ? order : Boolean.compare(isFloat, other.isFloat);
    }
  }
}
