-- Originals of seals that are longer than one piece: what comes after the first piece, which stands with the seal. Cipher text
-- only. Pieces are read one after the other, so that none waits for the last.
create table seal_pieces (
    seal uuid not null references seals (id),
    at bigint not null,
    piece bytea not null,
    primary key (seal, at)
);
