-- Campaigns: teams over groups of households, their members, and what is kept of both as sums. In whose care a team is goes with
-- reorganisations; who formed it stays.
create table campaign_teams (
    id uuid primary key,
    campaign uuid not null references programmes (id),
    unit uuid not null,
    formed_of uuid not null,
    place uuid not null,
    number bigint not null,
    covers text not null,
    households bigint not null,
    members bigint not null,
    logged_on text,
    formed_at bigint not null,
    ended_at bigint,
    end_reason text not null
);
create index campaign_teams_open on campaign_teams (campaign, unit, number, id) where ended_at is null;
create index campaign_teams_cared on campaign_teams (unit) where ended_at is null;
create index campaign_teams_ended on campaign_teams (unit) where ended_at is not null;
create index campaign_teams_placed on campaign_teams (place) where ended_at is null;
create index campaign_teams_formed on campaign_teams (formed_of);

create table campaign_members (
    id uuid primary key,
    campaign uuid not null references programmes (id),
    unit uuid not null,
    enrolled_of uuid not null,
    team uuid references campaign_teams (id),
    name text not null,
    phone text not null,
    leads boolean not null,
    skills text not null,
    times text not null,
    way text not null,
    enrolled_at bigint not null,
    enrolled_by uuid,
    receipt text,
    same bytea not null,
    unique (campaign, same)
);
create index campaign_members_of on campaign_members (team) where team is not null;
create index campaign_members_waiting on campaign_members (unit, campaign, enrolled_at, id) where team is null;
create index campaign_members_enrolled on campaign_members (enrolled_of);
create unique index campaign_members_receipt on campaign_members (receipt) where receipt is not null;

-- How many a commune has, kept while rows are written; they follow from teams and members.
create table campaign_counts (
    campaign uuid not null,
    unit uuid not null,
    last_number bigint not null,
    teams bigint not null,
    households bigint not null,
    members bigint not null,
    waiting bigint not null,
    minutes bigint not null,
    primary key (campaign, unit)
);
