-- Passkeys: of each only its public half, and how far it had counted.
create table passkeys (
    id uuid primary key,
    person uuid not null references people (id),
    credential bytea not null unique,
    public_key bytea not null,
    counter bigint not null,
    name text not null,
    added_at bigint not null,
    used_at bigint
);
create index passkeys_of_person on passkeys (person);

-- What a browser was asked to sign: for some minutes, once, and only by the browser and for the act it was asked for.
create table passkey_challenges (
    hash bytea primary key,
    browser bytea not null,
    act text not null,
    person uuid references people (id),
    ends_at bigint not null
);
create index passkey_challenges_by_end on passkey_challenges (ends_at);
