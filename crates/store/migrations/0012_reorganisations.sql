-- What was done to the structure, whole, so that it can be undone while nothing depends on it.
create table reorganisations (
    id uuid primary key,
    on_day text not null,
    done_at bigint not null,
    undone_at bigint,
    record text not null
);
