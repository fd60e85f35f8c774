create table stock (
  product_id bigint primary key references product (id),
  available integer not null,
  constraint stock_available_not_negative check (available >= 0)
);
