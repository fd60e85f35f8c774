-- Prices are never changed: a new one starts at a later instant
create table price (
  product_id bigint not null references product (id),
  valid_from timestamptz not null default now(),
  amount numeric(12, 2) not null,
  primary key (product_id, valid_from),
  constraint price_amount_positive check (amount > 0)
);
