-- What was counted: a unit, a topic with all below it, and a day or month. Follows the events; `danvan verify` compares.
create table tallies (
    unit uuid not null,
    topic text collate "C" not null,
    grain text collate "C" not null,
    start text collate "C" not null,
    received bigint not null default 0,
    accepted_in_time bigint not null default 0,
    accepted_late bigint not null default 0,
    answered bigint not null default 0,
    on_time bigint not null default 0,
    late bigint not null default 0,
    refused bigint not null default 0,
    reopened bigint not null default 0,
    solved bigint not null default 0,
    supported bigint not null default 0,
    heard_concern bigint not null default 0,
    heard_worry bigint not null default 0,
    heard_anger bigint not null default 0,
    heard_hotspot bigint not null default 0,
    primary key (unit, topic, grain, start)
);
