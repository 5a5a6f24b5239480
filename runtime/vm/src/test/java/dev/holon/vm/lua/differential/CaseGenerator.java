package dev.holon.vm.lua.differential;

import java.util.List;
import java.util.Random;

/**
 * Makes single cases: the arguments of the {@code C} function that {@code cases.lua} defines, after
 * the number. The same seed makes the same cases.
 */
final class CaseGenerator {
  private static final List<String> EXACT = List.of("+", "-", "*", "/", "//", "%");
  private static final List<String> BITWISE = List.of("&", "|", "~", "<<", ">>");
  private static final List<String> RELATIONS =
      List.of("==", "~=", "<", "<=", ">", ">=", "..", "and", "or");
  private static final List<String> MATHS =
      List.of(
          "abs",
          "ceil",
          "floor",
          "tointeger",
          "type",
          "modf",
          "sqrt",
          "exp",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "log",
          "deg",
          "rad");
  private static final List<String> TEXTS = List.of("len", "lower", "upper", "reverse");
  private static final List<String> PACKS =
      List.of(
          "b", "B", "h", "H", "i", "I", "l", "L", "j", "J", "T", "f", "d", "n", "s1", "s2", "z",
          "x", "c3", "i1", "i3", "i7", "i12", "I5", "I16", "<", ">", "!4", "!", "Xi4", "Xh", " ");

  private final Random random;
  private final EdgeValues values;

  CaseGenerator(long seed) {
    random = new Random(seed);
    values = new EdgeValues(random);
  }

