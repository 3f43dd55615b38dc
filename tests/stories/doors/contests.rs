//! Contests of a commune: its people and the city hold them, only a jury gives points, the board is everybody's.

use super::world::{Asked, At, Making, Row, To, World, name_of};
use danvan_actions::contests::{add_round, add_team, make, place, seat, step};
use danvan_domain::{
    contests::{TypedContest, TypedRound, TypedTeam},
    ids::{ContestId, ContestTeamId, PersonId, RoundId},
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer, TeamMember},
    rights::Asker,
};
use danvan_store::people;

const READERS: &[Role] = &[TeamMember, CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
const HOLDERS: &[Role] = &[CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
/// Whoever heads the jury here.
const HEAD: To = To::Own(&[CommuneOfficer]);

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::plain("GET", "/contests", To::Anywhere(READERS)),
        Row::plain("GET", "/contests/new", To::Anywhere(HOLDERS)),
        Row::made("POST", "/contests/new", To::Anywhere(HOLDERS), |world, _| {
            Box::pin(async move {
                let asked = Asked::at("/contests/new").with("id", world.house.new_id());
                asked.with("title", "Hội thi").with("rules", "three_parts")
            })
        }),
        Row::made("GET", "/contests/{id}", To::Own(READERS), |world, _| {
            at(world, Until::Made, Which::Contest)
        }),
        Row::made("POST", "/contests/{id}", To::Own(HOLDERS), |world, _| {
            at(world, Until::Made, Which::Contest)
        }),
        Row::made("GET", "/contests/rounds/{id}", To::Own(HOLDERS), |world, _| {
            at(world, Until::Made, Which::Round(""))
        }),
        Row::made("POST", "/contests/rounds/{id}", To::Own(HOLDERS), |world, _| {
            at(world, Until::Made, Which::Round(""))
        }),
        Row::made("GET", "/contests/rounds/{id}/board", To::Anybody, |world, _| {
            at(world, Until::Open, Which::Round("/board"))
        }),
        Row::made("GET", "/contests/rounds/{id}/results.csv", To::Own(HOLDERS), |world, _| {
            at(world, Until::Closed, Which::Round("/results.csv"))
        }),
        Row::made("GET", "/contests/rounds/{id}/results.xlsx", To::Own(HOLDERS), |world, _| {
            at(world, Until::Closed, Which::Round("/results.xlsx"))
        }),
        Row::made("GET", "/contests/rounds/{id}/results.pdf", To::Own(HOLDERS), |world, _| {
            at(world, Until::Closed, Which::Round("/results.pdf"))
        }),
        Row::made("GET", "/contests/rounds/{id}/results.docx", To::Own(HOLDERS), |world, _| {
            at(world, Until::Closed, Which::Round("/results.docx"))
        }),
        Row::made("GET", "/contests/rounds/{id}/paper", HEAD, |world, _| {
            at(world, Until::Open, Which::Round("/paper"))
        }),
        Row::made("POST", "/contests/rounds/{id}/paper", HEAD, |world, _| {
            at(world, Until::Closed, Which::Round("/paper"))
        }),
        Row::made("GET", "/contests/rounds/{id}/sheets/{team}/{part}", HEAD, |world, _| {
            at(world, Until::Open, Which::Sheet)
        }),
        Row::made("POST", "/contests/rounds/{id}/sheets/{team}/{part}", HEAD, |world, _| {
            at(world, Until::Open, Which::Sheet)
        }),
    ]
}

/// How far a round is brought before somebody comes to its door.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Until {
    Made,
    Open,
    Closed,
}

/// Which door.
#[derive(Clone, Copy)]
enum Which {
    Contest,
    Round(&'static str),
    Sheet,
}

async fn of_own(world: &World, role: Role) -> (PersonId, Asker) {
    let name = name_of(role, At::Own);
    let (person, _) = people::by_sign_in(&world.house.store, &name).await.expect("read").expect("somebody");
    let positions = people::held(&world.house.store, person.id, world.house.today()).await.expect("read");
    (person.id, Asker { person: Some(person.id), positions, house: false })
}

fn at(world: World, until: Until, which: Which) -> Making {
    Box::pin(async move {
        let house = &world.house;
        let (_, lead) = of_own(&world, CommuneLeader).await;
        let (head, _) = of_own(&world, CommuneOfficer).await;
        let contest = ContestId(house.new_id());
        let typed =
            TypedContest { title: "Hội thi".into(), plan: String::new(), rules: "three_parts".into() };
        make(house, &lead, contest, &typed).await.expect("made");
        let (team, other, round) =
            (ContestTeamId(house.new_id()), ContestTeamId(house.new_id()), RoundId(house.new_id()));
        for (team, name) in [(team, "Đội một"), (other, "Đội hai")] {
            let typed = TypedTeam { name: name.into() };
            add_team(house, &lead, (contest, team), &world.own.to_string(), &typed).await.expect("a team");
        }
        let typed = TypedRound {
            tier: "base".into(),
            name: "Vòng cơ sở".into(),
            held_on: Some(Ok(house.today())),
            go_on: String::new(),
        };
        add_round(house, &lead, (contest, round), &typed).await.expect("a round");
        place(house, &lead, round, &team.to_string(), "").await.expect("placed");
        seat(house, &lead, round, &name_of(CommuneOfficer, At::Own), "head").await.expect("seated");
        if until >= Until::Open {
            step(house, &lead, round, "open").await.expect("open");
        }
        if until >= Until::Closed {
            step(house, &lead, round, "close").await.expect("closed");
        }
        let asked = match which {
            Which::Contest => {
                Asked::at(format!("/contests/{contest}")).with("do", "team").with("name", "Đội ba")
            }
            Which::Round(rest) => Asked::at(format!("/contests/rounds/{round}{rest}")).with("do", "place"),
            Which::Sheet => Asked::at(format!("/contests/rounds/{round}/sheets/{team}/greeting")),
        };
        let asked = asked.with("id", house.new_id()).with("unit", world.own).with("judge", head);
        // A team that takes part for a sheet, one that does not yet for taking part.
        let of = if matches!(which, Which::Round("")) { other } else { team };
        let asked =
            asked.with("team", of).with("part", "greeting").with("way", "late").with("reason", "Mất sóng");
        asked.with("points-content", "8").with("points-form", "8")
    })
}
