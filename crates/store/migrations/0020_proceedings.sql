-- The rows of a procedure as they stood, so that what was said of a proceeding can be said again.
create table editions (
    procedure text not null,
    edition text not null,
    content text not null,
    at bigint not null,
    primary key (procedure, edition)
);

-- One lawful run of a procedure over one content of a letter.
create table proceedings (
    id uuid primary key,
    letter uuid,
    parent uuid,
    procedure text not null,
    edition text not null,
    unit uuid not null,
    handler uuid,
    place uuid not null,
    topic text not null,
    title text not null,
    signers bigint not null,
    sealed boolean not null,
    opened_at bigint not null,
    opened_on text not null,
    stage text not null,
    ended_at bigint,
    seen_at bigint not null
);
create index proceedings_of_letter on proceedings (letter);
create index proceedings_of_unit on proceedings (unit, opened_at);
create index proceedings_open on proceedings (unit, opened_at) where ended_at is null;
create index proceedings_of_handler on proceedings (handler, opened_at) where ended_at is null;

-- What was done, one row an act; never changed.
create table proceeding_acts (
    proceeding uuid not null references proceedings (id),
    position bigint not null,
    act text not null,
    at bigint not null,
    done text not null,
    late_reason text,
    person uuid,
    unit uuid not null,
    recorded_at bigint not null,
    edition text not null,
    primary key (proceeding, position)
);

-- The clocks of proceedings; they follow from the acts.
create table deadlines (
    proceeding uuid not null references proceedings (id),
    position bigint not null,
    procedure text not null,
    step text not null,
    unit uuid not null,
    handler uuid,
    party text not null,
    duty boolean not null,
    paused boolean not null,
    starts_at bigint not null,
    due_at bigint not null,
    ended_at bigint,
    primary key (proceeding, position)
);
create index deadlines_of_unit on deadlines (unit, due_at) where ended_at is null;
create index deadlines_of_handler on deadlines (handler, due_at) where ended_at is null;
create index deadlines_by_due on deadlines (due_at) where ended_at is null;
create index deadlines_kept on deadlines (unit, ended_at) where ended_at is not null;
