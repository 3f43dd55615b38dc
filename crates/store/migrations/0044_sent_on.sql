-- A letter that was sent on within the house is classified anew by the office that has it. Whatever was sent on before
-- stayed classified by the office that sent it, so that nobody could.
update letters set classified_at = null
where classified_at is not null and exists (
    select 1 from proceedings
    where proceedings.id = letters.intake and proceedings.ended_at is null
        and proceedings.stage in ('received', 'transferred')
        and (proceedings.procedure = 'petition' or letters.disposal = 'transfer')
);
