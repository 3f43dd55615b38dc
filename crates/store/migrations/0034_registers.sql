-- What an office's register and statistics count; they follow from proceedings, their acts and letters.
create table register_spells (
    proceeding uuid not null,
    position bigint not null,
    unit uuid not null,
    kind text not null,
    branch text not null,
    begun_on text not null,
    ended_on text,
    outcome text,
    late_on text,
    late_reason text not null,
    appealed_on text,
    stage text not null,
    primary key (proceeding, position)
);
create index register_spells_begun on register_spells (unit, begun_on, ended_on);
create index register_spells_ended on register_spells (unit, ended_on) where ended_on is not null;
create index register_spells_open on register_spells (unit, begun_on) where ended_on is null;
create index register_spells_by_begun on register_spells (begun_on, ended_on);
create index register_spells_by_ended on register_spells (ended_on) where ended_on is not null;
create index register_spells_by_late on register_spells (late_on, ended_on) where late_on is not null;
create index register_spells_by_appealed on register_spells (appealed_on) where appealed_on is not null;

create table register_cells (
    unit uuid not null,
    family text not null,
    key text not null,
    aspect text not null,
    grain text not null,
    start text not null,
    count bigint not null,
    primary key (unit, family, key, aspect, grain, start)
);
create index register_cells_by_start on register_cells (family, grain, start, unit, key, aspect, count);

create index letters_logged on letters (logged_at_unit, received_on);
create index letters_by_day on letters (received_on);
