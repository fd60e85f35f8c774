create table product (
  id bigint generated always as identity primary key,
  sku text not null,
  name text not null,
  discontinued boolean not null default false,
  created_at timestamptz not null default now(),
  constraint product_sku_unique unique (sku),
  constraint product_sku_format check (sku ~ '^[A-Z0-9][A-Z0-9-]*$')
);
