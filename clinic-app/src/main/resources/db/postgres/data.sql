insert into vets (first_name, last_name) values ('Ada', 'Berg'), ('Ben', 'Castor'), ('Cleo', 'Dorn');
insert into specialties (name) values ('radiology'), ('surgery'), ('dentistry');
insert into vet_specialties values (2, 1), (3, 2), (3, 3);
insert into types (name) values ('cat'), ('dog'), ('hamster');
insert into owners (first_name, last_name, city, telephone) values
	('Gil', 'Forster', 'Ulm', '6085551023'),
	('Hanna', 'Davids', 'Bern', '6085551749'),
	('Ivo', 'Davids', 'Graz', '6085558763');
insert into pets (name, birth_date, type_id, owner_id) values
	('Leo', '2020-09-07', 1, 1), ('Basil', '2022-08-06', 3, 2), ('Rosy', '2021-04-17', 2, 3);
insert into visits (pet_id, visit_date, description) values (3, '2023-01-01', 'rabies shot');
