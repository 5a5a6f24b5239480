package dev.holon.vm.lua.library;

import static dev.holon.vm.lua.library.LibraryCalls.of;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Table;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

class OsLibraryTest {
  private static final String ALL =
      "!%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %m %M %n %p %r %R %S %t %T %u %U %V %w %W %x"
          + " %X %y %Y %z %Z %% %Ec %EC %Ex %EX %Ey %EY %Od %Oe %OH %OI %Om %OM %OS %Ou %OU %OV %Ow"
          + " %OW %Oy";

  private final LibraryCalls calls = new LibraryCalls(new OsLibrary());
  private final Random random = new Random(12);

  @Test
  void datesEqualTheReference() {
    for (int i = 0; i < 3000; i++) {
      calls.check(
          "os.date",
          of(ALL),
          of(random.nextLong() % (i % 2 == 0 ? 70_000_000_000L : 4_000_000_000L)));
    }
    for (long year = 1990; year < 2030; year++) {
      for (long day = -4; day < 5; day++) {
        calls.check(
            "os.date", of("!%G %V %U %W %j %a"), of((DateText.daysBefore(year, 0) + day) * 86_400));
      }
    }

    calls.compare();
  }

  @Test
  void errorsOfDateEqualTheReference() {
    for (String format : List.of("%Ez", "%Q abc", "%", "%E", "%O", "%Ed", "x%y%", "%\0z", "")) {
      calls.check("os.date", of(format), of(0));
    }
    calls.check("os.date", of("!%c"), of(1L << 60));
    calls.check("os.date", of("!%c"), of(67_768_036_191_676_800L));
    calls.check("os.date", of("!%c"), of(-67_768_040_609_740_801L));
    calls.check("os.date", of("!%c"), of(1.5));
    calls.check("os.date", LuaValue.TRUE);
    calls.check("os.difftime", of(5), of(3));
    calls.check("os.difftime", of(5));

    calls.compare();
  }

  @Test
  void timesOfTablesEqualTheReference() {
    String[] names = {"year", "month", "day", "hour", "min", "sec"};
    for (int i = 0; i < 2000; i++) {
      Table table = calls.sequence();
      StringBuilder lua = new StringBuilder("os.time, {");
      for (String name : names) {
        int kind = random.nextInt(40);
        LuaValue value =
            kind == 0
                ? LuaValue.NIL
                : kind == 1
                    ? of("12")
                    : kind == 2
                        ? of(1.5)
                        : kind == 3
                            ? of((long) random.nextInt())
                            : of(random.nextInt(name.equals("year") ? 4000 : 99) - 20L);
        table.store(calls.heap(), ByteString.of(name), value);
        lua.append(name).append('=');
        lua.append(value == LuaValue.NIL ? "nil" : kind == 1 ? "'12'" : value.tojstring());
        lua.append(',');
      }
      calls.checkAs(lua + "}", "os.time", table);
    }

    calls.compare();
  }

  @Test
  void timeNormalisesTheFieldsOfItsTable() {
    Table table = calls.sequence();
    table.store(calls.heap(), ByteString.of("year"), of(2020));
    table.store(calls.heap(), ByteString.of("month"), of(14));
    table.store(calls.heap(), ByteString.of("day"), of(-3));
    calls.check("os.time", table);

    assertEquals(of(2021), table.fetch(ByteString.of("year")));
    assertEquals(of(1), table.fetch(ByteString.of("month")));
    assertEquals(of(28), table.fetch(ByteString.of("day")));
    assertEquals(of(5), table.fetch(ByteString.of("wday")));
    assertEquals(of(28), table.fetch(ByteString.of("yday")));
    assertEquals(LuaValue.FALSE, table.fetch(ByteString.of("isdst")));
  }
}
