//! A proceeding's spells, and the numbers they add up to.

use super::*;
use crate::{
    calendar::Calendar,
    ids::UnitId,
    office_hours::OfficeHours,
    procedures::{Done, Party, Procedures, moments},
};
use proptest::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

const WARD: UnitId = UnitId(Uuid::from_u128(1));
const OTHER: UnitId = UnitId(Uuid::from_u128(2));
const CITY: UnitId = UnitId(Uuid::from_u128(3));

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn proceeding(procedure: &str, unit: UnitId, is_child: bool) -> Proceeding {
    let at = Moment::at(day("2026-07-06"), 8, 0);
    Proceeding {
        id: ProceedingId(Uuid::from_u128(7)),
        letter: None,
        parent: is_child.then_some(ProceedingId(Uuid::from_u128(8))),
        procedure: procedure.into(),
        edition: String::new(),
        unit,
        handler: None,
        place: unit,
        topic: String::new(),
        title: String::new(),
        signers: 1,
        is_sealed: false,
        opened_at: at,
        opened_on: at.day(),
        stage: String::new(),
        ended_at: None,
        seen_at: at,
    }
}

fn kept(act: &str, on: &str, unit: UnitId) -> Kept {
    let by = match act {
        "complain_second" | "withdraw" => Party::Complainant,
        "accept_second" | "decide_second" => Party::CityLeader,
        "accept" | "decide_first" => Party::CommuneLeader,
        _ => Party::CommuneOfficer,
    };
    let done = Done {
        document: "1/QĐ".into(),
        ground: "Theo nội dung".into(),
        office: "Nơi khác".into(),
        ..Done::new(act, Moment::at(day(on), 9, 0), by)
    };
    Kept {
        proceeding: ProceedingId(Uuid::from_u128(7)),
        position: 0,
        recorded_at: done.at,
        done,
        late_reason: None,
        person: None,
        unit,
        edition: String::new(),
    }
}

fn seen(it: &Proceeding, acts: &[Kept], now: &str) -> Vec<Spell> {
    let procedures = Procedures::facts();
    let procedure = procedures.get(&it.procedure).expect("a procedure");
    let done: Vec<Done> = acts.iter().map(|kept| kept.done.clone()).collect();
    let now = Moment::at(day(now), 9, 0);
    let stood = moments(procedure, &done, Calendar::facts(), OfficeHours::facts(), now);
    let (_, clocks) = stood.unwrap_or_else(|refused| panic!("{refused:?}"));
    let basis = Basis {
        proceeding: it,
        letter: None,
        has_parts: false,
        acts,
        procedure,
        clocks: &clocks,
        city: Some(CITY),
    };
    spells(&basis)
}

/// A spell as a line: unit, kind, begun, ended, outcome, late, appealed.
fn told(spell: &Spell) -> String {
    let days = [spell.ended_on, spell.late_on, spell.appealed_on]
        .map(|day| day.map_or("-".into(), |day| day.to_string()));
    let unit = if spell.unit == WARD {
        "ward"
    } else if spell.unit == OTHER {
        "other"
    } else {
        "city"
    };
    let outcome = spell.outcome.map_or("-", Outcome::word);
    format!("{unit} {} {} {} {outcome} {} {}", spell.kind, spell.begun_on, days[0], days[1], days[2])
}

