-- How far readers of all logs are, and smaller indexes for finding entries by id.

CREATE TABLE feed_offset (
  reader TEXT PRIMARY KEY,
  position BIGINT NOT NULL -- of event_journal.ordering
) WITH (fillfactor = 50);

-- By the first 8 bytes of an id, dev.holon.protocol.Id#fingerprint: 60 instead of 165 bytes an entry for the two of them
-- (docs/decisions/0013-size-of-the-journal.md). Queries compare the whole id as well.
DROP INDEX event_journal_assignment_idx;
DROP INDEX event_journal_message_idx;
CREATE INDEX event_journal_assignment_idx ON event_journal ((substring(assignment_id FROM 1 FOR 8)::bigint))
  WHERE assignment_id IS NOT NULL;
CREATE INDEX event_journal_message_idx ON event_journal ((substring(message_id FROM 1 FOR 8)::bigint))
  WHERE message_id IS NOT NULL;
