--liquibase formatted sql
--changeset sample:1
create table item (id int primary key, name varchar(40) not null);
--changeset sample:2
insert into item (id, name) values (1, 'first');
