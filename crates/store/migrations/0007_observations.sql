-- What teams hear, each as it stands. It names nobody but whoever noted it.
create table observations (
    id uuid primary key,
    request_hash bytea not null,
    person uuid not null,
    unit uuid not null,
    commune uuid not null,
    place uuid not null,
    topic text not null,
    severity text not null,
    how_many text not null,
    trend text not null,
    note text not null,
    noted_at bigint not null,
    noted_on text not null,
    edits bigint not null,
    withdrawn_at bigint
);
create index observations_of_person on observations (person, noted_at);
create index observations_of_commune on observations (commune, noted_at);
create index observations_noted on observations (noted_at);

-- Every wording, the first included; never changed.
create table observation_versions (
    observation uuid not null references observations (id),
    number bigint not null,
    at bigint not null,
    person uuid not null,
    place uuid not null,
    topic text not null,
    severity text not null,
    how_many text not null,
    trend text not null,
    note text not null,
    primary key (observation, number)
);
