//! The sealed compartment: only the named handlers of a unit come near its seals.

use super::world::{Asked, At, Making, PASSWORD, Row, SOMEBODY_ELSE, To, Who, World, name_of};
use crate::sealed_house::Unit;
use danvan_actions::{
    letters::{Incoming, receive_sealed},
    sealed::{self, Sealing},
};
use danvan_domain::{
    ids::UnitId,
    people::Role::{self, CommuneLeader, CommuneOfficer},
    rights::{Asker, Verb},
    sealed::Outcome,
};
use danvan_store::{
    letters, people,
    sealed::{openings, people as handlers},
};
use uuid::Uuid;

/// Officers and leaders are named as handlers here, each at their own commune.
const OFFICE: &[Role] = &[CommuneOfficer, CommuneLeader];
const LEADERS: &[Role] = &[CommuneLeader];

/// While nothing is sealed yet: a new recovery key does not open what an earlier one closed.
pub(super) fn first_rows() -> Vec<Row> {
    vec![Row::made("POST", "/sealed/recover", To::Anywhere(LEADERS), |world, who| {
        Box::pin(paper(world, who))
    })]
}

pub(super) fn rows() -> Vec<Row> {
    let own = |method, route, make| Row::made(method, route, To::Own(OFFICE), make);
    vec![
        Row::plain("GET", "/sealed", To::Anywhere(OFFICE)),
        Row::plain("GET", "/sealed/key", To::Anywhere(OFFICE)),
        Row::plain("GET", "/sealed/new", To::Anywhere(OFFICE)),
        Row::plain("GET", "/sealed/handlers", To::Anywhere(OFFICE)),
        Row::plain("GET", "/sealed/recovery", To::Anywhere(LEADERS)),
        Row::plain("GET", "/sealed/recover", To::Anywhere(LEADERS)),
        Row::made("POST", "/sealed/new", To::Anywhere(OFFICE), |world, _| {
            Box::pin(async move {
                ready(&world).await;
                let letter = Asked::at("/sealed/new").with("id", world.house.new_id());
                let letter =
                    letter.with("way", "post").with("received_on", world.house.today()).with("signers", 1);
                letter.with("name", "Đỗ Thị Niêm").with("letter", "Ông X nhận tiền.")
            })
        }),
        Row::made("POST", "/sealed/handlers", To::Anywhere(LEADERS), |_, who| {
            Box::pin(async move {
                Asked::at("/sealed/handlers").with("person", name_of(CommuneOfficer, where_is(who)))
            })
        }),
        Row::made("POST", "/sealed/handlers/change", To::Anywhere(OFFICE), |world, _| {
            Box::pin(async move {
                quiet(&world).await;
                Asked::at("/sealed/handlers/change").with("passphrase", PASSWORD)
            })
        }),
        own("POST", "/sealed/handlers/{opening}/approve", |world, _| change(world, "approve")),
        own("POST", "/sealed/handlers/{opening}/decline", |world, _| change(world, "decline")),
        own("GET", "/sealed/{id}", |world, _| seal(world, "")),
        own("POST", "/sealed/{id}", |world, _| seal(world, "")),
        own("GET", "/sealed/{id}/extract", |world, _| seal(world, "/extract")),
        own("POST", "/sealed/{id}/extract", |world, _| seal(world, "/extract")),
        own("POST", "/sealed/{id}/{opening}/approve", |world, _| waiting(world, "approve")),
        own("POST", "/sealed/{id}/{opening}/decline", |world, _| waiting(world, "decline")),
        own("POST", "/sealed/{id}/{opening}/read", |world, who| open(world, who, "read")),
        own("POST", "/sealed/{id}/{opening}/extract", |world, who| open(world, who, "extract")),
        own("POST", "/sealed/{id}/{opening}/measures", |world, who| open(world, who, "measures")),
        own("POST", "/sealed/{id}/hand-over", |world, _| sent_on(world)),
        own("POST", "/sealed/{id}/{opening}/end", |world, who| open(world, who, "end")),
        // What replaces keys comes last.
        Row::made("POST", "/sealed/recovery", To::Anywhere(LEADERS), |_, who| {
            Box::pin(async move {
                let witness = name_of(CommuneOfficer, where_is(who));
                let asked = Asked::at("/sealed/recovery").with("count", 3).with("needed", 2);
                asked.with("witness", witness).with("passphrase", PASSWORD)
            })
        }),
        Row::made("POST", "/sealed/passkey", To::Anywhere(OFFICE), |world, who| {
            Box::pin(async move {
                ready(&world).await;
                let secret = format!("passkey:{}", "0a".repeat(32));
                own_passkey(&world, who).await;
                Asked::at("/sealed/passkey").with("passphrase", PASSWORD).with("passkey", secret)
            })
        }),
        Row::made("POST", "/sealed/passkey/ask", To::Anywhere(OFFICE), |world, who| {
            Box::pin(async move {
                ready(&world).await;
                own_passkey(&world, who).await;
                Asked::at("/sealed/passkey/ask")
            })
        }),
        Row::made("POST", "/sealed/key", To::Anywhere(OFFICE), |_, _| {
            Box::pin(async move {
                let asked = Asked::at("/sealed/key").with("passphrase", PASSWORD);
                asked.with("old", PASSWORD).with("again", PASSWORD).with("replace", "yes")
            })
        }),
        Row::made("POST", "/sealed/handlers/key", To::Anywhere(LEADERS), |world, who| {
            Box::pin(async move {
                ready(&world).await;
                let (officer, _) = asker(&world, &name_of(CommuneOfficer, where_is(who))).await;
                Asked::at("/sealed/handlers/key").with("forgot", officer.person.expect("a person"))
            })
        }),
    ]
}