  String next() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> binary(EXACT, "X(a %s b)");
      case 3 -> binary(BITWISE, "a %s b");
      case 4, 5 -> binary(RELATIONS, "a %s b");
      case 6 -> folded();
      case 7 -> unary();
      case 8, 9, 10 -> format();
      case 11, 12, 13 -> pattern();
      case 14 -> text();
      case 15 -> pack();
      case 16 -> table();
      case 17 -> utf8();
      default -> maths();
    };
  }

  private String binary(List<String> operators, String shape) {
    return "function(a,b) return "
        + shape.formatted(values.one(operators))
        + " end,"
        + values.any()
        + ","
        + values.any();
  }

  private String folded() {
    String operator =
        values.one(random.nextBoolean() ? EXACT : random.nextBoolean() ? BITWISE : RELATIONS);
    return "function(a) return X(("
        + values.number()
        + ") "
        + operator
        + " ("
        + values.number()
        + ")),a "
        + operator
        + " ("
        + values.number()
        + ") end,"
        + values.any();
  }

  private String unary() {
    String body =
        values.one(
            List.of(
                "-a",
                "~a",
                "not a",
                "#a",
                "tostring(a)",
                "tonumber(a)",
                "type(a)",
                "a .. ''",
                "math.tointeger(a)",
                "(a ~= a) or ({[a]=1})[a]",
                "tonumber(tostring(a))"));
    return "function(a) return " + body + " end," + values.any();
  }

  private String format() {
    StringBuilder spec = new StringBuilder("'[%");
    for (int i = random.nextInt(3); i > 0; i--) {
      spec.append("-+ #0".charAt(random.nextInt(5)));
    }
    char kind = "diuxXocsqaAeEfgG".charAt(random.nextInt(16));
    if (random.nextInt(3) == 0) {
      spec.append(random.nextInt(1, 30));
    }
    if (random.nextInt(2) == 0 && "csq".indexOf(kind) < 0) {
      spec.append('.').append(random.nextInt(25));
    }
    String value =
        random.nextInt(10) == 0
            ? values.any()
            : "diuxXo".indexOf(kind) >= 0
                ? values.integer()
                : "aAeEfgG".indexOf(kind) >= 0
                    ? values.number()
                    : kind == 'c' ? literalByte() : values.any();
    return isDefined(spec.toString(), kind)
        ? "string.format," + spec.append(kind).append("]',") + value
        : "string.format,'%14g|%s'," + value + "," + values.any();
  }

  /** Flags that the C standard leaves undefined for a conversion are not compared. */
  private static boolean isDefined(String spec, char kind) {
    return switch (kind) {
      case 'd', 'i' -> spec.indexOf('#') < 0;
      case 'u' -> false;
      case 'x', 'X', 'o' -> spec.indexOf('+') < 0 && spec.indexOf(' ') < 0;
      case 'c', 's' ->
          spec.indexOf('#') < 0
              && spec.indexOf('+') < 0
              && spec.indexOf(' ') < 0
              && !spec.matches(".*%[-+ #0]*0.*");
      default -> true;
    };
  }

  private String literalByte() {
    return Integer.toString(random.nextInt(1, 256));
  }

  private String pattern() {
    String subject = values.text();
    String pattern = patternText();
    return switch (random.nextInt(6)) {
      case 0, 1 -> "string.find," + subject + "," + pattern + "," + values.position() + ",false";
      case 2 -> "string.match," + subject + "," + pattern;
      case 3 ->
          "string.gsub,"
              + subject
              + ","
              + pattern
              + ","
              + values.one(
                  List.of(
                      "'<%0>'",
                      "'%1'",
                      "''",
                      "'x%%'",
                      "{a='A',b=1,['0']=false}",
                      "function(...) return select('#',...) end",
                      "function(a,b) return b end",
                      "'%2'",
                      "'%'",
                      "5"))
              + ","
              + values.one(List.of("nil", "nil", "1", "0", "2", "-1"));
      case 4 ->
          "function(s,p) local t,n={},0 for a,b in s:gmatch(p) do t[#t+1]=a t[#t+1]=b n=n+1 if n>20 then break end end return n,t end,"
              + subject
              + ","
              + pattern;
      default -> "string.find," + subject + "," + values.text() + "," + values.position() + ",true";
    };
  }

  private String patternText() {
    StringBuilder out = new StringBuilder("'");
    if (random.nextInt(6) == 0) {
      out.append('^');
    }
    int open = 0;
    for (int i = random.nextInt(6); i >= 0; i--) {
      switch (random.nextInt(16)) {
        case 0 -> {
          out.append('(');
          open++;
        }
        case 1 -> {
          if (open > 0 || random.nextInt(20) == 0) {
            out.append(')');
            open--;
          }
        }
        case 2 -> out.append("%b()");
        case 3 -> out.append("%f[%w]");
        case 4 -> out.append("()");
        case 5 -> out.append("[^%s").append(values.one(List.of("a", "a-c", "%]", ""))).append(']');
        case 6 ->
            out.append(values.one(List.of("[abc]", "[a-z]", "[%w_]", "[]]", "[^]]", "[%a-]")));
        case 7 ->
            out.append(
                values.one(List.of("%a", "%d", "%s", "%w", "%p", "%A", "%x", "%u", "%c", "%g")));
        case 8 -> out.append(random.nextInt(10) == 0 ? "%1" : ".");
        default -> out.append("abcAB01 .,-".charAt(random.nextInt(11)));
      }
      if (random.nextInt(3) == 0) {
        out.append("*+-?".charAt(random.nextInt(4)));
      }
    }
    while (open-- > 0 && random.nextInt(30) > 0) {
      out.append(')');
    }
    if (random.nextInt(6) == 0) {
      out.append('$');
    }
    return out.append('\'').toString();
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "string.sub," + values.text() + "," + values.position() + "," + values.position();
      case 1 -> "string.byte," + values.text() + "," + values.position() + "," + values.position();
      case 2 -> "string.rep," + values.text() + "," + random.nextInt(-1, 6) + "," + values.text();
      case 3 -> "string." + values.one(TEXTS) + "," + values.any();
      case 4 -> "string.char," + values.position() + "," + literalByte() + "," + literalByte();
      default ->
          "function(a,b) return a<b,a<=b,a==b,a>b,#(a..b),a..b end,"
              + values.text()
              + ","
              + values.text();
    };
  }

  private String pack() {
    StringBuilder format = new StringBuilder("'");
    StringBuilder arguments = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String option = values.one(PACKS);
      format.append(option);
      char kind = option.charAt(0);
      if ("szc".indexOf(kind) >= 0) {
        arguments.append(',').append(kind == 'c' ? "'ab'" : values.text());
      } else if ("fdn".indexOf(kind) >= 0) {
        arguments.append(',').append(values.number());
      } else if ("<>!X x".indexOf(kind) < 0) {
        arguments.append(',').append(random.nextInt(4) == 0 ? values.any() : literalByte());
      }
    }
    format.append('\'');
    return switch (random.nextInt(4)) {
      case 0 -> "string.packsize," + format;
      case 1 ->
          "string.unpack,"
              + format
              + ",'\\1\\2\\3\\255\\0abcdefgh\\200\\0xyzabcdefghijk',"
              + values.position();
      default ->
          "function(f,...) local s=string.pack(f,...) return s,string.unpack(f,s) end,"
              + format
              + arguments;
    };
  }

  private String table() {
    StringBuilder body = new StringBuilder("function(t) local r={} ");
    for (int i = random.nextInt(5); i >= 0; i--) {
      body.append(
          values.one(
              List.of(
                  "r[#r+1]=table.remove(t) ",
                  "table.insert(t," + values.number() + ") ",
                  "table.insert(t," + random.nextInt(0, 5) + ",'i') ",
                  "r[#r+1]=table.remove(t," + random.nextInt(0, 5) + ") ",
                  "table.sort(t,function(a,b) return tostring(a)<tostring(b) end) ",
                  "table.sort(t) ",
                  "r[#r+1]=table.concat(t,',',"
                      + random.nextInt(0, 4)
                      + ","
                      + random.nextInt(0, 4)
                      + ") ",
                  "r[#r+1]=select('#',table.unpack(t,"
                      + values.position()
                      + ","
                      + random.nextInt(-3, 9)
                      + ")) ",
                  "table.move(t,"
                      + random.nextInt(0, 4)
                      + ","
                      + random.nextInt(-1, 5)
                      + ","
                      + random.nextInt(1, 6)
                      + ") ",
                  "r[#r+1]=table.concat(t,' ') ",
                  "r[#r+1]=#t ",
                  "table.sort(t,function(a,b) return a>b end) ",
                  "t[#t+1]=" + values.number() + " ",
                  "for k,v in ipairs(t) do r[#r+1]=v end ")));
    }
    body.append("return r,t end,{");
    for (int i = random.nextInt(7); i > 0; i--) {
      body.append(random.nextInt(8) == 0 ? values.text() : values.number()).append(',');
    }
    return body.append('}').toString();
  }

  private String utf8() {
    return switch (random.nextInt(6)) {
      case 0 -> "utf8.char," + values.integer() + "," + random.nextInt(0x110000);
      case 1 -> "utf8.len," + values.text() + "," + values.position() + "," + values.position();
      case 2 ->
          "utf8.codepoint," + values.text() + "," + values.position() + "," + values.position();
      case 3 -> "utf8.offset," + values.text() + "," + values.position() + "," + values.position();
      default ->
          "function(s) local t={} for p,c in utf8.codes(s) do t[#t+1]=p t[#t+1]=c end return t end,"
              + values.text();
    };
  }

  private String maths() {
    return switch (random.nextInt(6)) {
      case 0 -> "math.fmod," + values.any() + "," + values.any();
      case 1 ->
          values.one(List.of("math.max,", "math.min,", "math.ult,", "math.atan,"))
              + values.number()
              + ","
              + values.any();
      case 2 ->
          "math.log," + values.number() + "," + values.one(List.of("2", "10", "3", "0.5", "nil"));
      case 3 ->
          "function(a,b) return a^b end,"
              + values.any()
              + ","
              + values.one(List.of("2", "-1", "0.5", "3", "0", "10", "-2", "1.5"));
      case 4 -> "tonumber," + values.any() + "," + random.nextInt(1, 38);
      default -> "math." + values.one(MATHS) + "," + values.any();
    };
  }
}
