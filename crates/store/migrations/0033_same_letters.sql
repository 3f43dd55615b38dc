-- Digests of a letter's words, by which letters that say the same are found without reading all of them. A denunciation
-- has none.
create table letter_marks (
    letter uuid not null references letters (id),
    mark bigint not null,
    received_at bigint not null,
    primary key (mark, received_at, letter)
);
create index letter_marks_of on letter_marks (letter);

create index letters_of_unit_and_topic on letters (unit, topic, received_at);

-- Pairs of letters that an officer found to differ, so that they are not proposed again.
create table letter_differences (
    letter uuid not null references letters (id),
    other uuid not null references letters (id),
    at bigint not null,
    person uuid,
    primary key (letter, other)
);
create index letter_differences_of_other on letter_differences (other);

-- The letter that a visit became.
alter table visits add column letter uuid;
create index visits_of_letter on visits (letter) where letter is not null;
