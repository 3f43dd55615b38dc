-- Not only proceedings have clocks: visits, what was promised at them and requests about data fall due in the same list.
alter table deadlines drop constraint deadlines_proceeding_fkey;
alter table deadlines rename column proceeding to thing;
alter table deadlines add column sort text not null default 'proceeding';
alter table deadlines alter column sort drop default;
alter table escalations rename column proceeding to thing;
