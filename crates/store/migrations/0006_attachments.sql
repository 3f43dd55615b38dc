-- Pictures that are kept, each once, by the SHA-256 of its re-encoded bytes; the bytes are in the files' store.
create table pictures (
    hash text primary key,
    width bigint not null,
    height bigint not null,
    bytes bigint not null,
    kind text not null,
    at bigint not null
);
create index pictures_by_age on pictures (at);

-- Which thing (a case, an observation) shows which picture, in which order.
create table attachments (
    thing uuid not null,
    position bigint not null,
    hash text not null references pictures (hash),
    at bigint not null,
    primary key (thing, position)
);
create index attachments_of_picture on attachments (hash);
