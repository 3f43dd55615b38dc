-- Who is responsible for which topic where.
create table routes (
    topic text not null,
    place uuid not null,
    responsible uuid not null,
    valid_from text not null,
    valid_to text,
    primary key (topic, place, valid_from)
);
