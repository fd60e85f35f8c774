create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer (id),
  status text not null default 'PENDING',
  placed_at timestamptz not null default now(),
  constraint orders_status_known check (status in ('PENDING', 'PAID', 'CANCELLED'))
);
