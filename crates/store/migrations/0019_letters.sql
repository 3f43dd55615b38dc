-- What comes in on paper, by post, at a visit. Of a denunciation only number, day and unit stand here.
create table letters (
    id uuid primary key,
    request_hash bytea not null,
    unit uuid not null,
    logged_at_unit uuid not null,
    year bigint not null,
    number bigint not null,
    way text not null,
    forwarded_by text not null,
    received_on text not null,
    received_at bigint not null,
    written_on text,
    topic text not null,
    place uuid not null,
    summary text not null,
    signers bigint not null,
    sealed boolean not null,
    recorder uuid,
    recorded_at bigint not null,
    axes text,
    disposal text,
    ground text not null,
    document text not null,
    classified_at bigint,
    same_as uuid,
    intake uuid
);
create unique index letters_number on letters (logged_at_unit, year, number);
create index letters_of_unit on letters (unit, received_at);
create index letters_fresh on letters (unit, received_at) where classified_at is null;
create index letters_of_topic on letters (topic, received_at);
create index letters_same on letters (same_as) where same_as is not null;

-- The last number of each office's log and year.
create table letter_logs (
    unit uuid not null,
    year bigint not null,
    last bigint not null,
    primary key (unit, year)
);

-- Who signed, apart from what is said; of a denunciation never.
create table letter_people (
    letter uuid not null references letters (id),
    position bigint not null,
    name text not null,
    address text not null,
    phone text not null,
    representative boolean not null,
    primary key (letter, position)
);

-- Who read who signed, and why.
create table letter_readings (
    letter uuid not null,
    at bigint not null,
    person uuid not null,
    unit uuid not null,
    reason text not null
);
create index letter_readings_of on letter_readings (letter, at);
