-- How many running duties a unit has due on a day, counted with every change, so that a city with a million of them
-- need not count them. The day is the number of days since 1970-01-01 in Hanoi.
create table deadline_days (
    due_day bigint not null,
    unit uuid not null,
    running bigint not null,
    primary key (due_day, unit)
) without rowid;
insert into deadline_days (due_day, unit, running)
    select (due_at + 25200000000) / 86400000000, unit, count(*) from deadlines
    where ended_at is null and duty and not paused group by 1, 2;
