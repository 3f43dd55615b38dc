//! Signing in and out, one's own devices, and who may sign in.

use super::world::{Asked, At, Making, PASSWORD, Row, SOMEBODY_ELSE, Signs, To, Who, World, name_of};
use danvan_actions::people::{Passkey, delegate, set_active};
use danvan_domain::{
    ids::{PersonId, PositionId},
    people::Role::{self, Operator},
    rights::Asker,
    second_factors::{code, step_of},
};
use danvan_store::people::{self, factors::Wanted, identities::Identity};
use danvan_testkit::{Authenticator, FakeProvider};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use uuid::Uuid;

const SECRET: &[u8] = b"12345678901234567890";

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::plain("GET", "/sign-in", To::Anybody),
        Row::made("POST", "/sign-in", To::Anybody, |_, _| {
            Box::pin(async move {
                let name = name_of(Role::CommuneOfficer, At::Own);
                let asked = Asked::at("/sign-in").with("name", name).with("password", PASSWORD);
                Asked { ends_session: true, ..asked }
            })
        }),
        Row::made("POST", "/sign-out", To::Anybody, |_, _| {
            Box::pin(async move { Asked { ends_session: true, ..Asked::at("/sign-out") } })
        }),
        Row::plain("GET", "/sessions", To::SignedIn),
        Row::made("POST", "/sessions/{id}/close", To::SignedIn, |world, who| {
            Box::pin(async move {
                let whose = who.unwrap_or((Role::CommuneOfficer, At::Own));
                close(&world, &name_of(whose.0, whose.1)).await
            })
        }),
        // Another's device is not there.
        Row::made("POST", "/sessions/{id}/close", To::Nobody, |world, _| {
            Box::pin(async move { close(&world, SOMEBODY_ELSE).await })
        }),
        Row::made("POST", "/prove", To::SignedIn, |_, _| {
            Box::pin(async move { Asked::at("/prove").with("password", PASSWORD) })
        }),
        Row::made("POST", "/sign-in/code", To::Anybody, a_code),
        Row::made("POST", "/sign-in/password", To::Anybody, |world, _| {
            Box::pin(async move {
                let person = new_person(&world).await;
                let ticket = a_ticket(&world, person, Wanted::Password).await;
                let asked = Asked::at("/sign-in/password").with("ticket", ticket);
                Asked { ends_session: true, ..asked.with("new_password", "bon con chim se tren mai") }
            })
        }),
        Row::plain("GET", "/positions", To::SignedIn),
        Row::made("POST", "/positions/{id}/lend", To::Own(&[Operator]), |world, _| {
            Box::pin(async move {
                let (_, position) = a_position(&world).await;
                let asked = Asked::at(format!("/positions/{position}/lend")).with("person", SOMEBODY_ELSE);
                asked.with("first_day", "06/10/2026").with("last_day", "07/10/2026")
            })
        }),
        Row::made("POST", "/positions/{id}/end", To::Own(&[Operator]), |world, _| {
            Box::pin(async move { Asked::at(format!("/positions/{}/end", a_position(&world).await.1)) })
        }),
        Row::made("POST", "/lent/{id}/take-back", To::Own(&[Operator]), |world, _| {
            Box::pin(async move {
                let (holder, position) = a_position(&world).await;
                let days = (world.house.today().next(), world.house.today().next());
                let lent = delegate(&world.house, &holder, position, SOMEBODY_ELSE, days).await;
                Asked::at(format!("/lent/{}/take-back", lent.expect("lent")))
            })
        }),
        Row::plain("POST", "/sign-in/passkey/ask", To::Anybody),
        Row::made("POST", "/sign-in/passkey", To::Anybody, |world, _| {
            Box::pin(async move {
                let person =
                    world.house.somebody(Role::TeamMember, world.own).await.person.expect("somebody");
                let signs = Some(signing(&world, person, "/sign-in/passkey/ask").await.1);
                Asked { ends_session: true, signs, ..Asked::at("/sign-in/passkey") }
            })
        }),
        Row::plain("POST", "/sign-in/provider", To::Anybody),
        Row::made("GET", "/sign-in/provider/back", To::Anybody, |world, _| {
            Box::pin(async move {
                let person =
                    world.house.somebody(Role::TeamMember, world.own).await.person.expect("somebody");
                let subject = person.to_string();
                linked(&world, person, &subject).await;
                Asked { ends_session: true, comes: Some(subject), ..Asked::at("/sign-in/provider/back") }
            })
        }),
        Row::plain("POST", "/prove/provider", To::SignedIn),
        Row::plain("POST", "/prove/passkey/ask", To::SignedIn),
        Row::made("POST", "/prove/passkey", To::SignedIn, |world, who| {
            Box::pin(async move {
                let person = whoever(&world, who).await;
                let signs = Some(signing(&world, person, "/prove/passkey/ask").await.1);
                Asked { signs, ..Asked::at("/prove/passkey") }
            })
        }),
        Row::plain("POST", "/security/passkeys/new", To::SignedIn),
        Row::made("POST", "/security/passkeys", To::SignedIn, |world, _| {
            Box::pin(async move {
                let signs =
                    Signs { ask: "/security/passkeys/new", key: Arc::new(Mutex::new(new_key(&world))) };
                Asked { signs: Some(signs), ..Asked::at("/security/passkeys") }
            })
        }),
        Row::made("POST", "/security/passkeys/{id}/remove", To::SignedIn, |world, who| {
            Box::pin(async move {
                let person = whoever(&world, who).await;
                Asked::at(format!("/security/passkeys/{}/remove", signing(&world, person, "").await.0))
            })
        }),
        // Another's passkey is not there.
        Row::made("POST", "/security/passkeys/{id}/remove", To::Nobody, |world, _| {
            Box::pin(async move {
                let person =
                    world.house.somebody(Role::TeamMember, world.own).await.person.expect("somebody");
                Asked::at(format!("/security/passkeys/{}/remove", signing(&world, person, "").await.0))
            })
        }),
        Row::plain("GET", "/security", To::SignedIn),
        Row::plain("POST", "/security/app", To::SignedIn),
        Row::made("POST", "/security/app/confirm", To::SignedIn, first_code),
        Row::plain("POST", "/security/paper", To::SignedIn),
        Row::plain("POST", "/security/app/remove", To::SignedIn),
        Row::made("GET", "/people/at", To::Own(&[Operator]), |_, _| {
            Box::pin(async move { Asked::at("/people/at?unit=00004") })
        }),
        Row::made("GET", "/people/{id}", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move { Asked::at(format!("/people/{}", new_person(&world).await)) })
        }),
        Row::made("POST", "/people/{id}/positions", To::Own(&[Operator]), |world, _| {
            Box::pin(async move {
                let asked = Asked::at(format!("/people/{}/positions", new_person(&world).await));
                asked.with("role", "commune_officer").with("unit", "00004")
            })
        }),
        Row::made("POST", "/people/{id}/identities", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move {
                let person = new_person(&world).await;
                Asked::at(format!("/people/{person}/identities")).with("account", person)
            })
        }),
        Row::made("POST", "/people/{id}/identities/remove", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move {
                let person = new_person(&world).await;
                linked(&world, person, &person.to_string()).await;
                let asked = Asked::at(format!("/people/{person}/identities/remove")).with("subject", person);
                asked.with("issuer", FakeProvider::ISSUER)
            })
        }),
        Row::made("POST", "/people/{id}/passkeys/{passkey}/lost", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move {
                let person = new_person(&world).await;
                let passkey = signing(&world, person, "").await.0;
                Asked::at(format!("/people/{person}/passkeys/{passkey}/lost"))
            })
        }),
        Row::made("POST", "/people/{id}/app/lost", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move {
                let (person, now) = (new_person(&world).await, world.house.now());
                let mut change = world.house.store.begin().await.expect("a change");
                people::factors::put(&mut change, person, SECRET, now).await.expect("an app");
                change.commit().await.expect("a commit");
                Asked::at(format!("/people/{person}/app/lost"))
            })
        }),
        Row::made("POST", "/people/{id}/sign-out", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move { Asked::at(format!("/people/{}/sign-out", new_person(&world).await)) })
        }),
        Row::made("POST", "/people/{id}/password", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move { Asked::at(format!("/people/{}/password", new_person(&world).await)) })
        }),
        Row::made("POST", "/people/{id}/inactive", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move { Asked::at(format!("/people/{}/inactive", new_person(&world).await)) })
        }),
        Row::made("POST", "/people/{id}/active", To::AtTheTop(&[Operator]), |world, _| {
            Box::pin(async move {
                let person = new_person(&world).await;
                let asker = Asker::house();
                set_active(&world.house, &asker, person, false).await.expect("made inactive");
                Asked::at(format!("/people/{person}/active"))
            })
        }),
        Row::plain("GET", "/people", To::AtTheTop(&[Operator])),
        Row::made("POST", "/people", To::Own(&[Operator]), somebody_new),
    ]
}

