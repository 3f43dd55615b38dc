-- The lists behind the numbers of the overview: what came in, was answered, refused, reopened, solved on some days.
create index cases_received_on on cases (received_on);
create index entries_counted on entries (on_day, kind) where kind in ('answered', 'refused', 'reopened', 'solved');
create index observations_noted_on on observations (noted_on);
