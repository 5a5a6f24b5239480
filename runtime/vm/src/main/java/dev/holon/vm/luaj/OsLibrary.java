package dev.holon.vm.luaj;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Time as the message has it, in UTC. Before the first message it is 1970. */
final class OsLibrary {
  private static final double MILLIS_PER_SECOND = 1000;

  private OsLibrary() {}

  static LuaTable create() {
    LuaTable library = new LuaTable();
    library.rawset(
        "clock",
        Native.of(
            a -> LuaValue.valueOf(LuajProcess.current().timestampMillis() / MILLIS_PER_SECOND)));
    library.rawset("date", Native.of(OsLibrary::date));
    library.rawset(
        "difftime", Native.of(a -> LuaValue.valueOf(a.checkdouble(1) - a.optdouble(2, 0))));
    library.rawset("time", Native.of(OsLibrary::time));
    return library;
  }

  /** Seconds since 1970: of the message, or of a table of year, month, day, hour, min, sec. */
  private static Varargs time(Varargs arguments) {
    if (arguments.arg1().isnil()) {
      return LuaValue.valueOf(now());
    }
    LuaTable table = arguments.checktable(1);
    try {
      LocalDateTime start =
          LocalDateTime.of(field(table, "year", -1), 1, 1, 0, 0)
              .plusMonths(field(table, "month", -1) - 1L)
              .plusDays(field(table, "day", -1) - 1L)
              .plusHours(field(table, "hour", 12))
              .plusMinutes(field(table, "min", 0))
              .plusSeconds(field(table, "sec", 0));
      return LuaValue.valueOf((double) start.toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw Failure.of("time out of range");
    }
  }

  private static int field(LuaTable table, String name, int fallback) {
    LuaValue value = table.get(name);
    if (value.isnil() && fallback < 0) {
      throw Failure.of("field '" + name + "' missing in date table");
    }
    return value.isnil() ? fallback : value.checkint();
  }

  private static double now() {
    return Math.floor(LuajProcess.current().timestampMillis() / MILLIS_PER_SECOND);
  }

  private static Varargs date(Varargs arguments) {
    String format = arguments.optjstring(1, "%c");
    String pattern = format.startsWith("!") ? format.substring(1) : format;
    ZonedDateTime time;
    try {
      time = Instant.ofEpochSecond((long) arguments.optdouble(2, now())).atZone(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw Failure.of("time out of range");
    }
    return pattern.startsWith("*t") ? fields(time) : LuaString.valueOf(text(pattern, time));
  }

  private static LuaTable fields(ZonedDateTime time) {
    LuaTable table = new LuaTable();
    table.set("year", time.getYear());
    table.set("month", time.getMonthValue());
    table.set("day", time.getDayOfMonth());
    table.set("hour", time.getHour());
    table.set("min", time.getMinute());
    table.set("sec", time.getSecond());
    table.set("wday", time.getDayOfWeek().getValue() % 7 + 1);
    table.set("yday", time.getDayOfYear());
    table.set("isdst", LuaValue.FALSE);
    return table;
  }

  private static String text(String pattern, ZonedDateTime time) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' && i + 1 < pattern.length()) {
        i++;
        result.append(piece(pattern.charAt(i), time));
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }

  private static String piece(char conversion, ZonedDateTime time) {
    String format =
        switch (conversion) {
          case 'a' -> "EEE";
          case 'A' -> "EEEE";
          case 'b', 'h' -> "MMM";
          case 'B' -> "MMMM";
          case 'c' -> "EEE MMM ppd HH:mm:ss uuuu";
          case 'd' -> "dd";
          case 'D', 'x' -> "MM/dd/uu";
          case 'F' -> "uuuu-MM-dd";
          case 'H' -> "HH";
          case 'I' -> "hh";
          case 'j' -> "DDD";
          case 'm' -> "MM";
          case 'M' -> "mm";
          case 'p' -> "a";
          case 'S' -> "ss";
          case 'T', 'X' -> "HH:mm:ss";
          case 'y' -> "uu";
          case 'Y' -> "uuuu";
          case 'z' -> "xx";
          default -> "";
        };
    if (!format.isEmpty()) {
      return DateTimeFormatter.ofPattern(format, Locale.US).format(time);
    }
    return switch (conversion) {
      case '%' -> "%";
      case 'Z' -> "UTC";
      case 's' -> Long.toString(time.toEpochSecond());
      default -> throw Failure.ofArgument(1, "invalid conversion specifier '%" + conversion + "'");
    };
  }
}
