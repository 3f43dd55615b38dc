-- Breaches of the protection of personal data, each with the clock of its notification.
create table breaches (
    id uuid primary key,
    found_at bigint not null,
    happened_at bigint,
    what text not null,
    whose text not null,
    how_many bigint,
    measures text not null,
    must_notify boolean not null,
    due_at bigint not null,
    notified_at bigint,
    notice text not null,
    noted_at bigint not null,
    person uuid,
    unit uuid
);
create index breaches_by_time on breaches (found_at);
