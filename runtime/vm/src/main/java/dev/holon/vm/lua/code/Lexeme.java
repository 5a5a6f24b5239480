package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.IntegerNumber;
import org.luaj.vm2.LuaNumber;

/** A lexical element read: its kind and what it stands for. */
final class Lexeme {
  Token token = Token.END_OF_SOURCE;

  /** Of a name or string. */
  Symbol symbol;

  /** Of a numeral. */
  LuaNumber number = IntegerNumber.of(0);

  /** The byte of {@link Token#OTHER}. */
  int other;

  Lexeme(Symbol symbol) {
    this.symbol = symbol;
  }

  void become(Lexeme lexeme) {
    token = lexeme.token;
    symbol = lexeme.symbol;
    number = lexeme.number;
    other = lexeme.other;
  }
}
