-- Who says where a border runs, and whether it is made up.
alter table boundaries add column source text not null default '';
alter table boundaries add column simulated boolean not null default false;
