-- Checkpoints: states of processes, so that waking one replays only what came later. Short cuts, never the truth.
CREATE TABLE checkpoint (
  process_id BYTEA NOT NULL,
  slot BIGINT NOT NULL,
  step BIGINT NOT NULL,
  format TEXT NOT NULL, -- the engine that reads it
  sha256 BYTEA NOT NULL, -- of bytes
  result_hash BYTEA NOT NULL,
  created_millis BIGINT NOT NULL,
  bytes BYTEA NOT NULL, -- dev.holon.core.compute.CheckpointCodec
  PRIMARY KEY (process_id, slot, step)
);

DO $$
BEGIN
  ALTER TABLE checkpoint ALTER COLUMN bytes SET COMPRESSION lz4;
EXCEPTION
  WHEN feature_not_supported THEN NULL;
END
$$;
