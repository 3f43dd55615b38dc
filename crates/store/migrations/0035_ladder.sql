-- Who was told that a duty falls due, or that it lapsed: a row for each rung that it reached.
create table escalations (
    id uuid primary key,
    proceeding uuid not null,
    position bigint not null,
    rung bigint not null,
    told text not null,
    due_at bigint not null,
    procedure text not null,
    step text not null,
    unit uuid not null,
    person uuid,
    told_at bigint not null,
    seen_at bigint,
    seen_by uuid
);
create unique index escalations_once on escalations (proceeding, position, rung, told, due_at);
create index escalations_of_unit on escalations (unit, told, told_at) where seen_at is null;
create index escalations_of_person on escalations (person, told_at) where seen_at is null and person is not null;

create index deadlines_to_tell on deadlines (procedure, due_at) where ended_at is null;

-- What the pace of each office says of the coming days, as it was last reckoned.
create table pace_forecasts (
    unit uuid primary key,
    at bigint not null,
    told text not null
);
