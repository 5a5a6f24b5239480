-- Bundles in which the logs settle on Arweave (docs/decisions/0016-settlement.md). A bundle is a range of the journal, so it
-- costs a row, whatever is in it.

CREATE TABLE settlement_bundle (
  number BIGINT PRIMARY KEY, -- from 1, without gaps, in the order of the journal
  from_position BIGINT NOT NULL UNIQUE, -- of event_journal.ordering: the entries behind this one ...
  to_position BIGINT NOT NULL, -- ... up to this one
  entry_count INTEGER NOT NULL,
  size_bytes BIGINT NOT NULL,
  hash BYTEA NOT NULL, -- SHA-256 of the bundle
  oldest_millis BIGINT NOT NULL,
  envelope_number INTEGER NOT NULL, -- the one that counts
  state SMALLINT NOT NULL, -- dev.holon.core.settlement.BundleState
  failures INTEGER NOT NULL,
  next_millis BIGINT NOT NULL,
  known_millis BIGINT NOT NULL,
  block_height BIGINT NOT NULL,
  cause TEXT NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX settlement_bundle_due_idx ON settlement_bundle (next_millis) WHERE state <> 3;
CREATE INDEX settlement_bundle_open_idx ON settlement_bundle (number, state) WHERE state <> 3;

-- What carries a bundle, signed; with a new anchor it is another one, and the old one is kept.
CREATE TABLE settlement_envelope (
  bundle_number BIGINT NOT NULL REFERENCES settlement_bundle,
  envelope_number INTEGER NOT NULL, -- from 1
  kind SMALLINT NOT NULL, -- dev.holon.core.settlement.Envelope.Kind
  id BYTEA NOT NULL UNIQUE,
  bytes BYTEA NOT NULL,
  block_height BIGINT NOT NULL,
  PRIMARY KEY (bundle_number, envelope_number)
);

CREATE TABLE settlement_module (
  id BYTEA PRIMARY KEY, -- of record
  bundle_number BIGINT NOT NULL REFERENCES settlement_bundle,
  place INTEGER NOT NULL -- among the bundle's modules
);

CREATE INDEX settlement_module_bundle_idx ON settlement_module (bundle_number);

-- The wallet that pays, as the settler saw it last.
CREATE TABLE settlement_wallet (
  is_only BOOLEAN PRIMARY KEY DEFAULT true CHECK (is_only),
  mode TEXT NOT NULL,
  address TEXT NOT NULL,
  balance NUMERIC, -- winston; NULL when it is not known
  price NUMERIC,
  cause TEXT NOT NULL,
  at_millis BIGINT NOT NULL
);
