-- What offices began on their own stands in a register: each has a number of the office that began it, and keeps it.
create table begun (
    proceeding uuid primary key references proceedings (id),
    unit uuid not null,
    year bigint not null,
    number bigint not null,
    begun_on text not null,
    unique (unit, year, number)
);
create index begun_by_day on begun (begun_on, proceeding);
create index begun_of_unit on begun (unit, begun_on, proceeding);
create table begun_logs (
    unit uuid not null,
    year bigint not null,
    last bigint not null,
    primary key (unit, year)
);
-- What was begun before is numbered in the order in which it was begun, at the office that did.
insert into begun (proceeding, unit, year, number, begun_on)
    select p.id, a.unit, cast(substr(p.opened_on, 1, 4) as bigint),
        row_number() over (partition by a.unit, substr(p.opened_on, 1, 4) order by p.opened_at, p.id), p.opened_on
    from proceedings p join proceeding_acts a on a.proceeding = p.id and a.position = 0
    where p.letter is null;
insert into begun_logs (unit, year, last) select unit, year, max(number) from begun group by unit, year;
-- What ended since a day, and what has not: the statistics of a period read no more.
create index proceedings_of_offices_over on proceedings (ended_at) where letter is null;
