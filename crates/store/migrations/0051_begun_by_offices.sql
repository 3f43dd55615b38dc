-- What an office began on its own, by its stage: the public page of what a commune publishes walks along this alone.
create index proceedings_of_offices on proceedings (unit, procedure, stage, opened_at)
    where letter is null and ended_at is null;
