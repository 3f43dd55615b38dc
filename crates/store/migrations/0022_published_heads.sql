-- Where each lane of the log ended when it was published; never changed.
create table published_heads (
    day text not null,
    lane bigint not null,
    position bigint not null,
    hash text not null,
    at bigint not null,
    primary key (day, lane)
);
