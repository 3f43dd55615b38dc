-- Templates that a unit edits, the counters of its numbers, and what it issued.
create table document_templates (
    unit uuid not null,
    kind text not null,
    version bigint not null,
    body text not null,
    at bigint not null,
    person uuid,
    primary key (unit, kind, version)
);
create table document_counters (
    unit uuid not null,
    year bigint not null,
    series text not null,
    last bigint not null,
    primary key (unit, year, series)
);
create table documents (
    id uuid primary key,
    thing uuid not null,
    kind text not null,
    unit uuid not null,
    year bigint not null,
    series text not null,
    number bigint not null,
    number_text text not null,
    about text not null,
    letter text not null,
    issued_at bigint not null,
    issued_on text not null,
    person uuid,
    cancelled_at bigint,
    cancelled_by uuid,
    cancel_reason text not null,
    unique (unit, year, series, number)
);
create index documents_by_thing on documents (thing, issued_at);
