-- Briefs: what a unit tells upward out of figures; to which units one was sent; who opened it first and when.
create table briefs (
    id uuid primary key,
    unit uuid not null,
    kind text not null,
    starts_on text not null,
    ends_on text not null,
    topic text not null,
    project uuid,
    structure_on text not null,
    system text not null,
    reach text not null,
    author uuid,
    stage text not null,
    corrects uuid,
    document uuid,
    content text not null,
    written text not null,
    made_at bigint not null,
    read_at bigint not null,
    changed_at bigint not null,
    sent_at bigint
);
create index briefs_of_unit on briefs (unit, stage, changed_at, id);
create index briefs_corrected on briefs (corrects);

create table brief_readers (
    brief uuid not null references briefs (id),
    unit uuid not null,
    sent_at bigint not null,
    primary key (brief, unit)
);
create index briefs_sent_to on brief_readers (unit, sent_at, brief);

create table brief_openings (
    brief uuid not null references briefs (id),
    person uuid not null,
    unit uuid not null,
    role text not null,
    at bigint not null,
    primary key (brief, person)
);
