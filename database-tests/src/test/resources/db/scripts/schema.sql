create table item (id int primary key, name varchar(40) not null);

create function item_name(wanted int) returns varchar language plpgsql as $$
begin
    return (select name from item where id = wanted);
end;
$$;
