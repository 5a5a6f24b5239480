-- Which processes have entries without results, told from how the journal grows: looking at all processes for it would cost
-- the more the more of them rest (docs/decisions/0015-backlog.md).

-- Processes that were behind when their newest entry up to the position was looked at.
CREATE TABLE backlog (
  process_id BYTEA PRIMARY KEY,
  persistence_id TEXT NOT NULL,
  ordering BIGINT NOT NULL -- of the newest entry that was looked at
) WITH (fillfactor = 50);

-- One row. Up to the position (event_journal.ordering) each entry has a result, or its process is above; so many processes
-- have their slot 0 there.
CREATE TABLE backlog_position (
  position BIGINT NOT NULL,
  process_count BIGINT NOT NULL
) WITH (fillfactor = 10);

INSERT INTO backlog_position VALUES (0, 0);
