//! Figures on the real tree of Hanoi with simulated villages, on both engines.

use danvan_actions::{
    Failure, House,
    figures::{self, Overview, Question, Step, Told},
};
use danvan_domain::{
    ids::UnitId,
    people::Role,
    refusals::Refusal,
    rights::Asker,
    tallies::{Batch, Counted, Counts, Delta, Measure},
    time::Day,
    units::{Level, Link, Quality, Tree, Unit, facts::hanoi_with_villages},
};
use danvan_store::tallies;
use danvan_testkit::for_each_engine;
use std::sync::LazyLock;

static VILLAGES: LazyLock<Tree> = LazyLock::new(|| {
    let (units, links): (Vec<Unit>, Vec<Link>) = hanoi_with_villages(7).expect("the embedded units");
    Tree::build(units, links).expect("a tree")
});

const TOPICS: [&str; 4] = ["environment.waste", "environment", "water.clean", "roads.traffic"];

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Chance that is the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}

/// Fills the tallies with acts at communes and villages of every structure, some of them after their place has ended.
async fn fill(house: &House, acts: usize, seed: u64) -> Vec<Delta> {
    let facts = house.facts();
    let places: Vec<&Unit> = facts
        .tree
        .units()
        .iter()
        .filter(|unit| matches!(unit.level(), Level::Commune | Level::Village | Level::District))
        .collect();
    let mut chance = Chance(seed);
    let (mut batch, mut done) = (Batch::default(), Vec::new());
    while done.len() < acts {
        let place = places[chance.below(places.len())];
        let at = day("2024-06-01").plus_days(i64::try_from(chance.below(880)).expect("small"));
        if at < place.valid_from || chance.below(3) > 0 && !place.stands_on(at) {
            continue;
        }
        let delta = Delta {
            measure: Measure::ALL[chance.below(Measure::ALL.len())],
            topic: TOPICS[chance.below(TOPICS.len())].into(),
            place: place.id,
            day: at,
            count: 1,
        };
        batch.add(&facts.tree, &facts.topics, &delta);
        done.push(delta);
    }
    let mut change = house.store.begin().await.expect("a change");
    tallies::add(&mut change, &batch.into_rows()).await.expect("tallies");
    change.commit().await.expect("a commit");
    done
}

fn question(unit: UnitId, from: &str, to: &str, topic: &str, on: &str) -> Question {
    let (from, to, on_structure) = (day(from), day(to), day(on));
    Question { unit, from, to, topic: topic.into(), on_structure, compare: None, measure: Counted::Received }
}

async fn ask(house: &House, question: Question) -> Overview {
    figures::overview(house, &Asker::house(), question).await.expect("an overview")
}

fn counts(row: &figures::Row) -> Counts {
    row.figures.counts.expect("unprotected")
}

fn sum(overview: &Overview) -> Counts {
    let mut sum = Counts::default();
    for row in overview.rows.iter().chain(&overview.remainder) {
        assert!(counts(row).0.iter().all(|count| *count >= 0));
        sum += counts(row);
    }
    sum
}

const STRUCTURES: [&str; 5] = ["2024-07-01", "2025-01-01", "2025-06-30", "2025-07-01", "2026-11-01"];

const PERIODS: [(&str, &str); 3] =
    [("2024-06-01", "2026-11-30"), ("2024-12-10", "2025-08-05"), ("2025-07-01", "2026-11-19")];

#[tokio::test]
async fn totals_are_conserved_on_every_structure() {
    for_each_engine(|house| async move {
        house.stand_on(VILLAGES.clone());
        let mut acts = fill(&house, 3000, 11).await;
        conserved(&house, &acts, &PERIODS).await;
        // What was kept of the first answers must not be told again.
        acts.extend(fill(&house, 600, 12).await);
        let told = conserved(&house, &acts, &PERIODS[1..2]).await;
        // Other facts, the same units: nothing is kept.
        house.stand_on(VILLAGES.clone());
        let anew = conserved(&house, &acts, &PERIODS[1..2]).await;
        assert_eq!(anew, told, "what is kept is what would be read anew");
    })
    .await;
}

