-- What teams of campaigns do: shifts with those who were called, and what each did on a day.
create table campaign_shifts (
    id uuid primary key,
    campaign uuid not null references programmes (id),
    team uuid not null references campaign_teams (id),
    what text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    needs text not null,
    made_at bigint not null,
    person uuid,
    closed_at bigint,
    handover text not null
);
create index campaign_shifts_of on campaign_shifts (team, starts_at, id);

create table campaign_calls (
    shift uuid not null references campaign_shifts (id),
    member uuid not null references campaign_members (id),
    called_at bigint not null,
    answer text,
    answered_at bigint,
    minutes bigint,
    primary key (shift, member)
);
create index campaign_calls_of on campaign_calls (member);

create table campaign_logs (
    team uuid not null references campaign_teams (id),
    day text not null,
    campaign uuid not null,
    unit uuid not null,
    visited bigint not null,
    helped bigint not null,
    needs bigint not null,
    words text not null,
    at bigint not null,
    person uuid,
    primary key (team, day)
);
create index campaign_logs_at on campaign_logs (unit);

-- What the teams of a commune did on a day; it follows from the logs and stays where it was counted.
create table campaign_days (
    campaign uuid not null,
    day text not null,
    unit uuid not null,
    logs bigint not null,
    visited bigint not null,
    helped bigint not null,
    needs bigint not null,
    primary key (campaign, day, unit)
);
