package dev.holon.node;

import dev.holon.persistence.Database;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.PostgresCheckpointStore;
import dev.holon.persistence.PostgresCronStore;
import dev.holon.persistence.PostgresMonitorStore;
import dev.holon.persistence.PostgresOutboxStore;
import dev.holon.persistence.PostgresRecordStore;
import dev.holon.persistence.PostgresResultStore;
import dev.holon.persistence.PostgresScheduleStore;
import dev.holon.persistence.PostgresTimeFloors;

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
    PostgresMonitorStore monitors)
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
        new PostgresMonitorStore(database));
  }

  /** Stores the results that wait, then disconnects. */
  @Override
  public void close() {
    results.close();
    database.close();
  }
}
