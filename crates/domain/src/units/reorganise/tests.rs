//! Plans against a small country.

use super::read_plan;
use crate::{
    time::Day,
    units::{Level, Lookup, Quality, Tree, rehome, table},
};

const UNITS: &str = "code,name,kind,parent,from,population,vintage\n\
    1,Thành phố Một,city,,2020-01-01,,\n\
    11,Phường Đông,ward,1,2020-01-01,100,2020\n\
    12,Phường Tây,ward,1,2020-01-01,200,2020\n\
    13,Xã Nam,commune,1,2020-01-01,300,2020\n\
    11.1,Tổ dân phố 1,residential_group,11,2020-01-01,,\n\
    11.2,Tổ dân phố 2,residential_group,11,2020-01-01,,\n\
    13.1,Thôn 1,village,13,2020-01-01,,\n";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn country() -> Tree {
    let units = table::read_units(UNITS, "test", &Tree::default()).expect("sound");
    table::join(&Tree::default(), units, Vec::new()).expect("sound")
}

const ON: &str = "2026-01-01";
const HEADING: &str = "act,from,to,name,kind,parent,share,households\n";

fn read(lines: &str) -> Result<(super::Plan, Tree), Vec<(u64, String)>> {
    read_plan(&format!("{HEADING}{lines}"), &country(), day(ON))
        .map_err(|faults| faults.into_iter().map(|fault| (fault.line, fault.note.key)).collect())
}

#[test]
fn a_merger_takes_the_units_below_along() {
    let (plan, after) = read("merge,11,12,Phường Mới,,,,\n").expect("a plan");
    let new = after.by_code("12", day(ON)).one().expect("stands");
    let unit = after.get(new).expect("a unit");
    assert_eq!(
        (unit.name.as_str(), unit.population.as_ref().map(|count| count.people)),
        ("Phường Mới", Some(300))
    );
    assert_eq!(after.by_code("11", day(ON)), Lookup::Nothing);
    assert_eq!(after.children(new, day(ON)).count(), 2);
    let old_group = after.by_code("11.1", day("2025-12-31")).one().expect("stood");
    let parts = rehome(&after, old_group, day(ON), Level::Commune);
    assert_eq!((parts[0].unit, parts[0].quality), (Some(new), Quality::Exact));
    assert_eq!(plan.ended.len(), 4);
    let before = plan.undo(&after).expect("undone");
    assert_eq!(before.units(), country().units());
    assert_eq!(before.links(), country().links());
}

#[test]
fn a_split_counts_households_and_asks_where_villages_go() {
    let halves = "split,13,13,Xã Nam Một,,,,250\nsplit,13,14,Xã Nam Hai,,,,750\n";
    assert_eq!(read(halves).expect_err("villages are left"), [(2, "units-plan-below".to_owned())]);
    let (_, after) = read(&format!("{halves}move,13.1,,,,14,,\n")).expect("a plan");
    let old = after.by_code("13", day("2025-12-31")).one().expect("stood");
    let shares: Vec<_> = rehome(&after, old, day(ON), Level::Commune)
        .iter()
        .map(|part| (part.share_ppm, part.quality))
        .collect();
    assert_eq!(shares, [(250_000, Quality::Estimated), (750_000, Quality::Estimated)]);
    let village = after.by_code("13.1", day("2025-12-31")).one().expect("stood");
    let part = rehome(&after, village, day(ON), Level::Commune)[0];
    assert_eq!((part.unit, part.quality), (after.by_code("14", day(ON)).one(), Quality::Exact));
}

#[test]
fn a_renamed_or_moved_unit_goes_on() {
    let (_, after) = read("rename,11,,Phường Bình Minh,,,,\nmove,13.1,,,,12,,\n").expect("a plan");
    let renamed = after.by_code("11", day(ON)).one().expect("stands");
    assert_eq!(after.get(renamed).expect("a unit").name, "Phường Bình Minh");
    let village = after.by_code("13.1", day(ON)).one().expect("stands");
    assert!(after.is_under(village, after.by_code("12", day(ON)).one().expect("stands"), day(ON)));
    assert_eq!(after.find("phuong dong", day(ON))[0].unit, renamed);
}

#[test]
fn bad_plans_are_refused_line_by_line() {
    let refused = |lines: &str| read(lines).expect_err(lines);
    for (lines, line, key) in [
        ("", 1, "units-plan-empty"),
        ("merge,99,12,,,,,\n", 2, "units-unknown-code"),
        ("merge,11,,,,,,\n", 2, "units-plan-without-target"),
        ("rename,11,,,,,,\n", 2, "units-plan-missing"),
        ("move,11,,,,,,\n", 2, "units-plan-missing"),
        ("move,13.1,,,,77,,\n", 2, "units-unknown-code"),
        ("move,13.1,,,,11.1,,\n", 2, "units-problem-wrong-level"),
        ("end,13,,,,,,\n", 2, "units-plan-below"),
        ("end,13,12,,,,,\n", 2, "units-plan-end-with-target"),
        ("merge,11,12,,,,,\nrename,11,,A,,,,\n", 3, "units-plan-twice"),
        ("split,12,12,,,,0.7,\nsplit,12,14,Phường B,,,0.7,\n", 3, "units-problem-shares-over-whole"),
        ("split,12,12,,,,many,\nsplit,12,14,Phường B,,,0.3,\n", 2, "units-plan-bad-share"),
        ("dance,12,,,,,,\n", 2, "fact-malformed"),
        ("merge,11\n", 2, "fact-malformed"),
    ] {
        let faults = refused(lines);
        assert!(faults.contains(&(line, key.to_owned())), "{lines:?}: {faults:?}");
    }
}
