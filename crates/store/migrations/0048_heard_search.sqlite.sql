-- Words of what teams heard, for search, as 0009 and 0017 keep those of cases. What was noted before is written by the
-- follower, which begins with the first event.
create table observation_numbers (
    number integer primary key,
    observation_id uuid not null unique
);
create virtual table observation_search using fts5 (
    doc, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4',
    tokenize = 'unicode61 remove_diacritics 0'
);
create virtual table observation_search_words using fts5vocab (observation_search, 'instance');
