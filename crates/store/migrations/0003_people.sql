create table people (
    id uuid primary key,
    sign_in text not null unique,
    name text not null,
    password_hash text,
    active boolean not null
);

create table positions (
    id uuid primary key,
    person uuid not null references people (id),
    role text not null,
    unit uuid not null,
    valid_from text not null,
    valid_to text
);
create index positions_of_person on positions (person);
create index positions_at_unit on positions (unit, role);

-- A signed-in browser. Only the hash of its cookie is kept.
create table sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    person uuid not null references people (id),
    created_at bigint not null,
    seen_at bigint not null,
    ends_at bigint not null,
    device text not null
);
create index sessions_of_person on sessions (person);

-- Failed tries, counted by what was tried, so that guessing is slow for everybody alike.
create table tries (
    subject text primary key,
    failures bigint not null,
    first_at bigint not null
);
