package dev.holon.gateway;

import java.time.Duration;

/**
 * Every limit of the HTTP surface, in one place; {@code GET /limits} shows them.
 *
 * @param itemBytesMax largest body of an item (ao.TN.1 scheduler and messenger: 10,485,760)
 * @param jsonBytesMax largest body of a dry run or a GraphQL request
 * @param uriBytesMax longest request target
 * @param headerBytesMax longest value of one header
 * @param headerCountMax most headers of a request
 * @param connectionsMax most open connections; more are answered 503 and closed
 * @param inFlightMax most requests being worked on in the whole node; more are answered 503
 * @param pipeliningMax most requests of one connection being worked on
 * @param scheduleEntriesMax most entries of one page of a schedule
 * @param schedulePageBytesMax size of items after which a page of a schedule ends early
 * @param resultEntriesMax most entries of one page of results
 * @param resultWaitMax longest wait for a result
 * @param requestTimeout longest time for an answer
 * @param bodyTimeout longest time for a request body
 */
public record GatewayLimits(
    int itemBytesMax,
    int jsonBytesMax,
    int uriBytesMax,
    int headerBytesMax,
    int headerCountMax,
    int connectionsMax,
    int inFlightMax,
    int pipeliningMax,
    int scheduleEntriesMax,
    long schedulePageBytesMax,
    int resultEntriesMax,
    Duration resultWaitMax,
    Duration requestTimeout,
    Duration bodyTimeout) {

  public static final GatewayLimits DEFAULT =
      new GatewayLimits(
          10_485_760,
          10_485_760,
          8_192,
          8_192,
          64,
          4_096,
          2_048,
          4,
          1_000,
          33_554_432,
          1_000,
          Duration.ofSeconds(25),
          Duration.ofSeconds(45),
          Duration.ofSeconds(120));

  /** Entries of a schedule page when the client names no limit (ao.TN.1 scheduler). */
  public static final int SCHEDULE_ENTRIES_DEFAULT = 100;

  /** Entries of a results page when the client names no limit (ao.TN.1 compute). */
  public static final int RESULT_ENTRIES_DEFAULT = 25;

  /** Ticks of a page when the client names no limit (ao.TN.1 compute). */
  public static final int TICK_ENTRIES_DEFAULT = 500;

  /** Processes of a page when the request does not say. */
  public static final int PROCESS_ENTRIES_DEFAULT = 50;

  /** Most processes of one page. */
  public static final int PROCESS_ENTRIES_MAX = 200;

  /** Entries of a page of the outbox when the request does not say. */
  public static final int OUTBOX_ENTRIES_DEFAULT = 100;

  /** Most entries of one page of the outbox. */
  public static final int OUTBOX_ENTRIES_MAX = 1_000;

  /** Size of what the entries carry after which a page of the outbox ends early. */
  public static final long OUTBOX_PAGE_BYTES_MAX = 8L << 20;

  public GatewayLimits {
    requirePositive("itemBytesMax", itemBytesMax);
    requirePositive("jsonBytesMax", jsonBytesMax);
    requirePositive("uriBytesMax", uriBytesMax);
    requirePositive("headerBytesMax", headerBytesMax);
    requirePositive("headerCountMax", headerCountMax);
    requirePositive("connectionsMax", connectionsMax);
    requirePositive("inFlightMax", inFlightMax);
    requirePositive("pipeliningMax", pipeliningMax);
    requirePositive("scheduleEntriesMax", scheduleEntriesMax);
    requirePositive("schedulePageBytesMax", schedulePageBytesMax);
    requirePositive("resultEntriesMax", resultEntriesMax);
    requirePositive("resultWaitMax", resultWaitMax.toMillis());
    requirePositive("bodyTimeout", bodyTimeout.toMillis());
    if (requestTimeout.compareTo(resultWaitMax) <= 0) {
      throw new IllegalArgumentException(
          "requestTimeout "
              + requestTimeout
              + " must be longer than resultWaitMax "
              + resultWaitMax);
    }
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }
}
