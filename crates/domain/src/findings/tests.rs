use super::*;
use crate::{refusals::Refusal, topics::ALL};
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn unit(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(number))
}

const CITY: u128 = 99;

fn seen(kind: Kind, topic: &str, places: &[u128], days: (&str, &str), chance: f64) -> Seen {
    Seen {
        kind,
        method: if kind == Kind::Cluster { Method::Scan } else { Method::Bayes },
        topic: topic.into(),
        places: places.iter().map(|place| unit(*place)).collect(),
        days: (day(days.0), day(days.1)),
        observed: 20,
        expected: 8.0,
        chance,
        promise: None,
    }
}

fn finding(story: &Story) -> Finding {
    let head = &story.head;
    Finding {
        id: FindingId(Uuid::nil()),
        kind: head.kind,
        method: head.method,
        topic: head.topic.clone(),
        days: head.days,
        observed: head.observed,
        expected: head.expected,
        chance: head.chance,
        tests: 100,
        people: 50_000,
        lead_days: -7,
        first_seen: head.days.1,
        last_seen: head.days.1,
        state: State::Open,
        promise: head.promise,
        curve: None,
        moved_at: Moment::at(head.days.1, 3, 0),
    }
}

fn kept(story: &Story) -> Vec<Place> {
    let place =
        |place: &UnitId| Place { id: Uuid::nil(), place: *place, unit: *place, observed: 1, expected: 1.0 };
    story.places.iter().map(place).collect()
}

#[test]
fn discoveries_are_those_of_the_step_up_rule() {
    let check = |chances: &[f64], tests: usize, expected: &[bool]| {
        assert_eq!(discovered(chances, tests, 0.05), expected, "{chances:?} of {tests}");
    };
    check(&[], 0, &[]);
    check(&[0.04], 1, &[true]);
    check(&[0.04], 2, &[false]);
    // The example of the paper's section 3.2, of fifteen tests: four are rejected.
    let paper = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
        0.6528, 0.7590, 1.0000,
    ];
    let expected: Vec<bool> = (0..15).map(|at| at < 4).collect();
    check(&paper, 15, &expected);
    // The second alone would not do, but with the third it does.
    check(&[0.9, 0.04, 0.045, 0.01], 4, &[false, false, false, true]);
    check(&[0.03, 0.025, 0.045, 0.01], 4, &[true, true, true, true]);
    check(&[f64::NAN, 0.001], 2, &[false, true]);
}

#[test]
fn more_tests_never_make_more_discoveries_and_a_smaller_chance_is_never_worse() {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    for _ in 0..200 {
        let chances: Vec<f64> = (0..40).map(|_| next().powi(4)).collect();
        let few = discovered(&chances, 40, 0.05);
        let many = discovered(&chances, 400, 0.05);
        let count = |found: &[bool]| found.iter().filter(|it| **it).count();
        assert!(count(&many) <= count(&few));
        for (a, is_found) in chances.iter().zip(&few) {
            for (b, is_other) in chances.iter().zip(&few) {
                assert!(!(a < b && *is_other && !*is_found), "{a} before {b}");
            }
        }
    }
}

#[test]
fn rarity_is_said_in_weeks_months_years() {
    let check = |chance: f64, tests: i64, expected: (Rarity, i64)| {
        assert_eq!(rarity(chance, tests), expected, "{chance} of {tests}");
    };
    check(0.2, 1, (Rarity::Weeks, 5));
    check(0.9, 10, (Rarity::Weeks, 1));
    check(0.001, 50, (Rarity::Months, 4));
    check(1e-6, 7_000, (Rarity::Years, 2));
    check(1e-12, 7_000, (Rarity::Century, 100));
    check(0.0, 7_000, (Rarity::Century, 100));
}

#[test]
fn a_cluster_and_the_warnings_within_it_are_one_story() {
    let days = ("2026-09-14", "2026-10-04");
    let all = vec![
        seen(Kind::Warning, "water.clean", &[1], ("2026-09-28", "2026-10-04"), 1e-9),
        seen(Kind::Cluster, "water.clean", &[2, 1, 3], days, 1e-5),
        seen(Kind::Warning, "water.clean", &[3], ("2026-09-07", "2026-10-04"), 1e-7),
        // Another topic, another place, other days: stories of their own.
        seen(Kind::Warning, "living.prices", &[1], days, 1e-6),
        seen(Kind::Warning, "water.clean", &[7], days, 1e-6),
        seen(Kind::Warning, "water.clean", &[2], ("2026-05-01", "2026-05-07"), 1e-6),
        seen(Kind::Silent, ALL, &[1], days, 1e-6),
    ];
    let stories = gather(all, unit(CITY));
    assert_eq!(stories.len(), 5, "{stories:#?}");
    let story = stories.iter().find(|story| story.head.kind == Kind::Cluster).expect("the cluster leads");
    assert_eq!(story.places, [2, 1, 3].map(unit));
}