/// What ends the sessions of those who come: walked after all others.
pub(super) fn last_rows() -> Vec<Row> {
    vec![
        Row::made("POST", "/security/password", To::SignedIn, |_, _| {
            Box::pin(async move {
                let asked = Asked::at("/security/password").with("password", PASSWORD);
                Asked { ends_session: true, ..asked.with("new_password", PASSWORD) }
            })
        }),
        Row::made("POST", "/sessions/close-others", To::SignedIn, |_, _| {
            Box::pin(async move { Asked { ends_session: true, ..Asked::at("/sessions/close-others") } })
        }),
    ]
}

/// A position of an officer of the commune who is none of those who come.
async fn a_position(world: &World) -> (Asker, PositionId) {
    let holder = world.house.somebody(Role::CommuneOfficer, world.own).await;
    let position = holder.positions[0].id;
    (holder, position)
}

async fn new_person(world: &World) -> PersonId {
    world.house.somebody(Role::TeamMember, world.own).await.person.expect("somebody")
}

async fn linked(world: &World, person: PersonId, subject: &str) {
    let one = Identity {
        issuer: FakeProvider::ISSUER.into(),
        subject: subject.into(),
        linked_at: world.house.now().micros(),
    };
    let mut change = world.house.store.begin().await.expect("a change");
    people::identities::link(&mut change, person, &one, None).await.expect("linked");
    change.commit().await.expect("a commit");
}

