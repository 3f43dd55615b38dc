-- Programmes: who promised what measurable thing, where and by when.
create table programmes (
    id uuid primary key,
    unit uuid not null,
    parent uuid,
    title text not null,
    ends_on text not null,
    content text not null,
    version bigint not null,
    made_at bigint not null,
    ended_at bigint,
    end_reason text not null
);
create index programmes_of_unit on programmes (unit, ends_on);
create index programmes_below on programmes (parent) where parent is not null;

create table programme_versions (
    programme uuid not null references programmes (id),
    number bigint not null,
    at bigint not null,
    person uuid,
    change text not null,
    why text not null,
    content text not null,
    primary key (programme, number)
);

-- What units promised in them. (The table `commitments` holds what was promised at receptions.)
create table programme_commitments (
    id uuid primary key,
    programme uuid not null references programmes (id),
    parent uuid,
    unit uuid not null,
    promised_by uuid not null,
    what text not null,
    indicator text not null,
    source text,
    rhythm text not null,
    starts_on text not null,
    ends_on text not null,
    needs_evidence boolean not null,
    weight bigint not null,
    base bigint not null,
    checker uuid,
    parts bigint not null,
    made_at bigint not null,
    ended_at bigint,
    end_reason text not null
);
create index programme_commitments_of on programme_commitments (programme);
create index programme_commitments_first on programme_commitments (programme, made_at) where parent is null;
create index programme_commitments_below on programme_commitments (parent) where parent is not null;
create index programme_commitments_open on programme_commitments (unit, ends_on) where ended_at is null;
create index programme_commitments_own on programme_commitments (source, id) where source is not null and ended_at is null;
create index programme_commitments_checked on programme_commitments (checker) where checker is not null;

-- What they say they have done. A report never changes but for its verdict; a correction is another one.
create table progress_reports (
    id uuid primary key,
    commitment uuid not null references programme_commitments (id),
    period text not null,
    number bigint not null,
    value bigint not null,
    base bigint,
    words text not null,
    at bigint not null,
    person uuid,
    unit uuid not null,
    evidence bigint not null,
    accepted boolean,
    verdict_at bigint,
    verdict_by uuid,
    reason text not null,
    request_hash bytea not null,
    unique (commitment, period, number)
);
create index progress_reports_waiting on progress_reports (commitment, at) where verdict_at is null;

-- What a report points to beside its pictures.
create table progress_evidence (
    report uuid not null references progress_reports (id),
    thing uuid not null,
    kind text not null,
    primary key (report, thing)
);

-- What reports add up to, by commitment and period; it follows from the reports.
create table progress_figures (
    commitment uuid not null,
    period text not null,
    claimed bigint not null,
    claimed_base bigint not null,
    claimed_count bigint not null,
    claimed_at bigint not null,
    proven bigint not null,
    proven_base bigint not null,
    proven_count bigint not null,
    proven_at bigint not null,
    primary key (commitment, period)
);

-- Who was told that something promised falls due or was not kept, once for each rung.
create table progress_tellings (
    id uuid primary key,
    commitment uuid not null references programme_commitments (id),
    period text not null,
    rung bigint not null,
    told text not null,
    unit uuid not null,
    due_on text not null,
    told_at bigint not null,
    seen_at bigint,
    seen_by uuid,
    unique (commitment, period, rung, told)
);
create index progress_tellings_unseen on progress_tellings (unit, told, due_on) where seen_at is null;
