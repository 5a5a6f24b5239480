-- Results, the outbox they fill, and the records the node serves.

CREATE TABLE result (
  process_id BYTEA NOT NULL,
  slot BIGINT NOT NULL,
  timestamp_millis BIGINT NOT NULL,
  is_error BOOLEAN NOT NULL,
  result_hash BYTEA NOT NULL,
  body BYTEA NOT NULL, -- dev.holon.protocol.ResultCodec
  PRIMARY KEY (process_id, slot)
);

CREATE TABLE outbox (
  process_id BYTEA NOT NULL,
  slot BIGINT NOT NULL,
  entry_index INTEGER NOT NULL,
  kind SMALLINT NOT NULL, -- dev.holon.persistence.ActionCodec
  pushed_for BYTEA,
  body BYTEA NOT NULL, -- dev.holon.persistence.ActionCodec
  state SMALLINT NOT NULL, -- dev.holon.persistence.StateColumns: 0 pending, 1 delivered, 2 refused, 3 parked
  attempts INTEGER NOT NULL,
  not_before_millis BIGINT NOT NULL,
  cause TEXT,
  item_id BYTEA,
  delivered_slot BIGINT,
  PRIMARY KEY (process_id, slot, entry_index)
);

-- Small, because almost all entries are delivered: what one process has to push, and who has to push.
CREATE INDEX outbox_pending_idx ON outbox (process_id, slot, entry_index) WHERE state = 0;
CREATE INDEX outbox_due_idx ON outbox (not_before_millis, process_id) WHERE state = 0;

-- How many entries are in each state: the sum over all rows. A transaction adds to the row of its connection, so that
-- hardly ever two want the same one.
CREATE TABLE outbox_tally (
  shard INTEGER PRIMARY KEY,
  pending BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  parked BIGINT NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE record (
  id BYTEA PRIMARY KEY,
  bytes BYTEA NOT NULL,
  block_height BIGINT NOT NULL,
  timestamp_millis BIGINT NOT NULL
);

-- Results and actions are mostly text. lz4 is far cheaper than the default; a server built without it keeps that.
DO $$
BEGIN
  ALTER TABLE result ALTER COLUMN body SET COMPRESSION lz4;
  ALTER TABLE outbox ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION
  WHEN feature_not_supported THEN NULL;
END
$$;
