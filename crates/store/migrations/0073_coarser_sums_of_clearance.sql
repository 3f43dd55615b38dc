-- A board of a whole project is laid out by its stretches: sums by these alone are few, where sums by place are nearly as many as
-- the files. The kind of a file is told by no board.
create table clearance_segment_sums (
    project uuid not null,
    segment uuid not null,
    stage text not null,
    reason text not null,
    files bigint not null,
    area_m2 bigint not null,
    households bigint not null,
    graves bigint not null,
    plots bigint not null,
    plots_given bigint not null,
    due bigint not null,
    paid bigint not null,
    primary key (project, segment, stage, reason)
);
create table clearance_spot_sums (
    project uuid not null,
    place uuid not null,
    segment uuid not null,
    stage text not null,
    reason text not null,
    files bigint not null,
    area_m2 bigint not null,
    households bigint not null,
    graves bigint not null,
    plots bigint not null,
    plots_given bigint not null,
    due bigint not null,
    paid bigint not null,
    primary key (project, place, segment, stage, reason)
);
insert into clearance_segment_sums
    select project, segment, stage, reason, sum(files), sum(area_m2), sum(households), sum(graves), sum(plots),
        sum(plots_given), sum(due), sum(paid)
    from clearance_sums group by project, segment, stage, reason;
create index clearance_spot_sums_of_place on clearance_spot_sums (place);
insert into clearance_spot_sums
    select project, place, segment, stage, reason, sum(files), sum(area_m2), sum(households), sum(graves), sum(plots),
        sum(plots_given), sum(due), sum(paid)
    from clearance_sums group by project, place, segment, stage, reason;
drop table clearance_sums;
