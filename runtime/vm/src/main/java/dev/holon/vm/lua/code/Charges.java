package dev.holon.vm.lua.code;

/** Bytes that a compilation takes for each part of the code it makes. */
final class Charges {
  /** Its code and its line. */
  static final int INSTRUCTION_BYTES = 8;

  static final int CONSTANT_BYTES = 16;

  /** A distinct text or number, remembered while compiling. */
  static final int SYMBOL_BYTES = 64;

  static final int LOCAL_BYTES = 24;
  static final int UPVALUE_BYTES = 24;
  static final int PROTOTYPE_BYTES = 120;

  /** Variables looked at, labels compared, or names scanned that cost one gas. */
  static final int SCANS_PER_GAS = 8;

  private Charges() {}
}
