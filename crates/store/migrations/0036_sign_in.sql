-- A passkey as webauthn-rs keeps it; of those added before only the public key, until they are used next.
alter table passkeys rename column public_key to kept;

-- What webauthn-rs must remember between a question and its answer. Questions of before wait for nothing any more.
delete from passkey_challenges;
alter table passkey_challenges add column state text not null default '';

-- Until when a password is good that somebody was given; nothing for one of their own.
alter table people add column password_until bigint;

-- What whoever gave a right password must do next.
alter table sign_in_tickets add column wanted text not null default 'factor';
