//! Initiatives of a commune: whoever works in it or above it reads them; its own people register and carry out; only those above
//! it appraise, give points and tell them publicly. The catalogue is for anybody.

use super::{
    programmes::asker,
    world::{Asked, At, Making, Row, SOMEBODY_ELSE, To, World, name_of},
};
use crate::{initiatives_way::typed, telling::photograph};
use danvan_actions::{
    attachments::keep_picture,
    initiatives::{act, give_points, publish, register},
};
use danvan_domain::{
    ids::InitiativeId,
    initiatives::{Act, TypedAct, TypedStory},
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer, TeamMember},
};
use danvan_store::initiatives::acts;
use std::{collections::BTreeMap, sync::Mutex};

/// Who reads the initiatives of a commune.
const READERS: &[Role] = &[TeamMember, CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
/// Who registers for a unit.
const OWNERS: &[Role] = &[TeamMember, CommuneOfficer, CommuneLeader, CityAnalyst];
/// Who appraises what a commune carries out itself.
const ABOVE: To = To::Own(&[CityAnalyst, CityLeader]);
/// Who edits the sheet of their own level.
const SHEET: To = To::Anywhere(&[CommuneLeader, CityAnalyst, CityLeader]);

pub(super) fn rows() -> Vec<Row> {
    // Long because it is a table: an address a line.
    vec![
        Row::plain("GET", "/initiatives", To::Anywhere(READERS)),
        Row::plain("GET", "/initiatives/check", To::Anywhere(READERS)),
        Row::plain("GET", "/initiatives/statistics", To::Anywhere(READERS)),
        Row::made("GET", "/initiatives/statistics/{file}", To::Anywhere(READERS), |_, _| {
            Box::pin(async move { Asked::at("/initiatives/statistics/statistics.csv") })
        }),
        Row::plain("GET", "/initiatives/sheet", SHEET),
        Row::made("POST", "/initiatives/sheet", SHEET, |world, who| {
            Box::pin(async move {
                let before = acts::sheet(&world.house.store, world.unit_of(who)).await.expect("read");
                let asked =
                    Asked::at("/initiatives/sheet").with("version", before.map_or(0, |(number, _)| number));
                let asked = asked.with("criteria", "Cách làm: 40\nKết quả: 60");
                asked.with("least_judges", 3).with("passes_at", 1)
            })
        }),
        Row::plain("GET", "/initiatives/new", To::Anywhere(OWNERS)),
        // Everybody registers for their own unit.
        Row::made("POST", "/initiatives/new", To::Anywhere(OWNERS), |world, _| {
            Box::pin(async move {
                let asked = Asked::at("/initiatives/new").with("id", world.house.new_id());
                fields().into_iter().fold(asked, |asked, (name, value)| asked.with(name, value))
            })
        }),
        Row::plain("GET", "/initiatives/catalogue", To::Anybody),
        Row::made("GET", "/initiatives/catalogue/{id}", To::Anybody, |world, _| told(world, "")),
        Row::made("GET", "/initiatives/catalogue/{id}/pictures/{hash}", To::Anybody, |world, _| {
            told(world, "/pictures/{hash}")
        }),
        Row::made("GET", "/initiatives/catalogue/{id}/pictures/{hash}/small", To::Anybody, |world, _| {
            told(world, "/pictures/{hash}/small")
        }),
        Row::made("GET", "/initiatives/{id}", To::Own(READERS), |world, _| at(world, "")),
        // An act that is not the reader's leads back to the story.
        Row::made("GET", "/initiatives/{id}/act", To::Own(READERS), |world, _| {
            at(world, "/act?act=recognise")
        }),
        Row::made("POST", "/initiatives/{id}/act", ABOVE, |world, _| {
            Box::pin(async move {
                let id = registered(&world).await;
                let asked = Asked::at(format!("/initiatives/{id}/act")).with("id", world.house.new_id());
                asked.with("act", "recognise")
            })
        }),
        Row::made("GET", "/initiatives/{id}/points", To::Own(READERS), |world, _| at(world, "/points")),
        Row::made("POST", "/initiatives/{id}/points", ABOVE, |world, _| {
            Box::pin(async move {
                let id = judging(&world).await;
                let asked = Asked::at(format!("/initiatives/{id}/points"));
                asked.with("points-1", 10).with("points-2", 20).with("points-3", 20).with("points-4", 10)
            })
        }),
        Row::made("GET", "/initiatives/{id}/story", To::Own(READERS), |world, _| at(world, "/story")),
        Row::made("POST", "/initiatives/{id}/story", ABOVE, |world, _| {
            Box::pin(async move {
                let id = effective(&world).await;
                let asked = Asked::at(format!("/initiatives/{id}/story"));
                asked.with("title", "Ngõ sạch").with("body", "Cả ngõ cùng làm.")
            })
        }),
        Row::made("POST", "/initiatives/{id}/hide", ABOVE, |world, _| {
            Box::pin(async move { Asked::at(format!("/initiatives/{}/hide", public(&world).await.0)) })
        }),
        Row::made("POST", "/initiatives/{id}/owner", To::Own(OWNERS), |world, _| {
            Box::pin(async move {
                let id = registered(&world).await;
                let asked = Asked::at(format!("/initiatives/{id}/owner"));
                asked.with("do", "agree").with("agreed_way", "paper")
            })
        }),
    ]
}

/// The fields of a registration, as they are sent.
fn fields() -> Vec<(&'static str, String)> {
    let it = typed();
    let fields = crate::initiatives_way::fields();
    let own = fields.into_iter().map(|(name, value)| (name, value.to_owned()));
    own.chain([("difference", it.difference)]).collect()
}

fn at(world: World, rest: &'static str) -> Making {
    Box::pin(async move { Asked::at(format!("/initiatives/{}{rest}", registered(&world).await)) })
}

fn told(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let (id, hash) = public(&world).await;
        Asked::at(format!("/initiatives/catalogue/{id}{}", rest.replace("{hash}", &hash)))
    })
}

