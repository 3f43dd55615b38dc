-- A reading has an id, so that two of one moment are two places in the list, and says whom it is about where it is one signer.
create table letter_readings_anew (
    id uuid primary key,
    letter uuid not null,
    position bigint,
    at bigint not null,
    person uuid not null,
    unit uuid not null,
    reason text not null,
    role text not null default '',
    purpose text not null default ''
);
insert into letter_readings_anew (id, letter, at, person, unit, reason, role, purpose)
    select randomblob(16), letter, at, person, unit, reason, role, purpose from letter_readings;
drop table letter_readings;
alter table letter_readings_anew rename to letter_readings;
create index letter_readings_of on letter_readings (letter, at, id);
