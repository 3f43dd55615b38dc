-- The code that one who signed was given: it opens what is kept of them, and of nobody else.
alter table letter_people add column receipt text;
create unique index letter_people_of_receipt on letter_people (receipt) where receipt is not null;

-- As which role and for which purpose out of a list who signed, or who came, was read.
alter table letter_readings add column role text not null default '';
alter table letter_readings add column purpose text not null default '';
alter table visit_readings add column reason text not null default '';
alter table visit_readings add column role text not null default '';
alter table visit_readings add column purpose text not null default '';

-- Requests and consents are about a case, one who signed a letter, or a visit: no longer about cases alone. What is due next
-- stands in a column of its own, so that all that wait are counted by day and listed by index.
create table data_requests_anew (
    id uuid primary key,
    thing uuid not null,
    subject text not null,
    receipt text not null,
    asked_right text not null,
    words text not null,
    name text,
    address text,
    phone text,
    email text,
    unit uuid not null,
    asked_at bigint not null,
    stage text not null,
    reply_due_at bigint,
    due_at bigint,
    next_due_at bigint,
    ended_at bigint,
    answer text not null,
    acts text not null
);
insert into data_requests_anew (id, thing, subject, receipt, asked_right, words, name, phone, email, unit, asked_at, stage,
        reply_due_at, due_at, next_due_at, ended_at, answer, acts)
    select id, case_id, 'case', receipt, asked_right, words, name, phone, email, unit, asked_at, stage, reply_due_at, due_at,
        case when ended_at is not null then null
            when reply_due_at is not null and (due_at is null or reply_due_at < due_at) then reply_due_at
            else coalesce(due_at, asked_at) end,
        ended_at, answer, acts from data_requests;
drop table data_requests;
alter table data_requests_anew rename to data_requests;
create index data_requests_of_receipt on data_requests (receipt, asked_at);
create index data_requests_of_thing on data_requests (thing);
create index data_requests_open on data_requests (unit, next_due_at, id) where ended_at is null;
create index data_requests_next on data_requests (next_due_at, id) where ended_at is null;
create index data_requests_due on data_requests (due_at) where ended_at is null;
create index data_requests_restricted on data_requests (receipt, asked_right, stage)
    where asked_right = 'restrict' and stage = 'fulfilled';

create table consents_anew (
    id uuid primary key,
    thing uuid not null,
    receipt text not null,
    purpose text not null,
    given_at bigint not null,
    words text not null,
    version text not null,
    way text not null,
    withdrawn_at bigint
);
insert into consents_anew (id, thing, receipt, purpose, given_at, words, version, way, withdrawn_at)
    select id, case_id, receipt, purpose, given_at, words, version, way, withdrawn_at from consents;
drop table consents;
alter table consents_anew rename to consents;
create index consents_of_receipt on consents (receipt, purpose);
create index consents_of_thing on consents (thing, purpose);
