with listed (sku, name, amount, available) as (
  values
    ('NOTEBOOK-A5', 'Notebook, A5, dotted', 8.90, 400),
    ('PENCIL-HB', 'Pencil, HB', 0.95, 2500),
    ('RULER-30', 'Ruler, 30 cm', 3.40, 300),
    ('STAPLER', 'Stapler', 14.50, 80),
    ('ENVELOPE-C5', 'Envelopes, C5, box of 500', 27.00, 120)
), added as (
  insert into product (sku, name)
  select sku, name from listed
  returning id, sku
), priced as (
  insert into price (product_id, amount, valid_from)
  select added.id, listed.amount, timestamptz '2026-01-01 00:00:00Z'
  from added join listed using (sku)
)
insert into stock (product_id, available)
select added.id, listed.available
from added join listed using (sku);
