-- What an installation says of a day, over what the program comes with. Never changed once written: of a day the newest
-- row holds, and the calendar of any earlier moment can be read again.
create table calendar_days (
    id uuid primary key,
    day text not null,
    kind text not null,
    provisional boolean not null,
    vi text not null,
    en text not null,
    source text not null,
    grade text not null,
    set_at bigint not null,
    person uuid
);
create index calendar_days_in_order on calendar_days (set_at, id);
