package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;
import dev.holon.vm.lua.value.Elementary;

/**
 * Arithmetic on numerals while compiling. Declines what could raise an error, and float results
 * that are zero or not a number.
 */
final class ConstantFolding {
  private ConstantFolding() {}

  static boolean negate(Expression operand) {
    if (!operand.isNumeral()) {
      return false;
    }
    if (operand.kind == Kind.INTEGER) {
      operand.integer = -operand.integer;
      return true;
    }
    return setReal(operand, -operand.real);
  }

  static boolean complement(Expression operand) {
    if (!operand.isNumeral() || !isIntegral(operand)) {
      return false;
    }
    return setInteger(operand, ~integerOf(operand));
  }

  /** Puts the result in the left operand, if there is one. */
  static boolean combine(BinaryOperator operator, Expression left, Expression right) {
    if (!left.isNumeral() || !right.isNumeral()) {
      return false;
    }
    return switch (operator) {
      case BAND, BOR, BXOR, SHL, SHR ->
          isIntegral(left)
              && isIntegral(right)
              && setInteger(left, combineBits(operator, integerOf(left), integerOf(right)));
      case DIV -> realOf(right) != 0 && setReal(left, realOf(left) / realOf(right));
      case POW -> setReal(left, Elementary.pow(realOf(left), realOf(right)));
      default -> combineNumbers(operator, left, right);
    };
  }

  private static boolean combineNumbers(
      BinaryOperator operator, Expression left, Expression right) {
    boolean isDivision = operator == BinaryOperator.IDIV || operator == BinaryOperator.MOD;
    if (isDivision && realOf(right) == 0) {
      return false;
    }
    boolean isInteger = left.kind == Kind.INTEGER && right.kind == Kind.INTEGER;
    return isInteger
        ? setInteger(left, combineIntegers(operator, left.integer, right.integer))
        : setReal(left, combineReals(operator, realOf(left), realOf(right)));
  }

  private static long combineIntegers(BinaryOperator operator, long left, long right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case IDIV -> Math.floorDiv(left, right);
      default -> Math.floorMod(left, right);
    };
  }

  private static double combineReals(BinaryOperator operator, double left, double right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case IDIV -> Math.floor(left / right);
      default -> modulo(left, right);
    };
  }

  private static double modulo(double left, double right) {
    double remainder = left % right;
    return remainder * right < 0 ? remainder + right : remainder;
  }

  private static long combineBits(BinaryOperator operator, long left, long right) {
    return switch (operator) {
      case BAND -> left & right;
      case BOR -> left | right;
      case BXOR -> left ^ right;
      case SHL -> shift(left, right);
      default -> right == Long.MIN_VALUE ? 0 : shift(left, -right);
    };
  }

  /** To the left, or to the right by a negative count; 64 and more leave nothing. */
  private static long shift(long value, long count) {
    if (count <= -Long.SIZE || count >= Long.SIZE) {
      return 0;
    }
    return count >= 0 ? value << count : value >>> -count;
  }

  private static double realOf(Expression numeral) {
    return numeral.kind == Kind.INTEGER ? numeral.integer : numeral.real;
  }

  private static boolean isIntegral(Expression numeral) {
    double real = numeral.real;
    return numeral.kind == Kind.INTEGER
        || (real == Math.rint(real) && real >= -0x1p63 && real < 0x1p63);
  }

  private static long integerOf(Expression numeral) {
    return numeral.kind == Kind.INTEGER ? numeral.integer : (long) numeral.real;
  }

  private static boolean setInteger(Expression numeral, long value) {
    numeral.kind = Kind.INTEGER;
    numeral.integer = value;
    return true;
  }

  private static boolean setReal(Expression numeral, double value) {
    if (value == 0 || Double.isNaN(value)) {
      return false;
    }
    numeral.kind = Kind.FLOAT;
    numeral.real = value;
    return true;
  }
}
