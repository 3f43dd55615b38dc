-- Initiatives (Dân vận khéo): what was registered, how far it came, in which years it ran, who gave points.
create table initiatives (
    id uuid primary key,
    unit uuid not null,
    commune uuid not null,
    kind text not null,
    keeper text not null,
    field text not null,
    level text not null,
    name text not null,
    content text not null,
    stage text not null,
    year bigint not null,
    adopted_from uuid,
    registered_at bigint not null,
    registered_by uuid,
    check_due_on text,
    sheet text,
    ended_at bigint,
    request_hash bytea not null
);
create index initiatives_of_commune on initiatives (commune, id);
create index initiatives_adopted on initiatives (adopted_from, id) where adopted_from is not null;
create index initiatives_to_check on initiatives (check_due_on, id) where check_due_on is not null;
create index initiatives_of_unit on initiatives (unit);

-- Each year in which one ran, as it was then: what statistics count.
create table initiative_years (
    year bigint not null,
    initiative uuid not null references initiatives (id),
    how text not null,
    unit uuid not null,
    commune uuid not null,
    field text not null,
    level text not null,
    kind text not null,
    outcome text not null,
    primary key (year, initiative)
);
create index initiative_years_of on initiative_years (initiative, year);
create index initiative_years_of_commune on initiative_years (commune, year, initiative);

-- How many there are: of a commune itself (`own`), and of whatever lay above it then, everything below included (`below`).
create table initiative_counts (
    reach text not null,
    year bigint not null,
    unit uuid not null,
    family text not null,
    word text not null,
    count bigint not null,
    primary key (reach, year, unit, family, word)
);
create index initiative_counts_of on initiative_counts (unit, reach, year);

-- What was done to it. An act never changes.
create table initiative_acts (
    id uuid primary key,
    initiative uuid not null references initiatives (id),
    position bigint not null,
    act text not null,
    year bigint not null,
    at bigint not null,
    person uuid,
    unit uuid not null,
    words text not null,
    paper text not null,
    unique (initiative, position)
);

-- Who stands behind an initiative of one person: named nowhere else.
create table initiative_owners (
    initiative uuid primary key references initiatives (id),
    name text not null,
    agreed_at bigint,
    agreed_way text not null,
    agreed_version text not null,
    withdrawn_at bigint
);

-- Sheets of points: each level edits its own; every version stays.
create table initiative_sheets (
    unit uuid not null,
    version bigint not null,
    content text not null,
    made_at bigint not null,
    person uuid,
    primary key (unit, version)
);

-- What several gave an initiative in a year.
create table initiative_marks (
    initiative uuid not null references initiatives (id),
    year bigint not null,
    person uuid not null,
    points text not null,
    words text not null,
    at bigint not null,
    primary key (initiative, year, person)
);
