create table customer (
  id bigint generated always as identity primary key,
  name text not null,
  email text not null,
  country_code char(2) not null references country (code),
  registered_at timestamptz not null default now(),
  constraint customer_email_unique unique (email),
  constraint customer_email_lower check (email = lower(email)),
  constraint customer_name_not_blank check (btrim(name) <> '')
);
