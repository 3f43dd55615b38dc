use super::*;
use crate::{time::Moment, units::facts::hanoi_tree};
use serde_json::json;
use uuid::Uuid;

fn event(kind: &str, more: Value) -> Event {
    let mut payload = json!({"topic": "environment.waste", "place": Uuid::from_u128(7), "day": "2026-05-04"});
    if let (Some(object), Value::Object(more)) = (payload.as_object_mut(), more) {
        object.extend(more);
    }
    let thing = Uuid::nil();
    Event { at: Moment::from_micros(0), actor: None, kind: kind.into(), thing, unit: None, payload }
}

#[test]
fn events_add_what_their_kind_and_payload_say() {
    use Measure::{
        AcceptedInTime, AcceptedLate, Answered, HeardAnger, HeardWorry, Late, OnTime, Received, Refused,
        Reopened, Solved, Supported,
    };
    let before =
        json!({"topic": "water", "place": Uuid::from_u128(8), "day": "2026-05-01", "severity": "anger"});
    type Case<'a> = (&'a str, Value, &'a [(Measure, i64)]);
    let cases: [Case<'_>; 16] = [
        ("case.received", json!({}), &[(Received, 1)]),
        ("case.accepted", json!({"in_time": true}), &[(AcceptedInTime, 1)]),
        ("case.accepted", json!({"in_time": false}), &[(AcceptedLate, 1)]),
        ("case.accepted", json!({}), &[]),
        ("case.assigned", json!({"in_time": true}), &[(AcceptedInTime, 1)]),
        ("case.answered", json!({"on_time": true, "first": true}), &[(Answered, 1), (OnTime, 1)]),
        ("case.answered", json!({"on_time": false, "first": true}), &[(Answered, 1), (Late, 1)]),
        ("case.answered", json!({"on_time": true, "first": false}), &[(Answered, 1)]),
        (
            "case.refused",
            json!({"on_time": true, "first": true, "in_time": true}),
            &[(Refused, 1), (AcceptedInTime, 1), (OnTime, 1)],
        ),
        ("case.reopened", json!({}), &[(Reopened, 1)]),
        ("case.solved", json!({}), &[(Solved, 1)]),
        ("case.supported", json!({}), &[(Supported, 1)]),
        ("case.transferred", json!({}), &[]),
        ("observation.noted", json!({"severity": "worry"}), &[(HeardWorry, 1)]),
        (
            "observation.edited",
            json!({"severity": "worry", "before": before}),
            &[(HeardAnger, -1), (HeardWorry, 1)],
        ),
        ("observation.withdrawn", json!({"severity": "anger"}), &[(HeardAnger, -1)]),
    ];
    for (kind, more, expected) in cases {
        let found = deltas(&event(kind, more.clone()));
        let shape: Vec<(Measure, i64)> = found.iter().map(|delta| (delta.measure, delta.count)).collect();
        assert_eq!(shape, expected, "{kind} {more}");
    }
    let edited = deltas(&event("observation.edited", json!({"severity": "worry", "before": before})));
    assert_eq!((edited[0].topic.as_str(), edited[0].place), ("water", UnitId(Uuid::from_u128(8))));
    assert_eq!(
        (edited[1].topic.as_str(), edited[1].place),
        ("environment.waste", UnitId(Uuid::from_u128(7)))
    );
}

#[test]
fn unreadable_events_add_nothing() {
    for payload in [json!({"place": 4}), json!({"day": "2026-02-30"}), json!({"topic": null})] {
        assert_eq!(deltas(&event("case.received", payload)), []);
    }
    assert_eq!(deltas(&event("observation.noted", json!({"severity": "joy"}))), []);
    assert_eq!(deltas(&event("received", json!({}))), []);
}

