package dev.holon.node;

import dev.holon.persistence.Database;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.EvaluationTimeWriter;
import dev.holon.persistence.PostgresCheckpointStore;
import dev.holon.persistence.PostgresCronStore;
import dev.holon.persistence.PostgresMonitorStore;
import dev.holon.persistence.PostgresOutboxStore;
import dev.holon.persistence.PostgresRecordStore;
import dev.holon.persistence.PostgresResultStore;
import dev.holon.persistence.PostgresScheduleStore;
import dev.holon.persistence.PostgresTimeFloors;
import dev.holon.persistence.PostgresTraceStore;

/** All stores over one database. */
record Stores(
    Database database,
    PostgresScheduleStore schedules,
    PostgresResultStore results,
    PostgresOutboxStore outbox,
    PostgresRecordStore records,
    PostgresCronStore crons,
    PostgresTimeFloors floors,
    PostgresCheckpointStore checkpoints,
    PostgresMonitorStore monitors,
    PostgresTraceStore traces,
    EvaluationTimeWriter evaluationTimes)
    implements AutoCloseable {

  /** Connects and brings the tables up to date. */
  static Stores open(DatabaseSettings settings) {
    Database database = Database.open(settings);
    return new Stores(
        database,
        new PostgresScheduleStore(database),
        new PostgresResultStore(database),
        new PostgresOutboxStore(database),
        new PostgresRecordStore(database),
        new PostgresCronStore(database),
        new PostgresTimeFloors(database),
        new PostgresCheckpointStore(database),
        new PostgresMonitorStore(database),
        new PostgresTraceStore(database),
        new EvaluationTimeWriter(database));
  }

  /** Stores the results and times that wait, then disconnects. */
  @Override
  public void close() {
    results.close();
    evaluationTimes.close();
    database.close();
  }
}
