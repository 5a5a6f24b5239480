-- Transactions of the base layer that processes were assigned. The log names them only.

CREATE TABLE base_transaction (
  id BYTEA PRIMARY KEY,
  bytes BYTEA NOT NULL -- dev.holon.core.baselayer.BaseTransactionCodec
);

-- Blocks of the base layer that the cluster counts by. What was stored of a height first stays.

CREATE TABLE block (
  height BIGINT PRIMARY KEY,
  id BYTEA NOT NULL,
  timestamp_millis BIGINT NOT NULL
);
