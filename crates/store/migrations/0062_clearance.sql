-- Land that is cleared for a project: its stretches, and a file for each household, organisation, group of graves or works. A file
-- has the id of its proceeding, whose steps and clocks it goes by. Where it lay when it was written down stays.
create table clearance_projects (
    id uuid primary key,
    unit uuid not null,
    begun_by uuid not null,
    name text not null,
    number text not null,
    planned_on text not null,
    cut_off_on text,
    length_m bigint not null,
    area_m2 bigint not null,
    made_at bigint not null
);
create index clearance_projects_of_unit on clearance_projects (unit, made_at, id);
create index clearance_projects_by_age on clearance_projects (made_at, id);
create index clearance_projects_begun_by on clearance_projects (begun_by);

create table clearance_segments (
    id uuid primary key,
    project uuid not null references clearance_projects (id),
    number bigint not null,
    name text not null,
    length_m bigint not null,
    unique (project, number)
);

create table clearance_files (
    id uuid primary key references proceedings (id),
    project uuid not null references clearance_projects (id),
    segment uuid not null references clearance_segments (id),
    number text not null,
    kind text not null,
    land text not null,
    unit uuid not null,
    place uuid not null,
    parcel text not null,
    area_m2 bigint not null,
    households bigint not null,
    graves bigint not null,
    plots bigint not null,
    plots_given bigint not null,
    due bigint not null,
    paid bigint not null,
    stage text not null,
    reason text not null,
    blocked_on text,
    cleared_on text,
    waiting_since bigint not null,
    made_at bigint not null,
    unique (project, number)
);
-- The worklist: what is not handed over, the longest waiting first.
create index clearance_files_waiting on clearance_files (project, waiting_since, id) where cleared_on is null;
create index clearance_files_blocked on clearance_files (project, reason, waiting_since, id) where cleared_on is null;
create index clearance_files_of_unit on clearance_files (project, unit, waiting_since, id) where cleared_on is null;
create index clearance_files_in_stage on clearance_files (project, unit, stage, id);
create index clearance_files_in_care on clearance_files (unit, project);

-- What boards read: kept while files are written.
create table clearance_sums (
    project uuid not null,
    segment uuid not null,
    place uuid not null,
    kind text not null,
    stage text not null,
    reason text not null,
    files bigint not null,
    area_m2 bigint not null,
    households bigint not null,
    graves bigint not null,
    plots bigint not null,
    plots_given bigint not null,
    due bigint not null,
    paid bigint not null,
    primary key (project, segment, place, kind, stage, reason)
);

-- Who speaks for a file is kept apart from it.
create table clearance_holders (
    file uuid primary key references clearance_files (id),
    name text not null,
    phone text not null,
    address text not null
);

create table clearance_calls (
    id uuid primary key,
    file uuid not null references clearance_files (id),
    project uuid not null,
    unit uuid not null,
    noted_by uuid not null,
    on_day text not null,
    who text not null,
    asked text not null,
    promised text not null,
    until_day text,
    next text not null,
    next_on text,
    person uuid,
    at bigint not null,
    answered_at bigint,
    answer text not null
);
create index clearance_calls_of_file on clearance_calls (file, on_day, at, id);
create index clearance_calls_of_project on clearance_calls (project, on_day);
create index clearance_calls_owed on clearance_calls (unit, id) where until_day is not null and answered_at is null;
create index clearance_calls_noted_by on clearance_calls (noted_by);

create table clearance_entries (
    id uuid primary key,
    file uuid not null references clearance_files (id),
    project uuid not null,
    sort text not null,
    amount bigint not null,
    on_day text not null,
    paper text not null,
    at bigint not null,
    person uuid,
    struck_at bigint
);
create index clearance_entries_of_file on clearance_entries (file, on_day, at, id);
create index clearance_entries_of_project on clearance_entries (project, on_day);
