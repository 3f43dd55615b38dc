-- What stands out in the counts of a city: told once, at its places, with what was done about it. Places go with reorganisations;
-- where something was counted stays.
create table findings (
    id uuid primary key,
    kind text not null,
    method text not null,
    topic text not null,
    starts_on text not null,
    ends_on text not null,
    observed bigint not null,
    expected double precision not null,
    chance double precision not null,
    tests bigint not null,
    people bigint not null,
    lead_days bigint not null,
    first_seen text not null,
    last_seen text not null,
    state text not null,
    promise uuid,
    curve text,
    moved_at bigint not null
);
create index findings_state on findings (state, last_seen);
create index findings_seen on findings (last_seen);
create index findings_method on findings (method, last_seen);
create index findings_topic on findings (topic, last_seen);

create table finding_places (
    id uuid primary key,
    finding uuid not null references findings (id),
    place uuid not null,
    unit uuid not null,
    observed bigint not null,
    expected double precision not null,
    unique (finding, place)
);
create index finding_places_unit on finding_places (unit);

create table finding_acts (
    id uuid primary key,
    finding uuid not null references findings (id),
    number bigint not null,
    at bigint not null,
    act text not null,
    reason text,
    words text not null,
    person uuid,
    unit uuid,
    commitment uuid,
    unique (finding, number)
);
create index finding_acts_unit on finding_acts (unit);

-- A night on which the counts were looked at: how many looks, what came of them, and a digest by which the same night is
-- known again.
create table finding_nights (
    day text primary key,
    at bigint not null,
    tests bigint not null,
    alarms bigint not null,
    stories bigint not null,
    fresh bigint not null,
    digest text not null
);

-- What a method would have said of the installation's own counts, with and without rises that were put in.
create table finding_trials (
    method text not null,
    day text not null,
    weeks double precision not null,
    told bigint not null,
    planted bigint not null,
    found bigint not null,
    delay double precision,
    primary key (method, day)
);
