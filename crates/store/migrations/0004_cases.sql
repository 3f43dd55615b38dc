create table cases (
    id uuid primary key,
    receipt text not null unique,
    request_hash bytea not null,
    procedure text not null,
    channel text not null,
    topic text not null,
    place uuid not null,
    lat double precision,
    lon double precision,
    title text not null,
    body text not null,
    language text not null,
    stage text not null,
    urgent boolean not null,
    priority bigint not null,
    responsible uuid not null,
    assignee uuid,
    received_at bigint not null,
    received_on text not null,
    receive_due_at bigint not null,
    due_at bigint not null,
    due_reason text not null,
    accepted_at bigint,
    answered_at bigint,
    on_time boolean,
    late_reason text,
    closed_at bigint,
    reopened bigint not null,
    solved boolean,
    supporters bigint not null,
    merged_into uuid,
    observation uuid,
    source text
);
create index cases_in_queue on cases (responsible, stage, due_at);
create index cases_received on cases (responsible, received_at);
create index cases_nearby on cases (topic, place, received_at);
create index cases_merged on cases (merged_into) where merged_into is not null;
create index cases_of_observation on cases (observation) where observation is not null;

-- Whoever asked and wants news. Kept apart, so that a list of cases never holds a name.
create table contacts (
    case_id uuid primary key references cases (id),
    name text,
    phone text,
    email text
);

-- Everybody else who said "me too", each with a receipt of their own.
create table supporters (
    receipt text primary key,
    case_id uuid not null references cases (id),
    at bigint not null,
    phone text,
    email text,
    request_id uuid not null unique
);
create index supporters_of_case on supporters (case_id);

-- The history of a case, one row an act, never changed.
create table entries (
    id uuid primary key,
    case_id uuid not null references cases (id),
    at bigint not null,
    on_day text not null,
    kind text not null,
    public boolean not null,
    body text not null,
    person uuid,
    unit uuid,
    detail text not null
);
create index entries_of_case on entries (case_id, at);

-- Who read the personal data of whoever asked, from which office, and why.
create table readings (
    case_id uuid not null references cases (id),
    at bigint not null,
    person uuid not null,
    unit uuid not null,
    reason text not null
);
create index readings_of_case on readings (case_id, at);
create unique index cases_source on cases (source) where source is not null;
