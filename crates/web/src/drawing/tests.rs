use super::{
    classes::{Classes, Span},
    curves::{Spark, Step, Trend},
    dots::{Dots, Place},
    tiles::{Arrangements, Shown, TileMap, nearest_day},
};
use danvan_analysis::intervals::rate;
use danvan_domain::{
    ids::UnitId,
    time::Day,
    units::{Level, facts::hanoi_tree},
};

#[test]
fn classes_have_round_borders_in_order() {
    let check = |values: &[f64], borders: &[f64]| {
        let spans = Classes::of(values.iter().copied()).spans();
        let found: Vec<f64> = spans
            .iter()
            .filter_map(|(_, span)| match span {
                Span::Between(from, _) | Span::From(from) => Some(*from),
                _ => None,
            })
            .collect();
        assert_eq!(found, borders, "{values:?}");
    };
    check(&[], &[]);
    check(&[0.0, 0.0], &[]);
    check(&[4.0], &[]);
    check(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[2.0, 3.0, 4.0, 5.0, 6.0]);
    check(&[3.04, 3.06, 12.26], &[3.1, 12.0]);
    check(&[104.0, 200.0, 300.0, 1_234.0], &[200.0, 300.0, 1_200.0]);
}

#[test]
fn a_value_stands_in_the_class_whose_words_hold_it() {
    let classes = Classes::of((1..=126).map(f64::from));
    for value in 0..=126 {
        let value = f64::from(value);
        let (_, span) = classes.spans()[classes.class(value)];
        let holds = match span {
            Span::Nothing => value == 0.0,
            Span::Anything => value > 0.0,
            Span::Below(border) => value > 0.0 && value < border,
            Span::Between(from, to) => value >= from && value < to,
            Span::From(border) => value >= border,
        };
        assert!(holds, "{value} is not in {span:?}");
    }
    assert_eq!(classes.class(f64::NAN), 0);
}

#[test]
fn a_curve_needs_two_points_and_stays_in_its_box() {
    assert_eq!(Spark::draw(&[Some(3.0)], None, false), Spark::default());
    assert_eq!(Spark::draw(&[], Some(1.0), false), Spark::default());
    assert_eq!(Spark::draw(&[Some(2.0), Some(2.0)], None, false).points, "5.0,25.0 295.0,25.0");
    let spark = Spark::draw(&[Some(0.0), None, Some(10.0)], Some(5.0), true);
    assert_eq!(spark.points, "5.0,45.0 295.0,5.0");
    assert_eq!(spark.usual.as_deref(), Some("25.0"));
    let spark = Spark::below(&[Some(0.0), None, Some(10.0)], &[Some(5.0), Some(20.0), None], true);
    assert_eq!((spark.points.as_str(), spark.limit.as_str()), ("5.0,45.0 295.0,25.0", "5.0,35.0 150.0,5.0"));
}

#[test]
fn a_trend_has_a_bar_for_each_known_step_and_round_heights() {
    let step = |count, before| Step { title: String::new(), count, before, label: String::new() };
    let steps = [step(Some(7), Some(3)), step(None, None), step(Some(0), Some(9))];
    let trend = Trend::draw(&steps, |count| count.to_string());
    assert_eq!(trend.bars.len(), 2);
    assert_eq!(trend.bars[1].height, "0.0");
    assert_eq!(trend.before.matches('M').count(), 2, "a gap is not drawn over: {}", trend.before);
    let heights: Vec<&str> = trend.labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(heights, ["0", "5", "10"]);
    assert_eq!(Trend::draw(&[], |count| count.to_string()), Trend::default());
}

#[test]
fn dots_lie_within_their_whiskers() {
    let place = |cases: u64| Place {
        name: cases.to_string(),
        href: String::new(),
        title: String::new(),
        estimate: rate(cases, 50_000, 10_000.0).expect("people"),
    };
    let dots = Dots::draw(&[place(90), place(12), place(5)], Some(4.0));
    for row in &dots.rows {
        let number = |text: &str| text.parse::<f64>().expect("a number");
        assert!(number(&row.low) < number(&row.dot) && number(&row.dot) < number(&row.high));
        assert!(number(&row.high) <= 460.0);
    }
}

#[test]
fn every_commune_of_any_structure_has_one_tile_of_its_own() {
    let tree = hanoi_tree().expect("the embedded units");
    let kept = Arrangements::default();
    for (day, communes) in [("2025-07-01", 126), ("2026-11-22", 126)] {
        let day: Day = day.parse().expect("a day");
        let units: Vec<UnitId> = tree.at_level(Level::Commune, day).map(|unit| unit.id).collect();
        assert!(kept.known(&tree, &units).is_none() || day.to_string() == "2026-11-22");
        let arrangement = kept.of(&tree, &units);
        let map = TileMap::draw(&arrangement, |id| {
            let name = tree.get(id)?.name.clone();
            let title = format!("{name}: 1");
            Some(Shown { name, href: String::new(), title, class: Some(1), is_current: false })
        });
        assert_eq!(map.tiles.len(), communes);
        let places: std::collections::BTreeSet<_> = map.tiles.iter().map(|tile| (&tile.x, &tile.y)).collect();
        assert_eq!(places.len(), communes, "no two tiles stand on each other");
        assert!(map.is_labelled && kept.known(&tree, &units).is_some());
    }
}

#[test]
fn a_unit_is_shown_on_a_day_of_its_own() {
    let tree = hanoi_tree().expect("the embedded units");
    let today: Day = "2026-11-22".parse().expect("a day");
    for unit in tree.units() {
        assert!(unit.stands_on(nearest_day(&tree, unit.id, today)), "{}", unit.name);
    }
}
