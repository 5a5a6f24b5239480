package dev.holon.vm.lua.library;

import dev.holon.vm.lua.value.ByteString;

/**
 * A moment in UTC in the Gregorian calendar and the conversions of C99's {@code strftime}, C
 * locale.
 *
 * @param month from 0
 * @param weekday from 0, Sunday
 * @param yearDay from 0
 */
record DateText(
    long time, long year, int month, int day, int weekday, int yearDay, int secondOfDay) {
  static final long SECONDS_PER_DAY = 86_400;

  private static final int DAYS_TO_1970 = 719_468;
  private static final int DAYS_PER_ERA = 146_097;
  private static final String CONVERSIONS = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
  private static final String CONVERSIONS_AFTER_E = "cCxXyY";
  private static final String CONVERSIONS_AFTER_O = "deHImMSuUVwWy";

  private static final String[] WEEKDAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };
  private static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };

  /** Seconds since 1970. The calendar by eras of 400 years that begin in March. */
  static DateText of(long time) {
    long days = Math.floorDiv(time, SECONDS_PER_DAY);
    long shifted = days + DAYS_TO_1970;
    long era = Math.floorDiv(shifted, (long) DAYS_PER_ERA);
    int dayOfEra = (int) Math.floorMod(shifted, (long) DAYS_PER_ERA);
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (DAYS_PER_ERA - 1)) / 365;
    int dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * dayFromMarch + 2) / 153;
    int month = (monthFromMarch + 2) % 12;
    long year = era * 400 + yearOfEra + (month < 2 ? 1 : 0);
    return new DateText(
        time,
        year,
        month,
        dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1,
        (int) Math.floorMod(days + 4, 7L),
        (int) (days - daysBefore(year, 0)),
        (int) Math.floorMod(time, SECONDS_PER_DAY));
  }

  /** Days from 1970 to the first of a month, counted from 0. */
  static long daysBefore(long year, int month) {
    long shifted = month < 2 ? year - 1 : year;
    long era = Math.floorDiv(shifted, 400L);
    long yearOfEra = shifted - era * 400;
    int monthFromMarch = (month + 10) % 12;
    long dayOfYear = (153L * monthFromMarch + 2) / 5;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
  }

  /** Whether C's calendar holds it: its years are 32-bit, counted from 1900. */
  boolean isRepresentable() {
    return year - 1900 >= Integer.MIN_VALUE && year - 1900 <= Integer.MAX_VALUE;
  }

  int hour() {
    return secondOfDay / 3600;
  }

  int minute() {
    return secondOfDay / 60 % 60;
  }

  int second() {
    return secondOfDay % 60;
  }

  /** How many bytes a conversion has after its percent sign; 0 when it is none of C99's. */
  static int conversionLength(ByteString format, int from) {
    if (from >= format.length()) {
      return 0;
    }
    int first = format.at(from);
    if (CONVERSIONS.indexOf(first) >= 0) {
      return 1;
    }
    String second = first == 'E' ? CONVERSIONS_AFTER_E : first == 'O' ? CONVERSIONS_AFTER_O : "";
    return from + 1 < format.length() && second.indexOf(format.at(from + 1)) >= 0 ? 2 : 0;
  }

  /** The text of one conversion; the name of the zone is given. */
  String convert(char conversion, String zone) {
    return switch (conversion) {
      case 'a' -> WEEKDAYS[weekday].substring(0, 3);
      case 'A' -> WEEKDAYS[weekday];
      case 'b', 'h' -> MONTHS[month].substring(0, 3);
      case 'B' -> MONTHS[month];
      case 'c' ->
          WEEKDAYS[weekday].substring(0, 3)
              + " "
              + MONTHS[month].substring(0, 3)
              + " "
              + convert('e', zone)
              + " "
              + convert('T', zone)
              + " "
              + year;
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'p' -> hour() < 12 ? "AM" : "PM";
      case 'D', 'x' -> convert('m', zone) + "/" + convert('d', zone) + "/" + convert('y', zone);
      case 'F' -> year + "-" + convert('m', zone) + "-" + convert('d', zone);
      case 'r' -> convert('I', zone) + convert('T', zone).substring(2) + " " + convert('p', zone);
      case 'R' -> convert('T', zone).substring(0, 5);
      case 'T', 'X' -> two(hour()) + ":" + two(minute()) + ":" + two(second());
      case 'z' -> "+0000";
      case 'Z' -> zone;
      case '%' -> "%";
      default -> number(conversion);
    };
  }

  private String number(char conversion) {
    return switch (conversion) {
      case 'C' -> Long.toString(Math.floorDiv(year, 100L));
      case 'd' -> two(day);
      case 'e' -> day < 10 ? " " + day : Integer.toString(day);
      case 'g' -> two(Math.floorMod(weekYear(), 100L));
      case 'G' -> Long.toString(weekYear());
      case 'H' -> two(hour());
      case 'I' -> two((hour() + 11) % 12 + 1);
      case 'j' -> (yearDay < 9 ? "00" : yearDay < 99 ? "0" : "") + (yearDay + 1);
      case 'm' -> two(month + 1);
      case 'M' -> two(minute());
      case 'S' -> two(second());
      case 'u' -> Integer.toString((weekday + 6) % 7 + 1);
      case 'U' -> two((yearDay + 7 - weekday) / 7);
      case 'V' -> two(week());
      case 'w' -> Integer.toString(weekday);
      case 'W' -> two((yearDay + 7 - (weekday + 6) % 7) / 7);
      case 'y' -> two(Math.floorMod(year, 100L));
      default -> Long.toString(year);
    };
  }

  /** The ISO 8601 week number. */
  private int week() {
    long firstDay = daysBefore(weekYear(), 0);
    long days = Math.floorDiv(time, SECONDS_PER_DAY);
    return (int) (Math.floorDiv(days - firstMonday(firstDay), 7L) + 1);
  }

  /** The year that the Thursday of this week is in. */
  private long weekYear() {
    long days = Math.floorDiv(time, SECONDS_PER_DAY);
    if (days < firstMonday(daysBefore(year, 0))) {
      return year - 1;
    }
    return days >= firstMonday(daysBefore(year + 1, 0)) ? year + 1 : year;
  }

  /** The Monday of the week that the fourth of January is in. */
  private static long firstMonday(long firstDayOfYear) {
    long fourth = firstDayOfYear + 3;
    return fourth - Math.floorMod(fourth + 3, 7L);
  }

  private static String two(long number) {
    return number >= 0 && number < 10 ? "0" + number : Long.toString(number);
  }
}