/// Asks for the city on every structure; nothing that was counted may be missing or told twice.
async fn conserved(house: &House, acts: &[Delta], periods: &[(&str, &str)]) -> Vec<Overview> {
    let mut told = Vec::new();
    for (from, to) in periods.iter().copied() {
        for topic in ["all", "environment", "water.clean"] {
            let mut expected = Counts::default();
            for act in acts {
                let about =
                    topic == "all" || act.topic == topic || act.topic.starts_with(&format!("{topic}."));
                if about && act.day >= day(from) && act.day <= day(to) {
                    expected[act.measure] += 1;
                }
            }
            for on in STRUCTURES {
                let city = house.facts().tree.by_code("01", day(on)).one().expect("the city");
                let overview = ask(house, question(city, from, to, topic, on)).await;
                assert_eq!(counts(&overview.total), expected, "{from} {to} {topic} on {on}");
                assert_eq!(sum(&overview), expected, "{from} {to} {topic} on {on}");
                let trend: i64 = overview.trend.iter().filter_map(|p| p.received.value()).sum();
                assert_eq!(trend, expected[Measure::Received]);
                assert_eq!(overview.rows.len(), house.facts().tree.at_level(Level::Commune, day(on)).count());
                told.push(overview);
            }
        }
    }
    told
}

