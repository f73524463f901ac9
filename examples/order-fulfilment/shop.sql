-- The scratch database of the examples, made by dev mode: the shop's own tables, not the engine's.
-- Safe to run again.
CREATE TABLE IF NOT EXISTS products (
  sku   text PRIMARY KEY,
  name  text NOT NULL,
  stock integer NOT NULL CHECK (stock >= 0)
);

CREATE TABLE IF NOT EXISTS orders (
  id             text PRIMARY KEY,
  run_id         text NOT NULL,  -- the run that fulfils it
  customer_name  text NOT NULL,
  customer_email text NOT NULL,
  items          jsonb NOT NULL,
  status         text NOT NULL CHECK (status IN ('accepted', 'reserved', 'refused', 'cancelled')),
  created_at     timestamptz NOT NULL DEFAULT now()
);

-- Written by the incident example.
CREATE TABLE IF NOT EXISTS incidents (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  group_key   text NOT NULL,
  title       text NOT NULL,
  severity    text NOT NULL,
  alerts      integer NOT NULL,
  opened_at   timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz
);
-- At most one open report for one group of alerts.
CREATE UNIQUE INDEX IF NOT EXISTS one_open_incident ON incidents (group_key) WHERE resolved_at IS NULL;

INSERT INTO products (sku, name, stock) VALUES
  ('TEA-GREEN-100', 'Green tea, 100 g', 500),
  ('TEA-BLACK-100', 'Black tea, 100 g', 500),
  ('MUG-BLUE',      'Blue mug', 120),
  ('POT-IRON',      'Cast iron teapot', 3)
ON CONFLICT (sku) DO NOTHING;
