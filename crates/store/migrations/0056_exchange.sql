-- The key by which this installation signs what it sends to others.
create table exchange_keys (
    id uuid primary key,
    seed bytea not null,
    public text not null,
    made_at bigint not null,
    ended_at bigint
);

-- The installations whose files are taken, by their keys.
create table exchange_peers (
    key text primary key,
    name text not null,
    trusted_at bigint not null,
    ended_at bigint,
    person uuid
);

-- Which installation a party of a programme is.
create table exchange_parties (
    party uuid primary key references programme_parties (id),
    key text not null
);

-- Every file that was written for another installation, counted by the pair of keys, so that a lost one can be given again to the byte.
create table exchange_sent (
    own text not null,
    key text not null,
    number bigint not null,
    programme uuid not null,
    at bigint not null,
    hash text not null,
    file text not null,
    primary key (own, key, number)
);

-- Every file that was taken from another installation.
create table exchange_taken (
    own text not null,
    key text not null,
    number bigint not null,
    programme uuid not null,
    at bigint not null,
    hash text not null,
    primary key (own, key, number)
);

-- Programmes that another installation leads, with the version of it that was taken last.
create table joint_programmes (
    programme uuid primary key references programmes (id),
    origin text not null,
    version bigint not null
);

-- What parties outside this installation promised in a programme, and what they say it came to.
create table joint_commitments (
    id uuid primary key,
    programme uuid not null references programmes (id),
    party uuid not null references programme_parties (id),
    what text not null,
    indicator text not null,
    rhythm text not null,
    starts_on text not null,
    ends_on text not null,
    made_at bigint not null,
    ended_at bigint
);
create index joint_commitments_of on joint_commitments (programme);

create table joint_figures (
    commitment uuid not null references joint_commitments (id),
    period text not null,
    claimed bigint not null,
    claimed_base bigint not null,
    claimed_count bigint not null,
    claimed_at bigint not null,
    proven bigint not null,
    proven_base bigint not null,
    proven_count bigint not null,
    proven_at bigint not null,
    primary key (commitment, period)
);
