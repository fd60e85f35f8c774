create table item (id int primary key);
insert into itm values (1);
