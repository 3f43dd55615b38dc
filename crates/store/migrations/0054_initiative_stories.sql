-- What is told publicly of initiatives, and the folded words by which it is found; the empty word stands at each. Words are kept
-- as bytes, which both engines order alike, so that one may be found by its beginning.
create table initiative_stories (
    initiative uuid primary key references initiatives (id),
    thing uuid not null unique,
    title text not null,
    body text not null,
    unit uuid not null,
    field text not null,
    kind text not null,
    year bigint not null,
    published_at bigint not null,
    published_by uuid,
    hidden_at bigint
);
create index initiative_stories_newest on initiative_stories (published_at, initiative) where hidden_at is null;

create table initiative_words (
    word bytea not null,
    initiative uuid not null references initiatives (id),
    primary key (initiative, word)
);
