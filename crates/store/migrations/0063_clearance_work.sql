-- What a household needs while it moves: a need, and never what somebody is.
create table clearance_needs (
    file uuid not null references clearance_files (id),
    need text not null,
    words text not null,
    noted_at bigint not null,
    person uuid,
    met_at bigint,
    primary key (file, need)
);

-- What else belongs to a file: a case or a letter, by id.
create table clearance_links (
    file uuid not null references clearance_files (id),
    thing uuid not null,
    sort text not null,
    at bigint not null,
    person uuid,
    primary key (file, thing)
);

create table clearance_meetings (
    id uuid primary key,
    project uuid not null references clearance_projects (id),
    segment uuid references clearance_segments (id),
    unit uuid not null,
    act text not null,
    on_day text not null,
    paper text not null,
    present bigint not null,
    women bigint not null,
    agree bigint not null,
    disagree bigint not null,
    other bigint not null,
    words text not null,
    files bigint not null,
    at bigint not null,
    person uuid
);
create index clearance_meetings_of_project on clearance_meetings (project, on_day, id);
create index clearance_meetings_of_unit on clearance_meetings (unit);

create table clearance_surveys (
    id uuid primary key,
    project uuid not null references clearance_projects (id),
    unit uuid not null,
    on_day text not null,
    asked bigint not null,
    answered bigint not null,
    at bigint not null,
    person uuid
);
create index clearance_surveys_of_project on clearance_surveys (project, on_day, id);
create index clearance_surveys_of_unit on clearance_surveys (unit);
create table clearance_wishes (
    survey uuid not null references clearance_surveys (id),
    wish text not null,
    households bigint not null,
    primary key (survey, wish)
);

-- A sheet that was read and of which nobody has said yet whether to keep what is in order. It goes when that is said, or after a day.
create table clearance_sheets (
    id uuid primary key,
    project uuid not null references clearance_projects (id),
    unit uuid not null,
    person uuid,
    at bigint not null,
    content text not null
);
create index clearance_sheets_by_age on clearance_sheets (at);
