-- Words of cases for search. The index keeps no text of its own; a case's number grows in the order of receipt, so
-- that the newest come first without sorting.
create table case_numbers (
    number integer primary key,
    case_id uuid not null unique
);
create virtual table case_search using fts5 (
    doc, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4',
    tokenize = 'unicode61 remove_diacritics 0'
);
create index cases_answered on cases (responsible, answered_at) where answered_at is not null;
