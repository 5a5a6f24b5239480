package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;

/** Makes the code that brings expressions into registers and operands, and stores them. */
final class ExpressionCode {
  /** As a number of values: as many as there are. */
  static final int MULTIPLE = -1;

  private static final int ITEMS_PER_FLUSH = 50;

  private final FunctionState function;
  private final CodeBuffer code;
  private final JumpLists jumps;
  private final Registers registers;
  private final SymbolTable symbols;

  ExpressionCode(FunctionState function) {
    this.function = function;
    this.code = function.code;
    this.jumps = function.jumps;
    this.registers = function.registers;
    this.symbols = function.compilation.symbols;
  }

  // Constants.

  void constant(Expression result, Symbol text) throws CompileError {
    result.become(Kind.CONSTANT, function.constants.indexOf(text.slot));
  }

  private int constantIndex(Expression numeral) throws CompileError {
    return function.constants.indexOf(
        numeral.kind == Kind.INTEGER
            ? symbols.integer(numeral.integer)
            : symbols.real(numeral.real));
  }

  private void loadConstant(int register, int constant) throws CompileError {
    if (constant <= Instruction.BX_MAX) {
      function.emit(Instruction.abx(Opcode.LOADK, register, constant));
    } else {
      function.emit(Opcode.LOADKX, register, 0, 0);
      function.emitExtra(constant);
    }
  }

  void loadInteger(int register, long value) throws CompileError {
    loadConstant(register, function.constants.indexOf(symbols.integer(value)));
  }

  /** Sets registers to nil, in the instruction before if that does so for registers beside them. */
  void loadNil(int first, int count) throws CompileError {
    int from = first;
    int last = first + count - 1;
    if (!jumps.isMarked()) {
      int pc = code.size() - 1;
      int previous = code.get(pc);
      if (Instruction.opcode(previous) == Opcode.LOADNIL) {
        int previousFrom = Instruction.a(previous);
        int previousLast = previousFrom + Instruction.b(previous);
        if ((previousFrom <= from && from <= previousLast + 1)
            || (from <= previousFrom && previousFrom <= last + 1)) {
          from = Math.min(from, previousFrom);
          last = Math.max(last, previousLast);
          code.set(pc, Instruction.abc(Opcode.LOADNIL, from, last - from, 0));
          return;
        }
      }
    }
    function.emit(Opcode.LOADNIL, from, last - from, 0);
  }

  // Values.

  /** Makes a call or {@code ...} give so many values. */
  void setValueCount(Expression expression, int count) throws CompileError {
    int pc = expression.info;
    if (expression.kind == Kind.CALL) {
      code.set(pc, Instruction.withC(code.get(pc), count + 1));
    } else if (expression.kind == Kind.VARIADIC) {
      int instruction = Instruction.withB(code.get(pc), count + 1);
      code.set(pc, Instruction.withA(instruction, registers.firstFree()));
      registers.reserve(1);
    }
  }

  /** Makes a call or {@code ...} give one value. */
  void setSingleValue(Expression expression) {
    int pc = expression.info;
    if (expression.kind == Kind.CALL) {
      expression.set(Kind.REGISTER, Instruction.a(code.get(pc)));
    } else if (expression.kind == Kind.VARIADIC) {
      code.set(pc, Instruction.withB(code.get(pc), 2));
      expression.kind = Kind.RELOCATABLE;
    }
  }

  /** Makes sure that the expression is a value and no variable. */
  void evaluate(Expression expression) throws CompileError {
    switch (expression.kind) {
      case LOCAL -> expression.kind = Kind.REGISTER;
      case UPVALUE ->
          expression.set(Kind.RELOCATABLE, function.emit(Opcode.GETUPVAL, 0, expression.info, 0));
      case INDEXED -> {
        registers.release(expression.key);
        int opcode = Opcode.GETTABUP;
        if (!expression.isTableUpvalue) {
          registers.release(expression.table);
          opcode = Opcode.GETTABLE;
        }
        expression.set(
            Kind.RELOCATABLE, function.emit(opcode, 0, expression.table, expression.key));
      }
      case CALL, VARIADIC -> setSingleValue(expression);
      default -> {
        // A value already.
      }
    }
  }

  /** Puts the value in a register, all but what jumps bring. */
  private void load(Expression expression, int register) throws CompileError {
    evaluate(expression);
    switch (expression.kind) {
      case NIL -> loadNil(register, 1);
      case FALSE -> function.emit(Opcode.LOADBOOL, register, 0, 0);
      case TRUE -> function.emit(Opcode.LOADBOOL, register, 1, 0);
      case CONSTANT -> loadConstant(register, expression.info);
      case INTEGER, FLOAT -> loadConstant(register, constantIndex(expression));
      case RELOCATABLE ->
          code.set(expression.info, Instruction.withA(code.get(expression.info), register));
      case REGISTER -> {
        if (register != expression.info) {
          function.emit(Opcode.MOVE, register, expression.info, 0);
        }
      }
      default -> {
        return;
      }
    }
    expression.set(Kind.REGISTER, register);
  }

  /** Puts the value in some register, all but what jumps bring. */
  void loadAnywhere(Expression expression) throws CompileError {
    if (expression.kind != Kind.REGISTER) {
      registers.reserve(1);
      load(expression, registers.firstFree() - 1);
    }
  }

