//! The real units of Hanoi, asked what everybody asks.

use super::{Level, Lookup, Quality, Tree, Unit, UnitKind, WHOLE_PPM, facts, rehome, table};
use crate::{ids::UnitId, time::Day};
use proptest::prelude::*;
use std::{collections::HashMap, sync::LazyLock};

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
fn what_somebody_means_is_one_unit_or_nothing() {
    let meant = |said: &str, on: &str| {
        HANOI
            .resolve(said, day(on))
            .map(|id| HANOI.get(id).expect("a unit").name.as_str())
            .map_err(|note| note.key)
    };
    assert_eq!(meant("00004", "2024-06-01"), Ok("Phường Trúc Bạch"));
    assert_eq!(meant("truc bach", "2026-01-01"), Ok("Phường Ba Đình"));
    assert_eq!(meant("00010", "2026-01-01"), Err("units-unknown-code".into()), "an old code is not a name");
    assert_eq!(meant("Phường Quang Trung", "2024-06-01"), Err("units-ambiguous-code".into()));
    assert_eq!(meant("Atlantis", "2024-06-01"), Err("units-unknown-code".into()));
    let id = coded("00004", "2024-06-01").id.to_string();
    assert_eq!(meant(&id, "2026-01-01"), Ok("Phường Trúc Bạch"));
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

/// Rows of a published list, by their heading; `None`, told aloud, where the folder is absent.
fn published(name: &str) -> Option<Vec<HashMap<String, String>>> {
    let path = format!("{}/../../../shared/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let Ok(mut table) = csv::Reader::from_path(&path) else {
        #[expect(clippy::print_stderr, reason = "a test that cannot run says so aloud")]
        {
            eprintln!("NOT RUN: {path} is absent");
        }
        return None;
    };
    let names = table.headers().expect("a heading").clone();
    let rows = table.records().map(|row| {
        let row = row.expect("a row");
        names.iter().zip(row.iter()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    });
    Some(rows.collect())
}

#[test]
fn the_embedded_tables_say_what_the_published_lists_say() {
    for (list, code, name, parent, on) in [
        ("hanoi_units_2023.csv", "ward_code", "ward_full_name", "district_code", "2024-12-31"),
        ("hanoi_units_2025_jan.csv", "ward_code", "ward_full_name", "district_code", "2025-06-30"),
        ("hanoi_units_2025.csv", "code", "full_name", "", "2025-07-01"),
    ] {
        let Some(rows) = published(list) else { return };
        assert_eq!(rows.len(), HANOI.at_level(Level::Commune, day(on)).count(), "{list}");
        for row in rows {
            let unit = coded(&row[code], on);
            assert_eq!(unit.name, crate::fold::tidy(&row[name]));
            let above = HANOI.ancestors(unit.id).next().and_then(|above| above.code.clone());
            assert_eq!(above.as_deref(), Some(row.get(parent).map_or(facts::HANOI, String::as_str)));
            if let Some(people) = row.get("population") {
                let count = unit.population.as_ref().expect("a population");
                assert_eq!(
                    (count.people.to_string(), unit.area_km2),
                    (people.clone(), row["area_km2"].parse().ok())
                );
            }
        }
    }
    let Some(rows) = published("hanoi_mapping.csv") else { return };
    for row in rows {
        let (old, new) =
            (coded(&row["old_ward_code"], "2025-06-30"), coded(&row["new_ward_code"], "2025-07-01"));
        let step = HANOI.successors(old.id).find(|step| step.to.id == new.id).expect("a link");
        assert_eq!(step.link.whole, row["type"] == "full", "{} to {}", old.name, new.name);
    }
}

#[test]
fn any_country_can_be_read_from_its_list() {
    let list = "province_code,province_full_name,ward_code,ward_full_name\n\
        01,Thành phố Hà Nội,00004,Phường Ba Đình\n02,Tỉnh Mới,10001,Xã Một\n02,Tỉnh Mới,10002,đặc khu Hai\n";
    assert!(table::is_country_list(list));
    let from = day("2025-07-01");
    let units = table::read_country(list, from, "list", &HANOI).expect("sound");
    let names: Vec<&str> = units.iter().map(|(_, unit)| unit.name.as_str()).collect();
    assert_eq!(names, ["Tỉnh Mới", "Xã Một", "Đặc khu Hai"], "what is there already is left out");
    let tree = table::join(&HANOI, units, Vec::new()).expect("sound");
    assert_eq!(tree.at_level(Level::Commune, from).count(), 128);
    let again = table::read_country(list, from, "list", &tree).expect("sound");
    assert!(again.is_empty());
    let renamed = list.replace("Phường Ba Đình", "Phường Khác");
    let (faults, _) =
        table::join(&HANOI, table::read_country(&renamed, from, "", &HANOI).expect("rows"), Vec::new())
            .expect_err("an overlap");
    assert_eq!((faults[0].line, faults[0].note.key.as_str()), (2, "units-problem-same-id"));
}

#[test]
fn bad_tables_are_refused_line_by_line() {
    const HEADING: &str = "code,name,kind,parent,from,to,population,vintage,lat,lon\n1,Thành phố Một,city,,2020-01-01,2026-12-31,,,,\n";
    let faults = |lines: &str| -> Vec<(u64, String)> {
        let units = table::read_units(&format!("{HEADING}{lines}"), "test", &Tree::default());
        let found = units
            .and_then(|units| table::join(&Tree::default(), units, Vec::new()).map_err(|(units, _)| units));
        found.expect_err(lines).into_iter().map(|fault| (fault.line, fault.note.key)).collect()
    };
    for (lines, line, key) in [
        ("2,Phường A,ward,9,2020-01-01,2021-01-01,,,,\n", 3, "units-unknown-code"),
        ("2,Phường A,ward,1,2020-01-01,,,,,\n", 3, "units-problem-outlives-parent"),
        ("2,Phường A,ward,1,2020-01-01,2027-01-01,,,,\n", 3, "units-problem-outlives-parent"),
        ("2,Phường A,ward,1,2021-01-01,2020-01-01,,,,\n", 3, "units-problem-ends-before-it-begins"),
        (
            "2,Phường A,ward,1,2020-01-01,2021-01-01,,,,\n2,Phường B,ward,1,2020-06-01,2022-01-01,,,,\n",
            4,
            "units-problem-overlap",
        ),
        ("2,A,district,3,2020-01-01,,,,,\n3,B,district,2,2020-01-01,,,,,\n", 3, "units-problem-cycle"),
        ("2,A,district,2,2020-01-01,,,,,\n", 3, "units-problem-cycle"),
        ("2,Phường A,ward,1,2020-01-01,2021-01-01,5,,,\n", 3, "units-row-population-without-vintage"),
        ("2,Phường A,ward,1,2020-01-01,2021-01-01,,,91,10\n", 3, "units-row-bad-point"),
        ("2,Phường A,ward,1,2020-13-01,,,,,\n", 3, "fact-malformed"),
        ("2,Phường A,palace,1,2020-01-01,,,,,\n", 3, "fact-malformed"),
        ("2,,ward,1,2020-01-01,2021-01-01,,,,\n", 3, "units-row-without-name-or-code"),
        ("2,Phường A\n", 3, "fact-malformed"),
    ] {
        let found = faults(lines);
        assert!(found.contains(&(line, key.to_owned())), "{lines:?}: {found:?}");
    }
}

#[test]
fn bad_links_are_refused_line_by_line() {
    let units = "code,name,kind,parent,from,to\n1,Thành phố Một,city,,2020-01-01,\n\
        2,Phường A,ward,1,2020-01-01,2021-12-31\n3,Phường B,ward,1,2022-01-01,\n4,Phường C,ward,1,2020-01-01,\n";
    let units = table::read_units(units, "test", &Tree::default()).expect("sound");
    let plain: Vec<Unit> = units.iter().map(|(_, unit)| unit.clone()).collect();
    for (lines, line, key) in [
        ("2022-01-01,2,9,true,,\n", 2, "units-unknown-code"),
        ("2022-01-01,2,4,true,,\n", 2, "units-problem-successor-too-early"),
        ("2022-01-01,4,3,true,,\n", 2, "units-problem-successor-too-early"),
        ("2022-01-01,2,3,true,,\n2022-01-01,2,3,false,,\n", 3, "units-problem-same-link"),
        ("2022-01-01,2,3,false,1000001,\n", 2, "units-problem-shares-over-whole"),
        ("2022-01-01,2,3,false,,-1\n", 2, "units-problem-negative-households"),
        ("2022-01-01,2,3,perhaps,,\n", 2, "fact-malformed"),
    ] {
        let text = format!("day,from,to,whole,share_ppm,households\n{lines}");
        let found = table::read_links(&text, &plain).and_then(|links| {
            table::join(&Tree::default(), units.clone(), links).map_err(|(_, links)| links)
        });
        let found = found.expect_err(lines);
        assert!(
            found.iter().any(|fault| (fault.line, fault.note.key.as_str()) == (line, key)),
            "{lines:?}: {found:?}"
        );
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
    let split = HANOI
        .units()
        .iter()
        .find(|unit| unit.valid_to == Some(day("2025-06-30")) && HANOI.successors(unit.id).count() > 1);
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
