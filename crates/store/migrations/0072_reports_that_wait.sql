-- What waits for a verdict is found from the commitments of a programme that are no part of another, and from reports without one:
-- in the order in which both engines narrow it.
drop index programme_commitments_of;
create index programme_commitments_of on programme_commitments (programme, parent);
drop index progress_reports_waiting;
create index progress_reports_waiting on progress_reports (commitment, verdict_at, at);
