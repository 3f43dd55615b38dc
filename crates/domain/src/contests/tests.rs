use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn rules() -> Rules {
    known_rules()[0].clone()
}

fn team(number: u128) -> ContestTeamId {
    ContestTeamId(Uuid::from_u128(number))
}

#[test]
fn a_part_comes_to_the_mean_of_what_is_kept_less_what_overrunning_costs() {
    let rules = rules();
    let part = rules.part("greeting").expect("a part");
    let check = |totals: &[i64], seconds: Option<i64>, mean: i64, score: i64| {
        let found = part_score(&rules, part, totals, seconds).expect("points");
        assert_eq!((found.mean, found.score), (mean, score), "{totals:?} {seconds:?}");
    };
    // Fewer than five judges: nothing is left out.
    check(&[1000, 2000], None, 1500, 1500);
    check(&[1000, 1000, 1001], None, 1000, 1000);
    check(&[1000, 1001], None, 1001, 1001);
    // Five: the highest and the lowest are.
    check(&[0, 1500, 1600, 1700, 2000], None, 1600, 1600);
    // Five minutes are allowed; each half minute begun costs half a point, at most two.
    check(&[1600], Some(300), 1600, 1600);
    check(&[1600], Some(301), 1600, 1550);
    check(&[1600], Some(331), 1600, 1500);
    check(&[1600], Some(3000), 1600, 1400);
    check(&[100], Some(3000), 100, 0);
    assert_eq!(part_score(&rules, part, &[], None), None);
}

#[test]
fn ties_are_broken_by_parts_then_by_lot_else_shared() {
    let rules = rules();
    let codes: Vec<&str> = rules.parts.iter().map(|part| part.code.as_str()).collect();
    assert_eq!(codes, ["greeting", "knowledge", "situation"]);
    let of = |number: u128, points: [i64; 3]| {
        let totals: BTreeMap<String, Vec<i64>> =
            codes.iter().zip(points).map(|(code, total)| ((*code).to_owned(), vec![total])).collect();
        team_score(&rules, team(number), &totals, &BTreeMap::new())
    };
    let check = |teams: &[TeamScore], lots: &[(u128, i64)], expected: &[(u128, usize, Option<&str>)]| {
        let lots = lots.iter().map(|(number, lot)| (team(*number), *lot)).collect();
        let found = rank(&rules, teams, &lots);
        let found: Vec<(ContestTeamId, usize, Option<&str>)> =
            found.iter().map(|one| (one.team, one.rank, one.decided_by.as_deref())).collect();
        let expected: Vec<(ContestTeamId, usize, Option<&str>)> =
            expected.iter().map(|(number, rank, by)| (team(*number), *rank, *by)).collect();
        assert_eq!(found, expected);
    };
    check(&[of(1, [900, 900, 900]), of(2, [1000, 1000, 1000])], &[], &[(2, 1, None), (1, 2, None)]);
    // The same total: the situation decides, then the knowledge.
    check(
        &[of(1, [1000, 1000, 900]), of(2, [900, 1000, 1000])],
        &[],
        &[(2, 1, Some("situation")), (1, 2, Some("situation"))],
    );
    check(
        &[of(1, [1000, 900, 1000]), of(2, [900, 1000, 1000])],
        &[],
        &[(2, 1, Some("knowledge")), (1, 2, Some("knowledge"))],
    );
    let same = [of(1, [900, 900, 900]), of(2, [900, 900, 900]), of(3, [100, 100, 100])];
    check(&same, &[], &[(1, 1, None), (2, 1, None), (3, 3, None)]);
    check(&same, &[(1, 2), (2, 1)], &[(2, 1, Some("lot")), (1, 2, Some("lot")), (3, 3, None)]);
}

