-- Topics of an installation's own, beside or instead of those the program comes with.
create table topics (
    code text primary key,
    parent text,
    vi text not null,
    en text not null,
    promise bigint not null,
    urgent boolean not null,
    offered_first boolean not null,
    icon text not null,
    question_vi text not null,
    question_en text not null,
    keywords text not null
);

-- Where units' borders run, as GeoJSON geometry in degrees.
create table boundaries (
    unit uuid primary key,
    geojson text not null
);

-- When the house was last backed up and a back-up last tried: about the house's keeping, not part of what is kept.
create table upkeep (
    name text primary key,
    at bigint not null
);
