use super::*;
use danvan_domain::{
    ids::UnitId,
    time::Day,
    units::{Boundaries as _, Level, Point, Tree, facts::hanoi_tree},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn tree() -> Tree {
    hanoi_tree().expect("the embedded units are whole")
}

/// A square of a side in degrees around a point.
fn square(lon: f64, lat: f64, side: f64) -> Value {
    let (half, at) = (side / 2.0, |x: f64, y: f64| json!([x, y]));
    let (left, right, low, high) = (lon - half, lon + half, lat - half, lat + half);
    json!([at(left, low), at(right, low), at(right, high), at(left, high), at(left, low)])
}

fn feature(properties: Value, rings: Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": rings}})
}

fn collection(features: &[Value]) -> Vec<u8> {
    json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes()
}

fn keys(faults: Vec<Fault>) -> Vec<(Option<usize>, String)> {
    faults.into_iter().map(|fault| (fault.feature, fault.note.key)).collect()
}

#[test]
fn faults_of_a_file_are_told_with_their_feature() {
    let good = feature(json!({"code": "00004"}), json!([square(105.8, 21.0, 0.1)]));
    let shaped = |rings: Value| feature(json!({"code": "00004"}), rings);
    let check = |bytes: &[u8], expected: &[(Option<usize>, &str)]| {
        let found = keys(read(bytes).expect_err("faults"));
        let expected: Vec<_> = expected.iter().map(|(at, key)| (*at, (*key).to_owned())).collect();
        assert_eq!(found, expected, "{}", String::from_utf8_lossy(bytes));
    };
    check(b"", &[(None, "boundary-not-json")]);
    check(b"\xff\xfe", &[(None, "boundary-not-json")]);
    check(b"[1, 2]", &[(None, "boundary-not-collection")]);
    check(b"{\"type\": \"Topology\", \"features\": []}", &[(None, "boundary-not-collection")]);
    check(&collection(&[]), &[(None, "boundary-no-feature")]);
    let mut other: Value = serde_json::from_slice(&collection(std::slice::from_ref(&good))).expect("JSON");
    other["crs"] = json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3405"}});
    check(other.to_string().as_bytes(), &[(None, "boundary-other-system")]);
    other["crs"]["properties"]["name"] = json!("urn:ogc:def:crs:OGC:1.3:CRS84");
    assert_eq!(read(other.to_string().as_bytes()).expect("WGS 84 by name").len(), 1);
    let point =
        json!({"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [105, 21]}});
    let nowhere = json!({"type": "Feature", "properties": {}, "geometry": null});
    let open = shaped(json!([[[105.0, 21.0], [105.1, 21.0], [105.1, 21.1], [105.0, 21.1]]]));
    let short = shaped(json!([[[105.0, 21.0], [105.1, 21.0], [105.0, 21.0]]]));
    let swapped = shaped(json!([square(21.0, 105.8, 0.1)]));
    let bow = shaped(json!([[[105.0, 21.0], [105.1, 21.1], [105.1, 21.0], [105.0, 21.1], [105.0, 21.0]]]));
    let hole = shaped(json!([square(105.8, 21.0, 0.1), square(106.8, 21.0, 0.01)]));
    let empty = shaped(json!([]));
    let flat = shaped(json!([[[105.0], [105.1], [105.0], [105.0]]]));
    let no_feature = json!({"type": "Nothing"});
    check(
        &collection(&[good, point, nowhere, open, short, swapped, bow, hole, empty, flat, no_feature]),
        &[
            (Some(2), "boundary-not-an-area"),
            (Some(3), "boundary-not-an-area"),
            (Some(4), "boundary-open-ring"),
            (Some(5), "boundary-short-ring"),
            (Some(6), "boundary-out-of-range"),
            (Some(7), "boundary-crossing"),
            (Some(8), "boundary-crossing"),
            (Some(9), "boundary-empty"),
            (Some(10), "boundary-no-coordinate"),
            (Some(11), "boundary-not-json"),
        ],
    );
}

#[test]
fn features_find_their_unit_by_code_or_name_on_the_day() {
    let tree = tree();
    let on = day("2026-09-01");
    let check = |properties: Value, declared: &Properties, on: Day, expected: Result<&str, &str>| {
        let bytes = collection(&[feature(properties.clone(), json!([square(105.8, 21.0, 0.1)]))]);
        let found = match_units(read(&bytes).expect("a file"), declared, &tree, on);
        let found = found.map_err(|faults| faults[0].note.key.clone());
        let found =
            found.map(|list| tree.get(list[0].unit).expect("a unit").code.clone().unwrap_or_default());
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{properties}");
    };
    let (any, code) =
        (Properties::default(), |name: &str| Properties { code: Some(name.into()), name: None });
    check(json!({"code": "00004"}), &any, on, Ok("00004"));
    check(json!({"MA": "00004", "TEN": "Phường Ba Đình"}), &any, on, Ok("00004"));
    check(json!({"id": 7, "ten": "phuong ba dinh"}), &any, on, Ok("00004"));
    check(json!({"name": "Ba Đình"}), &any, on, Ok("00004"));
    check(json!({"code": "00004", "name": "Phường Hoàn Kiếm"}), &any, on, Err("boundary-code-not-name"));
    check(json!({"code": "99999"}), &any, on, Err("boundary-unknown-unit"));
    check(json!({"xa": "00004"}), &any, on, Err("boundary-unknown-unit"));
    check(json!({"xa": "00004"}), &code("xa"), on, Ok("00004"));
    check(json!({"xa": "99999", "name": "Ba Đình"}), &code("xa"), on, Err("boundary-unknown-unit"));
    check(json!({"name": "Ba Đình"}), &code("xa"), on, Err("boundary-no-property"));
    // A ward and a district of one bare name, and wards of the same name in two districts.
    check(json!({"name": "Ba Đình"}), &any, day("2024-06-01"), Ok("001"));
    check(json!({"name": "Phường Trung Văn"}), &any, on, Err("boundary-unknown-unit"));
    let twice = tree.at_level(Level::Commune, day("2024-06-01")).find(|unit| {
        tree.at_level(Level::Commune, day("2024-06-01")).filter(|other| other.name == unit.name).count() > 1
    });
    let twice = twice.expect("a name that several wards bore").name.clone();
    check(json!({"name": twice}), &any, day("2024-06-01"), Err("boundary-ambiguous-unit"));
}

#[test]
fn a_unit_may_come_once() {
    let same = feature(json!({"code": "00004"}), json!([square(105.8, 21.0, 0.1)]));
    let features = read(&collection(&[same.clone(), same])).expect("a file");
    let faults =
        match_units(features, &Properties::default(), &tree(), day("2026-09-01")).expect_err("doubled");
    assert_eq!(keys(faults), [(Some(2), "boundary-doubled".to_owned())]);
}

fn borders(list: &[(u128, Value)]) -> Borders {
    let row = |(id, rings): &(u128, Value)| {
        let geojson = json!({"type": "Polygon", "coordinates": rings}).to_string();
        (UnitId(uuid::Uuid::from_u128(*id)), geojson, "a test".to_owned(), true)
    };
    let (borders, unreadable) = Borders::read(list.iter().map(row));
    assert!(unreadable.is_empty());
    borders
}

#[test]
fn a_point_lies_in_its_area_and_not_in_its_holes() {
    let ring = borders(&[
        (1, json!([square(105.8, 21.0, 0.4), square(105.8, 21.0, 0.2)])),
        (2, json!([square(105.8, 21.0, 0.2)])),
    ]);
    let check = |lat: f64, lon: f64, expected: &[u128]| {
        let found: Vec<u128> = ring.containing(Point { lat, lon }).iter().map(|id| id.0.as_u128()).collect();
        assert_eq!(found, expected, "{lat} {lon}");
    };
    check(21.0, 105.8, &[2]);
    check(21.15, 105.8, &[1]);
    check(21.1, 105.8, &[1, 2]);
    check(21.3, 105.8, &[]);
}

#[test]
fn what_is_no_area_is_left_out_and_named() {
    let id = UnitId(uuid::Uuid::from_u128(1));
    for wrong in
        ["", "{}", "{\"type\":\"Point\",\"coordinates\":[1,2]}", "{\"type\":\"Polygon\",\"coordinates\":[]}"]
    {
        let (borders, unreadable) = Borders::read([(id, wrong.to_owned(), String::new(), false)]);
        assert!(borders.is_empty() && unreadable == [id], "{wrong}");
    }
}

proptest! {
    /// However fine a border, its outline is light, keeps its area within a few grid cells, and neighbours stay closed.
    #[test]
    fn outlines_of_neighbours_leave_no_gap(wiggles in proptest::collection::vec(-0.01_f64..0.01, 3..60)) {
        let count = wiggles.len() as f64;
        let shared: Vec<Value> =
            wiggles.iter().enumerate().map(|(at, x)| json!([105.0 + x, 21.0 + at as f64 / count])).collect();
        let mut west = shared.clone();
        west.extend([json!([104.0, 22.0]), json!([104.0, 21.0]), shared[0].clone()]);
        let mut east: Vec<Value> = shared.iter().rev().cloned().collect();
        east.extend([json!([106.0, 21.0]), json!([106.0, 22.0]), shared[shared.len() - 1].clone()]);
        let both = borders(&[(1, json!([west])), (2, json!([east]))]);
        let corners = |at: usize| -> Vec<String> {
            let outline: Value = serde_json::from_str(&both.all()[at].outline).expect("JSON");
            let ring = outline["coordinates"][0].as_array().expect("a ring");
            ring.iter().filter(|at| (at[0].as_f64().expect("x") - 105.0).abs() < 0.5).map(Value::to_string).collect()
        };
        let (west, east) = (corners(0), corners(1));
        // The corners on the shared border are the same; only where a ring begins may one more stand on a straight way.
        let missing = west.iter().filter(|corner| !east.contains(corner)).count();
        prop_assert!(missing <= 2, "{west:?} {east:?}");
    }
}

/// The real borders of the 126, when the folder beside the project holds them.
#[test]
#[expect(clippy::print_stdout, reason = "a test that cannot run says so")]
fn the_real_communes_are_read_and_hold_their_centroids() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/hanoi_communes_2025.geojson");
    let Ok(bytes) = std::fs::read(path) else {
        println!("NOT RUN: {path} is not here");
        return;
    };
    let (tree, on) = (tree(), day("2025-07-01"));
    let matched =
        match_units(read(&bytes).expect("sound"), &Properties::default(), &tree, on).expect("all known");
    assert_eq!(matched.len(), 126);
    let rows = matched.iter().map(|one| (one.unit, write(&one.shape), "reference".to_owned(), false));
    let (borders, unreadable) = Borders::read(rows);
    assert!(unreadable.is_empty());
    let inside = tree.at_level(Level::Commune, on).filter(|unit| {
        let centre = tree.centroid(unit.id).expect("a centroid");
        borders.containing(centre).contains(&unit.id)
    });
    assert!(inside.count() >= 120, "centroids lie in their communes");
    let light: usize = borders.all().iter().map(|border| border.outline.len()).sum();
    assert!(light < 450_000, "{light} bytes of outlines");
}