#[test]
fn what_was_done_says_whose_it_was_and_how_it_ended() {
    let check = |procedure: &str, has: UnitId, acts: &[(&str, &str)], now: &str, expected: &[&str]| {
        let acts: Vec<Kept> = acts.iter().map(|(act, on)| kept(act, on, WARD)).collect();
        let found: Vec<String> =
            seen(&proceeding(procedure, has, true), &acts, now).iter().map(told).collect();
        assert_eq!(found, expected, "{procedure} {acts:?}");
    };
    check(
        "complaint",
        WARD,
        &[("receive", "2026-07-06")],
        "2026-07-07",
        &["ward complaint 2026-07-06 - - - -"],
    );
    // Seven working days from a Monday end on the Wednesday of the next week.
    check(
        "complaint",
        WARD,
        &[("receive", "2026-07-06")],
        "2026-07-20",
        &["ward complaint 2026-07-06 - - 2026-07-15 -"],
    );
    let decided = [("receive", "2026-07-06"), ("accept", "2026-07-10"), ("decide_first", "2026-07-20")];
    check("complaint", WARD, &decided, "2026-09-20", &["ward complaint 2026-07-06 2026-07-20 settled - -"]);
    let late = [("receive", "2026-07-06"), ("accept", "2026-07-20"), ("decide_first", "2026-07-30")];
    check(
        "complaint",
        WARD,
        &late,
        "2026-09-20",
        &["ward complaint 2026-07-06 2026-07-30 settled 2026-07-15 -"],
    );
    let second: Vec<_> = decided
        .iter()
        .copied()
        .chain([("first_decision_received", "2026-07-21"), ("complain_second", "2026-08-03")])
        .collect();
    check(
        "complaint",
        WARD,
        &second,
        "2026-08-04",
        &[
            "ward complaint 2026-07-06 2026-07-20 settled - 2026-08-03",
            "city second_complaint 2026-08-03 - - - -",
        ],
    );
    let gone = [("receive", "2026-07-06"), ("transfer", "2026-07-08")];
    check("complaint", WARD, &gone, "2026-07-09", &["ward complaint 2026-07-06 2026-07-08 transferred - -"]);
    check(
        "complaint",
        OTHER,
        &gone,
        "2026-07-09",
        &["ward complaint 2026-07-06 2026-07-08 transferred - -", "other complaint 2026-07-08 - - - -"],
    );
    let answered = [("receive", "2026-07-06"), ("classify", "2026-07-08"), ("answer", "2026-07-20")];
    check("petition", WARD, &answered, "2026-07-21", &["ward petition 2026-07-06 2026-07-20 settled - -"]);
    check("publication", WARD, &[], "2026-07-21", &[]);
}

#[test]
fn an_intake_is_counted_once_and_as_what_its_letter_was_found_to_be() {
    let it = Proceeding { is_sealed: true, ..proceeding("petition", WARD, false) };
    let acts = [kept("receive", "2026-07-06", WARD)];
    assert_eq!(seen(&it, &acts, "2026-07-07")[0].kind, Kind::Denunciation);
    let moved = [kept("receive", "2026-07-06", WARD), kept("move", "2026-07-07", WARD)];
    let found = seen(&proceeding("petition", WARD, false), &moved, "2026-07-08");
    assert_eq!((found.len(), found[0].outcome), (1, Some(Outcome::Split)), "nothing came of it here");
    let procedures = Procedures::facts();
    let procedure = procedures.get("petition").expect("a procedure");
    let done: Vec<Done> = moved.iter().map(|kept| kept.done.clone()).collect();
    let now = Moment::at(day("2026-07-08"), 9, 0);
    let stood = moments(procedure, &done, Calendar::facts(), OfficeHours::facts(), now);
    let (_, clocks) = stood.expect("it stands");
    let it = proceeding("petition", WARD, false);
    let basis = Basis {
        proceeding: &it,
        letter: None,
        has_parts: true,
        acts: &moved,
        procedure,
        clocks: &clocks,
        city: None,
    };
    assert_eq!(spells(&basis), [], "its parts are counted");
    // The office that sent it on to the one that found what it is has had it all the same.
    let sent_on = [
        kept("receive", "2026-07-06", OTHER),
        kept("transfer", "2026-07-07", OTHER),
        kept("receive_transferred", "2026-07-08", WARD),
        kept("move", "2026-07-09", WARD),
    ];
    let found = spells(&Basis { acts: &sent_on, ..basis });
    let ended: Vec<_> = found.iter().map(|spell| (spell.unit, spell.position, spell.outcome)).collect();
    assert_eq!(ended, [(OTHER, 0, Some(Outcome::Transferred))]);
}