async fn whoever(world: &World, who: Who) -> PersonId {
    let (role, at) = who.unwrap_or((Role::CommuneOfficer, At::Own));
    let found = people::by_sign_in(&world.house.store, &name_of(role, at)).await.expect("read");
    found.expect("somebody").0.id
}

fn new_key(world: &World) -> Authenticator {
    let [id]: [u8; 1] = world.house.chance();
    let mut key = Authenticator::new("localhost", &world.site.public(), id);
    key.id = world.house.new_id().as_bytes().to_vec();
    key
}

/// A passkey of somebody, as if they had added it, and how it answers.
async fn signing(world: &World, person: PersonId, ask: &'static str) -> (Uuid, Signs) {
    let mut key = new_key(world);
    key.owns(person.0.as_bytes());
    let passkey = Passkey {
        id: world.house.new_id(),
        person: person.0,
        credential: key.id.clone(),
        kept: key.public_key(),
        counter: key.counter.into(),
        name: "thử".into(),
        added_at: world.house.now().micros(),
        used_at: None,
    };
    let mut change = world.house.store.begin().await.expect("a change");
    people::passkeys::add(&mut change, &passkey).await.expect("added");
    change.commit().await.expect("a commit");
    (passkey.id, Signs { ask, key: Arc::new(Mutex::new(key)) })
}

/// What stands for a right password of somebody.
async fn a_ticket(world: &World, person: PersonId, wanted: Wanted) -> String {
    let (now, ticket) = (world.house.now(), world.house.new_id().to_string());
    let mut change = world.house.store.begin().await.expect("a change");
    let hash = Sha256::digest(ticket.as_bytes());
    let added = people::factors::add_ticket(&mut change, (&hash, person), wanted, now, now.plus_seconds(60));
    added.await.expect("a ticket");
    change.commit().await.expect("a commit");
    ticket
}

/// The code of somebody new whose password was right.
fn a_code(world: World, _: Who) -> Making {
    Box::pin(async move {
        let person = world.house.somebody(Role::TeamMember, world.own).await.person.expect("somebody");
        let now = world.house.now();
        let mut change = world.house.store.begin().await.expect("a change");
        people::factors::put(&mut change, person, SECRET, now).await.expect("an app");
        people::factors::confirm(&mut change, person, now, 0).await.expect("confirmed");
        change.commit().await.expect("a commit");
        let ticket = a_ticket(&world, person, Wanted::Factor).await;
        let asked =
            Asked::at("/sign-in/code").with("ticket", ticket).with("code", code(SECRET, step_of(now)));
        Asked { ends_session: true, ..asked }
    })
}

/// The first code of the app that whoever asks has begun to add; of some app for whoever may not.
fn first_code(world: World, who: Who) -> Making {
    Box::pin(async move {
        let step = step_of(world.house.now());
        let Some((role, at)) = who else {
            return Asked::at("/security/app/confirm").with("code", code(SECRET, step));
        };
        let store = &world.house.store;
        let found = people::by_sign_in(store, &name_of(role, at)).await.expect("read");
        let app =
            people::factors::app(store, found.expect("somebody").0.id).await.expect("read").expect("an app");
        Asked::at("/security/app/confirm").with("code", code(&app.secret, step))
    })
}

/// Signing out a browser of somebody that nobody uses afterwards.
async fn close(world: &World, name: &str) -> Asked {
    let before = sessions(world, name).await;
    world.sign_in(name).await;
    let after = sessions(world, name).await;
    let new = after.difference(&before).next().expect("a session");
    Asked::at(format!("/sessions/{new}/close"))
}

async fn sessions(world: &World, name: &str) -> BTreeSet<Uuid> {
    let store = &world.house.store;
    let (person, _) = people::by_sign_in(store, name).await.expect("read").expect("somebody");
    let sessions = people::sessions(store, person.id, world.house.now()).await.expect("read");
    sessions.into_iter().map(|session| session.id).collect()
}

fn somebody_new(world: World, _: Who) -> Making {
    Box::pin(async move {
        let asked = Asked::at("/people").with("sign_in", format!("moi.{}", world.house.new_id()));
        let asked = asked.with("name", "Người mới").with("password", "mat-khau-moi-tinh");
        asked.with("role", "commune_officer").with("unit", "00004")
    })
}
