-- Not only proceedings have clocks: visits, what was promised at them and requests about data fall due in the same list.
create table things_due (
    thing uuid not null,
    position bigint not null,
    sort text not null,
    procedure text not null,
    step text not null,
    unit uuid not null,
    handler uuid,
    party text not null,
    duty boolean not null,
    paused boolean not null,
    starts_at bigint not null,
    due_at bigint not null,
    ended_at bigint,
    primary key (thing, position)
);
insert into things_due (thing, position, sort, procedure, step, unit, handler, party, duty, paused, starts_at, due_at, ended_at)
    select proceeding, position, 'proceeding', procedure, step, unit, handler, party, duty, paused, starts_at, due_at, ended_at
    from deadlines;
drop table deadlines;
alter table things_due rename to deadlines;
create index deadlines_by_due on deadlines (due_at) where ended_at is null;
create index deadlines_kept on deadlines (unit, ended_at) where ended_at is not null;
create index deadlines_to_tell on deadlines (procedure, due_at) where ended_at is null;
create index deadlines_running on deadlines (unit, due_at, thing, position, ended_at, duty, paused)
    where ended_at is null and duty and not paused;
create index deadlines_running_by_due on deadlines (due_at, thing, position, unit, ended_at, duty, paused)
    where ended_at is null and duty and not paused;
create index deadlines_running_of_handler on deadlines (handler, due_at, thing, position, ended_at, duty, paused)
    where ended_at is null and duty and not paused;
alter table escalations rename column proceeding to thing;
