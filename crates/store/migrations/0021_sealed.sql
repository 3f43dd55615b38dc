-- Key pairs of handlers. The private half stands here closed under what a passphrase is stretched to, never open.
create table seal_keys (
    id uuid primary key,
    person uuid not null,
    public bytea not null,
    lock text not null,
    salt bytea not null,
    memory bigint not null,
    passes bigint not null,
    private bytea not null,
    made_at bigint not null,
    ended_at bigint
);
create index seal_keys_of_person on seal_keys (person);

-- Who handles the seals of a unit.
create table seal_handlers (
    id uuid primary key,
    unit uuid not null,
    person uuid not null,
    named_by uuid not null,
    named_at bigint not null,
    ended_at bigint
);
create index seal_handlers_at_unit on seal_handlers (unit);

-- Recovery keys. Of the private half nothing is kept: its shares are on paper.
create table seal_recoveries (
    id uuid primary key,
    unit uuid not null,
    public bytea not null,
    needed bigint not null,
    shares bigint not null,
    made_by uuid not null,
    witness uuid not null,
    made_at bigint not null,
    ended_at bigint
);
create index seal_recoveries_at_unit on seal_recoveries (unit);

-- Sealed things, as cipher text only.
create table seals (
    id uuid primary key,
    thing uuid not null unique,
    unit uuid not null,
    number bigint not null,
    edition bigint not null,
    sealed_by uuid not null,
    sealed_at bigint not null,
    sealed_on text not null,
    original bytea not null,
    extract bytea,
    unique (unit, number)
);

-- Keys of seals in boxes, one for each who holds a share (part `original`), or the whole (part `extract`, or a recovery key).
create table seal_shares (
    seal uuid not null references seals (id),
    part text not null,
    recipient uuid not null,
    share bytea not null,
    primary key (seal, part, recipient)
);

-- Requests to open, and what became of them.
create table seal_openings (
    id uuid primary key,
    unit uuid not null,
    seal uuid,
    reason text not null,
    removes uuid,
    asked_by uuid not null,
    asked_at bigint not null,
    approved_by uuid,
    ends_at bigint not null,
    outcome text
);
create index seal_openings_of_seal on seal_openings (seal, asked_at);
create index seal_openings_at_unit on seal_openings (unit, asked_at);

-- Shares lent for the length of an opening, each in a box for whoever it is lent to.
create table seal_loans (
    opening uuid not null references seal_openings (id),
    seal uuid not null,
    recipient uuid not null,
    share bytea not null,
    primary key (opening, seal, recipient)
);

-- Who read what, when.
create table seal_readings (
    seal uuid not null,
    opening uuid,
    at bigint not null,
    person uuid not null,
    part text not null
);
create index seal_readings_of_seal on seal_readings (seal, at);
