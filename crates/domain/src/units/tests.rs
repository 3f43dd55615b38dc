//! The real units of Hanoi, asked what everybody asks.

use super::{Level, Lookup, Quality, Tree, Unit, UnitKind, WHOLE_PPM, facts, rehome};
use crate::{ids::UnitId, time::Day};
use proptest::prelude::*;
use std::sync::LazyLock;

static HANOI: LazyLock<Tree> = LazyLock::new(|| facts::hanoi_tree().expect("the embedded tables are sound"));

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn coded(code: &str, on: &str) -> &'static Unit {
    HANOI.get(HANOI.by_code(code, day(on)).one().expect(code)).expect("a unit")
}

#[test]
fn the_city_has_its_units_on_every_day() {
    for (on, districts, communes) in [
        ("2021-01-01", 30, 579),
        ("2023-07-01", 30, 579),
        ("2024-12-31", 30, 579),
        ("2025-01-01", 30, 526),
        ("2025-06-30", 30, 526),
        ("2025-07-01", 0, 126),
        ("2026-11-22", 0, 126),
    ] {
        let count = |level| HANOI.at_level(level, day(on)).count();
        assert_eq!(
            (count(Level::City), count(Level::District), count(Level::Commune)),
            (1, districts, communes),
            "{on}"
        );
        let city = coded(facts::HANOI, on).id;
        let under =
            HANOI.at_level(Level::Commune, day(on)).filter(|unit| HANOI.is_under(unit.id, city, day(on)));
        assert_eq!(under.count(), communes, "{on}");
    }
    let kinds = |kind: UnitKind| {
        HANOI.at_level(Level::Commune, day("2026-01-01")).filter(|unit| unit.kind == kind).count()
    };
    assert_eq!((kinds(UnitKind::Ward), kinds(UnitKind::Commune), kinds(UnitKind::Township)), (51, 75, 0));
    let epochs: Vec<String> = HANOI.epochs(Level::Commune).iter().map(Day::to_string).collect();
    assert_eq!(epochs, ["2021-01-01", "2025-01-01", "2025-07-01"]);
}

#[test]
fn successions_are_the_published_ones() {
    let on = |from: &str| {
        HANOI
            .links()
            .iter()
            .filter(|link| HANOI.get(link.to).expect("a unit").valid_from == day(from))
            .count()
    };
    assert_eq!(on("2025-07-01"), 796);
    let ended = |unit: &&Unit| unit.level() == Level::Commune && unit.valid_to == Some(day("2024-12-31"));
    let merged = HANOI.units().iter().filter(ended).filter(|unit| {
        HANOI.by_code(unit.code.as_deref().expect("a code"), day("2025-01-01")) == Lookup::Nothing
    });
    assert_eq!(merged.count(), 53);
    let wholes = HANOI
        .links()
        .iter()
        .filter(|link| link.whole && HANOI.get(link.to).expect("a unit").valid_from == day("2025-07-01"));
    assert_eq!(wholes.count(), 326);
    for unit in HANOI.units().iter().filter(|unit| unit.level() == Level::Commune && unit.valid_to.is_some())
    {
        assert!(HANOI.successors(unit.id).count() > 0, "{} leads nowhere", unit.name);
    }
}

#[test]
fn names_are_found_as_people_say_them() {
    for (said, on, found, since) in [
        ("Trúc Bạch", "2026-01-01", "Phường Ba Đình", Some("2025-07-01")),
        ("truc bach", "2026-01-01", "Phường Ba Đình", Some("2025-07-01")),
        ("phường trúc bạch", "2024-06-01", "Phường Trúc Bạch", None),
        ("Tru\u{301}c Ba\u{323}ch", "2024-06-01", "Phường Trúc Bạch", None),
        ("yen hoa", "2026-01-01", "Phường Yên Hoà", None),
        ("Yên Hòa", "2026-01-01", "Phường Yên Hoà", None),
        ("ba dinh", "2026-01-01", "Phường Ba Đình", None),
        ("ba dinh", "2024-06-01", "Quận Ba Đình", None),
        ("Nguyễn Trung Trực", "2026-01-01", "Phường Ba Đình", Some("2025-07-01")),
        ("ha noi", "2026-01-01", "Thành phố Hà Nội", None),
    ] {
        let matches = HANOI.find(said, day(on));
        let first = matches.first().unwrap_or_else(|| panic!("{said} finds nothing"));
        assert_eq!(HANOI.get(first.unit).expect("a unit").name, found, "{said} on {on}");
        assert_eq!(first.since, since.map(day), "{said} on {on}");
    }
    assert_eq!(HANOI.find("Atlantis", day("2026-01-01")), []);
    assert_eq!(HANOI.find(" - ", day("2026-01-01")), []);
}

#[test]
fn codes_mean_another_unit_on_another_day() {
    for (code, on, name) in [
        ("00004", "2024-12-31", "Phường Trúc Bạch"),
        ("00004", "2025-03-01", "Phường Trúc Bạch"),
        ("00004", "2025-07-01", "Phường Ba Đình"),
        ("00292", "2024-12-31", "Phường Quỳnh Lôi"),
        ("00292", "2025-01-01", "Phường Bạch Mai"),
        ("001", "2025-06-30", "Quận Ba Đình"),
    ] {
        assert_eq!(coded(code, on).name, name);
    }
    assert_eq!(HANOI.by_code("001", day("2025-07-01")), Lookup::Nothing);
    assert_eq!(HANOI.by_code("99999", day("2025-07-01")), Lookup::Nothing);
}

