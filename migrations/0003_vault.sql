-- Why: connections and secrets, encrypted (AES-256-GCM) with a key that is never in the database. Not a projection:
--   values never enter an event, so that they can be changed and erased.
-- Lock: none that anyone waits for; all objects are new.
-- Safe online: yes.
CREATE TABLE runledger.vault (
  kind       text        NOT NULL CHECK (kind IN ('connection', 'secret')),
  name       text        NOT NULL,
  key_id     text        NOT NULL,  -- which master key; tells a wrong key from a damaged value
  nonce      bytea       NOT NULL CHECK (length(nonce) = 12),
  ciphertext bytea       NOT NULL CHECK (length(ciphertext) >= 16),  -- the 16-byte tag stands at its end
  saved_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, name)
);
