//! Letters, proceedings and what lapses.

use super::world::{Asked, At, Making, Row, To, World, name_of};
use danvan_actions::letters::{Incoming, receive};
use danvan_domain::{
    deadlines::{Sort, Told},
    letters::{Letter, Signer},
    people::Role::{self, CityLeader, CommuneLeader, CommuneOfficer},
    rights::Asker,
};
use danvan_store::{
    deadlines::ladder::{self, Telling},
    letters, people,
};

/// Who has a desk for letters.
const DESKS: &[Role] = &[CommuneOfficer, CommuneLeader, CityLeader];
/// Who works on a commune's letters and may be told who signed.
const OFFICE: To = To::Own(&[CommuneOfficer, CommuneLeader]);

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::made("GET", "/letters", To::Own(DESKS), |world, _| {
            Box::pin(async move { Asked::at(format!("/letters?unit={}", world.own)) })
        }),
        Row::plain("GET", "/letters/new", To::Anywhere(DESKS)),
        // Everybody enters it in the log of their own office.
        Row::made("POST", "/letters/new", To::Anywhere(DESKS), |world, _| {
            Box::pin(async move {
                let asked = Asked::at("/letters/new").with("id", world.house.new_id()).with("way", "post");
                let asked = asked.with("received_on", world.house.today()).with("signers", 1);
                asked.with("topic", "water.clean").with("place", world.own).with("summary", "Nước yếu.")
            })
        }),
        Row::made("GET", "/letters/{id}", To::Own(DESKS), |world, _| of_letter(world, "")),
        Row::made("POST", "/letters/{id}/classify", To::Own(DESKS), |world, _| of_letter(world, "/classify")),
        Row::made("POST", "/letters/{id}/same", To::Own(DESKS), |world, _| {
            Box::pin(async move {
                let (one, other) = (received(&world).await.id, received(&world).await.id);
                Asked::at(format!("/letters/{one}/same")).with("other", other).with("say", "same")
            })
        }),
        Row::made("POST", "/letters/{id}/part", To::Own(DESKS), |world, _| of_letter(world, "/part")),
        Row::made("POST", "/letters/{id}/signers", OFFICE, |world, _| of_letter(world, "/signers")),
        Row::made("POST", "/letters/{id}/receipts", OFFICE, |world, _| of_letter(world, "/receipts")),
        Row::made("POST", "/letters/{id}/receipts/anew", OFFICE, |world, _| lost(world)),
        Row::made("POST", "/letters/{id}/people", To::Own(DESKS), |world, _| of_letter(world, "/people")),
        Row::made("GET", "/proceedings", To::Own(DESKS), |world, _| {
            Box::pin(async move { Asked::at(format!("/proceedings?unit={}", world.own)) })
        }),
        Row::plain("GET", "/proceedings/new", To::Anywhere(DESKS)),
        // Everybody begins one of their own office; the law leaves this one to a commune's people.
        Row::made(
            "POST",
            "/proceedings/new",
            To::Anywhere(&[CommuneOfficer, CommuneLeader]),
            |world, who| {
                Box::pin(async move {
                    let asked = Asked::at("/proceedings/new").with("id", world.house.new_id());
                    let asked = asked.with("start", "publication.decide").with("document", "15/QĐ-UBND");
                    let asked = asked.with("subject", "Kế hoạch sửa đường ngõ 12");
                    asked.with("place", world.unit_of(who))
                })
            },
        ),
        Row::made("GET", "/proceedings/{id}", To::Own(DESKS), |world, _| of_proceeding(world, "")),
        // The law names the office's own people; the city's leader is refused with the article.
        Row::made("POST", "/proceedings/{id}/act", OFFICE, |world, _| of_proceeding(world, "/act")),
        Row::made("POST", "/proceedings/{id}/assign", To::Own(DESKS), |world, _| {
            of_proceeding(world, "/assign")
        }),
        Row::plain("GET", "/deadlines", To::Anywhere(DESKS)),
        Row::made("POST", "/deadlines/told/{id}", To::Own(&[CommuneLeader]), |world, _| told(world)),
    ]
}

pub(super) async fn received(world: &World) -> Letter {
    let incoming = Incoming {
        id: Some(world.house.new_id()),
        unit: Some(world.own),
        way: "post".into(),
        received_on: world.house.today().to_string(),
        topic: "water.clean".into(),
        place: world.own.to_string(),
        summary: "Kiến nghị về nước sạch.".into(),
        signers: "2".into(),
        people: vec![Signer { name: "Nguyễn Thị An".into(), ..Signer::default() }],
        ..Incoming::default()
    };
    let id = receive(&world.house, &Asker::house(), incoming).await.expect("a letter").id;
    letters::get(&world.house.store, id).await.expect("read").expect("a letter")
}

/// The leader of the commune is told of a deadline.
fn told(world: World) -> Making {
    Box::pin(async move {
        let intake = received(&world).await.intake.expect("a proceeding");
        let telling = Telling {
            id: world.house.new_id(),
            thing: intake.0,
            sort: Sort::Proceeding,
            position: 0,
            rung: -1,
            told: Told::Leader,
            due_at: world.house.now(),
            procedure: "petition".into(),
            step: "classification".into(),
            unit: world.own,
            person: None,
            told_at: world.house.now(),
        };
        let mut change = world.house.store.begin().await.expect("a change");
        ladder::tell(&mut change, &telling).await.expect("told");
        change.commit().await.expect("a commit");
        Asked::at(format!("/deadlines/told/{}", telling.id))
    })
}

/// One who signed lost their code.
fn lost(world: World) -> Making {
    Box::pin(async move {
        let id = received(&world).await.id;
        let mut change = world.house.store.begin().await.expect("a change");
        let code = world.house.new_id().to_string();
        letters::people::give_receipt(&mut change, id, 0, &code).await.expect("given");
        change.commit().await.expect("a commit");
        let asked = Asked::at(format!("/letters/{id}/receipts/anew")).with("named", "Nguyễn Thị An");
        asked.with("why", "lost").with("checked", "identity_card")
    })
}

fn of_letter(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let asked = Asked::at(format!("/letters/{}{rest}", received(&world).await.id));
        let asked = asked.with("reason", "Mời đến làm việc").with("purpose", "other").with("position", 0);
        let asked = asked.with("person", "Trần Văn Bốn").with("content", "petition");
        let asked = asked.with("eligibility", "eligible").with("competence", "own").with("branch", "state");
        asked.with("disposal", "open").with("ground", "Theo nội dung")
    })
}

fn of_proceeding(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let intake = received(&world).await.intake.expect("a proceeding");
        let officer = people::by_sign_in(&world.house.store, &name_of(CommuneOfficer, At::Own)).await;
        let officer = officer.expect("read").expect("an officer").0.id;
        let asked = Asked::at(format!("/proceedings/{intake}{rest}")).with("to", officer);
        asked.with("act", "mark_group").with("ground", "Theo nội dung")
    })
}
