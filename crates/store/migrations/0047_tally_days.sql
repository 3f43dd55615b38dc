-- What every unit counted itself on a day, all of them and all topics in one packed row, so that a city is carried over to
-- another structure from some hundred rows rather than from some hundred thousand. Each change adds a row to its day; when there
-- are many they are packed together.
create table tally_days (
    day text not null,
    number bigint not null,
    cells bytea not null,
    primary key (day, number)
);
-- Where something was counted before there were such rows, they are brought in behind this, the newest month first.
insert into settings (name, value)
    select 'tallies.days', '9999-12-31' where exists (select 1 from tallies);
