use super::{
    board::{Piece, rows},
    *,
};
use crate::{
    facts::Grade,
    ids::{CommitmentId, ReportId},
    units::{Link, Tree, Unit, UnitKind, WHOLE_PPM},
};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn indicator(adds_up: AddsUp, target: i64) -> Indicator {
    Indicator {
        measure: if adds_up == AddsUp::Mean { Measure::Share } else { Measure::Count },
        counted: "buổi".into(),
        baseline: 0,
        target,
        direction: Direction::AtLeast,
        adds_up,
        source: None,
    }
}

fn at(micros: i64) -> Moment {
    Moment::from_micros(micros)
}

#[test]
fn a_term_falls_into_periods_without_gap() {
    let check = |rhythm: Rhythm, from: &str, to: &str, expected: &[(&str, &str)]| {
        let found = rhythm.periods(day(from), day(to));
        let found: Vec<(String, String)> =
            found.iter().map(|one| (one.from.to_string(), one.to.to_string())).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected, "{rhythm} {from} {to}");
    };
    check(Rhythm::Once, "2026-01-15", "2026-12-31", &[("2026-01-15", "2026-12-31")]);
    check(
        Rhythm::Monthly,
        "2026-01-15",
        "2026-03-10",
        &[("2026-01-15", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-10")],
    );
    check(
        Rhythm::Quarterly,
        "2026-02-01",
        "2026-09-30",
        &[("2026-02-01", "2026-03-31"), ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30")],
    );
    check(Rhythm::Monthly, "2026-12-31", "2026-12-31", &[("2026-12-31", "2026-12-31")]);
}

#[test]
fn values_are_read_as_people_write_them() {
    let check = |measure, typed: &str, expected: Option<i64>| {
        assert_eq!(read_value(measure, typed).ok(), expected, "{measure} {typed}");
    };
    check(Measure::Count, "1.200", Some(1200));
    check(Measure::Count, " 12 ", Some(12));
    check(Measure::Count, "1,2", None);
    check(Measure::Count, "-1", None);
    check(Measure::Share, "87,5", Some(8750));
    check(Measure::Share, "87.25 %", Some(8725));
    check(Measure::Share, "100", Some(10_000));
    check(Measure::Share, "100,01", None);
    check(Measure::Share, "8,755", None);
    check(Measure::YesNo, "yes", Some(1));
    check(Measure::YesNo, "maybe", None);
    check(Measure::Milestone, "21", None);
    check(Measure::Count, "", None);
}

#[test]
fn a_commitment_is_checked_as_it_is_typed() {
    let term = (day("2026-01-01"), day("2026-12-31"));
    let good = TypedCommitment {
        what: "Tiếp công dân định kỳ".into(),
        measure: "count".into(),
        counted: "buổi".into(),
        target: "24".into(),
        direction: "at_least".into(),
        adds_up: "sum".into(),
        rhythm: "monthly".into(),
        ..TypedCommitment::default()
    };
    let own = (ProgrammeId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)));
    let checked = |typed: &TypedCommitment| typed.check(own, term, (CommitmentId(Uuid::nil()), at(0)));
    let found = checked(&good).expect("it fits");
    assert_eq!((found.indicator.target, found.weight, found.from, found.to), (24, 1, term.0, term.1));
    let fields = |typed: TypedCommitment| match checked(&typed) {
        Err(Refusal::Invalid(notes)) => notes.into_iter().map(|note| note.field).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(fields(TypedCommitment { what: " ".into(), ..good.clone() }), ["what"]);
    assert_eq!(fields(TypedCommitment { measure: "share".into(), ..good.clone() }), ["adds_up"]);
    assert_eq!(fields(TypedCommitment { measure: "yes_no".into(), ..good.clone() }), ["adds_up"]);
    assert_eq!(fields(TypedCommitment { measure: "own:weather".into(), ..good.clone() }), ["measure"]);
    assert_eq!(fields(TypedCommitment { baseline: "30".into(), ..good.clone() }), ["target"]);
    assert_eq!(fields(TypedCommitment { weight: "0".into(), ..good.clone() }), ["weight"]);
    let outside = TypedCommitment { to: Some(Ok(day("2027-01-01"))), ..good.clone() };
    assert_eq!(fields(outside), ["last_on"]);
    let own_source = TypedCommitment { measure: "own:letters_on_time".into(), target: "95".into(), ..good };
    let found = checked(&own_source).expect("it fits").indicator;
    assert_eq!((found.measure, found.adds_up, found.target), (Measure::Share, AddsUp::Mean, 9_500));
}

#[test]
fn a_programme_never_follows_from_itself() {
    let id = |number: u128| ProgrammeId(Uuid::from_u128(number));
    assert!(may_follow(id(1), &[id(2), id(3)]).is_ok());
    assert!(may_follow(id(1), &[id(2), id(1)]).is_err(), "a cycle");
    assert!(may_follow(id(1), &[id(1)]).is_err(), "itself");
    let chain: Vec<ProgrammeId> = (2..).map(id).take(DEEPEST).collect();
    assert!(may_follow(id(1), &chain).is_err(), "too deep");
}

fn part(number: u128, base: i64, typed: Option<i64>) -> Part {
    Part { unit: UnitId(Uuid::from_u128(number)), base, typed }
}

#[test]
fn what_is_shared_out_adds_up_and_what_is_left_is_told() {
    let targets = |found: Result<Vec<Shared>, Refusal>| {
        found.map(|all| all.iter().map(|one| one.target).collect::<Vec<_>>()).ok()
    };
    let sum = indicator(AddsUp::Sum, 100);
    let parts = [part(1, 50_000, None), part(2, 30_000, None), part(3, 20_001, None)];
    let check = |given: &[(i64, i64)], sharing, amount, expected: Option<Vec<i64>>| {
        let found = targets(share_out(&sum, given, (sharing, amount), &parts));
        assert_eq!(found, expected, "{given:?} {sharing} {amount:?}");
    };
    check(&[], Sharing::Population, None, Some(vec![50, 30, 20]));
    check(&[], Sharing::Equal, None, Some(vec![34, 33, 33]));
    check(&[(40, 1)], Sharing::Equal, None, Some(vec![20, 20, 20]));
    check(&[], Sharing::Equal, Some(60), Some(vec![20, 20, 20]));
    check(&[(40, 1)], Sharing::Equal, Some(61), None);
    check(&[(100, 1)], Sharing::Equal, None, None);
    check(&[], Sharing::ByHand, None, None);
    let typed = |a, b| [part(1, 1, Some(a)), part(2, 1, Some(b))];
    assert_eq!(targets(share_out(&sum, &[], (Sharing::ByHand, None), &typed(70, 30))), Some(vec![70, 30]));
    assert_eq!(targets(share_out(&sum, &[], (Sharing::ByHand, None), &typed(70, 31))), None);
    assert_eq!(left(&sum, &[70, 20]), Some(10));
    // The mean of the parts must be able to reach the whole's.
    let mean = indicator(AddsUp::Mean, 9_000);
    assert_eq!(left(&mean, &[1]), None);
    assert!(share_out(&mean, &[], (Sharing::ByHand, None), &typed(9_500, 8_500)).is_ok());
    assert!(share_out(&mean, &[], (Sharing::ByHand, None), &typed(9_500, 8_400)).is_err());
    let worst = indicator(AddsUp::Minimum, 10);
    assert!(share_out(&worst, &[], (Sharing::ByHand, None), &typed(10, 9)).is_err());
    let unknown = [part(1, 0, None)];
    assert!(share_out(&sum, &[], (Sharing::Population, None), &unknown).is_err());
    assert!(share_out(&sum, &[], (Sharing::Equal, None), &[]).is_err());
}

fn report(number: i64, value: i64, verdict: Option<bool>) -> Report {
    Report {
        id: ReportId(Uuid::from_u128(u128::from(number.unsigned_abs()))),
        commitment: CommitmentId(Uuid::nil()),
        period: day("2026-01-01"),
        number,
        value,
        base: None,
        words: String::new(),
        at: at(number),
        person: None,
        unit: UnitId(Uuid::nil()),
        evidence: 0,
        verdict: verdict.map(|is_accepted| Verdict {
            is_accepted,
            at: at(9),
            by: None,
            reason: String::new(),
        }),
        request_hash: Vec::new(),
    }
}

#[test]
fn what_was_said_and_what_was_proven_are_told_apart() {
    let check = |reports: &[(i64, Option<bool>)], claimed: Option<i64>, proven: Option<i64>| {
        let all: Vec<Report> =
            (1..).zip(reports).map(|(number, (value, verdict))| report(number, *value, *verdict)).collect();
        let found = stood(&all);
        assert_eq!(
            (found.claimed.map(|it| it.0), found.proven.map(|it| it.0)),
            (claimed, proven),
            "{reports:?}"
        );
    };
    check(&[], None, None);
    check(&[(3, None)], Some(3), None);
    check(&[(3, Some(false))], None, None);
    check(&[(3, Some(true)), (5, None)], Some(5), Some(3));
    check(&[(3, Some(true)), (5, Some(false))], Some(3), Some(3));
    check(&[(3, None), (2, Some(true))], Some(2), Some(2));
}

#[test]
fn a_state_says_no_more_than_is_known() {
    let sum = indicator(AddsUp::Sum, 10);
    let period = Period { from: day("2026-03-01"), to: day("2026-03-31") };
    let figure = |claimed: Option<i64>, proven: Option<i64>| Figure {
        claimed: claimed.map_or_else(Total::default, |value| Total::of(&sum, value, 1, at(1))),
        proven: proven.map_or_else(Total::default, |value| Total::of(&sum, value, 1, at(1))),
    };
    let check = |claimed, proven, today: &str, expected| {
        let found = figure(claimed, proven).state(&sum, 1, period, day(today));
        assert_eq!(found, expected, "{claimed:?} {proven:?} {today}");
    };
    check(None, None, "2026-02-28", State::Waiting);
    check(None, None, "2026-03-02", State::OnTrack);
    check(None, None, "2026-03-10", State::Behind);
    check(Some(5), None, "2026-03-15", State::OnTrack);
    check(Some(10), None, "2026-03-15", State::Unproven);
    check(Some(10), Some(10), "2026-03-15", State::Kept);
    check(Some(10), Some(9), "2026-04-01", State::Unproven);
    check(Some(9), Some(9), "2026-04-01", State::Late);
    // A limit is kept only once its days are over, and a mean only when everybody has told.
    let limit = Indicator { direction: Direction::AtMost, baseline: 10, target: 3, ..sum.clone() };
    assert_eq!(figure(Some(2), Some(2)).state(&limit, 1, period, day("2026-03-20")), State::OnTrack);
    assert_eq!(figure(Some(4), None).state(&limit, 1, period, day("2026-03-20")), State::Behind);
    assert_eq!(figure(Some(2), Some(2)).state(&limit, 1, period, day("2026-04-01")), State::Kept);
    assert_eq!(figure(Some(2), Some(2)).state(&limit, 2, period, day("2026-04-01")), State::Late);
    let worst = indicator(AddsUp::Minimum, 10);
    assert_eq!(figure(Some(10), Some(10)).state(&worst, 2, period, day("2026-04-01")), State::Late);
}

#[test]
fn the_way_is_told_from_the_baseline() {
    let from =
        |baseline, target, direction| Indicator { baseline, target, direction, ..indicator(AddsUp::Sum, 0) };
    let up = from(50, 100, Direction::AtLeast);
    assert_eq!((up.way(50), up.way(75), up.way(40), up.way(125)), (0, 5_000, 0, 15_000));
    let down = from(12, 4, Direction::AtMost);
    assert_eq!((down.way(12), down.way(8), down.way(4)), (0, 5_000, 10_000));
    let keep = from(10, 10, Direction::AtLeast);
    assert_eq!((keep.way(10), keep.way(9)), (10_000, 0));
}

/// A city whose communes end and go on as others: each wholly into one, or divided between two with or without shares.
pub(crate) fn reorganised(old: usize, new: usize, ways: &[(u8, u8, u8)]) -> Tree {
    let unit = |number: u128, kind, parent: Option<u128>, from: &str, to: Option<&str>| Unit {
        id: UnitId(Uuid::from_u128(number)),
        code: Some(format!("{number:05}")),
        name: format!("Phường {number}"),
        kind,
        parent: parent.map(|number| UnitId(Uuid::from_u128(number))),
        valid_from: day(from),
        valid_to: to.map(day),
        population: None,
        area_km2: None,
        centroid: None,
        simulated: true,
        source: "a test".into(),
        certainty: Grade::A,
    };
    let mut units = vec![unit(1, UnitKind::City, None, "2020-01-01", None)];
    let olds = (0..old as u128).map(|at| 100 + at);
    let news = |way: u8| 200 + u128::from(way) % new as u128;
    units.extend(olds.clone().map(|id| unit(id, UnitKind::Ward, Some(1), "2020-01-01", Some("2026-06-30"))));
    units.extend((0..new as u128).map(|at| unit(200 + at, UnitKind::Ward, Some(1), "2026-07-01", None)));
    let mut links = Vec::new();
    for (id, (first, second, share)) in olds.zip(ways) {
        let mut link = |to: u128, share: Option<i64>, whole| {
            links.push(Link {
                from: UnitId(Uuid::from_u128(id)),
                to: UnitId(Uuid::from_u128(to)),
                share,
                households: None,
                whole,
                certainty: Grade::A,
                source: "a test".into(),
            });
        };
        if news(*first) == news(*second) {
            link(news(*first), None, true);
        } else {
            // Some shares are not known at all.
            let part = (share % 4 != 0).then(|| i64::from(*share) * 3_000);
            link(news(*first), part, false);
            link(news(*second), part.map(|part| WHOLE_PPM - part), false);
        }
    }
    Tree::build(units, links).expect("a tree")
}

/// Everything that must be conserved, over all rows.
fn sums(indicator: &Indicator, found: &[board::Row]) -> (i64, i64, Vec<Figure>) {
    let mut figures = vec![Figure::default(); found.first().map_or(0, |row| row.figures.len())];
    for row in found {
        for (sum, figure) in figures.iter_mut().zip(&row.figures) {
            *sum = sum.and(indicator, *figure);
        }
    }
    (found.iter().map(|row| row.target).sum(), found.iter().map(|row| row.parts).sum(), figures)
}

proptest! {
    #[test]
    fn parts_add_up_to_the_whole_on_every_structure(
        ways in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..9),
        new in 1_usize..6,
        told in prop::collection::vec((0_i64..10_000, 0_i64..10_000, 1_i64..500_000, 0_u8..3), 27),
        adds_up in 0_usize..4,
    ) {
        let indicator = Indicator { target: 10_000, ..indicator(AddsUp::ALL[adds_up], 10_000) };
        let tree = reorganised(ways.len(), new, &ways);
        let total = |value, base, at: i64| Total::of(&indicator, value, base, Moment::from_micros(at));
        let pieces: Vec<Piece> = (0..ways.len()).map(|at| Piece {
            promised_by: UnitId(Uuid::from_u128(100 + at as u128)),
            target: told[at].0,
            baseline: 0,
            parts: 1,
            figures: (0..3).map(|period| {
                let (claimed, proven, base, verified) = told[at * 3 + period];
                Figure {
                    claimed: if verified > 0 { total(claimed, base, claimed) } else { Total::default() },
                    proven: if verified > 1 { total(proven, base, claimed) } else { Total::default() },
                }
            }).collect(),
        }).collect();
        let mut whole = vec![Figure::default(); 3];
        for piece in &pieces {
            for (sum, figure) in whole.iter_mut().zip(&piece.figures) {
                *sum = sum.and(&indicator, *figure);
            }
        }
        for on in ["2026-03-01", "2026-09-01"] {
            let found = rows(&tree, &indicator, &pieces, day(on));
            let (target, parts, figures) = sums(&indicator, &found);
            prop_assert_eq!(parts, WHOLE_PPM * pieces.len() as i64, "{}", on);
            prop_assert_eq!(&figures, &whole, "{}", on);
            if indicator.adds_up == AddsUp::Sum {
                prop_assert_eq!(target, pieces.iter().map(|piece| piece.target).sum::<i64>(), "{}", on);
            }
        }
    }

    #[test]
    fn totals_do_not_depend_on_order_or_grouping(
        told in prop::collection::vec((0_i64..10_000, 1_i64..500_000, 0_i64..50), 1..20),
        cut in any::<prop::sample::Index>(),
        adds_up in 0_usize..4,
    ) {
        let indicator = indicator(AddsUp::ALL[adds_up], 10);
        let one = |(value, base, at): &(i64, i64, i64)| Total::of(&indicator, *value, *base, Moment::from_micros(*at));
        let join = |all: &[(i64, i64, i64)]| all.iter().map(one).fold(Total::default(), |sum, more| sum.and(&indicator, more));
        let at = cut.index(told.len());
        let grouped = join(&told[..at]).and(&indicator, join(&told[at..]));
        let reversed: Vec<_> = told.iter().rev().copied().collect();
        prop_assert_eq!(join(&told), grouped);
        prop_assert_eq!(join(&told), join(&reversed));
    }

    #[test]
    fn what_is_shared_out_by_a_base_sums_to_the_amount(
        bases in prop::collection::vec(1_i64..300_000, 1..140), target in 1_i64..1_000_000, amount in any::<prop::sample::Index>(),
    ) {
        let sum = indicator(AddsUp::Sum, target);
        let amount = 1 + i64::try_from(amount.index(usize::try_from(target).expect("small"))).expect("small");
        let parts: Vec<Part> = (0..).zip(&bases).map(|(at, base)| part(at, *base, None)).collect();
        let shared = share_out(&sum, &[], (Sharing::Population, Some(amount)), &parts).expect("it adds up");
        let targets: Vec<i64> = shared.iter().map(|one| one.target).collect();
        prop_assert_eq!(targets.iter().sum::<i64>(), amount);
        prop_assert_eq!(left(&sum, &targets), Some(target - amount));
    }
}
