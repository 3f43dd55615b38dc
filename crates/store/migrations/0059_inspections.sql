-- Inspections and supervisions of units: how far each has come, its checklist, and every act. Who leads one and whom it is about
-- go with reorganisations; who planned it, and of whom, stays.
create table inspections (
    id uuid primary key,
    unit uuid not null,
    inspected uuid not null,
    planned_by uuid not null,
    planned_of uuid not null,
    kind text not null,
    subject text not null,
    plan text not null,
    stage text not null,
    starts_on text not null,
    ends_on text not null,
    answer_due_on text,
    concluded_on text,
    remedies uuid references programmes (id),
    made_at bigint not null,
    moved_at bigint not null
);
create index inspections_of_unit on inspections (unit, moved_at, id);
create index inspections_of_inspected on inspections (inspected, moved_at, id);
create index inspections_planned_by on inspections (planned_by);
create index inspections_planned_of on inspections (planned_of);
create index inspections_concluded on inspections (unit, concluded_on) where concluded_on is not null;

create table inspection_items (
    id uuid primary key,
    inspection uuid not null references inspections (id),
    number bigint not null,
    field text not null,
    question text not null,
    answer text not null,
    outcome text,
    told text not null,
    looked_at bigint,
    person uuid,
    unique (inspection, number)
);

create table inspection_acts (
    id uuid primary key,
    inspection uuid not null references inspections (id),
    number bigint not null,
    at bigint not null,
    act text not null,
    person uuid,
    words text not null,
    paper text not null,
    paper_on text,
    unique (inspection, number)
);
