-- How long evaluations took: an observation for people. It is written beside the results, not with them, so a crash may lose
-- the last of it.

CREATE TABLE evaluation_time (
  process_id BYTEA NOT NULL,
  slot BIGINT NOT NULL,
  at_millis BIGINT NOT NULL,
  micros BIGINT NOT NULL,
  PRIMARY KEY (process_id, slot)
);
