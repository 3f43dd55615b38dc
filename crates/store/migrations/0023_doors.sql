-- Somebody stands in for the holder of a position for some days, both ends included.
create table delegations (
    id uuid primary key,
    position uuid not null references positions (id),
    person uuid not null references people (id),
    valid_from text not null,
    valid_to text not null,
    given_by uuid not null,
    given_at bigint not null,
    revoked_at bigint
);
create index delegations_to_person on delegations (person);
create index delegations_of_position on delegations (position);

-- Browsers from which somebody signed in before; only the hash of their cookie is kept.
create table known_devices (
    person uuid not null references people (id),
    token_hash bytea not null,
    first_at bigint not null,
    last_at bigint not null,
    primary key (person, token_hash)
);

-- When the person of a session last proved who they are, and whether it was opened by a browser not seen before.
alter table sessions add column proved_at bigint not null default 0;
alter table sessions add column is_new_device boolean not null default false;

-- An authenticator app; it counts once a first code of it was right.
create table second_factors (
    person uuid primary key references people (id),
    secret bytea not null,
    added_at bigint not null,
    confirmed_at bigint,
    last_step bigint not null
);

-- Codes on paper for a lost app, each good once; only hashes are kept.
create table recovery_codes (
    person uuid not null references people (id),
    hash bytea not null,
    primary key (person, hash)
);

-- A right password waits for its second factor.
create table sign_in_tickets (
    token_hash bytea primary key,
    person uuid not null references people (id),
    ends_at bigint not null
);
