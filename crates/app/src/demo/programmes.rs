//! A made-up directive of the city, shared out to every commune with some months of progress, and a task for the teams of
//! the busiest one. All of it says that it is simulated.

use super::letters::{Office, asker};
use crate::{house::Stop, terminal::sentence};
use danvan_actions::{
    House,
    programmes::{TypedSharing, bring, fill, make, promise, remind, share},
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, UnitId},
    programmes::{TypedCommitment, TypedProgramme},
    rights::{Asker, Verb},
};
use danvan_simulation::{Share, progress};
use danvan_store::programmes as store;

/// How many months of progress lie behind the present.
const MONTHS: usize = 5;

/// Makes the directive and what follows from it.
pub(super) async fn direct(house: &House, offices: &[Office], tell: &impl Fn(&str)) -> Result<(), Stop> {
    let (Some(leader), false) = (asker(house, "lanhdao").await?, offices.is_empty()) else { return Ok(()) };
    let programme = directive(house, &leader).await?;
    let communes: Vec<UnitId> = offices.iter().map(|office| office.unit).collect();
    let many = i64::try_from(communes.len()).unwrap_or(1);
    let mut reports = Vec::new();
    for (what, measure, counted, target, rhythm) in [
        ("(Mô phỏng) Hội nghị đối thoại với nhân dân", "count", "buổi", 2 * many, "monthly"),
        ("(Mô phỏng) Người đứng đầu tiếp công dân", "own:reception_days", "buổi", many, "monthly"),
        ("(Mô phỏng) Đơn, vụ việc xong đúng hạn", "own:letters_on_time", "", 90, "quarterly"),
        ("(Mô phỏng) Phản ánh được trả lời đúng hạn", "own:cases_on_time", "", 85, "monthly"),
        ("(Mô phỏng) Hộ được vận động phân loại rác", "count", "hộ", 400 * many, "once"),
    ] {
        let typed = TypedCommitment {
            what: what.into(),
            measure: measure.into(),
            counted: counted.into(),
            target: target.to_string(),
            direction: "at_least".into(),
            adds_up: "sum".into(),
            rhythm: rhythm.into(),
            ..TypedCommitment::default()
        };
        let ids = (programme, CommitmentId(house.new_id()));
        let whole = promise(house, &leader, ids, ("", ""), &typed).await?;
        let sharing = if rhythm == "once" { "population" } else { "equal" };
        share(house, &leader, whole, &among(&communes, sharing)).await?;
        if measure == "count" {
            reports.extend(past(house, (whole, &leader), offices).await?);
        }
    }
    bring(house, &reports).await?;
    for office in offices {
        task(house, office.unit).await?;
    }
    fill(house).await?;
    remind(house).await?;
    tell(&sentence("terminal-demo-programmes", &[("reports", reports.len().into())]));
    Ok(())
}

fn among(units: &[UnitId], sharing: &str) -> TypedSharing {
    TypedSharing {
        sharing: sharing.into(),
        units: units.iter().map(UnitId::to_string).collect(),
        ..TypedSharing::default()
    }
}

async fn directive(house: &House, leader: &Asker) -> Result<ProgrammeId, Stop> {
    let today = house.today();
    let first = (0..MONTHS).fold(today.first_of_month(), |day, _| day.previous().first_of_month());
    let typed = TypedProgramme {
        kind: "directive".into(),
        title: "(Mô phỏng) Thực hiện Chỉ thị 07-CT/TU về công tác dân vận của cơ quan nhà nước".into(),
        aims: "(Mô phỏng) Tiếp dân, đối thoại, giải quyết đơn và trả lời phản ánh đúng hạn.".into(),
        number: "07-CT/TU".into(),
        issued_by: "Thành ủy Hà Nội".into(),
        starts_on: Some(Ok(first)),
        ends_on: Some(Ok(first.plus_days(364))),
        ..TypedProgramme::default()
    };
    Ok(make(house, leader, ProgrammeId(house.new_id()), &typed, &[]).await?)
}

/// What the communes reported of a commitment until now.
async fn past(
    house: &House,
    (whole, leader): (CommitmentId, &Asker),
    offices: &[Office],
) -> Result<Vec<danvan_domain::programmes::Report>, Stop> {
    let mut reports = Vec::new();
    for commitment in &store::below(&house.store, whole).await? {
        let office = offices.iter().find(|office| office.unit == commitment.unit);
        let (Some(office), Some(verifier)) = (office, leader.person) else { continue };
        let share = Share { commitment, reporter: office.officer, verifier };
        reports.extend(progress(&share, house.now(), 2026));
    }
    Ok(reports)
}

/// A task that the desk of a commune gives to its teams; only where somebody known leads it.
async fn task(house: &House, unit: UnitId) -> Result<(), Stop> {
    let Some(desk) = asker(house, "canbo.ngocha").await? else { return Ok(()) };
    let is_own = desk.unit_for(Verb::LeadProgrammes) == Some(unit);
    let facts = house.facts();
    let villages: Vec<UnitId> = facts.tree.children(unit, house.today()).map(|unit| unit.id).collect();
    if !is_own || villages.is_empty() {
        return Ok(());
    }
    let today = house.today();
    let typed = TypedProgramme {
        kind: "tasks".into(),
        title: "(Mô phỏng) Việc phường giao các tổ dân vận".into(),
        starts_on: Some(Ok(today.plus_days(-20))),
        ends_on: Some(Ok(today.plus_days(40))),
        ..TypedProgramme::default()
    };
    let programme = make(house, &desk, ProgrammeId(house.new_id()), &typed, &[]).await?;
    let typed = TypedCommitment {
        what: "(Mô phỏng) Nhắc các hộ chuẩn bị cho mùa mưa bão".into(),
        measure: "yes_no".into(),
        direction: "at_least".into(),
        adds_up: "minimum".into(),
        rhythm: "once".into(),
        to: Some(Ok(today.plus_days(3))),
        needs_evidence: true,
        ..TypedCommitment::default()
    };
    let ids = (programme, CommitmentId(house.new_id()));
    let whole = promise(house, &desk, ids, ("", ""), &typed).await?;
    share(house, &desk, whole, &among(&villages, "equal")).await?;
    Ok(())
}
