//! A real city's ten thousand requests, imported, then worked with over HTTP: its figures, a queue, the search.

use crate::desk::{Browser, somebody};
use danvan_actions::{Facts, cases::import::import};
use danvan_domain::{people::Role, rights::Asker, time::Day, units::Tree};
use danvan_interop::mapping::{Mapping, Request, open};
use danvan_testkit::{House, for_each_engine};
use serde_json::Value;
use std::{collections::BTreeMap, fs::File, path::Path};

const MAPPING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/how-to/mappings/baltimore.toml");
const REQUESTS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/anchors/F_311_baltimore/311_sample.csv");

/// What one unit is said to have received in the years of the file.
async fn received(browser: &mut Browser, house: &House, code: &str, topic: &str) -> (Value, i64) {
    let on: Day = "2019-01-01".parse().expect("a day");
    let unit = house.unit_on(code, on);
    let path =
        format!("/api/v1/units/{unit}/overview?from=2014-01-01&to=2019-12-31&topic={topic}&on=2019-01-01");
    browser.open(&path).await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    let answer: Value = serde_json::from_str(&browser.html).expect("JSON");
    let count = answer["total"]["figures"]["received"].as_i64().unwrap_or(0);
    (answer, count)
}

fn code(place: &str) -> String {
    format!("BALT-{}", danvan_domain::fold::fold(place).replace(' ', "-"))
}

/// How often each word stands in a file, the most frequent first.
fn counted(words: impl Iterator<Item = String>) -> Vec<(String, i64)> {
    let mut counts = BTreeMap::<String, i64>::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let mut counts: Vec<(String, i64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| -count);
    counts
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a test that does not run says so aloud")]
async fn baltimore_is_worked_with() {
    if !Path::new(REQUESTS).exists() {
        println!("NOT RUN: Baltimore over HTTP, because {REQUESTS} is not there");
        return;
    }
    let text = std::fs::read_to_string(MAPPING).expect("the mapping");
    let mapping = Mapping::read(&text).unwrap_or_else(|note| panic!("{note:?}"));
    let file = File::open(REQUESTS).expect("the file");
    let rows: Vec<Request> =
        open(file, &mapping).unwrap_or_else(|_| panic!("readable")).map(|row| row.expect("a row")).collect();
    for_each_engine(|house| {
        let (mapping, rows) = (mapping.clone(), rows.clone());
        async move {
            house.replace_facts(Facts {
                tree: Tree::default(),
                simulated: false,
                ..(*house.facts()).clone()
            });
            let watch = &mut |_| {};
            let done = import(&house, &Asker::house(), Path::new(REQUESTS), &mapping, false, watch).await;
            assert_eq!(done.expect("an import").taken, 10_000);
            // Whoever answers for the whole city reads its own figures, small counts too.
            somebody(&house, "city", Role::CommuneLeader, house.unit("BALT")).await;
            let mut city = Browser::of(&house, "city").await;

            let (answer, total) = received(&mut city, &house, "BALT", "all").await;
            assert_eq!(total, 10_000, "{answer}");
            let rows_of = answer["rows"].as_array().expect("rows");
            let sum: i64 = rows_of.iter().map(|row| row["figures"]["received"].as_i64().unwrap_or(0)).sum();
            let rest = answer["remainder"]["figures"]["received"].as_i64().unwrap_or(0);
            assert_eq!(sum + rest, 10_000, "the parts sum to the whole");
            let upper = |row: &Request| row.topic.split_once('-').map(|(upper, _)| upper.to_lowercase());
            for (topic, count) in counted(rows.iter().filter_map(upper)).into_iter().take(5) {
                let (_, told) = received(&mut city, &house, "BALT", &format!("balt.{topic}")).await;
                assert_eq!(told, count, "{topic}");
            }
            for (place, count) in counted(rows.iter().filter_map(|row| row.place.clone())).into_iter().take(5)
            {
                let (_, told) = received(&mut city, &house, &code(&place), "all").await;
                assert_eq!(told, count, "{place}");
            }
            city.open("/overview?from=2014-01-01&to=2019-12-31&on=2019-01-01").await;
            assert!(city.status == 200 && city.says("10.000"), "{} {}", city.status, city.path);

            let new = rows.iter().filter(|row| row.status == "New").filter_map(|row| row.place.clone());
            let (place, waiting) = counted(new).remove(0);
            somebody(&house, "place", Role::CommuneOfficer, house.unit(&code(&place))).await;
            let mut officer = Browser::of(&house, "place").await;
            officer.open("/cases").await;
            assert_eq!((officer.status, officer.tab("Mới")), (200, waiting), "{place}");

            city.open("/search?q=3400+garrison+blvd").await;
            assert!(city.status == 200 && city.says("GARRISON BLVD"), "{}", city.html);
        }
    })
    .await;
}