#[test]
fn a_denunciation_stands_in_no_sum_beside_others() {
    let acts = [kept("receive", "2026-07-06", WARD)];
    let spell = seen(&proceeding("denunciation", WARD, true), &acts, "2026-08-07").remove(0);
    let families: Vec<Family> = cells(&spell).iter().map(|cell| cell.family).collect();
    assert!(families.iter().all(|family| *family == Family::Kind), "{families:?}");
    assert_eq!(families.len(), 6, "it came and a clock lapsed, each by day, month and year");
}

/// A spell of some days: begun, for how long, whether and after how long late.
fn made(begun: i64, length: Option<i64>, late: Option<i64>, outcome: usize) -> Spell {
    let begun_on = day("2026-01-01").plus_days(begun);
    let ended_on = length.map(|length| begun_on.plus_days(length));
    let late_on =
        late.map(|late| begun_on.plus_days(late)).filter(|late| ended_on.is_none_or(|end| *late <= end));
    Spell {
        proceeding: ProceedingId(Uuid::nil()),
        position: 0,
        unit: WARD,
        kind: Kind::Complaint,
        branch: "state".into(),
        begun_on,
        outcome: ended_on.map(|_| Outcome::ALL[outcome % Outcome::ALL.len()]),
        ended_on,
        late_on,
        late_reason: String::new(),
        appealed_on: None,
        stage: String::new(),
    }
}

/// What a plain walk over spells counts.
fn walked(all: &[Spell], from: Day, to: Day) -> Figures {
    let mut figures = Figures::default();
    for it in all {
        let within = |day: Option<Day>| day.is_some_and(|day| from <= day && day <= to);
        let one = |holds: bool| i64::from(holds);
        let ends_in = within(it.ended_on);
        figures[Measure::Opening] += one(it.begun_on < from && it.ended_on.is_none_or(|end| from <= end));
        figures[Measure::Received] += one(within(Some(it.begun_on)));
        figures[Measure::Settled] += one(ends_in);
        figures[Measure::Passed] += one(ends_in && it.outcome == Some(Outcome::Transferred));
        figures[Measure::OnTime] += one(ends_in && it.late_on.is_none());
        figures[Measure::Late] += one(ends_in && it.late_on.is_some());
        let stays = it.begun_on <= to && it.ended_on.is_none_or(|end| to < end);
        figures[Measure::Carried] += one(stays);
        figures[Measure::CarriedLate] += one(stays && it.late_on.is_some_and(|late| late <= to));
        figures[Measure::Appealed] += one(within(it.appealed_on));
    }
    figures
}

proptest! {
    #[test]
    fn cells_sum_to_what_a_walk_counts_and_every_period_balances(
        made_up in proptest::collection::vec(
            (0_i64..500, proptest::option::of(0_i64..120), proptest::option::of(0_i64..90), 0_usize..9), 0..40),
        from in 0_i64..500,
        length in 0_i64..300,
    ) {
        let all: Vec<Spell> = made_up.into_iter().map(|(b, l, late, o)| made(b, l, late, o)).collect();
        let mut counted: HashMap<Cell, i64> = HashMap::new();
        for cell in all.iter().flat_map(cells) {
            *counted.entry(cell).or_default() += 1;
        }
        let from = day("2026-01-01").plus_days(from);
        let to = from.plus_days(length);
        // Years, then months, then days up to a day: as the store reads them.
        let until = |aspect: Aspect, family: Family, end: Day| -> i64 {
            let (year, month) = (Grain::Year.start(end), Grain::Month.start(end));
            let takes = |cell: &Cell| match cell.grain {
                Grain::Year => cell.start < year,
                Grain::Month => year <= cell.start && cell.start < month,
                Grain::Day => month <= cell.start && cell.start < end,
            };
            let fits = |cell: &Cell| cell.aspect == aspect && cell.family == family && takes(cell);
            counted.iter().filter(|(cell, _)| fits(cell)).map(|(_, count)| count).sum()
        };
        for family in [Family::Kind, Family::Branch] {
            let mut figures = Figures::default();
            for aspect in Aspect::ALL {
                let before = until(*aspect, family, from);
                figures.add(*aspect, before, until(*aspect, family, to.next()) - before);
            }
            prop_assert_eq!(figures, walked(&all, from, to));
            prop_assert!(figures.balances());
        }
    }
}