#[test]
fn every_unit_above_on_the_day_of_the_act_counts_it() {
    let (tree, topics) = (hanoi_tree().expect("the embedded tree"), Topics::facts());
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let ward = tree.by_code("00004", day("2025-08-01")).one().expect("the present ward");
    let check = |place, on: &str, expected: &[(Level, usize)]| {
        let mut batch = Batch::default();
        let measure = Measure::Received;
        let topic = "environment.waste".to_owned();
        batch.add(&tree, topics, &Delta { measure, topic, place, day: day(on), count: 2 });
        let rows = batch.into_rows();
        assert!(rows.iter().all(|(_, counts)| counts[Measure::Received] == 2));
        for (level, count) in expected {
            let at = rows.iter().filter(|(cell, _)| tree.get(cell.unit).is_some_and(|u| u.level() == *level));
            assert_eq!(at.count(), *count, "{level} {on}");
        }
    };
    // The commune counts what is its own once more.
    check(ward, "2025-08-01", &[(Level::Commune, 7), (Level::District, 0), (Level::City, 6)]);
    let old = tree.by_code("00010", day("2024-05-01")).one().expect("a ward of 2024");
    check(old, "2024-05-01", &[(Level::Commune, 7), (Level::District, 6), (Level::City, 6)]);
    // It ended with the year; what is done later counts for what took its place that day, whose district goes on.
    check(old, "2025-03-01", &[(Level::Commune, 7), (Level::District, 6), (Level::City, 6)]);
    assert_ne!(counted_at(&tree, old, day("2025-03-01")), old);
    for unit in tree.units() {
        let at = counted_at(&tree, unit.id, day("2026-01-15"));
        assert!(tree.get(at).is_some_and(|unit| unit.stands_on(day("2026-01-15"))), "{}", unit.name);
    }
}

#[test]
fn a_census_counts_the_same_cells_as_a_batch() {
    let (tree, topics) = (hanoi_tree().expect("the embedded tree"), Topics::facts());
    let places: Vec<UnitId> = tree.units().iter().map(|unit| unit.id).chain([UnitId(Uuid::nil())]).collect();
    let codes = ["environment.waste", "water", "own.topic", "roads.traffic"];
    let (mut batch, mut census) = (Batch::default(), Census::new(&tree, topics));
    let mut chance = 1_u64;
    let mut below = |limit: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(chance >> 33).expect("31 bits") % limit
    };
    let begin: Day = "2024-12-20".parse().expect("a day");
    for _ in 0..3_000 {
        let delta = Delta {
            measure: Measure::ALL[below(MEASURES)],
            topic: codes[below(codes.len())].to_owned(),
            place: places[below(places.len())],
            day: begin.plus_days(i64::try_from(below(400)).expect("small")),
            count: [1, 1, 2, -1][below(4)],
        };
        batch.add(&tree, topics, &delta);
        census.add(&delta);
    }
    let rows: Vec<(Cell, Counts)> = census.into_rows().filter(|(_, counts)| !counts.is_zero()).collect();
    assert!(rows.len() > 10_000);
    assert_eq!(rows, batch.into_rows());
}

#[test]
fn every_cell_is_a_sum_of_what_units_counted_themselves() {
    let (tree, topics) = (hanoi_tree().expect("the embedded tree"), Topics::facts());
    let places: Vec<UnitId> = tree.units().iter().map(|unit| unit.id).collect();
    let codes = ["environment.waste", "environment", "water", "roads.traffic"];
    let begin: Day = "2025-06-20".parse().expect("a day");
    let mut batch = Batch::default();
    for at in 0..2_000 {
        let delta = Delta {
            measure: Measure::ALL[at % MEASURES],
            topic: codes[at % codes.len()].to_owned(),
            place: places[at * 7919 % places.len()],
            day: begin.plus_days(i64::try_from(at % 20).expect("small")),
            count: 1,
        };
        batch.add(&tree, topics, &delta);
    }
    let (own, sums): (Vec<_>, Vec<_>) =
        batch.into_rows().into_iter().partition(|(cell, _)| cell.grain == Grain::Own);
    let mut again = Batch::default();
    for (cell, counts) in &own {
        for measure in Measure::ALL {
            let (place, day, count) = (cell.unit, cell.start, counts[*measure]);
            again.add(
                &tree,
                topics,
                &Delta { measure: *measure, topic: cell.topic.clone(), place, day, count },
            );
        }
    }
    let again: Vec<_> = again.into_rows().into_iter().filter(|(cell, _)| cell.grain != Grain::Own).collect();
    assert_eq!(again, sums);
}
