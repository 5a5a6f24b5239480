-- What the messenger needs to bound chains, to keep the order of entries for one target, and to show entries.

-- Entries of before start their chains.
ALTER TABLE outbox
  ADD COLUMN chain_root BYTEA,
  ADD COLUMN chain_depth INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN target BYTEA; -- the process or wallet an entry goes to, where it names one that is an id
UPDATE outbox SET chain_root = coalesce(pushed_for, process_id);
ALTER TABLE outbox
  ALTER COLUMN chain_root SET NOT NULL,
  ALTER COLUMN chain_depth DROP DEFAULT;

-- The earliest pending entry of a process for a target.
CREATE INDEX outbox_line_idx ON outbox (process_id, target, slot, entry_index) WHERE state = 0 AND target IS NOT NULL;

-- What an operator looks for: refused and parked entries.
CREATE INDEX outbox_held_idx ON outbox (process_id, slot, entry_index) WHERE state >= 2;

-- How many entries of depth 2 and more were delivered of a chain; forgotten when the chain has rested for long.
CREATE TABLE chain_tally (
  root BYTEA PRIMARY KEY,
  entry_count BIGINT NOT NULL,
  touched_millis BIGINT NOT NULL
) WITH (fillfactor = 50);

-- The content key out of a log entry of version 2; the offset is that of dev.holon.core.scheduler.LogEntryCodec.
ALTER TABLE event_journal
  ADD COLUMN content_key BYTEA GENERATED ALWAYS AS
    (CASE WHEN left(persistence_id, 8) = 'process|' AND substring(event_payload FROM 1 FOR 1) = '\x02'
      THEN nullif(substring(event_payload FROM 159 FOR 32), decode(repeat('00', 32), 'hex')) END) STORED;

CREATE INDEX event_journal_content_idx ON event_journal (persistence_id, content_key) WHERE content_key IS NOT NULL;
