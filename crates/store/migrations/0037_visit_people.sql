-- How many came to a visit together, and how many of them spoke for the others; nothing while nobody has counted.
alter table visits add column people bigint;
alter table visits add column representatives bigint;
