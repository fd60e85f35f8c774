insert into product (id, product_name) values (1, 'tea');
