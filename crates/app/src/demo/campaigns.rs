//! A made-up campaign with the size of the Covid community teams of 2021: 26,000 teams with 400,000 members and a week of logs in
//! the whole city, some teams in a small one. It says that it is simulated.

use super::{
    fill::Size,
    letters::{Office, asker},
};
use crate::{house::Stop, terminal::sentence};
use danvan_actions::{
    House,
    campaigns::{Brought, bring, log, make_shift, my_teams},
    programmes::{TypedSharing, fill as fill_progress, make, promise, share},
};
use danvan_domain::{
    campaigns::{TypedLog, TypedShift},
    ids::{CommitmentId, ProgrammeId, ShiftId, UnitId},
    programmes::{TypedCommitment, TypedProgramme},
    rights::Asker,
    time::Moment,
    units::Level,
};
use danvan_simulation::campaigns::{Wanted, roster};

const SEED: u64 = 2026;
/// How many teams the whole city has.
const TEAMS: usize = 26_000;
/// How many a commune of a small city has.
const FEW: usize = 8;
/// How many members a team has in the whole city, about, so that they are four hundred thousand; and in a small one.
const MEMBERS: (i64, i64) = (15, 6);
/// How many days were logged.
const DAYS: i64 = 7;
/// So many teams are written in one change.
const AT_ONCE: usize = 250;

/// Makes the campaign with its targets, teams, members and logs.
pub(super) async fn fill(
    house: &House,
    offices: &[Office],
    size: Size,
    tell: &impl Fn(&str),
) -> Result<(), Stop> {
    let (Some(leader), false) = (asker(house, "lanhdao").await?, offices.is_empty()) else { return Ok(()) };
    let campaign = campaign(house, &leader).await?;
    let communes: Vec<UnitId> = offices.iter().map(|office| office.unit).collect();
    let (all, members) =
        if size == Size::Small { (FEW * communes.len(), MEMBERS.1) } else { (TEAMS, MEMBERS.0) };
    aim(house, (&leader, campaign), &communes, all).await?;
    let (mut teams, mut people, mut logs) = (0, 0, 0);
    let facts = house.facts();
    let today = house.today();
    for (at, office) in offices.iter().enumerate() {
        let own = all / communes.len() + usize::from(at < all % communes.len());
        let villages = facts.tree.children(office.unit, today).filter(|unit| unit.level() == Level::Village);
        let places: Vec<UnitId> = villages.map(|unit| unit.id).collect();
        let mut left = own;
        while left > 0 {
            let many = left.min(AT_ONCE);
            left -= many;
            let wanted = Wanted {
                campaign,
                commune: office.unit,
                teams: many,
                members,
                days: DAYS,
                formed_at: Moment::at(today.plus_days(-20), 8, 0),
                today,
                officer: Some(office.officer),
                seed: SEED + (at * 1_000 + left) as u64,
            };
            let (some, whose, told) = roster(&wanted, &places);
            (teams, people, logs) = (teams + some.len(), people + whose.len(), logs + told.len());
            let brought = Brought { teams: some, members: whose, logs: told };
            bring(house, (campaign, office.unit), brought).await?;
        }
    }
    by_hand(house).await?;
    fill_progress(house).await?;
    let counts = [("teams", teams.into()), ("members", people.into()), ("logs", logs.into())];
    tell(&sentence("terminal-demo-campaigns", &counts));
    Ok(())
}

async fn campaign(house: &House, leader: &Asker) -> Result<ProgrammeId, Stop> {
    let today = house.today();
    let typed = TypedProgramme {
        kind: "campaign".into(),
        title: "(Mô phỏng) Tổ cộng đồng phòng dịch".into(),
        aims: "(Mô phỏng) Mỗi tổ đi từng ngõ, gõ từng nhà, 40–50 hộ một tổ; hộ nào cần gì thì báo ngay."
            .into(),
        number: "21-KH/BCĐ".into(),
        starts_on: Some(Ok(today.plus_days(-25))),
        ends_on: Some(Ok(today.plus_days(65))),
        ..TypedProgramme::default()
    };
    Ok(make(house, leader, ProgrammeId(house.new_id()), &typed, &[]).await?)
}

/// What the communes are to form, a little more than they have.
async fn aim(
    house: &House,
    (leader, campaign): (&Asker, ProgrammeId),
    communes: &[UnitId],
    teams: usize,
) -> Result<(), Stop> {
    let more = teams + teams / 20 + communes.len();
    for (what, measure, counted, target) in [
        ("(Mô phỏng) Lập tổ cộng đồng", "own:teams_formed", "tổ", more),
        ("(Mô phỏng) Hộ dân có tổ cộng đồng", "own:households_covered", "hộ", more * 45),
    ] {
        let typed = TypedCommitment {
            what: what.into(),
            measure: measure.into(),
            counted: counted.into(),
            target: target.to_string(),
            direction: "at_least".into(),
            adds_up: "sum".into(),
            rhythm: "once".into(),
            ..TypedCommitment::default()
        };
        let ids = (campaign, CommitmentId(house.new_id()));
        let whole = promise(house, leader, ids, ("", ""), &typed).await?;
        let among = TypedSharing {
            sharing: "equal".into(),
            units: communes.iter().map(UnitId::to_string).collect(),
            ..TypedSharing::default()
        };
        share(house, leader, whole, &among).await?;
    }
    Ok(())
}

/// What the demonstration's own people did: a log of today, and a shift for tomorrow.
async fn by_hand(house: &House) -> Result<(), Stop> {
    let (Some(member), Some(desk)) = (asker(house, "to.ngocha").await?, asker(house, "canbo.ngocha").await?)
    else {
        return Ok(());
    };
    let Some((team, _)) = my_teams(house, &member).await?.into_iter().next() else { return Ok(()) };
    let typed = TypedLog {
        day: None,
        visited: "12".into(),
        helped: "3".into(),
        words: "(Mô phỏng) Hai hộ cần đi chợ hộ.".into(),
    };
    log(house, &member, team.id, &typed, Vec::new()).await?;
    let typed = TypedShift {
        what: "(Mô phỏng) Trực chốt đầu ngõ".into(),
        day: Some(Ok(house.today().next())),
        from: "7:30".into(),
        to: "11:30".into(),
        needs: vec![("first_aid".into(), "1".into()), (String::new(), "2".into())],
    };
    make_shift(house, &desk, (ShiftId(house.new_id()), team.id), &typed).await?;
    Ok(())
}
