-- Which role read the personal data of whoever asked, and for which purpose out of a list.
alter table readings add column role text not null default '';
alter table readings add column purpose text not null default '';

-- Certificates of erasure: how much was erased, by which rule or at whose request; never what it said.
create table erasures (
    id uuid primary key,
    at bigint not null,
    rule text not null,
    basis text not null,
    things bigint not null,
    counts text not null,
    digest text not null,
    kept_until text,
    person uuid,
    unit uuid
);
create index erasures_by_time on erasures (at);

-- What was erased: ids alone, so that nothing is erased twice and a back-up that comes back can be erased again.
create table erased (
    thing uuid not null,
    rule text not null,
    erasure uuid not null references erasures (id),
    primary key (thing, rule)
);
create index erased_of on erased (erasure);

-- What the holder of a receipt agreed to: for one purpose, in which words, when and how; and when it was withdrawn.
create table consents (
    id uuid primary key,
    case_id uuid not null references cases (id),
    receipt text not null,
    purpose text not null,
    given_at bigint not null,
    words text not null,
    version text not null,
    way text not null,
    withdrawn_at bigint
);
create index consents_of_receipt on consents (receipt, purpose);

-- Requests about personal data, by the holder of a receipt. What was done follows the procedure `data_rights`.
create table data_requests (
    id uuid primary key,
    case_id uuid not null references cases (id),
    receipt text not null,
    asked_right text not null,
    words text not null,
    name text,
    phone text,
    email text,
    unit uuid not null,
    asked_at bigint not null,
    stage text not null,
    reply_due_at bigint,
    due_at bigint,
    ended_at bigint,
    answer text not null,
    acts text not null
);
create index data_requests_of_receipt on data_requests (receipt, asked_at);
create index data_requests_open on data_requests (unit, due_at) where ended_at is null;
create index data_requests_due on data_requests (due_at) where ended_at is null;
