-- Days on which a head receives citizens, who booked, what was done, and what was promised there.
create table reception_days (
    id uuid primary key,
    unit uuid not null,
    day text not null,
    begins text not null,
    seats bigint not null,
    place text not null,
    host text not null,
    published_at bigint not null,
    cancelled_at bigint,
    cancel_reason text not null
);
create index reception_days_of_unit on reception_days (unit, day);
create index reception_days_to_come on reception_days (day);

create table visits (
    id uuid primary key,
    receipt text not null unique,
    request_hash bytea not null,
    reception_day uuid not null references reception_days (id),
    unit uuid not null,
    number bigint not null,
    subject text not null,
    online boolean not null,
    stage text not null,
    booked_at bigint not null
);
create unique index visits_of_day on visits (reception_day, number);

-- How to call whoever booked. Kept apart, so that a queue never holds a name.
create table visitors (
    visit uuid primary key references visits (id),
    name text not null,
    phone text
);

-- What was done at each visit under the procedure, in order, never changed.
create table visit_acts (
    visit uuid not null references visits (id),
    position bigint not null,
    done text not null,
    person uuid,
    unit uuid,
    primary key (visit, position)
);

-- Who read how to call a visitor, and when.
create table visit_readings (
    visit uuid not null references visits (id),
    at bigint not null,
    person uuid not null,
    unit uuid not null
);
create index visit_readings_of_visit on visit_readings (visit, at);

create table commitments (
    id uuid primary key,
    visit uuid not null references visits (id),
    unit uuid not null,
    what text not null,
    who text not null,
    until_day text not null,
    made_at bigint not null,
    person uuid,
    answered_at bigint,
    answer text not null
);
create index commitments_of_visit on commitments (visit, made_at);
create index commitments_open on commitments (unit, until_day) where answered_at is null;
