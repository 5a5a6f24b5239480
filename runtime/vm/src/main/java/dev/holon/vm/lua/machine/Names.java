package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.value.ByteString;

/** The names of metamethods (Lua 5.3 manual §2.4). */
public final class Names {
  public static final ByteString INDEX = ByteString.of("__index");
  public static final ByteString NEW_INDEX = ByteString.of("__newindex");
  public static final ByteString CALL = ByteString.of("__call");
  public static final ByteString EQUAL = ByteString.of("__eq");
  public static final ByteString LESS = ByteString.of("__lt");
  public static final ByteString LESS_OR_EQUAL = ByteString.of("__le");
  public static final ByteString LENGTH = ByteString.of("__len");
  public static final ByteString CONCATENATION = ByteString.of("__concat");
  public static final ByteString NEGATION = ByteString.of("__unm");
  public static final ByteString BITWISE_NOT = ByteString.of("__bnot");
  public static final ByteString NAME = ByteString.of("__name");
  public static final ByteString TO_STRING = ByteString.of("__tostring");
  public static final ByteString PAIRS = ByteString.of("__pairs");
  public static final ByteString METATABLE = ByteString.of("__metatable");

  private static final ByteString[] ARITHMETIC = {
    ByteString.of("__add"),
    ByteString.of("__sub"),
    ByteString.of("__mul"),
    ByteString.of("__mod"),
    ByteString.of("__pow"),
    ByteString.of("__div"),
    ByteString.of("__idiv"),
    ByteString.of("__band"),
    ByteString.of("__bor"),
    ByteString.of("__bxor"),
    ByteString.of("__shl"),
    ByteString.of("__shr"),
    NEGATION,
    BITWISE_NOT
  };

  private Names() {}

  /** The event of an arithmetic instruction, from {@link Opcode#ADD} to {@link Opcode#BNOT}. */
  static ByteString ofArithmetic(int opcode) {
    return ARITHMETIC[opcode - Opcode.ADD];
  }
}
