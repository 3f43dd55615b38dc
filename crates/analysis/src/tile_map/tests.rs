use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

/// Centroids of the communes of Hanoi, from the boundaries beside the workspace.
fn hanoi() -> Option<Vec<(String, Centroid)>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/hanoi_communes_2025.geojson");
    let text = std::fs::read_to_string(path).ok()?;
    let file: serde_json::Value = serde_json::from_str(&text).expect("GeoJSON");
    let communes = file["features"].as_array().expect("features").iter().map(|feature| {
        let shape = &feature["geometry"];
        let rings = match shape["type"].as_str() {
            Some("Polygon") => vec![&shape["coordinates"][0]],
            _ => shape["coordinates"].as_array().expect("parts").iter().map(|part| &part[0]).collect(),
        };
        let name = feature["properties"]["name"].as_str().expect("a name").to_owned();
        (name, centroid(&rings))
    });
    Some(communes.collect())
}

/// The area's centre of outer rings.
fn centroid(rings: &[&serde_json::Value]) -> Centroid {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for ring in rings {
        let points: Vec<(f64, f64)> = ring
            .as_array()
            .expect("a ring")
            .iter()
            .map(|point| (point[0].as_f64().expect("east"), point[1].as_f64().expect("north")))
            .collect();
        for pair in points.windows(2) {
            let cross = pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1;
            area += cross;
            x += (pair[0].0 + pair[1].0) * cross;
            y += (pair[0].1 + pair[1].1) * cross;
        }
    }
    Centroid { longitude: x / (3.0 * area), latitude: y / (3.0 * area) }
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that cannot run says so aloud")]
fn hanoi_keeps_its_neighbours() {
    let Some(communes) = hanoi() else {
        println!(
            "NOT RUN: hanoi_keeps_its_neighbours: the boundaries of Hanoi's communes are not beside the workspace"
        );
        return;
    };
    assert_eq!(communes.len(), 126);
    let centroids: Vec<Centroid> = communes.iter().map(|(_, centroid)| *centroid).collect();
    let cells = cells(&centroids);
    assert_eq!(cells.iter().collect::<HashSet<_>>().len(), 126);
    let spread = spreading::spread(&projected(&centroids));
    let moved: f64 = spread
        .iter()
        .zip(&cells)
        .map(|(point, cell)| squared_distance(*point, cell.centre()).sqrt())
        .sum::<f64>()
        / 126.0;
    let flat = projected(&centroids);
    let (mut near, mut steps) = (0, 0);
    for one in 0..126 {
        let mut others: Vec<usize> = (0..126).filter(|other| *other != one).collect();
        others.sort_by(|a, b| {
            squared_distance(flat[one], flat[*a]).total_cmp(&squared_distance(flat[one], flat[*b]))
        });
        for other in &others[..3] {
            let apart = cells[one].steps_to(cells[*other]);
            steps += apart;
            near += i32::from(apart <= 2);
        }
    }
    println!(
        "moved {moved:.3} tiles; of the three nearest {near} of 378 within two steps, {steps} steps in all"
    );
    assert!(moved < 0.45, "{moved}");
    assert!(near >= 340, "{near}");
    assert!(f64::from(steps) / 378.0 < 1.7, "{steps}");
}

#[test]
fn odd_inputs_have_cells_too() {
    let at = |longitude, latitude| Centroid { longitude, latitude };
    assert_eq!(cells(&[]), []);
    assert_eq!(cells(&[at(105.8, 21.0)]).len(), 1);
    for places in [
        vec![at(105.8, 21.0); 30],
        (0..30).map(|step| at(105.0 + f64::from(step), 21.0)).collect(),
        vec![at(f64::NAN, 21.0), at(105.8, f64::INFINITY), at(105.8, 21.0)],
        vec![at(1e300, -1e300), at(105.8, 21.0)],
    ] {
        let cells = cells(&places);
        assert_eq!(cells.iter().collect::<HashSet<_>>().len(), places.len(), "{places:?}");
    }
}

#[test]
fn a_drawing_fills_its_box() {
    let cells = [Cell { q: 0, r: 0 }, Cell { q: 1, r: 0 }, Cell { q: 0, r: 1 }];
    let drawing = fit(&cells, 220.0, 10.0, 0.0);
    assert_eq!(drawing.tile, 100.0);
    assert_eq!(drawing.hexagons[0].centre, (60.0, 10.0 + RADIUS * 100.0));
    let corners = || drawing.hexagons.iter().flat_map(|hexagon| hexagon.corners);
    let ends = |axis: fn((f64, f64)) -> f64| {
        (corners().map(axis).fold(f64::MAX, f64::min), corners().map(axis).fold(f64::MIN, f64::max))
    };
    let ((left, right), (top, bottom)) = (ends(|corner| corner.0), ends(|corner| corner.1));
    for (found, expected) in [(left, 10.0), (right, 210.0), (top, 10.0), (bottom, drawing.height - 10.0)] {
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }
    assert_eq!(drawing.hexagons[0].points().split(' ').count(), 6);
    assert_eq!(fit(&[], 100.0, 5.0, 0.1).hexagons, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_place_has_a_cell_of_its_own(
        places in proptest::collection::vec((102.0_f64..110.0, 8.0_f64..24.0), 0..70)
    ) {
        let places: Vec<Centroid> =
            places.into_iter().map(|(longitude, latitude)| Centroid { longitude, latitude }).collect();
        let found = cells(&places);
        prop_assert_eq!(found.len(), places.len());
        prop_assert_eq!(found.iter().collect::<HashSet<_>>().len(), places.len());
        prop_assert_eq!(cells(&places), found);
    }
}
