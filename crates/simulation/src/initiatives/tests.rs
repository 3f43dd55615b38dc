use super::*;
use danvan_domain::{initiatives::may_follow, units::facts::hanoi_tree};

fn made(all: usize, collective: usize) -> Vec<Deed> {
    let tree = hanoi_tree().expect("the units");
    let on: Day = "2025-08-01".parse().expect("a day");
    let communes: Vec<UnitId> = tree.at_level(Level::Commune, on).map(|unit| unit.id).collect();
    let year = Year { year: 2025, registered_on: on, all, collective };
    deeds(&tree, &communes, year, "2026-11-27T02:00:00Z".parse().expect("an instant"), 2026)
}

#[test]
fn there_are_exactly_as_many_as_were_told_and_of_each_kind() {
    for (all, collective) in [(1_193, 736), (7, 7), (5, 0), (0, 0)] {
        let deeds = made(all, collective);
        let of_groups = deeds.iter().filter(|deed| deed.initiative.content.kind == Kind::Collective).count();
        assert_eq!((deeds.len(), of_groups), (all, collective));
    }
}

#[test]
fn every_deed_went_the_way_that_the_rules_allow() {
    let mut deeds = made(900, 500);
    kept(&mut deeds, 2026, "2026-02-01".parse().expect("a day"), 0.3, 2026);
    for deed in &deeds {
        let mut stage = Stage::Registered;
        for (at, act) in deed.acts.iter().enumerate() {
            assert!(may_follow(act.act, stage).is_ok(), "{} after {stage}", act.act);
            assert_eq!(act.position, at as i64 + 1);
            stage = act.act.leads_to();
        }
        assert_eq!(deed.initiative.stage, stage);
        assert_eq!(deed.initiative.ended_at.is_some(), stage.is_over());
        assert_eq!(deed.owner.is_some(), deed.initiative.content.kind == Kind::Individual);
        assert_eq!(deed.years.len(), 1 + usize::from(deed.initiative.year == 2026));
    }
    let dropped = deeds.iter().filter(|deed| deed.years[0].outcome == Outcome::Dropped).count();
    let effective = deeds.iter().filter(|deed| deed.years[0].outcome == Outcome::Effective).count();
    assert!((20..=90).contains(&dropped), "{dropped} dropped out");
    assert!((740..=830).contains(&effective), "{effective} were effective");
}
