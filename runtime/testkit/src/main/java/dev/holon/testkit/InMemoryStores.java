package dev.holon.testkit;

/**
 * All store ports over one memory, for tests.
 *
 * @param schedule the logs, which keep the floors; a test is their writer
 * @param results the results, which see the logs and fill the outbox
 * @param outbox the entries to push
 * @param records modules and scheduler locations
 * @param transactions of the base layer
 * @param crons floors, and when to look at crons
 * @param checkpoints states of processes
 * @param monitors who monitors what
 * @param traces sees logs, results and outbox
 * @param settlement sees the logs
 */
public record InMemoryStores(
    InMemoryScheduleStore schedule,
    InMemoryResultStore results,
    InMemoryOutboxStore outbox,
    InMemoryRecordStore records,
    InMemoryTransactionStore transactions,
    InMemoryCronStore crons,
    InMemoryCheckpointStore checkpoints,
    InMemoryMonitorStore monitors,
    InMemoryTraceStore traces,
    InMemorySettlementStore settlement) {

  /** Empty stores. */
  public static InMemoryStores create() {
    InMemoryCronStore crons = new InMemoryCronStore();
    InMemoryScheduleStore schedule = new InMemoryScheduleStore(crons);
    InMemoryOutboxStore outbox = new InMemoryOutboxStore();
    InMemoryResultStore results = new InMemoryResultStore(schedule, outbox);
    return new InMemoryStores(
        schedule,
        results,
        outbox,
        new InMemoryRecordStore(),
        new InMemoryTransactionStore(),
        crons,
        new InMemoryCheckpointStore(),
        new InMemoryMonitorStore(),
        new InMemoryTraceStore(schedule, results, outbox),
        new InMemorySettlementStore(schedule));
  }
}
