-- Which worker holds a job: whoever took it before, and lost it since, changes nothing of it any more.
alter table jobs add column holder uuid;
-- Under which name the files of a picture stand: each keeping has its own, so that whoever removes the files of one keeping
-- never removes those of the next. Empty for pictures from before.
alter table pictures add column kept_as text not null default '';
