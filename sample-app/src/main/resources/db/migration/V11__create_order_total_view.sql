create view order_total as
select o.id as order_id,
       coalesce(sum(l.quantity * l.unit_price), 0)::numeric(12, 2) as net,
       round(coalesce(sum(l.quantity * l.unit_price), 0) * (1 + c.vat_rate), 2)::numeric(12, 2) as gross
from orders o
join customer cu on cu.id = o.customer_id
join country c on c.code = cu.country_code
left join order_line l on l.order_id = o.id
group by o.id, c.vat_rate;
