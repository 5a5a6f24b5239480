package dev.holon.core.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.cron.Cron.Unit;
import dev.holon.protocol.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTagsTest {

  @Test
  void tagsBelongToTheNewestIntervalBeforeThem() {
    List<Cron> crons =
        crons(
            new Tag("Name", "x"),
            new Tag("Cron-Interval", "5-minutes"),
            new Tag("Cron-Tag-Action", "Tick"),
            new Tag("Cron-Interval", "10-blocks"),
            new Tag("Cron-Tag-Action", "Block"),
            new Tag("Data-Protocol", "ao"),
            new Tag("Cron-Tag-Action", "Again"),
            new Tag("Cron-Interval", "1-day"));

    assertEquals(
        List.of(
            new Cron("5-minutes", Unit.SECONDS, 300, List.of(new Tag("Action", "Tick"))),
            new Cron(
                "10-blocks",
                Unit.BLOCKS,
                10,
                List.of(new Tag("Action", "Block"), new Tag("Action", "Again"))),
            new Cron("1-day", Unit.SECONDS, 86_400, List.of())),
        crons);
  }

  @ParameterizedTest
  @CsvSource({
    "1-second,1",
    "90-seconds,90",
    "1-minute,60",
    "2-minutes,120",
    "1-hour,3600",
    "1-day,86400",
    "2-weeks,1209600",
    "1-month,2592000",
    "1-year,31536000",
    "1.5-seconds,1",
    "1.5-Minutes,90",
    "2999-milliseconds,2",
    "0.5-hours,1800"
  })
  void durationsAreFlooredToWholeSeconds(String interval, long seconds) {
    assertEquals(
        List.of(new Cron(interval, Unit.SECONDS, seconds, List.of())),
        crons(new Tag("Cron-Interval", interval)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5-",
        "-seconds",
        "seconds",
        "x-seconds",
        "0-seconds",
        "-5-seconds",
        "999-milliseconds",
        "0-blocks",
        "0.9-blocks",
        "-1-block",
        "1e9-years",
        "5-fortnights",
        "200-years",
        "1.2.3-days",
        "99999999999999999999999-seconds"
      })
  void intervalThatDoesNotReadIsRefusedByName(String interval) {
    Refusal refusal = refusal(new Tag("Cron-Interval", interval));

    assertEquals(RefusalCode.UNREADABLE_CRON_INTERVAL, refusal.code());
    assertTrue(refusal.message().contains("'" + interval + "'"), refusal.message());
  }

  @Test
  void tagBeforeAnyIntervalIsRefused() {
    Refusal refusal =
        refusal(new Tag("Cron-Tag-Action", "Tick"), new Tag("Cron-Interval", "5-minutes"));

    assertEquals(RefusalCode.CRON_TAG_WITHOUT_INTERVAL, refusal.code());
    assertTrue(refusal.message().contains("Cron-Tag-Action"), refusal.message());
  }

  @Test
  void otherTagsAreNoCrons() {
    assertEquals(List.of(), crons(new Tag("cron-interval", "5-minutes"), new Tag("Cron", "x")));
  }

  private static List<Cron> crons(Tag... tags) {
    return assertInstanceOf(CronTags.Reading.Crons.class, CronTags.read(List.of(tags))).crons();
  }

  private static Refusal refusal(Tag... tags) {
    return assertInstanceOf(CronTags.Reading.Unusable.class, CronTags.read(List.of(tags)))
        .refusal();
  }
}
