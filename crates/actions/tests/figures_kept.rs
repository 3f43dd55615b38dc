//! What a house keeps of figures in memory is always what would be read anew, whatever is asked and changed, and in whatever
//! order.

use danvan_actions::{
    House,
    figures::{self, Overview, Question},
    followers,
};
use danvan_domain::{
    ids::UnitId,
    rights::Asker,
    tallies::{Batch, Counted, Delta, Measure},
    time::Day,
    units::{Level, Link, Tree, Unit, facts::hanoi_with_villages},
};
use danvan_store::{contents::damage, settings, tallies, tallies::days};
use danvan_testkit::for_each_engine;
use std::sync::LazyLock;

static VILLAGES: LazyLock<Tree> = LazyLock::new(|| {
    let (units, links): (Vec<Unit>, Vec<Link>) = hanoi_with_villages(7).expect("the embedded units");
    Tree::build(units, links).expect("a tree")
});

/// The last is one that is no more.
const TOPICS: [&str; 5] = ["environment.waste", "environment", "water.clean", "roads.traffic", "weather"];
const ASKED: [&str; 5] = ["all", "environment", "environment.waste", "water", "roads"];
const STRUCTURES: [&str; 5] = ["2024-07-01", "2025-01-01", "2025-06-30", "2025-07-01", "2026-11-01"];

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

    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn day(&mut self, from: &str, days: usize) -> Day {
        day(from).plus_days(i64::try_from(self.below(days)).expect("small"))
    }
}

/// Counts something at so many places of villages and communes, in one change; some of it is taken back.
async fn count(house: &House, chance: &mut Chance, acts: usize, when: impl Fn(&mut Chance) -> Day) {
    let facts = house.facts();
    let of_level = |unit: &&Unit| matches!(unit.level(), Level::Commune | Level::Village);
    let places: Vec<&Unit> = facts.tree.units().iter().filter(of_level).collect();
    let mut batch = Batch::default();
    for _ in 0..acts {
        let at = when(chance);
        let mut place = chance.one(&places);
        while !place.stands_on(at) {
            place = chance.one(&places);
        }
        let delta = Delta {
            measure: chance.one(Measure::ALL),
            topic: chance.one(&TOPICS).into(),
            place: place.id,
            day: at,
            count: if chance.below(9) == 0 { -1 } else { 3 },
        };
        batch.add(&facts.tree, &facts.topics, &delta);
    }
    let mut change = house.store.begin().await.expect("a change");
    tallies::add(&mut change, &batch.into_rows()).await.expect("tallies");
    change.commit().await.expect("a commit");
}

async fn ask(house: &House, question: &Question) -> Overview {
    figures::overview(house, &Asker::house(), question.clone()).await.expect("an overview")
}

async fn whole_from(house: &House, day: &str) {
    let mut change = house.store.begin().await.expect("a change");
    settings::set(&mut change, days::WHOLE_FROM, day).await.expect("set");
    change.commit().await.expect("a commit");
}

/// The answer from the cells of villages alone, past everything that is kept.
async fn ask_anew(house: &House, question: &Question) -> Overview {
    whole_from(house, "9999-12-31").await;
    let told = ask(house, question).await;
    whole_from(house, days::EVER).await;
    told
}

fn question(unit: UnitId, from: Day, to: Day, topic: &str, on: Day) -> Question {
    let (compare, measure) = (None, Counted::Received);
    Question { unit, from, to, topic: topic.into(), on_structure: on, compare, measure }
}

/// Any unit down to communes, structure, period and topic.
fn any_question(house: &House, chance: &mut Chance) -> Question {
    let on = day(chance.one(&STRUCTURES));
    let facts = house.facts();
    let city = facts.tree.by_code("01", on).one().expect("the city");
    let districts = facts.tree.at_level(Level::District, on).take(2);
    let districts: Vec<UnitId> = districts.map(|unit| unit.id).collect();
    let communes: Vec<UnitId> = facts.tree.at_level(Level::Commune, on).map(|unit| unit.id).collect();
    let unit = match chance.below(4) {
        0 if !districts.is_empty() => chance.one(&districts),
        1 => chance.one(&communes),
        _ => city,
    };
    let from = chance.day("2024-06-01", 900);
    let days = [1, 3, 28, 31, 90, 365][chance.below(6)];
    question(unit, from, from.plus_days(days), chance.one(&ASKED), on)
}

