create view current_price as
select distinct on (product_id) product_id, amount, valid_from
from price
where valid_from <= now()
order by product_id, valid_from desc;
