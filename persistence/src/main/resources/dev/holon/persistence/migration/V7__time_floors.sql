-- The journal keeps the floors once for each statement, not for each row (docs/decisions/0008-cron-order.md): a trigger for
-- each row cost a quarter of a write.

DROP TRIGGER event_journal_time_floor ON event_journal;
DROP FUNCTION keep_time_floor();

-- Runs behind the rows of a statement and before their commit. A promise that was made meanwhile is seen here, because each
-- statement in a function reads anew; one that comes later waits for the lock, and so counts these rows. The offsets are
-- those of dev.holon.core.scheduler.LogEntryCodec. Without a scan of the table: a plan that was made while it was small would
-- stay when it has grown.
CREATE FUNCTION keep_time_floors() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  has_first BOOLEAN;
  processes BYTEA[];
  held RECORD;
  stamp BIGINT;
BEGIN
  -- Other events in the journal give values that name no process.
  SELECT bool_or(sequence_number = 1), array_agg(substring(event_payload FROM 123 FOR 32)) INTO has_first, processes
    FROM written;

  -- Whether its tags ask for crons is read coarsely: a row too many does no harm.
  IF has_first THEN
    WITH crons AS (
      INSERT INTO time_floor
        SELECT substring(event_payload FROM 123 FOR 32), -1 FROM written
        WHERE sequence_number = 1 AND left(persistence_id, 8) = 'process|'
          AND position('Cron-Interval'::bytea IN event_payload) > 0
        ON CONFLICT DO NOTHING
        RETURNING process_id)
    INSERT INTO cron SELECT process_id, 0 FROM crons ON CONFLICT DO NOTHING;
  END IF;

  -- The locks make a promise wait for these entries, or these entries for the promise; in an order, so that two statements
  -- with the same processes do not wait for each other.
  FOR held IN
    SELECT f.process_id, f.floor_millis FROM time_floor f WHERE f.process_id = ANY (processes)
    ORDER BY f.process_id FOR SHARE
  LOOP
    IF held.floor_millis >= 0 THEN
      SELECT min(substring(event_payload FROM 11 FOR 8)::bigint) INTO stamp FROM written
        WHERE substring(event_payload FROM 123 FOR 32) = held.process_id
          AND sequence_number > 1 AND left(persistence_id, 8) = 'process|';
      IF stamp <= held.floor_millis THEN
        RAISE EXCEPTION 'an entry at % ms is not later than the floor of its process, % ms', stamp, held.floor_millis
          USING ERRCODE = 'check_violation';
      END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;

CREATE TRIGGER event_journal_time_floors AFTER INSERT ON event_journal
  REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT
  EXECUTE FUNCTION keep_time_floors();
