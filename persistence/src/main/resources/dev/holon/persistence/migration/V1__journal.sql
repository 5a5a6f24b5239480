-- The journal of Pekko Persistence JDBC 1.1.1, as the plugin ships it for PostgreSQL, and what the node adds to it.
-- Names carry no schema: the tables live in the first schema of the connection's search path.

CREATE TABLE event_journal (
  ordering BIGSERIAL,
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  deleted BOOLEAN DEFAULT FALSE NOT NULL,

  writer VARCHAR(255) NOT NULL,
  write_timestamp BIGINT,
  adapter_manifest VARCHAR(255),

  event_ser_id INTEGER NOT NULL,
  event_ser_manifest VARCHAR(255) NOT NULL,
  event_payload BYTEA NOT NULL,

  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,

  PRIMARY KEY (persistence_id, sequence_number)
);

CREATE UNIQUE INDEX event_journal_ordering_idx ON event_journal (ordering);

CREATE TABLE event_tag (
  event_id BIGINT,
  tag VARCHAR(256),
  PRIMARY KEY (event_id, tag),
  CONSTRAINT fk_event_journal FOREIGN KEY (event_id) REFERENCES event_journal (ordering) ON DELETE CASCADE
);

CREATE TABLE snapshot (
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  created BIGINT NOT NULL,

  snapshot_ser_id INTEGER NOT NULL,
  snapshot_ser_manifest VARCHAR(255) NOT NULL,
  snapshot_payload BYTEA NOT NULL,

  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,

  PRIMARY KEY (persistence_id, sequence_number)
);

-- Most of a log entry is signatures, keys and hashes, which do not compress; trying costs time for each write. EXTERNAL
-- keeps long values out of line as they are, so that substring() on the header reads their first 2 KB chunk only.
ALTER TABLE event_journal ALTER COLUMN event_payload SET STORAGE EXTERNAL;

-- Ids out of the header of a log entry; the offsets are those of dev.holon.core.scheduler.LogEntryCodec. Other events in
-- the journal have none. The plugin names its columns when it inserts, so it does not notice these.
ALTER TABLE event_journal
  ADD COLUMN assignment_id BYTEA GENERATED ALWAYS AS
    (CASE WHEN left(persistence_id, 8) = 'process|' THEN substring(event_payload FROM 59 FOR 32) END) STORED,
  ADD COLUMN message_id BYTEA GENERATED ALWAYS AS
    (CASE WHEN left(persistence_id, 8) = 'process|' THEN substring(event_payload FROM 91 FOR 32) END) STORED;

CREATE INDEX event_journal_assignment_idx ON event_journal (assignment_id) WHERE assignment_id IS NOT NULL;

-- With the ordering, the oldest entry of a message is the first one in the index.
CREATE INDEX event_journal_message_idx ON event_journal (message_id, ordering) WHERE message_id IS NOT NULL;

-- One row for each process, by the bytes of its id: counts and lists processes.
CREATE INDEX event_journal_process_idx ON event_journal ((substring(event_payload FROM 123 FOR 32)))
  WHERE sequence_number = 1 AND left(persistence_id, 8) = 'process|';
