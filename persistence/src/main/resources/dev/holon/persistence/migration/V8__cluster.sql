-- How nodes find each other, and who decides when they cannot. All times are the database's.

CREATE TABLE cluster_member (
  -- host:port that the other nodes reach the node at
  address text        PRIMARY KEY,
  -- joining: looks for a cluster; member: is in it, or founds it
  state   text        NOT NULL CHECK (state IN ('joining', 'member')),
  -- when the node last said that it lives; a row that is old counts for nothing
  seen    timestamptz NOT NULL
);

CREATE TABLE cluster_lease (
  name    text        PRIMARY KEY,
  owner   text        NOT NULL,
  expires timestamptz NOT NULL
);