#[test]
fn a_commune_keeps_its_row_when_nothing_about_it_changed() {
    assert_eq!(coded("00006", "2021-05-01").id, coded("00006", "2025-06-30").id);
    assert_ne!(
        coded("00004", "2024-12-31").id,
        coded("00004", "2025-01-01").id,
        "it took in another commune"
    );
}

#[test]
fn figures_are_read_on_another_days_structure() {
    let quality = |code: &str, on: &str, read_on: &str, level: Level| {
        let parts = rehome(&HANOI, coded(code, on).id, day(read_on), level);
        let name = |id: UnitId| HANOI.get(id).expect("a unit").name.as_str();
        (parts.len(), parts[0].quality, parts[0].unit.map(name))
    };
    let (now, then) = ("2026-01-01", "2023-06-01");
    assert_eq!(quality("00004", now, now, Level::Commune), (1, Quality::Exact, Some("Phường Ba Đình")));
    assert_eq!(quality("00004", then, now, Level::Commune), (1, Quality::Whole, Some("Phường Ba Đình")));
    assert_eq!(quality("00004", now, then, Level::Commune), (1, Quality::NotComparable, None));
    assert_eq!(quality("00004", now, then, Level::City), (1, Quality::Whole, Some("Thành phố Hà Nội")));
    assert_eq!(quality("00004", then, then, Level::District), (1, Quality::Exact, Some("Quận Ba Đình")));
    assert_eq!(quality("00004", then, now, Level::District), (1, Quality::NotComparable, None));
}

#[test]
fn a_point_falls_in_the_nearest_commune() {
    let sword_lake = super::Point { lat: 21.0287, lon: 105.8523 };
    let located = HANOI.locate(sword_lake, day("2026-01-01")).expect("in the city");
    assert_eq!(HANOI.get(located.unit).expect("a unit").name, "Phường Hoàn Kiếm");
    assert!(!located.inside);
    assert_eq!(HANOI.locate(super::Point { lat: 10.77, lon: 106.7 }, day("2026-01-01")), None);
    assert_eq!(HANOI.locate(super::Point { lat: f64::NAN, lon: 106.7 }, day("2026-01-01")), None);
    for unit in HANOI.at_level(Level::Commune, day("2023-01-01")) {
        assert!(HANOI.centroid(unit.id).is_some(), "{} is placed by what became of it", unit.name);
    }
}

static DEMO: LazyLock<Tree> = LazyLock::new(|| {
    let (units, links) = facts::hanoi_with_villages(7).expect("the embedded tables are sound");
    Tree::build(units, links).expect("invented villages are sound")
});

#[test]
fn invented_villages_lead_through_every_reorganisation() {
    let villages = |on: &str| DEMO.at_level(Level::Village, day(on)).count();
    assert_eq!((villages("2023-01-01"), villages("2025-01-01"), villages("2026-01-01")), (5000, 5000, 5000));
    let after: i64 = facts::village_counts().expect("sound").iter().filter_map(|row| row.villages).sum();
    assert_eq!(after, 2664);
    assert!((2664..2800).contains(&villages("2026-07-01")), "{}", villages("2026-07-01"));
    let ba_dinh = coded("00004", "2026-07-01").id;
    assert_eq!(DEMO.children(ba_dinh, day("2026-07-01")).count(), 18, "the true count");
    let mut estimated = 0;
    for village in DEMO.at_level(Level::Village, day("2023-01-01")) {
        assert!(village.simulated);
        let parts = rehome(&DEMO, village.id, day("2025-07-01"), Level::Commune);
        assert_eq!((parts.len(), parts[0].quality), (1, Quality::Exact), "{}", village.name);
        let merged = rehome(&DEMO, village.id, day("2026-07-01"), Level::Village);
        assert!(merged.iter().all(|part| part.unit.is_some()));
        estimated += usize::from(merged[0].quality == Quality::Estimated);
        let communes = rehome(&DEMO, village.id, day("2026-07-01"), Level::Commune);
        assert_eq!((communes.len(), communes[0].quality), (1, Quality::Exact));
    }
    assert!(estimated > 50, "some villages are divided by households: {estimated}");
}

#[test]
fn a_village_decides_where_its_commune_cannot() {
    let split = HANOI.units().iter().find(|unit| {
        unit.valid_to == Some(day("2025-06-30")) && HANOI.successors(unit.id).count() > 1
    });
    let split = split.expect("a commune that was divided").id;
    let now = day("2026-01-01");
    assert_eq!(rehome(&DEMO, split, now, Level::Commune)[0].quality, Quality::NotComparable);
    for village in DEMO.children(split, day("2025-06-30")) {
        assert_eq!(rehome(&DEMO, village.id, now, Level::Commune)[0].quality, Quality::Exact);
    }
}

proptest! {
    #[test]
    fn parts_always_sum_to_the_whole(at in any::<prop::sample::Index>(), days in 0i64..2200, level in 0usize..4) {
        let unit = at.get(HANOI.units());
        let on = day("2020-12-01").plus_days(days);
        let parts = rehome(&HANOI, unit.id, on, Level::ALL[level]);
        prop_assert_eq!(parts.iter().map(|part| part.share_ppm).sum::<i64>(), WHOLE_PPM);
        for part in parts {
            let standing = part.unit.is_none_or(|id| HANOI.get(id).is_some_and(|unit| unit.stands_on(on)));
            prop_assert!(standing);
        }
    }

    #[test]
    fn apportioned_parts_sum_to_the_amount(amount in 0i64..5_000_000, weights in prop::collection::vec(0i64..2_000_000, 1..8)) {
        let parts = super::rehome::apportion(amount, &weights);
        let expected = if weights.iter().sum::<i64>() > 0 { amount } else { 0 };
        prop_assert_eq!(parts.iter().sum::<i64>(), expected);
    }
}
