-- A commune's board reads the sums of its places; a yearly file counts calls and entries out of an index alone.
create index clearance_sums_of_place on clearance_sums (place);
drop index clearance_calls_of_project;
create index clearance_calls_of_project on clearance_calls (project, on_day, file);
drop index clearance_entries_of_project;
create index clearance_entries_of_project on clearance_entries (project, sort, on_day, file, amount) where struck_at is null;
