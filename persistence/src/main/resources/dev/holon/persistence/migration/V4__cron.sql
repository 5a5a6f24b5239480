-- Crons: their results between those of the slots, the floors that keep a log's order from depending on when its crons were
-- evaluated (docs/decisions/0008-cron-order.md), and when to look at each process. Monitors.

-- step 0 is the slot's own message, n the nth cron tick after it; cron is the tick's name.
ALTER TABLE result ADD COLUMN step BIGINT NOT NULL DEFAULT 0, ADD COLUMN cron TEXT;
ALTER TABLE result DROP CONSTRAINT result_pkey, ADD PRIMARY KEY (process_id, slot, step);

-- Only ticks have rows here, so that a message costs nothing: listings of ticks; ticks by time; the newest of each cron.
CREATE INDEX result_tick_idx ON result (process_id, slot, step) WHERE step > 0;
CREATE INDEX result_tick_time_idx ON result (process_id, slot, timestamp_millis, step) WHERE step > 0;
CREATE INDEX result_tick_name_idx ON result (process_id, cron, slot, step) WHERE step > 0;

-- All further entries of the process's log are later than its floor. Raised often, hence the room on its pages.
CREATE TABLE time_floor (
  process_id BYTEA PRIMARY KEY,
  floor_millis BIGINT NOT NULL
) WITH (fillfactor = 50);

-- When to look for the process's next tick. A hint: the ticks follow from the log.
CREATE TABLE cron (
  process_id BYTEA PRIMARY KEY,
  look_at_millis BIGINT NOT NULL
) WITH (fillfactor = 50);

CREATE INDEX cron_look_at_idx ON cron (look_at_millis);

CREATE TABLE monitor (
  process_id BYTEA PRIMARY KEY,
  item_id BYTEA NOT NULL,
  owner TEXT NOT NULL,
  since_millis BIGINT NOT NULL
);

-- The journal keeps the floors, whoever writes to it. The offsets are those of dev.holon.core.scheduler.LogEntryCodec. The
-- rows of a process come with its slot 0, so that no later entry can miss them. Whether its tags ask for crons is read
-- coarsely: a row too many does no harm.
CREATE FUNCTION keep_time_floor() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  process BYTEA := substring(NEW.event_payload FROM 123 FOR 32);
  floor BIGINT;
  stamp BIGINT;
BEGIN
  IF NEW.sequence_number = 1 THEN
    IF position('Cron-Interval'::bytea IN NEW.event_payload) > 0 THEN
      INSERT INTO time_floor VALUES (process, -1) ON CONFLICT DO NOTHING;
      INSERT INTO cron VALUES (process, 0) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NEW;
  END IF;
  -- The lock makes a promise wait for this entry, or this entry for the promise.
  SELECT f.floor_millis INTO floor FROM time_floor f WHERE f.process_id = process FOR SHARE;
  IF floor >= 0 THEN
    stamp := ('x' || encode(substring(NEW.event_payload FROM 11 FOR 8), 'hex'))::bit(64)::bigint;
    IF stamp <= floor THEN
      RAISE EXCEPTION 'an entry at % ms is not later than the floor of its process, % ms', stamp, floor
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER event_journal_time_floor BEFORE INSERT ON event_journal
  FOR EACH ROW WHEN (left(NEW.persistence_id, 8) = 'process|')
  EXECUTE FUNCTION keep_time_floor();

-- Processes from before.
INSERT INTO time_floor
  SELECT substring(event_payload FROM 123 FOR 32), -1 FROM event_journal
  WHERE sequence_number = 1 AND left(persistence_id, 8) = 'process|'
    AND position('Cron-Interval'::bytea IN event_payload) > 0;
INSERT INTO cron SELECT process_id, 0 FROM time_floor;
