package dev.holon.node;

import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import dev.holon.persistence.Database;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.EvaluationTimeWriter;
import dev.holon.persistence.PostgresBacklogStore;
import dev.holon.persistence.PostgresBlockStore;
import dev.holon.persistence.PostgresCheckpointStore;
import dev.holon.persistence.PostgresCronStore;
import dev.holon.persistence.PostgresFigures;
import dev.holon.persistence.PostgresLogFeed;
import dev.holon.persistence.PostgresMonitorStore;
import dev.holon.persistence.PostgresOutboxStore;
import dev.holon.persistence.PostgresRecordStore;
import dev.holon.persistence.PostgresResultStore;
import dev.holon.persistence.PostgresScheduleStore;
import dev.holon.persistence.PostgresSettlementStore;
import dev.holon.persistence.PostgresTimeFloors;
import dev.holon.persistence.PostgresTraceStore;
import dev.holon.persistence.PostgresTransactionStore;

/** All stores over one database. */
record Stores(
    Database database,
    PostgresScheduleStore schedules,
    PostgresResultStore results,
    PostgresBacklogStore backlog,
    PostgresOutboxStore outbox,
    PostgresRecordStore records,
    PostgresTransactionStore transactions,
    PostgresBlockStore blocks,
    PostgresCronStore crons,
    PostgresTimeFloors floors,
    PostgresCheckpointStore checkpoints,
    PostgresMonitorStore monitors,
    PostgresTraceStore traces,
    PostgresLogFeed feed,
    PostgresSettlementStore settlement,
    EvaluationTimeWriter evaluationTimes,
    PostgresFigures figures)
    implements AutoCloseable {

  /** Connects, brings the tables up to date, and shows how the stores are used. */
  static Stores open(DatabaseSettings settings, Meters meters) {
    Database database = Database.open(settings);
    Stores stores =
        new Stores(
            database,
            new PostgresScheduleStore(database),
            new PostgresResultStore(database),
            new PostgresBacklogStore(database),
            new PostgresOutboxStore(database),
            new PostgresRecordStore(database),
            new PostgresTransactionStore(database),
            new PostgresBlockStore(database),
            new PostgresCronStore(database),
            new PostgresTimeFloors(database),
            new PostgresCheckpointStore(database),
            new PostgresMonitorStore(database),
            new PostgresTraceStore(database),
            new PostgresLogFeed(database),
            new PostgresSettlementStore(database),
            new EvaluationTimeWriter(database, meters),
            new PostgresFigures(database));
    database.showIn(meters);
    meters.gauge(Metric.COMPUTE_RESULTS_WAITING, stores.results()::waitingCount);
    return stores;
  }

  /** Stores the results and times that wait, then disconnects. */
  @Override
  public void close() {
    results.close();
    evaluationTimes.close();
    database.close();
  }
}