#[tokio::test]
async fn whatever_is_asked_and_changed_the_answer_is_what_would_be_read_anew() {
    for_each_engine(|house| async move {
        house.stand_on(VILLAGES.clone());
        let mut chance = Chance(41);
        count(&house, &mut chance, 1500, |chance| chance.day("2024-06-01", 880)).await;
        let (mut asked, mut counted) = (0, 0);
        for step in 0..100 {
            match if step < 20 { 1 } else { chance.below(8) } {
                // Any day.
                0 => count(&house, &mut chance, 20, |chance| chance.day("2024-06-01", 880)).await,
                // Always the same few days, which are packed together now and then.
                1..=3 => {
                    count(&house, &mut chance, 9, |chance| chance.day("2025-06-29", 3)).await;
                    counted += 1;
                }
                4 if chance.below(6) == 0 => house.stand_on(VILLAGES.clone()),
                _ => {
                    let question = any_question(&house, &mut chance);
                    let told = ask(&house, &question).await;
                    assert_eq!(told, ask_anew(&house, &question).await, "{question:?}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 30 && counted > 32, "{asked} questions, {counted} changes");
        let rows = days::of_days(&house.store, day("2025-06-29"), day("2025-07-02")).await.expect("read");
        assert!(rows.len() < 3 * 33, "{} rows of three days", rows.len());
        // After the last month there is no next one.
        let (first, last) = (day("9999-10-15"), day("9999-12-31"));
        let ever = question(house.unit("01"), first, last, "roads", day("2025-06-30"));
        assert_eq!(ask(&house, &ever).await, ask_anew(&house, &ever).await);

        // All is counted anew: what was kept before is not told again.
        let mut change = house.store.begin().await.expect("a change");
        tallies::clear(&mut change).await.expect("cleared");
        change.commit().await.expect("a commit");
        let city = house.unit("01");
        let whole = question(city, day("2024-06-01"), day("2026-11-30"), "all", day("2025-06-30"));
        assert_eq!(ask(&house, &whole).await.total.figures.counts, Some(Default::default()));
        count(&house, &mut chance, 40, |chance| chance.day("2024-06-01", 880)).await;
        assert_eq!(ask(&house, &whole).await, ask_anew(&house, &whole).await);
    })
    .await;
}

#[tokio::test]
async fn a_question_that_nobody_asked_before_reads_no_village_again() {
    for_each_engine(|house| async move {
        house.stand_on(VILLAGES.clone());
        let mut chance = Chance(5);
        count(&house, &mut chance, 2500, |chance| chance.day("2024-06-01", 900)).await;
        let questions: Vec<Question> = (0..30).map(|_| any_question(&house, &mut chance)).collect();
        let mut expected = Vec::new();
        for question in &questions {
            expected.push(ask_anew(&house, question).await);
        }
        // Every question lies within these days, with the days that it compares with.
        let city = house.unit("01");
        let whole = question(city, day("2023-01-01"), day("2028-01-01"), "all", day("2025-06-30"));
        ask(&house, &whole).await;
        let gone = damage(&house.store, "delete from tally_days").await.expect("harmed");
        assert!(gone > 700, "{gone} days");
        for (question, expected) in questions.iter().zip(&expected) {
            assert_eq!(&ask(&house, question).await, expected, "{question:?}");
        }
        // A day that turns is read again, and no other.
        count(&house, &mut chance, 30, |_| day("2027-02-03")).await;
        let later = question(city, day("2025-09-01"), day("2027-03-01"), "roads", day("2025-06-30"));
        let told = ask(&house, &later).await;
        assert_eq!(told, ask_anew(&house, &later).await);
        assert_ne!(told.total.figures.counts, Some(Default::default()));
    })
    .await;
}

#[tokio::test]
async fn what_was_counted_before_an_upgrade_is_brought_in_by_day() {
    for_each_engine(|house| async move {
        house.stand_on(VILLAGES.clone());
        let mut chance = Chance(17);
        count(&house, &mut chance, 900, |chance| chance.day("2025-03-20", 200)).await;
        let kept = days::of_days(&house.store, day("2025-01-01"), day("2026-01-01")).await.expect("read");
        assert!(damage(&house.store, "delete from tally_days").await.expect("harmed") > 100);
        whole_from(&house, "9999-12-31").await;
        // Meanwhile others go on counting, on days that are not brought in yet.
        count(&house, &mut chance, 60, |chance| chance.day("2025-05-20", 30)).await;
        let questions: Vec<Question> = (0..12).map(|_| any_question(&house, &mut chance)).collect();
        let mut expected = Vec::new();
        for question in &questions {
            expected.push(ask(&house, question).await);
        }
        followers::drain(&house).await.expect("drained");
        let from = settings::get(&house.store, days::WHOLE_FROM).await.expect("read");
        assert_eq!(from.as_deref(), Some(days::EVER));
        for (question, expected) in questions.iter().zip(&expected) {
            assert_eq!(&ask(&house, question).await, expected, "{question:?}");
        }
        let brought = days::of_days(&house.store, day("2025-01-01"), day("2026-01-01")).await.expect("read");
        assert!(brought.len() >= kept.len(), "{} of {} days", brought.len(), kept.len());
        assert!(brought.windows(2).all(|two| two[0].0 < two[1].0), "one row a day");
    })
    .await;
}
