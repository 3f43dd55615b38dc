-- What a unit was told is read soonest due first, and much may fall due on one day.
drop index progress_tellings_unseen;
create index progress_tellings_unseen on progress_tellings (unit, told, due_on, id) where seen_at is null;
