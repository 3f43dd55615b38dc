-- Which documents have which word, on PostgreSQL, in an order that can be walked from the newest: a GIN index gathers every
-- document with some words before it can sort them. Each row says which of 8,192 documents in a row have a word.
drop index case_search_words;
create table case_search_lists (
    chunk bigint not null,
    word text collate "C" not null,
    docs bytea not null,
    primary key (chunk, word)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
-- Documents whose words do not all stand there yet: they are looked through one by one, so few may wait for long. After
-- this migration all of them wait, and everything is found, though slowly, until they are sorted in.
create table case_search_waiting (
    number bigint primary key
);
insert into case_search_waiting (number) select number from case_search;
-- How often the tallies of a day were added to: who keeps sums of them knows by this whether they still hold. The day ''
-- stands for all days.
create table tally_turns (
    day text primary key,
    turn bigint not null
);