  /** Puts the value in a register, whichever way it comes about. */
  private void toRegister(Expression expression, int register) throws CompileError {
    load(expression, register);
    boolean isJump = expression.kind == Kind.JUMP;
    if (isJump) {
      expression.trueJumps = jumps.joined(expression.trueJumps, expression.info);
    }
    if (expression.hasJumps()) {
      int falseLoad = JumpLists.NONE;
      int trueLoad = JumpLists.NONE;
      if (jumps.needValue(expression.trueJumps) || jumps.needValue(expression.falseJumps)) {
        int around = isJump ? JumpLists.NONE : function.jump();
        falseLoad = loadBoolean(register, 0, 1);
        trueLoad = loadBoolean(register, 1, 0);
        jumps.landHere(around);
      }
      int end = jumps.mark();
      jumps.land(expression.falseJumps, end, register, falseLoad);
      jumps.land(expression.trueJumps, end, register, trueLoad);
    }
    expression.become(Kind.REGISTER, register);
  }

  private int loadBoolean(int register, int value, int skip) throws CompileError {
    jumps.mark();
    return function.emit(Opcode.LOADBOOL, register, value, skip);
  }

  void toNextRegister(Expression expression) throws CompileError {
    evaluate(expression);
    registers.release(expression);
    registers.reserve(1);
    toRegister(expression, registers.firstFree() - 1);
  }

  /** Puts the value in a register, the one it is in if possible, and returns that. */
  int toAnyRegister(Expression expression) throws CompileError {
    evaluate(expression);
    if (expression.kind == Kind.REGISTER) {
      if (!expression.hasJumps()) {
        return expression.info;
      }
      if (expression.info >= function.locals.activeCount()) {
        toRegister(expression, expression.info);
        return expression.info;
      }
    }
    toNextRegister(expression);
    return expression.info;
  }

  void toAnyRegisterOrUpvalue(Expression expression) throws CompileError {
    if (expression.kind != Kind.UPVALUE || expression.hasJumps()) {
      toAnyRegister(expression);
    }
  }

  /** Makes it a value; only one that jumps bring needs a register. */
  void toValue(Expression expression) throws CompileError {
    if (expression.hasJumps()) {
      toAnyRegister(expression);
    } else {
      evaluate(expression);
    }
  }

  /** Makes it an operand: a constant if it is one and there is room, or a register. */
  int toOperand(Expression expression) throws CompileError {
    toValue(expression);
    switch (expression.kind) {
      case NIL -> expression.info = function.constants.indexOf(symbols.nil);
      case TRUE -> expression.info = function.constants.indexOf(symbols.yes);
      case FALSE -> expression.info = function.constants.indexOf(symbols.no);
      case INTEGER, FLOAT -> expression.info = constantIndex(expression);
      case CONSTANT -> {
        // Has its index.
      }
      default -> {
        return toAnyRegister(expression);
      }
    }
    expression.kind = Kind.CONSTANT;
    return expression.info <= Instruction.CONSTANT_OPERAND_MAX
        ? Instruction.constantOperand(expression.info)
        : toAnyRegister(expression);
  }

  // Variables, fields and methods.

  void store(Expression variable, Expression value) throws CompileError {
    switch (variable.kind) {
      case LOCAL -> {
        registers.release(value);
        toRegister(value, variable.info);
        return;
      }
      case UPVALUE -> {
        int register = toAnyRegister(value);
        function.emit(Opcode.SETUPVAL, register, variable.info, 0);
      }
      default -> {
        int opcode = variable.isTableUpvalue ? Opcode.SETTABUP : Opcode.SETTABLE;
        int operand = toOperand(value);
        function.emit(opcode, variable.table, variable.key, operand);
      }
    }
    registers.release(value);
  }

  /** Makes a table, in a register or an upvalue, its element at a key. */
  void index(Expression table, Expression key) throws CompileError {
    table.table = table.info;
    table.isTableUpvalue = table.kind == Kind.UPVALUE;
    table.key = toOperand(key);
    table.kind = Kind.INDEXED;
  }

  /** Turns an object into its method followed by the object itself. */
  void method(Expression object, Expression name) throws CompileError {
    int register = toAnyRegister(object);
    registers.release(object);
    object.set(Kind.REGISTER, registers.firstFree());
    registers.reserve(2);
    function.emit(Opcode.SELF, object.info, register, toOperand(name));
    registers.release(name);
  }

  /**
   * Stores the values in the registers after a table's as its last items.
   *
   * @param count how many, or {@link #MULTIPLE}
   * @param itemCount items of the table with these
   */
  void storeItems(int table, int itemCount, int count) throws CompileError {
    int batch = (itemCount - 1) / ITEMS_PER_FLUSH + 1;
    int b = count == MULTIPLE ? 0 : count;
    if (batch <= Instruction.C_MAX) {
      function.emit(Opcode.SETLIST, table, b, batch);
    } else {
      function.emit(Opcode.SETLIST, table, b, 0);
      function.emitExtra(batch);
    }
    registers.setFirstFree(table + 1);
  }

  static boolean isFull(int itemsHeld) {
    return itemsHeld == ITEMS_PER_FLUSH;
  }
}
