create function guard_order_status() returns trigger language plpgsql as $$
begin
  if old.status = new.status
      or (old.status = 'PENDING' and new.status in ('PAID', 'CANCELLED'))
      or (old.status = 'PAID' and new.status = 'CANCELLED') then
    return new;
  end if;
  raise exception 'order % cannot go from % to %', old.id, old.status, new.status
    using errcode = 'check_violation';
end
$$;

create trigger order_status_guard
before update of status on orders
for each row execute function guard_order_status();
