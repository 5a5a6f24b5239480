-- A claim puts off the next look at a process's crons; since when they have been due is kept beside it until somebody has
-- looked, or nobody could see that a claimed process waits.
ALTER TABLE cron ADD COLUMN waiting_since_millis BIGINT;

CREATE INDEX cron_waiting_idx ON cron (waiting_since_millis) WHERE waiting_since_millis IS NOT NULL;
