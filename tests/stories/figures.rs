//! Figures over HTTP: conserved on every structure, small counts kept from outsiders, the view held by the address.

use danvan_actions::people::{add_person, give_position};
use danvan_domain::{
    ids::UnitId,
    people::Role,
    rights::Asker,
    tallies::{Batch, Delta, Measure},
    time::Day,
};
use danvan_store::tallies;
use danvan_testkit::{Browser, House, Page, Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::Value;

const PASS_PHRASE: &str = "a long enough pass phrase";
const STRUCTURES: [&str; 5] = ["2024-07-01", "2025-01-01", "2025-06-30", "2025-07-01", "2026-10-01"];

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Counts cases at communes: how many, which code, when.
async fn count(house: &House, cases: &[(i64, &str, &str)]) {
    let facts = house.facts();
    let mut batch = Batch::default();
    for (count, code, at) in cases {
        let at = day(at);
        let place = house.unit_on(code, at);
        let delta =
            Delta { measure: Measure::Received, topic: "water.clean".into(), place, day: at, count: *count };
        batch.add(&facts.tree, &facts.topics, &delta);
    }
    let mut change = house.store.begin().await.expect("a change");
    tallies::add(&mut change, &batch.into_rows()).await.expect("tallies");
    change.commit().await.expect("a commit");
}

async fn ask(browser: &Browser, path: &str) -> Value {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    serde_json::from_str(&page.text).expect("JSON")
}

fn received(row: &Value) -> i64 {
    row["figures"]["received"].as_i64().unwrap_or(0)
}

/// The code of a commune that stands on a day, the `at`-th by code.
fn code(house: &House, at: usize, on: &str) -> String {
    let facts = house.facts();
    let mut communes = facts.tree.at_level(danvan_domain::units::Level::Commune, day(on));
    communes.nth(at).and_then(|unit| unit.code.clone()).expect("a code")
}

#[tokio::test]
async fn totals_are_conserved_on_every_structure() {
    for_each_engine(|house| async move {
        let (first, second) = (code(&house, 3, "2024-07-01"), code(&house, 40, "2024-07-01"));
        let third = code(&house, 17, "2026-09-01");
        let cases = [(120, &*first, "2024-07-01"), (75, &second, "2024-12-20"), (300, &third, "2026-09-01")];
        count(&house, &cases).await;
        let site = Site::open(&house).await;
        let anybody = site.browser();
        for on in STRUCTURES {
            let city = house.unit_on("01", day(on));
            let path = format!("/api/v1/units/{city}/overview?from=2024-06-01&to=2026-10-04&on={on}");
            let answer = ask(&anybody, &path).await;
            assert_eq!(received(&answer["total"]), 495, "on {on}");
            let rows = answer["rows"].as_array().expect("rows");
            let rest = &answer["remainder"];
            let sum: i64 = rows.iter().map(received).sum::<i64>() + received(rest);
            assert_eq!(sum, 495, "on {on}");
            let page =
                anybody.get(&format!("/overview?unit={city}&from=2024-06-01&to=2026-10-04&on={on}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text.contains(">495</a>"), "the page says what the API says, on {on}");
            let tiles = page.text.matches("<use class=\"q").count();
            assert_eq!(tiles, rows.len(), "one tile per commune, on {on}");
        }
    })
    .await;
}

/// Somebody who may sign in, at a unit.
pub(crate) async fn signed_in(house: &House, site: &Site, name: &str, role: Role, unit: UnitId) -> Browser {
    let house_itself = Asker::house();
    let person = add_person(house, &house_itself, name, name, PASS_PHRASE).await.expect("a person");
    give_position(house, &house_itself, person, role, unit, day("2026-01-01")).await.expect("a position");
    let browser = site.browser();
    browser.get("/sign-in").await;
    let page = browser.post("/sign-in", &[("name", name), ("password", PASS_PHRASE), ("next", "/")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    browser
}

#[tokio::test]
async fn small_counts_are_kept_from_others_and_shown_to_their_own_office() {
    for_each_engine(|house| async move {
        let own = code(&house, 17, "2026-09-01");
        count(&house, &[(3, &own, "2026-10-01"), (60, &code(&house, 18, "2026-09-01"), "2026-10-01")]).await;
        let unit = house.unit(&own);
        let site = Site::open(&house).await;
        let path = format!("/api/v1/units/{unit}/overview?from=2026-09-10&to=2026-10-04");
        let outside = ask(&site.browser(), &path).await;
        assert_eq!(outside["total"]["figures"]["received"], Value::Null);
        assert_eq!(outside["total"]["figures"]["hidden"][0], "received");
        assert_eq!(outside["protected"], true);
        let officer = signed_in(&house, &site, "officer", Role::CommuneOfficer, unit).await;
        let inside = ask(&officer, &path).await;
        assert_eq!(received(&inside["total"]), 3);
        assert_eq!(inside["protected"], false);
        let page = officer.get("/overview?from=2026-09-10&to=2026-10-04").await;
        assert!(page.text.contains(">3</a>"), "{}", page.text);
        let page = site.browser().get(&format!("/overview?unit={unit}&from=2026-09-10&to=2026-10-04")).await;
        assert!(page.text.contains("<span>ẩn</span>") && !page.text.contains(">3</a>"));
    })
    .await;
}

/// What the overview draws is a file with its query in it.
async fn drawings_are_kept(browser: &Browser, page: &Page, view: &str) {
    for (name, kind) in
        [("map.svg", "image/svg+xml"), ("trend.svg", "image/svg+xml"), ("trend.png", "image/png")]
    {
        assert!(page.text.contains(&format!("/overview/drawings/{name}?unit=")), "{name}");
        let drawing = browser.get(&format!("/overview/drawings/{name}?{view}")).await;
        assert_eq!((drawing.status, drawing.header("content-type")), (StatusCode::OK, kind), "{name}");
        let name = drawing.header("content-disposition");
        assert!(name.contains("-2026-10-04-") && name.contains("attachment"), "{name}");
        if kind == "image/png" {
            assert!(drawing.bytes.starts_with(b"\x89PNG"));
        } else {
            // Whose, when, of what, on which structure.
            for said in ["Hà Nội", "4/10/2026", "1/7/2025", "danvan"] {
                assert!(drawing.text.contains(said), "{said} {}", drawing.text);
            }
            assert!(!drawing.text.contains("class="), "colours stand in it");
        }
    }
    // No rates, no places; other names and formats are not there.
    for name in ["places.png", "trend.gif", "trend", "..svg", "%2e%2e.png"] {
        let drawing = browser.get(&format!("/overview/drawings/{name}?{view}")).await;
        assert_eq!(drawing.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn the_address_holds_the_view_in_both_languages() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let browser = site.browser();
        let city = house.unit("01");
        let view = format!(
            "unit={city}&from=2026-07-06&to=2026-10-04&topic=water.clean&on=2025-07-01&compare=year&sort=name"
        );
        for (language, said) in [("vi", "So với năm trước"), ("en", "Against a year before")] {
            let page = browser.get(&format!("/overview?{view}&lang={language}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text.contains(said) && !page.text.contains('⟦'), "{language}");
            for field in ["value=\"2026-07-06\"", "value=\"2026-10-04\"", "value=\"2025-07-01\""] {
                assert!(page.text.contains(field), "{language} {field}");
            }
            let csv = page.between("<a href=\"/overview.csv?", "\"").expect("a link to the CSV");
            let csv = browser.get(&format!("/overview.csv?{}", csv.replace("&#38;", "&"))).await;
            assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
            for line in ["from,2026-07-06", "topic,water.clean", "on_structure,2025-07-01"] {
                assert!(csv.text.contains(line), "{line}");
            }
            let svg = browser.get(&format!("/overview.svg?{view}&lang={language}")).await;
            assert!(
                svg.text.contains("<svg") && svg.text.contains("5/7/2026") || svg.text.contains("4/10/2026")
            );
            drawings_are_kept(&browser, &page, &format!("{view}&lang={language}")).await;
        }
        for wrong in ["from=32/1/2026", "from=2026-10-04&to=2026-10-01", "topic=nothing", "unit=nowhere"] {
            let page = browser.get(&format!("/overview?{wrong}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(page.text.contains("error-summary"), "{wrong}");
        }
        for (path, status) in [
            ("/api/v1/units/nowhere/overview".to_owned(), StatusCode::NOT_FOUND),
            (format!("/api/v1/units/{city}/overview?from=yesterday"), StatusCode::UNPROCESSABLE_ENTITY),
            (format!("/api/v1/units/{city}/overview?topic=nothing"), StatusCode::UNPROCESSABLE_ENTITY),
            (format!("/api/v1/units/{city}/overview?on=1990-01-01"), StatusCode::NOT_FOUND),
            ("/units/nowhere".to_owned(), StatusCode::NOT_FOUND),
            ("/today".to_owned(), StatusCode::UNAUTHORIZED),
        ] {
            assert_eq!(browser.get(&path).await.status, status, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_leader_reads_what_surely_rose_and_nothing_else() {
    for_each_engine(|house| async move {
        let (rose, stayed) = (code(&house, 17, "2026-09-01"), code(&house, 18, "2026-09-01"));
        // The house stands on 2026-10-05: four weeks end on the 4th, the four before on 6 September.
        count(&house, &[(40, &rose, "2026-09-20"), (12, &rose, "2026-08-20")]).await;
        count(&house, &[(40, &stayed, "2026-09-20"), (38, &stayed, "2026-08-20")]).await;
        let site = Site::open(&house).await;
        let leader = signed_in(&house, &site, "leader", Role::CityLeader, house.unit("01")).await;
        let facts = house.facts();
        let name = |code: &str| facts.tree.get(house.unit(code)).expect("a unit").name.clone();
        let page = leader.get("/today").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(&name(&rose)) && page.text.contains("40 việc trong bốn tuần"));
        assert!(!page.text.contains(&name(&stayed)));
        let quiet = signed_in(&house, &site, "ward", Role::CommuneLeader, house.unit(&stayed)).await;
        assert!(quiet.get("/today").await.text.contains("không nơi nào có việc tăng rõ rệt"));
    })
    .await;
}