/// Whoever asks has a passkey.
async fn own_passkey(world: &World, who: Who) {
    let Some((role, at)) = who else { return };
    let person = asker(world, &name_of(role, at)).await.0.person.expect("a person");
    let id = world.house.new_id();
    let passkey = people::passkeys::Passkey {
        id,
        person: person.0,
        credential: id.as_bytes().to_vec(),
        kept: vec![1],
        counter: 0,
        name: "Điện thoại".into(),
        added_at: world.house.now().micros(),
        used_at: None,
    };
    let mut change = world.house.store.begin().await.expect("a change");
    people::passkeys::add(&mut change, &passkey).await.expect("added");
    change.commit().await.expect("a commit");
}

fn where_is(who: Who) -> At {
    who.map_or(At::Own, |(_, at)| at)
}

/// Whoever has this name, and their unit.
async fn asker(world: &World, name: &str) -> (Asker, UnitId) {
    let found = people::by_sign_in(&world.house.store, name).await.expect("the store");
    let person = found.expect("somebody").0.id;
    let positions = people::held(&world.house.store, person, world.house.today()).await.expect("positions");
    let unit = positions.first().expect("a position").unit;
    (Asker { person: Some(person), positions, house: false }, unit)
}

/// Three communes whose officer and leader are handlers with keys, and who can seal.
async fn ready(world: &World) {
    for at in [At::Own, At::Neighbour, At::Foreign] {
        let (leader, unit) = asker(world, &name_of(CommuneLeader, at)).await;
        if sealed::ready(&world.house, unit).await.expect("the store").is_whole() {
            continue;
        }
        let mut names = vec![name_of(CommuneOfficer, at), name_of(CommuneLeader, at)];
        names.extend((at == At::Own).then(|| SOMEBODY_ELSE.to_owned()));
        for name in names {
            sealed::name_handler(&world.house, &leader, unit, &name).await.expect("named");
            let (handler, _) = asker(world, &name).await;
            let person = handler.person.expect("a person");
            if handlers::key(&world.house.store, person).await.expect("the store").is_some() {
                continue;
            }
            sealed::make_key(&world.house, &handler, PASSWORD, PASSWORD).await.expect("a key");
        }
        let witness = name_of(CommuneOfficer, at);
        let made = sealed::make_recovery(&world.house, &leader, unit, (2, 3), &witness, PASSWORD).await;
        made.expect("shares");
    }
}

/// Shares of a new recovery key of the leader's commune.
async fn paper(world: World, who: Who) -> Asked {
    ready(&world).await;
    let (leader, unit) = asker(&world, &name_of(CommuneLeader, where_is(who))).await;
    let witness = name_of(CommuneOfficer, where_is(who));
    let made = sealed::make_recovery(&world.house, &leader, unit, (2, 3), &witness, PASSWORD).await;
    let shares: Vec<String> = made.expect("shares").iter().map(|share| share.to_string()).collect();
    Asked::at("/sealed/recover").with("shares", shares.join("\n"))
}

