create table product (id int primary key, product_name varchar(255) not null);
