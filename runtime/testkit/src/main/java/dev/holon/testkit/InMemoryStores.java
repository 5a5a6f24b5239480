package dev.holon.testkit;

/**
 * All store ports over one memory, for tests.
 *
 * @param schedule the logs; a test is their writer
 * @param results the results, which see the logs and fill the outbox
 * @param outbox the entries to push
 * @param records modules and scheduler locations
 * @param traces sees logs, results and outbox
 */
public record InMemoryStores(
    InMemoryScheduleStore schedule,
    InMemoryResultStore results,
    InMemoryOutboxStore outbox,
    InMemoryRecordStore records,
    InMemoryTraceStore traces) {

  /** Empty stores. */
  public static InMemoryStores create() {
    InMemoryScheduleStore schedule = new InMemoryScheduleStore();
    InMemoryOutboxStore outbox = new InMemoryOutboxStore();
    InMemoryResultStore results = new InMemoryResultStore(schedule, outbox);
    return new InMemoryStores(
        schedule,
        results,
        outbox,
        new InMemoryRecordStore(),
        new InMemoryTraceStore(schedule, results, outbox));
  }
}
