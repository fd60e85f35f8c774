create table payment (
  order_id bigint primary key references orders (id) on delete cascade,
  reference text not null,
  amount numeric(12, 2) not null,
  status text not null default 'AUTHORIZED',
  constraint payment_reference_unique unique (reference),
  constraint payment_status_known check (status in ('AUTHORIZED', 'REFUND_DUE', 'REFUNDED'))
);
