-- To which act of its proceeding or visit an issued document belongs.
alter table documents add column act text not null default '';