#[test]
fn what_rises_everywhere_is_one_story() {
    let days = ("2026-09-28", "2026-10-04");
    let all = vec![
        seen(Kind::Warning, "living.prices", &[1], days, 1e-7),
        seen(Kind::Warning, "living.prices", &[CITY], days, 1e-30),
        seen(Kind::Warning, "living.prices", &[2], days, 1e-6),
    ];
    let stories = gather(all, unit(CITY));
    assert_eq!(stories.len(), 1);
    assert_eq!(stories[0].places, [CITY, 1, 2].map(unit));
}

#[test]
fn many_topics_of_one_commune_are_one_story_and_the_citys_own_are_none_of_it() {
    let days = ("2026-09-28", "2026-10-04");
    let month = ("2026-09-07", "2026-10-04");
    let warned = |topic: &str, place: u128, chance: f64| seen(Kind::Warning, topic, &[place], days, chance);
    let gathered = |all: Vec<Seen>| -> Vec<(String, Vec<u128>, Vec<String>)> {
        let mut told: Vec<_> = gather(all, unit(CITY))
            .into_iter()
            .map(|story| {
                let places = story.places.iter().map(|place| place.0.as_u128()).collect();
                (story.head.topic, places, story.topics)
            })
            .collect();
        told.sort();
        told
    };
    let three = vec![
        warned("living.prices", 1, 1e-6),
        warned("water.clean", 1, 1e-9),
        seen(Kind::Warning, "roads.pothole", &[1], month, 1e-7),
    ];
    let names = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let all_of_one = (ALL.to_owned(), vec![1], names(&["water.clean", "roads.pothole", "living.prices"]));
    assert_eq!(gathered(three.clone()), std::slice::from_ref(&all_of_one));
    let story = gather(three.clone(), unit(CITY)).remove(0);
    assert_eq!((story.head.days, story.head.observed), ((day(month.0), day(month.1)), 60));
    // Two topics are two stories.
    assert_eq!(gathered(three[..2].to_vec()).len(), 2);
    // A circle in which only that commune rose by itself says nothing more; one with another that did is a story of its own.
    let circle = |topic: &str| seen(Kind::Cluster, topic, &[1, 2], days, 1e-8);
    assert_eq!(
        gathered([three.clone(), vec![circle("water.clean")]].concat()),
        std::slice::from_ref(&all_of_one)
    );
    let other = [three.clone(), vec![circle("water.clean"), warned("water.clean", 2, 1e-6)]].concat();
    let told = gathered(other);
    assert!(told.contains(&all_of_one), "{told:?}");
    assert!(told.contains(&("water.clean".to_owned(), vec![1, 2], Vec::new())), "{told:?}");
    // What rises in the whole city stays the city's story, and too few are left for one of the commune.
    let citys = [three.clone(), vec![warned("water.clean", CITY, 1e-20)]].concat();
    let told = gathered(citys);
    assert!(told.contains(&("water.clean".to_owned(), vec![CITY, 1], Vec::new())), "{told:?}");
    assert_eq!(told.len(), 3);
    // Ten of the whole city are one, nine are nine.
    let wide =
        |many: usize| (0..many).map(|at| warned(&format!("topic.{at}"), CITY, 1e-6)).collect::<Vec<_>>();
    assert_eq!((gathered(wide(9)).len(), gathered(wide(10)).len()), (9, 1));
}

#[test]
fn what_was_told_topic_by_topic_goes_on_within_the_story_of_its_place() {
    let days = ("2026-09-28", "2026-10-04");
    let one = |topic: &str, place: u128| seen(Kind::Warning, topic, &[place], days, 1e-6);
    let all = ["water.clean", "living.prices", "roads.pothole"].map(|topic| one(topic, 1));
    let story = gather(all.to_vec(), unit(CITY)).remove(0);
    let check = |topic: &str, place: u128, expected: bool| {
        let before = gather(vec![one(topic, place)], unit(CITY)).remove(0);
        assert_eq!(story.holds(&finding(&before), &kept(&before)), expected, "{topic} {place}");
        assert!(!is_same(&story, (&finding(&before), &kept(&before))));
    };
    check("water.clean", 1, true);
    check("water.clean", 2, false);
    check("water.flood", 1, false);
    assert!(is_same(&story, (&finding(&story), &kept(&story))), "the next night it is the same");
}

