create index orders_customer_idx on orders (customer_id, placed_at desc);
create index order_line_product_idx on order_line (product_id);
create index customer_country_idx on customer (country_code);
create index payment_refund_due_idx on payment (order_id) where status = 'REFUND_DUE';
