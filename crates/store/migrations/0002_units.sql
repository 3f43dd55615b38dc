-- A unit is (own id, code, name, kind, first day, last day); codes and names repeat and are never keys.
create table units (
    id uuid primary key,
    code text,
    name text not null,
    kind text not null,
    parent uuid,
    valid_from text not null,
    valid_to text,
    population bigint,
    population_vintage text,
    area_km2 double precision,
    lat double precision,
    lon double precision,
    simulated boolean not null,
    source text not null,
    certainty text not null
);

-- What became of a unit, whole or in part.
create table unit_links (
    from_unit uuid not null,
    to_unit uuid not null,
    share bigint,
    households bigint,
    whole boolean not null,
    certainty text not null,
    source text not null,
    primary key (from_unit, to_unit)
);