#[test]
fn late_double_and_recounted_points_have_their_ways() {
    let over =
        Run { team: team(1), part: "greeting".into(), seconds: None, over_at: Some(Moment::from_micros(1)) };
    let open = Run { over_at: None, ..over.clone() };
    let check = |stage: Stage, run: &Run, way: Way, reason: &str, is_first: bool, expected: bool| {
        let found = may_mark((stage, Some(run)), (way, reason, is_first));
        assert_eq!(found.is_ok(), expected, "{stage} {way} {reason:?} {is_first}: {found:?}");
    };
    check(Stage::Open, &open, Way::Own, "", true, true);
    check(Stage::Open, &open, Way::Own, "", false, false);
    check(Stage::Open, &open, Way::Own, "Ghi nhầm", false, true);
    check(Stage::Open, &over, Way::Own, "", true, false);
    check(Stage::Planned, &open, Way::Own, "", true, false);
    check(Stage::Open, &open, Way::Paper, "", true, false);
    check(Stage::Open, &open, Way::Paper, "Mất điện thoại", true, true);
    check(Stage::Open, &open, Way::Paper, "Mất điện thoại", false, false);
    check(Stage::Open, &over, Way::Late, "Mất sóng", true, true);
    check(Stage::Open, &open, Way::Late, "Mất sóng", true, false);
    check(Stage::Closed, &over, Way::Late, "", true, false);
    check(Stage::Closed, &over, Way::Late, "Mất sóng", false, false);
    check(Stage::Closed, &over, Way::Recount, "Cộng nhầm", false, true);
    check(Stage::Closed, &over, Way::Recount, "Cộng nhầm", true, false);
    check(Stage::Published, &over, Way::Recount, "Cộng nhầm", false, false);
}

#[test]
fn what_is_typed_is_read() {
    let rules = rules();
    let part = rules.part("greeting").expect("a part");
    let check = |points: &[&str], expected: Option<&[i64]>| {
        let typed =
            TypedMark { points: points.iter().map(|one| (*one).into()).collect(), reason: String::new() };
        assert_eq!(typed.check(part).ok().map(|(points, _)| points).as_deref(), expected, "{points:?}");
    };
    check(&["8", "7,5"], Some(&[800, 750]));
    check(&["8.25", "0"], Some(&[825, 0]));
    check(&["10", "10"], Some(&[1000, 1000]));
    for wrong in ["", "11", "-1", "8,555", "tám", "1e1", "8,5,5"] {
        check(&[wrong, "7"], None);
    }
    for (typed, expected) in [("6:30", Some(390)), ("45", Some(45)), ("", None)] {
        assert_eq!(seconds(typed), Ok(expected), "{typed}");
    }
    for wrong in ["6:75", "-1", "x", "99999999"] {
        assert!(seconds(wrong).is_err(), "{wrong}");
    }
    for (points, text) in [(850, "8,5"), (800, "8"), (825, "8,25"), (5, "0,05"), (0, "0")] {
        assert_eq!(points_text(points), text);
    }
}

proptest! {
    /// In whatever order judges send, the same points come to the same; the mean lies between the lowest and the highest.
    #[test]
    fn the_order_of_points_does_not_matter(mut totals in proptest::collection::vec(0_i64..=2000, 1..12), seconds in 0_i64..900) {
        let rules = rules();
        let part = rules.part("greeting").expect("a part");
        let before = part_score(&rules, part, &totals, Some(seconds)).expect("points");
        let (low, high) = (*totals.iter().min().expect("one"), *totals.iter().max().expect("one"));
        prop_assert!(low <= before.mean && before.mean <= high);
        prop_assert_eq!(before.kept.len() + before.dropped.len(), totals.len());
        totals.reverse();
        prop_assert_eq!(&part_score(&rules, part, &totals, Some(seconds)).expect("points"), &before);
    }

    /// Places follow totals, are the same in whatever order teams stand, and as many stand before a team as its place says.
    #[test]
    fn places_follow_totals(points in proptest::collection::vec(0_i64..6, 1..12)) {
        let rules = rules();
        let teams: Vec<TeamScore> = points
            .iter()
            .zip(1..)
            .map(|(points, number)| {
                let totals = BTreeMap::from([("greeting".to_owned(), vec![points * 100])]);
                team_score(&rules, team(number), &totals, &BTreeMap::new())
            })
            .collect();
        let found = rank(&rules, &teams, &BTreeMap::new());
        let mut turned = teams.clone();
        turned.reverse();
        prop_assert_eq!(&rank(&rules, &turned, &BTreeMap::new()), &found);
        let total = |team: ContestTeamId| teams.iter().find(|one| one.team == team).expect("a team").total;
        for one in &found {
            let better = teams.iter().filter(|other| other.total > total(one.team)).count();
            prop_assert_eq!(one.rank, better + 1);
        }
    }
}
