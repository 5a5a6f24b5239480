package dev.holon.vm.luaj;

import java.util.Locale;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The function {@code string.format}, as C's printf does it. */
final class StringFormat {
  private static final int DIGITS_MAX = 2;
  private static final int PRECISION_DEFAULT = 6;

  private StringFormat() {}

  /** One directive: {@code %[flags][width][.precision]conversion}; precision -1 when not given. */
  private record Directive(String flags, int width, int precision, int conversion, int end) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }

    int precisionOr(int other) {
      return precision < 0 ? other : precision;
    }
  }

  static Varargs format(Varargs arguments) {
    LuaString template = arguments.checkstring(1);
    TextBuilder result = new TextBuilder(LuajProcess.current().meter());
    int argument = 1;
    int i = 0;
    while (i < template.length()) {
      int c = template.luaByte(i++);
      if (c != '%') {
        result.append(c);
      } else if (i < template.length() && template.luaByte(i) == '%') {
        result.append('%');
        i++;
      } else {
        Directive directive = parse(template, i);
        i = directive.end();
        argument++;
        result.append(convert(directive, arguments, argument));
      }
    }
    return result.finish();
  }

  private static Directive parse(LuaString template, int start) {
    int i = start;
    StringBuilder flags = new StringBuilder();
    while (i < template.length() && "-+ #0".indexOf(template.luaByte(i)) >= 0) {
      flags.append((char) template.luaByte(i++));
    }
    int widthEnd = digitsEnd(template, i);
    int width = number(template, i, widthEnd);
    int precision = -1;
    i = widthEnd;
    if (i < template.length() && template.luaByte(i) == '.') {
      int precisionEnd = digitsEnd(template, i + 1);
      precision = number(template, i + 1, precisionEnd);
      i = precisionEnd;
    }
    int conversion = i < template.length() ? template.luaByte(i) : 0;
    if (flags.length() > 5 || CharacterClass.isDigit(conversion)) {
      throw Failure.of("invalid format (flags, width or precision too long)");
    }
    return new Directive(flags.toString(), width, precision, conversion, i + 1);
  }

  private static int digitsEnd(LuaString template, int start) {
    int i = start;
    while (i < template.length()
        && i < start + DIGITS_MAX
        && CharacterClass.isDigit(template.luaByte(i))) {
      i++;
    }
    return i;
  }

  private static int number(LuaString template, int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      value = value * 10 + template.luaByte(i) - '0';
    }
    return value;
  }

  private static LuaString convert(Directive directive, Varargs arguments, int argument) {
    return switch (directive.conversion()) {
      case 's' -> text(directive, BaseLibrary.tostring(arguments.checkvalue(argument)));
      case 'q' -> quoted(arguments.checkstring(argument));
      case 'c' -> text(directive, character(arguments.checkint(argument)));
      case 'd', 'i', 'u' -> number(directive, Long.toString(integer(arguments, argument)));
      case 'x' -> number(directive, Long.toHexString(integer(arguments, argument)));
      case 'X' -> number(directive, upper(Long.toHexString(integer(arguments, argument))));
      case 'o' -> number(directive, Long.toOctalString(integer(arguments, argument)));
      case 'e', 'E', 'f', 'F', 'g', 'G' ->
          padded(directive, floating(directive, arguments.checkdouble(argument)));
      default ->
          throw Failure.of("invalid option '%" + (char) directive.conversion() + "' to 'format'");
    };
  }

  private static LuaString character(int c) {
    return LuaString.valueUsing(new byte[] {(byte) c});
  }

  private static LuaString number(Directive directive, String digits) {
    return padded(directive, integer(directive, digits));
  }

  private static long integer(Varargs arguments, int argument) {
    double value = arguments.checkdouble(argument);
    if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
      throw Failure.ofArgument(argument, "number has no integer representation");
    }
    return (long) value;
  }

  private static String integer(Directive directive, String digits) {
    boolean isNegative = digits.startsWith("-");
    String magnitude = isNegative ? digits.substring(1) : digits;
    int missing = directive.precision() - magnitude.length();
    String filled = missing > 0 ? "0".repeat(missing) + magnitude : magnitude;
    return sign(directive, isNegative) + filled;
  }

  private static String floating(Directive directive, double value) {
    int precision = directive.precisionOr(PRECISION_DEFAULT);
    String text =
        switch (directive.conversion()) {
          case 'e', 'E' -> NumberText.scientific(value, precision);
          case 'f', 'F' -> NumberText.fixed(value, precision);
          default -> NumberText.general(value, precision, directive.has('#'));
        };
    boolean isNegative = text.startsWith("-");
    String result = sign(directive, isNegative) + (isNegative ? text.substring(1) : text);
    return CharacterClass.isUpper(directive.conversion()) ? upper(result) : result;
  }

  private static String sign(Directive directive, boolean isNegative) {
    if (isNegative) {
      return "-";
    }
    if (directive.has('+')) {
      return "+";
    }
    return directive.has(' ') ? " " : "";
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** Pads a number to the directive's width; zeros go between sign and digits. */
  private static LuaString padded(Directive directive, String text) {
    int missing = directive.width() - text.length();
    if (missing <= 0) {
      return LuaString.valueOf(text);
    }
    if (directive.has('-')) {
      return LuaString.valueOf(text + " ".repeat(missing));
    }
    if (!directive.has('0')) {
      return LuaString.valueOf(" ".repeat(missing) + text);
    }
    int signLength = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
    return LuaString.valueOf(
        text.substring(0, signLength) + "0".repeat(missing) + text.substring(signLength));
  }

  private static LuaString text(Directive directive, LuaString value) {
    LuaString cut =
        directive.precision() >= 0 && directive.precision() < value.length()
            ? value.substring(0, directive.precision())
            : value;
    int missing = directive.width() - cut.length();
    if (missing <= 0) {
      return cut;
    }
    LuaString spaces = LuaString.valueOf(" ".repeat(missing));
    LuaValue result = directive.has('-') ? cut.concat(spaces) : spaces.concat(cut);
    return result.checkstring();
  }

  private static LuaString quoted(LuaString text) {
    TextBuilder result = new TextBuilder(LuajProcess.current().meter());
    result.append('"');
    for (int i = 0; i < text.length(); i++) {
      int c = text.luaByte(i);
      boolean isDigitNext = i + 1 < text.length() && CharacterClass.isDigit(text.luaByte(i + 1));
      if (c == '"' || c == '\\' || c == '\n') {
        result.append('\\');
        result.append(c);
      } else if (c < ' ' || c == 127) {
        String digits = Integer.toString(c);
        result.append(
            LuaString.valueOf(
                "\\" + (isDigitNext ? "0".repeat(3 - digits.length()) : "") + digits));
      } else {
        result.append(c);
      }
    }
    result.append('"');
    return result.finish();
  }
}