#[test]
fn what_chance_brings_every_week_comes_after_what_it_brings_in_years() {
    let story = gather(
        vec![seen(Kind::Warning, "water.clean", &[1], ("2026-09-28", "2026-10-04"), 1e-6)],
        unit(CITY),
    );
    let today = day("2026-10-05");
    let of = |people: i64, chance: f64, tests: i64| Finding { people, chance, tests, ..finding(&story[0]) };
    // The whole city about once a week, every five weeks, every eight; a small commune once in two years and in a century.
    for (chance, tests) in [(0.14, 7), (2e-3, 100), (1.25e-3, 100), (1e-3, 7_000)] {
        let common = of(8_600_000, chance, tests);
        assert_eq!(rarity(chance, tests).0, Rarity::Weeks, "{chance} of {tests}");
        for rare in [of(9_000, 1e-6, 7_000), of(9_000, 1e-12, 7_000)] {
            assert!(rare.weight(today) > common.weight(today), "{common:?}");
        }
    }
    // Both rare: where more people live comes first.
    assert!(of(8_600_000, 1e-6, 7_000).weight(today) > of(9_000, 1e-6, 7_000).weight(today));
    assert!(strength(1e-300, 1) <= 12.0 && strength(1.0, 7_000) < 1e-5);
}

#[test]
fn gathering_loses_no_place_and_tells_none_twice() {
    let days = ["2026-09-01", "2026-09-08", "2026-09-15", "2026-09-22"];
    let mut all = Vec::new();
    for at in 0..60_u128 {
        let begin = days[usize::try_from(at % 4).expect("small")];
        let kind = if at % 7 == 0 { Kind::Cluster } else { Kind::Warning };
        let end = day(begin).plus_days(6).to_string();
        let topic = ["water.clean", "living.prices"][usize::try_from(at % 2).expect("small")];
        let places = [at % 9, (at * 5) % 9, (at * 3) % 9];
        let number = if kind == Kind::Cluster { 3 } else { 1 };
        all.push(seen(kind, topic, &places[..number], (begin, &end), 1e-4 / (at + 1) as f64));
    }
    let stories = gather(all.clone(), unit(CITY));
    for one in &all {
        for place in &one.places {
            let holding = stories.iter().filter(|story| {
                story.head.topic == one.topic && story.places.contains(place) && {
                    let head = story.head.days;
                    head.0 <= one.days.1 && one.days.0 <= head.1
                }
            });
            assert_eq!(holding.count(), 1, "{one:?}");
        }
    }
}

#[test]
fn an_earlier_story_is_known_again() {
    let story = |topic: &str, places: &[u128], days: (&str, &str)| {
        let mut all = gather(vec![seen(Kind::Warning, topic, places, days, 1e-6)], unit(CITY));
        all.remove(0)
    };
    let before = story("water.clean", &[1, 2], ("2026-09-14", "2026-09-20"));
    let check = |topic: &str, places: &[u128], days: (&str, &str), expected: bool| {
        let (it, places_before) = (finding(&before), kept(&before));
        let now = story(topic, places, days);
        assert_eq!(is_same(&now, (&it, &places_before)), expected, "{topic} {places:?} {days:?}");
    };
    check("water.clean", &[2, 5], ("2026-09-18", "2026-09-24"), true);
    check("water.clean", &[2], ("2026-09-27", "2026-10-03"), true);
    check("water.clean", &[2], ("2026-09-28", "2026-10-04"), false);
    check("water.clean", &[5], ("2026-09-18", "2026-09-24"), false);
    check("water.flood", &[2], ("2026-09-18", "2026-09-24"), false);
}

