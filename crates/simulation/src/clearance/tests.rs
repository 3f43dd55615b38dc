//! Files that are handed over lawfully, and those that wait.

use super::*;
use danvan_domain::{
    ids::{ProjectId, SegmentId},
    procedures::Procedures,
};
use uuid::Uuid;

fn files(seed: u64) -> Vec<MadeFile> {
    let now = Moment::at("2026-11-26".parse().expect("a day"), 10, 0);
    let project = Project {
        id: ProjectId(Uuid::from_u128(1)),
        unit: UnitId(Uuid::from_u128(1)),
        name: "(Mô phỏng) Vành đai 4".into(),
        number: "1012/QĐ-UBND".into(),
        planned_on: "2023-02-16".parse().expect("a day"),
        cut_off_on: None,
        length_m: 58_200,
        area_m2: 8_120_700,
        made_at: now,
    };
    let segment = Segment {
        id: SegmentId(Uuid::from_u128(2)),
        project: project.id,
        number: 1,
        name: "Đoạn 1".into(),
        length_m: 1,
    };
    let office = Office {
        procedure: Procedures::facts().get(PROCEDURE).expect("the procedure"),
        calendar: Calendar::facts(),
        hours: OfficeHours::facts(),
        unit: UnitId(Uuid::from_u128(5)),
        city: Some(UnitId(Uuid::from_u128(1))),
        places: &[UnitId(Uuid::from_u128(6)), UnitId(Uuid::from_u128(7))],
        officer: PersonId(Uuid::from_u128(8)),
        now,
    };
    clearance_files(office, (&project, &[segment]), (1, 400), 20, seed)
}

#[test]
fn most_land_is_handed_over_lawfully_and_the_rest_waits_for_a_reason() {
    let all = files(7);
    assert_eq!(all.len(), 400);
    let waiting: Vec<&MadeFile> = all.iter().filter(|one| one.file.cleared_on.is_none()).collect();
    assert!((5..60).contains(&waiting.len()), "{}", waiting.len());
    assert!(waiting.iter().any(|one| !one.file.reason.is_empty() && !one.calls.is_empty()));
    for one in &all {
        assert_eq!(one.file.stage, one.run.0.stage);
        assert!(one.file.paid <= one.file.due && one.file.plots_given <= one.file.plots);
        assert!(one.people.name.starts_with("(Mô phỏng)"));
        if one.file.cleared_on.is_some() {
            assert!((16..=17).contains(&one.run.1.len()), "every step was lawful: {:?}", one.run.1);
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_files() {
    let told = |all: &[MadeFile]| all.iter().map(|one| format!("{:?}", one.file)).collect::<Vec<_>>();
    assert_eq!(told(&files(3)), told(&files(3)));
    assert_ne!(told(&files(3)), told(&files(4)));
}
