create table stock_movement (
  id bigint generated always as identity primary key,
  product_id bigint not null references product (id),
  delta integer not null,
  moved_at timestamptz not null default now()
);

create index stock_movement_product_idx on stock_movement (product_id, id);

create function record_stock_movement() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into stock_movement (product_id, delta) values (new.product_id, new.available);
  elsif new.available <> old.available then
    insert into stock_movement (product_id, delta) values (new.product_id, new.available - old.available);
  end if;
  return new;
end
$$;

create trigger stock_movement_recorder
after insert or update of available on stock
for each row execute function record_stock_movement();
