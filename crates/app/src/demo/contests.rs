//! A made-up contest with three rounds: the base published, the cluster running, the final prepared.

use super::letters::{Office, asker};
use crate::house::Stop;
use danvan_actions::{
    House,
    contests::{add_round, add_team, go_on, make, mark, place, run, seat, step},
};
use danvan_domain::{
    contests::{TypedContest, TypedMark, TypedRound, TypedTeam, known_rules},
    ids::{ContestId, ContestTeamId, MarkId, RoundId},
    rights::Asker,
};

/// How many teams the base has, and how many go on.
const TEAMS: usize = 6;

/// Makes it, where the demo's people are there.
pub(super) async fn hold(house: &House, offices: &[Office]) -> Result<(), Stop> {
    // Long because it is one evening after another.
    let (Some(lead), Some(first), Some(second)) = (
        asker(house, "lanhdao").await?,
        asker(house, "phantich").await?,
        asker(house, "lanhdao.ngocha").await?,
    ) else {
        return Ok(());
    };
    let Some(rules) = known_rules().first() else { return Ok(()) };
    let id = ContestId(house.new_id());
    let typed = TypedContest {
        title: "(Mô phỏng) Hội thi Dân vận khéo thành phố".into(),
        plan: "48-KH/BDV".into(),
        rules: rules.code.clone(),
    };
    make(house, &lead, id, &typed).await?;
    let mut teams = Vec::new();
    for office in offices.iter().take(TEAMS) {
        let team = ContestTeamId(house.new_id());
        let name = house.facts().tree.get(office.unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let typed = TypedTeam { name: format!("Đội {name}") };
        add_team(house, &lead, (id, team), &office.unit.to_string(), &typed).await?;
        teams.push(team);
    }
    let today = house.today();
    let mut rounds = Vec::new();
    for (tier, name, days, go_on) in [
        ("base", "(Mô phỏng) Vòng cơ sở", -14, "4"),
        ("cluster", "(Mô phỏng) Vòng cụm", 0, "2"),
        ("final", "(Mô phỏng) Chung kết", 14, ""),
    ] {
        let round = RoundId(house.new_id());
        let typed = TypedRound {
            tier: tier.into(),
            name: name.into(),
            held_on: Some(Ok(today.plus_days(days))),
            go_on: go_on.into(),
        };
        add_round(house, &lead, (id, round), &typed).await?;
        for (person, as_what) in
            [("phantich", "head"), ("lanhdao.ngocha", "judge"), ("canbo.ngocha", "secretary")]
        {
            seat(house, &lead, round, person, as_what).await?;
        }
        rounds.push(round);
    }
    if teams.len() < TEAMS {
        return Ok(());
    }
    for team in &teams {
        place(house, &lead, rounds[0], &team.to_string(), "").await?;
    }
    let judges = [&first, &second];
    step(house, &lead, rounds[0], "open").await?;
    judge(house, (rounds[0], &teams), &judges, 3).await?;
    step(house, &lead, rounds[0], "close").await?;
    step(house, &lead, rounds[0], "publish").await?;
    go_on(house, &lead, rounds[0], &rounds[1].to_string()).await?;
    step(house, &lead, rounds[1], "open").await?;
    let going = danvan_actions::contests::round(house, &lead, rounds[1]).await?.places;
    let going: Vec<ContestTeamId> = going.into_iter().map(|(team, _)| team).collect();
    // The first part is over; the others are still to come.
    judge(house, (rounds[1], &going), &judges, 1).await
}

/// Every judge gives every team points in the first parts, a little different each; the head keeps time.
async fn judge(
    house: &House,
    (round, teams): (RoundId, &[ContestTeamId]),
    judges: &[&Asker],
    parts: usize,
) -> Result<(), Stop> {
    let Some(rules) = known_rules().first() else { return Ok(()) };
    for part in rules.parts.iter().take(parts) {
        for (at, team) in teams.iter().enumerate() {
            for (number, judge) in judges.iter().enumerate() {
                let points = part.criteria.iter().map(|one| {
                    let quarter = i64::try_from((at * 3 + number) % 8).unwrap_or(0);
                    let hundredths = one.most() * 7 / 10 + quarter * 25;
                    danvan_domain::contests::points_text(hundredths)
                });
                let typed = TypedMark { points: points.collect(), reason: String::new() };
                mark(house, judge, (round, *team, &part.code), MarkId(house.new_id()), &typed).await?;
            }
            let took = format!("{}", part.seconds - 20 + i64::try_from(at * 11).unwrap_or(0));
            run(house, judges[0], (round, *team, &part.code), &took, true).await?;
        }
    }
    Ok(())
}
