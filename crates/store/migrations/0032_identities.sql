-- Who somebody is at another provider, as an operator linked it.
create table identities (
    issuer text not null,
    subject text not null,
    person uuid not null references people (id),
    linked_at bigint not null,
    linked_by uuid,
    primary key (issuer, subject)
);
create index identities_of_person on identities (person);

-- A browser that was sent to the provider and is to come back: once, within some minutes, and only that browser.
create table provider_visits (
    hash bytea primary key,
    browser bytea not null,
    act text not null,
    person uuid references people (id),
    nonce text not null,
    verifier text not null,
    next text not null,
    asked_at bigint not null,
    ends_at bigint not null
);
create index provider_visits_by_end on provider_visits (ends_at);
