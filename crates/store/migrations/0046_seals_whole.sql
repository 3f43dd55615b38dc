-- Under which edition each part was closed: keys are wrapped anew for others without the parts being touched, and an
-- extract is written more often than an original. The mark tells the original's key from another without telling it.
alter table seals add column original_edition bigint not null default 1;
alter table seals add column extract_edition bigint not null default 0;
alter table seals add column mark bytea;
update seals set original_edition = edition, extract_edition = case when extract is null then 0 else edition end;

-- Who holds the keys of a unit's seals, as a number that grows whenever somebody comes, goes or makes another key: what
-- was closed for those of an earlier number is not kept.
create table seal_holders (
    unit uuid primary key,
    version bigint not null
);
insert into seal_holders (unit, version)
    select unit, 1 from seal_handlers union select unit, 1 from seals union select unit, 1 from seal_recoveries;

-- The unit for whose handlers a seal is to be closed.
alter table seal_openings add column moves_to uuid;

-- One request at a time for a seal, and one for the handlers of a unit: of several that run, the latest stays.
update seal_openings set outcome = 'lapsed' where outcome is null and exists (
    select 1 from seal_openings o where o.outcome is null
        and coalesce(o.seal, o.unit) = coalesce(seal_openings.seal, seal_openings.unit)
        and (o.asked_at > seal_openings.asked_at or (o.asked_at = seal_openings.asked_at and o.id > seal_openings.id)));
delete from seal_loans where opening in (select id from seal_openings where outcome is not null);
create unique index seal_openings_one on seal_openings ((coalesce(seal, unit))) where outcome is null;
