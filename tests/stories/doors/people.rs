//! Signing in and out, one's own devices, and who may sign in.

use super::world::{Asked, At, Making, PASSWORD, Row, SOMEBODY_ELSE, To, Who, World, name_of};
use danvan_domain::people::Role::{self, Operator};
use danvan_store::people;
use std::collections::BTreeSet;
use uuid::Uuid;

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
        Row::plain("GET", "/people", To::AtTheTop(&[Operator])),
        Row::made("POST", "/people", To::Own(&[Operator]), somebody_new),
    ]
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
