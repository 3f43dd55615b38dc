-- How often the tallies of a day were added to: who keeps sums of them knows by this whether they still hold. The day ''
-- stands for all days.
create table tally_turns (
    day text not null primary key,
    turn bigint not null
) without rowid;
