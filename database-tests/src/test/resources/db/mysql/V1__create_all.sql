create table item (
	id int primary key auto_increment,
	name varchar(40) not null,
	upper_name varchar(40) generated always as (upper(name)) stored,
	parent int,
	made timestamp default current_timestamp,
	constraint item_parent foreign key (parent) references item (id) on delete cascade
) comment = 'with a `quoted` text';
create table purchase (
	item int not null,
	`odd``name` int not null check (`odd``name` > 0),
	constraint purchase_item foreign key (item) references item (id)
);
create table journal (entry varchar(80) not null);
create sequence ticket start with 100;

delimiter //
create function shout (word varchar(40)) returns varchar(41) deterministic
begin
	return concat(word, '!');
end//
create procedure clear_journal ()
begin
	delete from journal where entry <> '{none}';
end//
create trigger item_journal after insert on item for each row
begin
	insert into journal (entry) values (shout(new.name));
end//
delimiter ;

create view z_item as select id, name from item;
create view a_item as select id, shout(name) as loud from z_item;
create event nightly on schedule every 1 day disable do call clear_journal();

insert into item (name) values ('first');
insert into item (name, parent) values ('child', 1);
insert into purchase (item, `odd``name`) values (1, 7);
select nextval(ticket);
