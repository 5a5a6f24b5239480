package dev.holon.testkit;

/**
 * All store ports over one memory, for tests.
 *
 * @param schedule the logs; a test is their writer
 * @param results the results, which see the logs and fill the outbox
 * @param outbox the entries to push
 * @param records modules and scheduler locations
 */
public record InMemoryStores(
    InMemoryScheduleStore schedule,
    InMemoryResultStore results,
    InMemoryOutboxStore outbox,
    InMemoryRecordStore records) {

  /** Empty stores. */
  public static InMemoryStores create() {
    InMemoryScheduleStore schedule = new InMemoryScheduleStore();
    InMemoryOutboxStore outbox = new InMemoryOutboxStore();
    return new InMemoryStores(
        schedule, new InMemoryResultStore(schedule, outbox), outbox, new InMemoryRecordStore());
  }
}