#[test]
fn what_matters_most_comes_first() {
    let story = Story {
        head: seen(Kind::Warning, "water.clean", &[1], ("2026-09-28", "2026-10-04"), 1e-6),
        places: vec![unit(1)],
        topics: Vec::new(),
    };
    let today = day("2026-10-05");
    let of = |number: u128, people: i64, chance: f64, first: &str| Finding {
        id: FindingId(Uuid::from_u128(number)),
        people,
        chance,
        first_seen: day(first),
        ..finding(&story)
    };
    let mut all = vec![
        of(1, 50_000, 1e-6, "2026-09-05"),
        of(2, 50_000, 1e-6, "2026-10-05"),
        of(3, 50_000, 1e-11, "2026-10-05"),
        of(4, 500_000, 1e-6, "2026-10-05"),
        of(5, 0, 1e-300, "2026-10-05"),
    ];
    in_order(&mut all, today);
    let order: Vec<u128> = all.iter().map(|it| it.id.0.as_u128()).collect();
    assert_eq!(order, [4, 3, 2, 1, 5]);
    // More people, less chance, or fresher: never later.
    for base in &all {
        let more = Finding { people: base.people + 1_000, ..base.clone() };
        let rarer = Finding { chance: base.chance / 10.0, ..base.clone() };
        let fresher = Finding { first_seen: today, ..base.clone() };
        for better in [more, rarer, fresher] {
            assert!(better.weight(today) >= base.weight(today));
        }
    }
}

#[test]
fn acts_lead_where_they_should() {
    use Act::{Ask, Confirm, Dismiss, Promise, Reopen};
    let check = |state: State, expected: &[Act]| {
        assert_eq!(state.acts().collect::<Vec<_>>(), expected, "{state:?}");
    };
    check(State::Open, &[Ask, Promise, Confirm, Dismiss]);
    check(State::Acted, &[Ask, Promise, Confirm, Dismiss]);
    check(State::Passed, &[Ask, Promise, Confirm, Dismiss]);
    check(State::Dismissed, &[Reopen]);
    assert_eq!(State::Open.after(Dismiss), Some(State::Dismissed));
    assert_eq!(State::Dismissed.after(Reopen), Some(State::Open));
    assert!(State::Dismissed.take(Ask).is_err());
    assert_eq!(State::Acted.was_real(), Some(true));
    assert_eq!(State::Passed.was_real(), None);
}

#[test]
fn what_is_typed_is_checked() {
    let check = |act: &str, why: &str, words: &str, expected: &[&str]| {
        let typed = TypedAct { act: act.into(), why: why.into(), words: words.into() };
        let fields: Vec<String> = match typed.check() {
            Ok(_) => Vec::new(),
            Err(Refusal::Invalid(notes)) => notes.into_iter().map(|note| note.field).collect(),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(fields, expected, "{act} {why} {words}");
    };
    check("dismiss", "chance", "", &[]);
    check("dismiss", "", "", &["why"]);
    check("dismiss", "other", "", &["words"]);
    check("confirm", "", "", &["words"]);
    check("confirm", "", "Công ty nước đã sửa.", &[]);
    check("reopen", "", "", &[]);
    check("ask", "", "", &["act"]);
    check("", "", "", &["act"]);
    check("dismiss", "other", "Do ông Nguyễn Văn Bình viết nhiều đơn.", &["words"]);
}

/// Teams and offices are a few people: nothing is told of them, but of what they belong to.
#[test]
fn no_finding_is_about_a_place_lower_than_a_village() {
    for level in crate::units::Level::ALL {
        let is_of_people = matches!(level.word(), "team" | "body");
        assert_eq!(*level <= LOWEST, !is_of_people, "{level:?}");
    }
}

/// Whatever is found, of every kind and state, can be told with places, a topic, days and numbers alone.
#[test]
fn no_kind_of_finding_can_hold_a_person() {
    for kind in Kind::ALL {
        let one = seen(*kind, ALL, &[1, 2], ("2026-09-28", "2026-10-04"), 1e-4);
        // Every part of what a look may say; a new one has to be looked at here.
        let Seen { kind: _, method: _, topic, places, days, observed, expected, chance, promise } =
            one.clone();
        assert!(crate::topics::Topics::facts().get(&topic).is_some() || topic == ALL);
        let (_, _, _, _, _): (Vec<UnitId>, (Day, Day), i64, f64, f64) =
            (places, days, observed, expected, chance);
        assert_eq!(promise, None);
        let stories = gather(vec![one], unit(CITY));
        let it = finding(&stories[0]);
        let names = Names {
            topic: "Nước sạch".into(), place: "Phường Ngọc Hà".into(), ..Names::default()
        };
        let note = told(&it, &names);
        let known = ["topic", "topics", "place", "n", "days", "until", "expected", "observed", "times"];
        for (name, _) in &note.args {
            assert!(known.contains(&name.as_str()), "{kind:?} tells {name}");
        }
    }
}
