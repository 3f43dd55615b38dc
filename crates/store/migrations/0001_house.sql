-- What happened. A lane is one hash chain; SQLite writes one lane, PostgreSQL one per writing connection.
create table lanes (
    lane bigint primary key,
    position bigint not null
);

create table events (
    lane bigint not null,
    position bigint not null,
    at bigint not null,
    actor uuid,
    kind text not null,
    thing uuid not null,
    unit uuid,
    payload text not null,
    hash bytea not null,
    primary key (lane, position)
);
create index events_of_thing on events (thing, at);

-- How far each follower of the events has come.
create table followers (
    name text not null,
    lane bigint not null,
    position bigint not null,
    primary key (name, lane)
);

-- What is to be done. A job is leased, retried, and parked when it keeps failing.
create table jobs (
    id uuid primary key,
    kind text not null,
    payload text not null,
    dedupe text unique,
    run_at bigint not null,
    attempts bigint not null,
    taken_until bigint,
    parked boolean not null,
    last_error text
);
create index jobs_to_run on jobs (parked, run_at);

-- Who leads a recurring work, one at a time.
create table leases (
    name text primary key,
    holder uuid not null,
    held_until bigint not null
);

-- Facts of this installation: its name, its city, whether its data is simulated.
create table settings (
    name text primary key,
    value text not null
);