#[tokio::test]
async fn a_commune_and_a_district_tell_what_the_city_tells_of_them() {
    for_each_engine(|house| async move {
        house.stand_on(VILLAGES.clone());
        fill(&house, 2000, 5).await;
        let (from, to) = ("2024-06-01", "2026-11-30");
        for on in ["2025-01-01", "2026-11-01"] {
            let city = house.unit_on("01", day(on));
            let whole = ask(&house, question(city, from, to, "all", on)).await;
            for row in whole.rows.iter().step_by(29) {
                let commune = row.unit.expect("a commune");
                let own = ask(&house, question(commune, from, to, "all", on)).await;
                assert_eq!(sum(&own), counts(&own.total));
                assert_eq!(own.row_level, Level::Village);
                if row.quality <= Quality::Whole {
                    assert_eq!(counts(&own.total), counts(row), "{on} {commune}");
                    assert_eq!(own.total.quality, row.quality);
                    let trend: i64 = own.trend.iter().filter_map(|p| p.received.value()).sum();
                    assert_eq!(trend, counts(row)[Measure::Received], "{on} {commune}");
                }
            }
        }
        let facts = house.facts();
        for district in facts.tree.at_level(Level::District, day("2025-01-01")).step_by(7) {
            let own = ask(&house, question(district.id, from, to, "all", "2025-01-01")).await;
            assert_eq!(sum(&own), counts(&own.total), "{}", district.name);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_carried_over_says_how_surely() {
    for_each_engine(|house| async move {
        house.stand_on(VILLAGES.clone());
        let facts = house.facts();
        let (then, now) = (day("2025-03-03"), "2026-03-02");
        let commune = facts
            .tree
            .at_level(Level::Commune, then)
            .find(|unit| facts.tree.successors(unit.id).count() > 1)
            .expect("a commune that was split");
        let village = facts.tree.children(commune.id, then).next().expect("a village");
        let mut batch = Batch::default();
        for (place, count) in [(village.id, 5), (commune.id, 7)] {
            let delta =
                Delta { measure: Measure::Received, topic: "water.clean".into(), place, day: then, count };
            batch.add(&facts.tree, &facts.topics, &delta);
        }
        let mut change = house.store.begin().await.expect("a change");
        tallies::add(&mut change, &batch.into_rows()).await.expect("tallies");
        change.commit().await.expect("a commit");

        let city = house.unit("01");
        let today = ask(&house, question(city, "2025-03-01", "2025-03-31", "all", now)).await;
        let row = today.rows.iter().find(|row| !counts(row).is_zero()).expect("a row");
        assert_eq!((counts(row)[Measure::Received], row.quality), (5, Quality::Exact));
        let rest = today.remainder.as_ref().expect("a remainder");
        assert_eq!((counts(rest)[Measure::Received], rest.quality), (7, Quality::NotComparable));
        assert!(row.figures.rate.value().is_some_and(|rate| !rate.population.vintage.is_empty()));

        let its_day = ask(&house, question(city, "2025-03-01", "2025-03-31", "all", "2025-03-03")).await;
        let row = its_day.rows.iter().find(|row| row.unit == Some(commune.id)).expect("its row");
        assert_eq!((counts(row)[Measure::Received], row.quality), (12, Quality::Exact));
        assert!(its_day.remainder.is_none());
    })
    .await;
}

#[tokio::test]
async fn small_counts_are_hidden_from_outsiders_with_the_whole_row() {
    for_each_engine(|house| async move {
        let (ward, other, third) = (house.unit("00004"), house.unit("00008"), house.unit("00025"));
        let city = house.unit("01");
        for (place, count) in [(ward, 3), (other, 20), (third, 30)] {
            for _ in 0..count {
                house.resident_asks("environment.waste", place).await;
            }
        }
        house.run_followers().await;
        let asked = question(city, "2026-10-01", "2026-10-31", "all", "2026-10-05");
        let analyst = house.somebody(Role::CityAnalyst, city).await;
        let seen = figures::overview(&house, &analyst, asked.clone()).await.expect("an overview");
        let of = |overview: &Overview, unit| {
            overview.rows.iter().find(|row| row.unit == Some(unit)).expect("a row").clone()
        };
        assert!(seen.protected);
        assert!(of(&seen, ward).hidden);
        assert_eq!(of(&seen, ward).figures.on_time, Told::Hidden);
        // The total is told, so a second row hides what subtraction would find.
        assert_eq!(seen.total.figures.received, Told::Value(53));
        assert!(of(&seen, other).hidden);
        assert_eq!(of(&seen, third).figures.received, Told::Value(30));
        assert!(seen.rows.iter().all(|row| row.figures.counts.is_none()));

        let officer = house.somebody(Role::CommuneOfficer, ward).await;
        let own = Question { unit: ward, ..asked.clone() };
        let seen = figures::overview(&house, &officer, own).await.expect("an overview");
        assert_eq!((seen.protected, seen.total.figures.received), (false, Told::Value(3)));
        let neighbour = Question { unit: other, ..asked.clone() };
        assert!(figures::overview(&house, &officer, neighbour).await.expect("an overview").protected);
        // Figures of communes and above are public, and protected from everybody who is not of the unit.
        let operator = house.somebody(Role::Operator, city).await;
        assert!(figures::overview(&house, &operator, asked).await.expect("an overview").protected);
    })
    .await;
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused() {
    for_each_engine(|house| async move {
        let city = house.unit("01");
        let good = question(city, "2026-10-01", "2026-10-31", "all", "2026-10-05");
        let old = house.unit_on("00010", day("2024-05-01"));
        let cases = [
            (Question { to: day("2026-09-30"), ..good.clone() }, "to"),
            (Question { to: day("2046-09-30"), ..good.clone() }, "to"),
            (Question { topic: "weather".into(), ..good.clone() }, "topic"),
        ];
        for (question, field) in cases {
            match figures::overview(&house, &Asker::house(), question).await {
                Err(Failure::Refused(Refusal::Invalid(notes))) => {
                    assert_eq!(notes.len(), 1);
                    assert_eq!(notes[0].field, field);
                }
                other => panic!("{other:?}"),
            }
        }
        let ended = Question { unit: old, ..good };
        let refused = figures::overview(&house, &Asker::house(), ended).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotFound))));
    })
    .await;
}

#[tokio::test]
async fn trends_take_longer_steps_over_longer_periods_and_the_table_is_a_file() {
    for_each_engine(|house| async move {
        let (city, ward) = (house.unit("01"), house.unit("00004"));
        house.clock.set_day("2026-09-20");
        house.resident_asks("environment.waste", ward).await;
        house.clock.set_day("2026-10-14");
        house.resident_asks("environment.waste", ward).await;
        house.resident_asks("environment.waste", ward).await;
        house.run_followers().await;
        for (from, step, points) in
            [("2026-10-01", Step::Day, 31), ("2026-06-01", Step::Week, 22), ("2024-01-01", Step::Month, 34)]
        {
            let overview = ask(&house, question(city, from, "2026-10-31", "environment", "2026-10-05")).await;
            assert_eq!((overview.step, overview.trend.len()), (step, points), "{from}");
        }
        let overview = ask(&house, question(city, "2026-10-01", "2026-10-31", "all", "2026-10-05")).await;
        assert_eq!(overview.trend[13].received, Told::Value(2));
        assert_eq!(overview.before.received, Told::Value(1));
        assert_eq!(overview.compared, (day("2026-08-31"), day("2026-09-30")));
        let at =
            overview.trend.iter().position(|point| point.before == Told::Value(1)).expect("a point before");
        assert_eq!(overview.compared.0.plus_days(i64::try_from(at).expect("small")), day("2026-09-20"));
        let text = figures::csv(&house.facts(), &overview);
        for line in ["# from,2026-10-01", "# topic,all", "# on_structure,2026-10-05", "# simulated,true"] {
            assert!(text.lines().any(|own| own == line), "{line}");
        }
        let body: Vec<&str> = text.lines().filter(|line| !line.starts_with(['#', '\u{feff}'])).collect();
        assert_eq!(body.len(), 1 + 126 + 1);
        let columns = body[0].split(',').count();
        let total = body.last().expect("a total");
        // The vintage of the population holds a comma, and stands in quotes.
        assert!(
            total.starts_with(",(total),2,") && total.contains("\"sapnhap.bando.com.vn, 2025\""),
            "{total}"
        );
        assert_eq!(total.split(',').count(), columns + 1);
        assert!(body.iter().any(|line| line.starts_with("00004,Phường Ba Đình,2,")));
    })
    .await;
}
