-- By which rules this house went, from when on: the editions of its procedures, the days that came with the program and
-- the office hours. Never changed once written, so that what was said then can be said again.
create table house_rules (
    id uuid primary key,
    at bigint not null,
    digest text not null,
    editions text not null,
    days text not null,
    hours text not null
);
create index house_rules_in_order on house_rules (at, id);
