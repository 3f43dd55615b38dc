-- Periodic returns: one for each unit that owes one, form and period; what is being written; what was submitted.
create table returns (
    id uuid primary key,
    unit uuid not null,
    about uuid not null,
    level text not null,
    form text not null,
    title text not null,
    starts_on text not null,
    ends_on text not null,
    counted_from text not null,
    counted_to text not null,
    due_on text,
    again_on text,
    stage text not null,
    version bigint not null,
    accepted bigint not null,
    reason text not null,
    sent_at bigint,
    settled_at bigint,
    begun_at bigint,
    made_at bigint not null
);
create index returns_of_unit on returns (unit, starts_on, id);
create index returns_of_form on returns (form, starts_on, id);
create index returns_before on returns (about, form, starts_on);

-- What is being written in one, place by place.
create table return_entries (
    return_id uuid not null references returns (id),
    code text not null,
    words text not null,
    value bigint,
    at bigint not null,
    person uuid,
    primary key (return_id, code)
);

-- What was submitted. A version never changes but for its verdict.
create table return_versions (
    return_id uuid not null references returns (id),
    number bigint not null,
    at bigint not null,
    person uuid,
    acting_for uuid,
    why text not null,
    content text not null,
    accepted boolean,
    verdict_at bigint,
    verdict_by uuid,
    reason text not null,
    primary key (return_id, number)
);
