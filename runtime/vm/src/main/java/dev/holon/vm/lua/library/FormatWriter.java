package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.NumberText;
import java.util.Locale;

/** One call of {@code format} (Lua 5.3 manual §6.4), with the C library's conversions. */
final class FormatWriter {
  static final NativeFunction FORMAT = NativeFunction.of("string.format", FormatWriter::format);

  /** What a float costs, as long as it is shown with few digits. */
  private static final int FLOAT_GAS = 50;

  private static final int FREE_DIGITS = 15;
  private static final int BITS_PER_DIGIT = 3;

  /** A string this long is never padded. */
  private static final int LONG_STRING = 100;

  private final Call call;
  private final ByteBuilder result;
  private final FormatSpec spec = new FormatSpec();

  private FormatWriter(Call call) {
    this.call = call;
    this.result = new ByteBuilder(call.heap());
  }

  private static void format(Call call) {
    new FormatWriter(call).run(call.string(1).array());
  }

  private void run(byte[] format) {
    call.heap().spend(format.length / Heap.BYTES_PER_GAS);
    int argument = 1;
    int plain = 0;
    int i = 0;
    while (i < format.length) {
      if (format[i++] != '%') {
        continue;
      }
      result.append(format, plain, i - 1);
      if (i < format.length && format[i] == '%') {
        result.append('%');
        i++;
      } else {
        argument++;
        if (call.isNone(argument)) {
          throw call.argumentError(argument, "no value");
        }
        i = spec.read(format, i, call);
        convert(i < format.length ? format[i] & 0xff : 0, argument);
        i++;
      }
      plain = i;
    }
    result.append(format, plain, format.length);
    call.give(result.toByteString());
  }

  private void convert(int letter, int argument) {
    call.heap().spend(4);
    switch (letter) {
      case 'c' -> pad("", String.valueOf((char) (call.integer(argument) & 0xff)), false);
      case 'd', 'i' -> addSigned(call.integer(argument));
      case 'u' -> addUnsigned(Long.toUnsignedString(call.integer(argument)), "");
      case 'o' -> addOctal(call.integer(argument));
      case 'x' -> addHexadecimal(call.integer(argument), false);
      case 'X' -> addHexadecimal(call.integer(argument), true);
      case 'a', 'A', 'e', 'E', 'f', 'g', 'G' -> addFloat(letter, call.real(argument));
      case 'q' -> FormatLiteral.add(call, argument, result);
      case 's' -> addString(argument);
      default ->
          throw call.error("invalid option '%" + FormatSpec.printable(letter) + "' to 'format'");
    }
  }

  private void addSigned(long value) {
    String text = NumberText.of(value);
    if (spec.isPlain()) {
      result.append(text);
      return;
    }
    String sign = value < 0 ? "-" : spec.positiveSign();
    addInteger(sign, value < 0 ? text.substring(1) : text);
  }

  private void addOctal(long value) {
    String digits = Long.toOctalString(value);
    boolean isShort = spec.precision == FormatSpec.NONE || spec.precision <= digits.length();
    if (spec.isAlternate && isShort && (value != 0 || spec.precision == 0)) {
      digits = value == 0 ? "0" : "0" + digits;
      pad("", digits, spec.precision == FormatSpec.NONE);
      return;
    }
    addUnsigned(digits, "");
  }

  private void addHexadecimal(long value, boolean isUpper) {
    String digits = Long.toHexString(value);
    String prefix = spec.isAlternate && value != 0 ? "0x" : "";
    addUnsigned(isUpper ? upper(digits) : digits, isUpper ? upper(prefix) : prefix);
  }

  private void addUnsigned(String digits, String prefix) {
    addInteger(prefix, digits);
  }

  private void addInteger(String prefix, String digits) {
    if (spec.precision == FormatSpec.NONE) {
      pad(prefix, digits, true);
    } else if (spec.precision == 0 && digits.equals("0")) {
      pad(prefix, "", false);
    } else {
      pad(prefix, "0".repeat(Math.max(0, spec.precision - digits.length())) + digits, false);
    }
  }

  private void addFloat(int letter, double value) {
    int kind = letter | 0x20;
    call.heap().spend(floatGas(kind, value));
    String text = digits(kind, value);
    String sign = spec.positiveSign();
    if (text.charAt(0) == '-') {
      sign = "-";
      text = text.substring(1);
    }
    boolean isFinite = Double.isFinite(value);
    if (isFinite && spec.isAlternate && kind != 'g' && text.indexOf('.') < 0) {
      text = withPoint(text, kind);
    }
    if (isFinite && kind == 'a') {
      sign += "0x";
      text = text.substring(2);
    }
    boolean isUpper = letter != kind;
    pad(isUpper ? upper(sign) : sign, isUpper ? upper(text) : text, isFinite);
  }

  /** Many digits are taken from the exact value, which is as long as its exponent is large. */
  private int floatGas(int kind, double value) {
    int exponent = Math.getExponent(value);
    int whole = kind == 'f' ? Math.max(exponent, 0) / BITS_PER_DIGIT : 0;
    int digits = kind == 'a' ? 0 : precision() + whole;
    return digits <= FREE_DIGITS ? FLOAT_GAS : FLOAT_GAS + (digits + Math.abs(exponent) / 4) / 4;
  }

  private int precision() {
    return spec.precision == FormatSpec.NONE ? 6 : spec.precision;
  }

  private String digits(int kind, double value) {
    int precision = precision();
    return switch (kind) {
      case 'a' -> NumberText.hexadecimal(value, spec.precision, false);
      case 'e' -> NumberText.scientific(value, precision);
      case 'f' -> NumberText.fixed(value, precision);
      default -> NumberText.general(value, Math.max(1, precision), spec.isAlternate);
    };
  }

  /** The text with a point before its exponent, or at its end. */
  private static String withPoint(String text, int kind) {
    int exponent = kind == 'a' ? text.indexOf('p') : text.indexOf('e');
    int at = exponent < 0 ? text.length() : exponent;
    return text.substring(0, at) + "." + text.substring(at);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private void addString(int argument) {
    ByteString text = call.state().toText(call.arg(argument));
    int length = text.length();
    call.heap().spend(length / Heap.BYTES_PER_GAS);
    if (spec.isPlain()) {
      result.append(text);
      return;
    }
    for (byte b : text.array()) {
      if (b == 0) {
        throw call.argumentError(argument, "string contains zeros");
      }
    }
    if (spec.precision == FormatSpec.NONE && length >= LONG_STRING) {
      result.append(text);
      return;
    }
    int shown = spec.precision == FormatSpec.NONE ? length : Math.min(length, spec.precision);
    int missing = spec.width - shown;
    if (!spec.isLeft) {
      fill(' ', missing);
    }
    result.append(text.array(), 0, shown);
    if (spec.isLeft) {
      fill(' ', missing);
    }
  }

  /** Adds a number of Latin-1 text after its sign, in the width asked for. */
  private void pad(String prefix, String text, boolean mayFillZeros) {
    int missing = spec.width - prefix.length() - text.length();
    boolean isZeroFilled = mayFillZeros && spec.hasZero && !spec.isLeft;
    if (!spec.isLeft && !isZeroFilled) {
      fill(' ', missing);
    }
    result.append(prefix);
    if (isZeroFilled) {
      fill('0', missing);
    }
    result.append(text);
    if (spec.isLeft) {
      fill(' ', missing);
    }
  }

  private void fill(char c, int count) {
    for (int i = 0; i < count; i++) {
      result.append(c);
    }
  }
}