/// Ends every request to change handlers.
async fn quiet(world: &World) {
    ready(world).await;
    for at in [At::Own, At::Neighbour, At::Foreign] {
        let (_, unit) = asker(world, &name_of(CommuneLeader, at)).await;
        let mut change = world.house.store.begin().await.expect("a change");
        openings::end_all(&mut change, unit, Outcome::Ended).await.expect("ended");
        change.commit().await.expect("a commit");
    }
}

async fn sealed_by_somebody_else(world: &World) -> (Asker, Uuid) {
    ready(world).await;
    let (somebody, unit) = asker(world, SOMEBODY_ELSE).await;
    assert!(somebody.unit_for(Verb::OpenSeal).is_some() && unit == world.own);
    let extract = "Bị cho là nhận tiền.".to_owned().into();
    let sealing = Sealing { thing: world.house.new_id(), unit, contents: Unit::contents(), extract };
    let sealed = sealed::seal(&world.house, &somebody, sealing).await.expect("sealed");
    (somebody, sealed.id)
}

fn seal(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let (_, id) = sealed_by_somebody_else(&world).await;
        let asked = Asked::at(format!("/sealed/{id}{rest}"));
        asked.with("reason", "verify_author").with("passphrase", PASSWORD)
    })
}

/// The seal of a letter that the neighbour has by now.
fn sent_on(world: World) -> Making {
    Box::pin(async move {
        ready(&world).await;
        let (somebody, unit) = asker(&world, SOMEBODY_ELSE).await;
        let (_, neighbour) = asker(&world, &name_of(CommuneLeader, At::Neighbour)).await;
        let incoming = Incoming {
            id: Some(world.house.new_id()),
            unit: Some(unit),
            way: "post".into(),
            received_on: world.house.today().to_string(),
            signers: "1".into(),
            ..Incoming::default()
        };
        let received =
            receive_sealed(&world.house, &somebody, incoming, Unit::contents(), String::new().into()).await;
        let (letter, sealed) = received.expect("received");
        let mut change = world.house.store.begin().await.expect("a change");
        let mut letter = letters::lock(&mut change, letter.id).await.expect("read").expect("a letter");
        letter.unit = neighbour;
        letters::save(&mut change, &letter).await.expect("saved");
        change.commit().await.expect("a commit");
        Asked::at(format!("/sealed/{}/hand-over", sealed.id)).with("passphrase", PASSWORD)
    })
}

fn change(world: World, act: &'static str) -> Making {
    Box::pin(async move {
        quiet(&world).await;
        let (somebody, unit) = asker(&world, SOMEBODY_ELSE).await;
        let asked = sealed::ask_change(&world.house, &somebody, unit, None, PASSWORD).await;
        assert!(handlers::recovery(&world.house.store, unit).await.expect("the store").is_some());
        let opening = asked.expect("asked");
        Asked::at(format!("/sealed/handlers/{opening}/{act}")).with("passphrase", PASSWORD)
    })
}

async fn asked_by_somebody_else(world: &World, reason: &str) -> (Uuid, Uuid) {
    let (somebody, id) = sealed_by_somebody_else(world).await;
    let opening = sealed::ask(&world.house, &somebody, id, reason, PASSWORD).await;
    (id, opening.expect("asked"))
}

fn waiting(world: World, act: &'static str) -> Making {
    Box::pin(async move {
        let (id, opening) = asked_by_somebody_else(&world, "verify_author").await;
        Asked::at(format!("/sealed/{id}/{opening}/{act}")).with("passphrase", PASSWORD)
    })
}

/// Asked by somebody else, and agreed to by whoever comes.
fn open(world: World, who: Who, act: &'static str) -> Making {
    Box::pin(async move {
        let (id, opening) = asked_by_somebody_else(&world, "protect_author").await;
        let role = who.map_or(CommuneOfficer, |(role, _)| role);
        let (second, _) = asker(&world, &name_of(role, At::Own)).await;
        sealed::approve(&world.house, &second, opening, PASSWORD).await.expect("approved");
        let asked = Asked::at(format!("/sealed/{id}/{opening}/{act}")).with("passphrase", PASSWORD);
        asked.with("extract", "Bị cho là nhận quà.").with("measures", "Giữ bí mật nơi làm việc.")
    })
}
