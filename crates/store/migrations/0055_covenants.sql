-- Who takes part in a covenant or a coordination programme, in which versions of it.
create table programme_parties (
    id uuid primary key,
    programme uuid not null references programmes (id),
    unit uuid,
    name text not null,
    sort text not null,
    place text not null,
    duty text not null,
    since bigint not null,
    until bigint
);
create index programme_parties_of on programme_parties (programme);
create index programme_parties_at on programme_parties (unit) where unit is not null;

-- The articles of a covenant as they stand; what they said before stands below.
create table covenant_articles (
    id uuid primary key,
    programme uuid not null references programmes (id),
    number bigint not null,
    revision bigint not null,
    title text not null,
    body text not null,
    dropped_at bigint
);
create index covenant_articles_of on covenant_articles (programme);

create table covenant_revisions (
    article uuid not null references covenant_articles (id),
    revision bigint not null,
    title text not null,
    body text not null,
    at bigint not null,
    person uuid,
    primary key (article, revision)
);

-- What a party said of one revision of an article; the last one counts, and none is ever changed.
create table covenant_answers (
    article uuid not null references covenant_articles (id),
    revision bigint not null,
    party uuid not null references programme_parties (id),
    number bigint not null,
    agrees boolean not null,
    why text not null,
    at bigint not null,
    person uuid,
    primary key (article, revision, party, number)
);

-- The text of a version from its first signature on, with its hash.
create table covenant_deeds (
    programme uuid not null references programmes (id),
    version bigint not null,
    text text not null,
    hash text not null,
    sealed_at bigint,
    primary key (programme, version)
);

create table covenant_signatures (
    programme uuid not null references programmes (id),
    version bigint not null,
    party uuid not null references programme_parties (id),
    person uuid not null,
    role text not null,
    hash text not null,
    at bigint not null,
    primary key (programme, version, party)
);

-- Review meetings of a programme, with their minutes and what was decided.
create table programme_meetings (
    id uuid primary key,
    programme uuid not null references programmes (id),
    held_on text not null,
    place text not null,
    minutes text not null,
    present text not null,
    version bigint not null,
    at bigint not null,
    person uuid
);
create index programme_meetings_of on programme_meetings (programme, held_on);

create table meeting_decisions (
    meeting uuid not null references programme_meetings (id),
    number bigint not null,
    words text not null,
    party uuid,
    due_on text,
    primary key (meeting, number)
);