/// One of one person, registered by somebody of the commune for the commune itself.
async fn registered(world: &World) -> InitiativeId {
    let mut typed = typed();
    (typed.kind, typed.owner) = ("individual".into(), "Nguyễn Văn An".into());
    let id = InitiativeId(world.house.new_id());
    let who = asker(world, SOMEBODY_ELSE).await;
    register(&world.house, &who, (id, "", ""), &typed, &[]).await.expect("registered")
}

async fn done(world: &World, id: InitiativeId, what: Act) {
    let who = match what {
        Act::Begin | Act::Assess => asker(world, SOMEBODY_ELSE).await,
        _ => asker(world, &name_of(CityAnalyst, At::Own)).await,
    };
    let typed = TypedAct { words: "Đúng như đã đăng ký.".into(), paper: "QĐ 12/QĐ-UBND".into() };
    act(&world.house, &who, (id, world.house.new_id()), what, &typed, &[]).await.expect("done");
}

async fn judging(world: &World) -> InitiativeId {
    let id = registered(world).await;
    for what in [Act::Recognise, Act::Begin, Act::Check, Act::Assess, Act::Open] {
        done(world, id, what).await;
    }
    id
}

async fn effective(world: &World) -> InitiativeId {
    let id = judging(world).await;
    let points = ["18", "25", "25", "15"].map(str::to_owned);
    for (role, at) in [(CityAnalyst, At::Own), (CityLeader, At::Own)] {
        let who = asker(world, &name_of(role, at)).await;
        give_points(&world.house, &who, id, &points, "").await.expect("given");
    }
    let who = world.house.somebody(CityAnalyst, world.city).await;
    give_points(&world.house, &who, id, &points, "").await.expect("given");
    done(world, id, Act::Confirm).await;
    id
}

async fn public(world: &World) -> (InitiativeId, String) {
    let id = effective(world).await;
    let photo = photo(world).await;
    let who = asker(world, &name_of(CityAnalyst, At::Own)).await;
    let story = TypedStory {
        title: "Ngõ sạch".into(),
        body: "Cả ngõ cùng làm.".into(),
        photos: 1,
        photos_agreed: true,
    };
    publish(&world.house, &who, id, &story, std::slice::from_ref(&photo)).await.expect("published");
    (id, photo)
}

/// A photo of the house, drawn once: drawing it anew for everybody who comes would take minutes.
async fn photo(world: &World) -> String {
    static DRAWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let before = DRAWN.lock().expect("one at a time").get(&world.house.database).cloned();
    if let Some(hash) = before {
        return hash;
    }
    let hash = keep_picture(&world.house, photograph(67).into()).await.expect("kept");
    DRAWN.lock().expect("one at a time").insert(world.house.database.clone(), hash.clone());
    hash
}
