-- Tables that grow for years while a few of their rows change all day: PostgreSQL looks after them by the thousand rows,
-- not by the fifth part of all, so that they stay small and what is asked for is found by an index alone.
alter table tallies set (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.02);
alter table cases set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
alter table entries set (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table case_search set (autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
-- Words that wait to be sorted in are looked through by every search: few of them may wait.
alter index case_search_words set (gin_pending_list_limit = 512);
