-- Contests of teams: their rules as they were when each was made, rounds, juries, parts as they ran, and points, which only
-- grow: a correction is another row with the next number.
create table contests (
    id uuid primary key,
    unit uuid not null,
    made_by uuid not null,
    title text not null,
    plan text not null,
    rules text not null,
    made_at bigint not null,
    ended_at bigint
);
create index contests_of_unit on contests (unit, made_at, id);
create index contests_made_by on contests (made_by);
create index contests_open on contests (unit) where ended_at is null;

create table contest_teams (
    id uuid primary key,
    contest uuid not null references contests (id),
    unit uuid not null,
    name text not null,
    made_at bigint not null
);
create index contest_teams_of on contest_teams (contest, made_at, id);
create index contest_teams_of_unit on contest_teams (unit, contest);

create table contest_rounds (
    id uuid primary key,
    contest uuid not null references contests (id),
    tier text not null,
    name text not null,
    held_on text not null,
    go_on bigint not null,
    stage text not null,
    moved_at bigint not null
);
create index contest_rounds_of on contest_rounds (contest, held_on, id);

create table contest_places (
    round uuid not null references contest_rounds (id),
    team uuid not null references contest_teams (id),
    number bigint not null,
    primary key (round, team)
);

create table contest_jury (
    round uuid not null references contest_rounds (id),
    person uuid not null,
    seat text not null,
    at bigint not null,
    ended_at bigint,
    primary key (round, person)
);
create index contest_jury_of on contest_jury (person) where ended_at is null;

create table contest_runs (
    round uuid not null references contest_rounds (id),
    team uuid not null references contest_teams (id),
    part text not null,
    seconds bigint,
    over_at bigint,
    primary key (round, team, part)
);

create table contest_marks (
    id uuid primary key,
    round uuid not null references contest_rounds (id),
    team uuid not null references contest_teams (id),
    part text not null,
    judge uuid not null,
    number bigint not null,
    points text not null,
    way text not null,
    reason text not null,
    at bigint not null,
    person uuid,
    witness uuid,
    unique (round, team, part, judge, number)
);

create table contest_lots (
    round uuid not null references contest_rounds (id),
    team uuid not null references contest_teams (id),
    lot bigint not null,
    primary key (round, team)
);
