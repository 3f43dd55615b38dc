//! Borders: brought in whole or not at all, believed by whoever is asked where a point lies, told to maps.

use danvan_actions::units::{self, File, WantedBoundaries, import_boundaries};
use danvan_actions::{Done, Failure, units::Brought};
use danvan_domain::{
    ids::UnitId,
    refusals::Refusal,
    rights::Asker,
    units::{Level, Point},
};
use danvan_interop::boundaries::Properties;
use danvan_simulation::borders;
use danvan_store::units as store;
use danvan_testkit::{House, Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::{Value, json};

fn wanted(house: &House) -> WantedBoundaries {
    let (on, properties) = (house.today(), Properties::default());
    WantedBoundaries { on, properties, source: "a test".into(), simulated: true, preview: false }
}

async fn bring(house: &House, text: String, wanted: &WantedBoundaries) -> Done<Brought> {
    let file = File { name: "borders.geojson".into(), bytes: text.into_bytes() };
    import_boundaries(house, &Asker::house(), &file, wanted).await
}

/// A square of 0.02 degrees around a point, as the border of a code.
fn square(code: &str, lat: f64, lon: f64) -> Value {
    let (low, high, left, right) = (lat - 0.01, lat + 0.01, lon - 0.01, lon + 0.01);
    let ring = json!([[left, low], [right, low], [right, high], [left, high], [left, low]]);
    json!({
        "type": "Feature", "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    })
}

fn collection(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

fn located(house: &House, point: Point) -> (UnitId, bool) {
    let facts = house.facts();
    let found = facts.tree.locate(point, house.today()).expect("within 25 km of somewhere");
    (found.unit, found.inside)
}

#[tokio::test]
async fn a_point_belongs_where_the_border_says_also_in_a_running_server() {
    for_each_engine(|house| async move {
        let (near, says) = (house.unit("00004"), house.unit("10015"));
        let centre = house.facts().tree.centroid(near).expect("a centroid");
        assert_eq!(located(&house, centre), (near, false));
        // The border of a commune far away runs around this one's centroid.
        let text = collection(&[square("10015", centre.lat, centre.lon)]);
        let preview = WantedBoundaries { preview: true, ..wanted(&house) };
        let seen = bring(&house, text.clone(), &preview).await.expect("a preview");
        assert_eq!((seen.added, seen.without.len()), (vec![says], 125));
        assert_eq!(located(&house, centre), (near, false), "a preview changes nothing");
        let done = bring(&house, text.clone(), &wanted(&house)).await.expect("an import");
        assert_eq!(done.added, [says]);
        assert_eq!(located(&house, centre), (says, true));
        let again = bring(&house, text, &wanted(&house)).await.expect("the same again");
        assert_eq!((again.added.len(), again.replaced.len(), again.unchanged), (0, 0, 1));
        let mut change = house.store.begin().await.expect("a change");
        store::add(&mut change, house.facts().tree.units()).await.expect("units");
        store::link(&mut change, house.facts().tree.links()).await.expect("links");
        change.commit().await.expect("a commit");
        // Another process that knows nothing yet reads its facts again.
        house.replace_facts((*house.facts()).clone().with_borders(std::sync::Arc::default()));
        assert_eq!(located(&house, centre), (near, false));
        units::reload(&house).await.expect("facts");
        assert_eq!(located(&house, centre), (says, true));
        let moved = collection(&[square("10015", centre.lat + 0.5, centre.lon)]);
        let done = bring(&house, moved, &wanted(&house)).await.expect("another border");
        assert_eq!(done.replaced, [says]);
        assert_eq!(located(&house, centre), (near, false), "outside every border the nearest is meant");
    })
    .await;
}

#[tokio::test]
async fn a_file_with_one_fault_changes_nothing() {
    for_each_engine(|house| async move {
        let good = square("00004", 21.03, 105.83);
        let mut open = square("10015", 21.03, 105.83);
        open["geometry"]["coordinates"][0].as_array_mut().expect("a ring").pop();
        for (features, expected) in [
            (vec![good.clone(), open], ("borders.geojson, feature 2", "boundary-open-ring")),
            (
                vec![good.clone(), square("99999", 21.0, 105.0)],
                ("borders.geojson, feature 2", "boundary-unknown-unit"),
            ),
            (vec![good.clone(), good.clone()], ("borders.geojson, feature 2", "boundary-doubled")),
            (vec![], ("borders.geojson", "boundary-no-feature")),
        ] {
            let failed = bring(&house, collection(&features), &wanted(&house)).await.expect_err("a refusal");
            let Failure::Refused(Refusal::Invalid(notes)) = failed else { panic!("{failed}") };
            assert_eq!((notes[0].field.as_str(), notes[0].note.key.as_str()), expected);
            assert!(house.facts().borders.is_empty(), "{expected:?}");
        }
        let file = File { name: "borders.geojson".into(), bytes: collection(&[good]).into_bytes() };
        let nobody = import_boundaries(&house, &Asker::nobody(), &file, &wanted(&house)).await;
        assert!(matches!(nobody, Err(Failure::Refused(Refusal::SignInFirst))));
    })
    .await;
}

#[tokio::test]
async fn maps_are_told_borders_once_and_light() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let browser = site.browser();
        let empty = browser.get("/api/v1/boundaries").await;
        assert_eq!(empty.status, StatusCode::OK);
        let text = borders(&house.facts().tree, house.today());
        let done = bring(&house, text, &wanted(&house)).await.expect("an import");
        assert_eq!((done.added.len(), done.without.len()), (126, 0));
        let page = browser.get("/api/v1/boundaries").await;
        assert_eq!(page.header("content-type"), "application/geo+json");
        assert_ne!(page.header("etag"), empty.header("etag"));
        let told: Value = serde_json::from_str(&page.text).expect("GeoJSON");
        let features = told["features"].as_array().expect("features");
        assert_eq!((features.len(), &told["sources"]), (126, &json!(["a test"])));
        assert!(features.iter().all(|one| one["properties"]["simulated"] == true));
        let known = browser.get_with("/api/v1/boundaries", &[("if-none-match", page.header("etag"))]).await;
        assert_eq!((known.status, known.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
        let packed = browser.get_with("/api/v1/boundaries", &[("accept-encoding", "gzip")]).await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert!(packed.bytes.len() < 40_000, "{} bytes", packed.bytes.len());
        let facts = house.facts();
        let wards =
            facts.tree.at_level(Level::Commune, house.today()).filter(|unit| unit.kind.word() == "ward");
        for (query, expected) in
            [("?kind=ward", wards.count()), ("?on=2025-06-30", 0), ("?on=2025-07-01", 126)]
        {
            let page = browser.get(&format!("/api/v1/boundaries{query}")).await;
            let told: Value = serde_json::from_str(&page.text).expect("GeoJSON");
            assert_eq!(told["features"].as_array().expect("features").len(), expected, "{query}");
        }
        for wrong in ["?on=yesterday", "?kind=planet"] {
            let page = browser.get(&format!("/api/v1/boundaries{wrong}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
    })
    .await;
}
