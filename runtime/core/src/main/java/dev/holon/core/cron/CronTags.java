package dev.holon.core.cron;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.cron.Cron.Unit;
import dev.holon.protocol.Tag;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the crons out of a process's tags (ao.TN.1 §1.6). */
public final class CronTags {
  /** The longest interval: a hundred years in seconds. */
  public static final long EVERY_MAX = 3_155_760_000L;

  static final String INTERVAL = "Cron-Interval";
  private static final String TAG_PREFIX = "Cron-Tag-";
  private static final int NUMBER_LENGTH_MAX = 20;
  private static final int TEXT_SHOWN_MAX = 64;

  private static final Map<String, Long> MILLIS_BY_UNIT =
      Map.of(
          "millisecond", 1L,
          "second", 1_000L,
          "minute", 60_000L,
          "hour", 3_600_000L,
          "day", 86_400_000L,
          "week", 604_800_000L,
          "month", 2_592_000_000L,
          "year", 31_536_000_000L);

  private CronTags() {}

  /** The crons, in the order of their tags, or why the process cannot be evaluated. */
  public sealed interface Reading {
    record Crons(List<Cron> crons) implements Reading {
      public Crons {
        crons = List.copyOf(crons);
      }
    }

    record Unusable(Refusal refusal) implements Reading {}
  }

  /** A cron whose tags are still being read. */
  private record Open(String interval, Unit unit, long every, List<Tag> tags) {
    Cron close() {
      return new Cron(interval, unit, every, tags);
    }
  }

  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message, null, false, false);
    }
  }

  /** Reads the tags in order. */
  public static Reading read(List<Tag> tags) {
    List<Open> crons = new ArrayList<>();
    for (Tag tag : tags) {
      if (tag.name().equals(INTERVAL)) {
        try {
          crons.add(open(tag.value()));
        } catch (UnreadableException e) {
          String message = INTERVAL + " '" + shortened(tag.value()) + "' " + e.getMessage();
          return unusable(RefusalCode.UNREADABLE_CRON_INTERVAL, message);
        }
      } else if (tag.name().startsWith(TAG_PREFIX)) {
        // ao.TN.1 §1.6: a Cron-Tag-* before any interval is an error.
        if (crons.isEmpty()) {
          String message = "the tag " + shortened(tag.name()) + " stands before any " + INTERVAL;
          return unusable(RefusalCode.CRON_TAG_WITHOUT_INTERVAL, message);
        }
        String name = tag.name().substring(TAG_PREFIX.length());
        crons.getLast().tags().add(new Tag(name, tag.value()));
      }
    }
    return new Reading.Crons(crons.stream().map(Open::close).toList());
  }

  // "<n>-<unit>"; durations are floored to whole seconds (ao.TN.1 §1.6).
  private static Open open(String text) throws UnreadableException {
    int dash = text.indexOf('-', 1);
    if (dash < 0) {
      throw new UnreadableException("is not of the form <number>-<unit>");
    }
    BigDecimal number = number(text.substring(0, dash).strip());
    String unit = text.substring(dash + 1).strip().toLowerCase(Locale.ROOT);
    String singular = unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
    if (singular.equals("block")) {
      return new Open(text, Unit.BLOCKS, every(number, "blocks"), new ArrayList<>());
    }
    Long millis = MILLIS_BY_UNIT.get(singular);
    if (millis == null) {
      throw new UnreadableException(
          "has no unit of block, millisecond, second, minute, hour, day, week, month or year");
    }
    BigDecimal seconds = number.multiply(BigDecimal.valueOf(millis)).movePointLeft(3);
    return new Open(text, Unit.SECONDS, every(seconds, "seconds"), new ArrayList<>());
  }

  private static BigDecimal number(String text) throws UnreadableException {
    boolean isPlain = !text.isEmpty() && text.length() <= NUMBER_LENGTH_MAX;
    for (int i = 0; i < text.length() && isPlain; i++) {
      char c = text.charAt(i);
      isPlain = (c >= '0' && c <= '9') || c == '.' || (c == '-' && i == 0);
    }
    try {
      if (isPlain) {
        return new BigDecimal(text);
      }
    } catch (NumberFormatException e) {
      throw new UnreadableException("does not begin with a number");
    }
    throw new UnreadableException("does not begin with a number");
  }

  private static long every(BigDecimal exact, String what) throws UnreadableException {
    BigDecimal whole = exact.setScale(0, RoundingMode.FLOOR);
    if (whole.signum() <= 0 || whole.compareTo(BigDecimal.valueOf(EVERY_MAX)) > 0) {
      throw new UnreadableException(
          "is " + whole.toPlainString() + " whole " + what + ": expected 1 to " + EVERY_MAX);
    }
    return whole.longValueExact();
  }

  private static Reading unusable(RefusalCode code, String message) {
    return new Reading.Unusable(new Refusal(code, message));
  }

  private static String shortened(String text) {
    return text.length() <= TEXT_SHOWN_MAX ? text : text.substring(0, TEXT_SHOWN_MAX) + "...";
  }
}
