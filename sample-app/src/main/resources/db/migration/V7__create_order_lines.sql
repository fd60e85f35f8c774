create table order_line (
  order_id bigint not null references orders (id) on delete cascade,
  product_id bigint not null references product (id),
  quantity integer not null,
  unit_price numeric(12, 2) not null,
  primary key (order_id, product_id),
  constraint order_line_quantity_positive check (quantity > 0)
);
