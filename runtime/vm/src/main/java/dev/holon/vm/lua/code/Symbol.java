package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;
import org.jspecify.annotations.Nullable;

/** A name or string of the source: one object for equal texts of a compilation. */
final class Symbol {
  final ConstantSlot slot;
  private final ByteString text;
  private final @Nullable Token reservedWord;

  Symbol(ByteString text, @Nullable Token reservedWord) {
    this.text = text;
    this.reservedWord = reservedWord;
    this.slot = new ConstantSlot(text);
  }

  ByteString text() {
    return text;
  }

  /** The token this is when it stands as a name: a reserved word's own, or a name. */
  Token token() {
    return reservedWord == null ? Token.NAME : reservedWord;
  }

  boolean isReservedWord() {
    return reservedWord != null;
  }
}
