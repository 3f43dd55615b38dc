-- What is late and due is listed in its order and counted by these alone, however many deadlines run or ran before: many
-- fall due at the same moment, the end of a working day.
drop index deadlines_of_unit;
drop index deadlines_of_handler;
create index deadlines_running on deadlines (unit, due_at, proceeding, position, ended_at, duty, paused)
    where ended_at is null and duty and not paused;
create index deadlines_running_by_due on deadlines (due_at, proceeding, position, unit, ended_at, duty, paused)
    where ended_at is null and duty and not paused;
create index deadlines_running_of_handler on deadlines (handler, due_at, proceeding, position, ended_at, duty, paused)
    where ended_at is null and duty and not paused;
