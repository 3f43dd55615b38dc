use super::{
    trial::{Planted, plant, try_on_past},
    voices::{Spot, Voices},
    watch::{Look, Wanted, curve, watch},
};
use danvan_domain::{
    findings::{Kind, Method, gather},
    ids::UnitId,
    time::Day,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

const TOPICS: [&str; 4] = ["water.clean", "living.prices", "environment.waste", "roads.pothole"];

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn unit(number: usize) -> UnitId {
    UnitId(Uuid::from_u128(u128::try_from(number).expect("small") + 1))
}

/// A city of sixteen communes, four kilometres from one another, in which about so many voices come a week of each topic.
fn city(weeks: i64, a_week: u32, seed: u64) -> Voices {
    let begin = day("0001-01-01");
    let spot = |at: usize| Spot {
        unit: unit(at),
        at: Some([21.0 + (at / 4) as f64 * 0.036, 105.8 + (at % 4) as f64 * 0.039]),
        people: 50_000,
        whole_from: begin,
    };
    let topics = TOPICS.map(str::to_owned).to_vec();
    let mut voices = Voices::new(unit(90), (0..16).map(spot).collect(), topics, day("2026-10-04"));
    let mut chance = ChaCha20Rng::seed_from_u64(seed);
    for ago in 0..weeks * 7 {
        for spot in 0..16 {
            for topic in 0..TOPICS.len() {
                // Binomial, about a_week in seven days.
                let count = (0..a_week).filter(|_| chance.next_u32() % 7 == 0).count();
                voices.add(spot, topic, voices.last.plus_days(-ago), i64::try_from(count).expect("small"));
            }
        }
    }
    voices
}

const SOON: Wanted = Wanted { clusters: true, forecasts: false };

fn of(look: &Look, kind: Kind, topic: &str) -> usize {
    look.seen.iter().filter(|one| one.kind == kind && one.topic == topic).count()
}

#[test]
fn a_quiet_city_is_quiet() {
    let mut told = 0;
    for seed in 0..6 {
        for weeks in [30, 90, 200] {
            told += watch(&city(weeks, 4, seed), SOON).seen.len();
        }
    }
    assert!(told <= 2, "{told} of 18 looks at nothing");
}

#[test]
fn a_rise_at_one_commune_is_found_whatever_the_past() {
    for (weeks, method) in [(30, Method::Bayes), (90, Method::Bayes), (220, Method::Farrington)] {
        let mut voices = city(weeks, 4, 11);
        let last = voices.last;
        for ago in 0..7 {
            voices.add(5, 0, last.plus_days(-ago), 4);
        }
        let look = watch(&voices, Wanted { clusters: false, forecasts: false });
        let found: Vec<_> = look.seen.iter().filter(|one| one.kind == Kind::Warning).collect();
        assert!(
            found.iter().any(|one| one.topic == TOPICS[0] && one.places == [unit(5)] && one.method == method),
            "{weeks} weeks: {found:#?}"
        );
        assert!(found.iter().all(|one| one.topic == TOPICS[0]), "{found:#?}");
        let curve = curve(&voices, found[0], &[]).expect("a curve");
        assert_eq!(curve.counts.len(), curve.upper.len());
        assert_eq!(curve.counts.len(), usize::try_from(weeks.min(52)).expect("small"));
        let upper = curve.upper.last().copied().flatten().expect("a limit");
        assert!(*curve.counts.last().expect("weeks") as f64 > upper, "it stands out of its own curve");
    }
}

#[test]
fn neighbours_that_rise_together_are_one_story() {
    let mut voices = city(90, 3, 5);
    let planted = Planted { topic: 1, spots: vec![0, 1, 4] };
    plant(&mut voices, &planted, 14, &mut ChaCha20Rng::seed_from_u64(1));
    let look = watch(&voices, SOON);
    assert!(of(&look, Kind::Cluster, TOPICS[1]) >= 1, "{look:#?}");
    let stories = gather(look.seen, unit(90));
    let told: Vec<_> = stories.iter().filter(|story| story.head.topic == TOPICS[1]).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    for spot in planted.spots {
        assert!(told[0].places.contains(&unit(spot)), "{told:#?}");
    }
}

#[test]
fn a_village_that_always_told_and_falls_silent_is_told_with_its_commune() {
    let mut voices = city(60, 3, 3);
    let last = voices.last;
    for week in 0..52 {
        for village in 100..130 {
            let is_silent = village < 102 && week < 8;
            if !is_silent {
                voices.tell(unit(village), village % 16, last.plus_days(-7 * week), 2);
            }
        }
    }
    let look = watch(&voices, Wanted { clusters: false, forecasts: false });
    let silent: Vec<_> = look.seen.iter().filter(|one| one.kind == Kind::Silent).collect();
    let places: Vec<UnitId> = silent.iter().flat_map(|one| one.places.clone()).collect();
    assert_eq!(places, [unit(100), unit(101)], "{silent:#?}");
    assert_eq!((silent[0].days.1.days_since(silent[0].days.0) + 1, silent[0].observed), (56, 1));
}

#[test]
fn a_commune_that_falls_behind_the_city_is_unlike_its_past_and_a_holiday_is_not() {
    let build = |everybody: bool| {
        let mut voices = city(90, 5, 8);
        let last = voices.last;
        for spot in (0..16_usize).filter(|spot| everybody || *spot == 3) {
            for topic in 0..TOPICS.len() {
                // Four weeks are emptied, and one a week is left of each topic.
                (0..28).for_each(|ago| voices.add(spot, topic, last.plus_days(-ago), -100));
                (0..4).for_each(|week| voices.add(spot, topic, last.plus_days(-7 * week), 1));
            }
        }
        watch(&voices, Wanted { clusters: false, forecasts: false })
    };
    let alone = build(false);
    let unlike: Vec<_> = alone.seen.iter().filter(|one| one.kind == Kind::UnlikePast).collect();
    assert_eq!(unlike.len(), 1, "{unlike:#?}");
    assert_eq!(unlike[0].places, [unit(3)]);
    let all = build(true);
    assert_eq!(all.seen.iter().filter(|one| one.kind == Kind::UnlikePast).count(), 0, "{:#?}", all.seen);
}

#[test]
fn what_grows_and_grows_is_foretold() {
    let mut voices = city(110, 2, 2);
    let last = voices.last;
    for ago in 0..28 * 7 {
        for spot in 0..16 {
            let more = (28 * 7 - ago) / 40;
            voices.add(spot, 2, last.plus_days(-ago), more);
        }
    }
    let look = watch(&voices, Wanted { clusters: false, forecasts: true });
    let foretold: Vec<_> = look.seen.iter().filter(|one| one.kind == Kind::Forecast).collect();
    assert!(foretold.iter().any(|one| one.topic == TOPICS[2] && one.days.0 == last.next()), "{foretold:#?}");
    assert!(foretold.iter().all(|one| one.topic == TOPICS[2]), "{foretold:#?}");
}

#[test]
fn counts_of_some_weeks_ago_are_what_they_were() {
    let voices = city(40, 3, 9);
    let before = voices.weeks_ago(3);
    assert_eq!(before.last, voices.last.plus_days(-21));
    let (now, then) = (voices.weekly(2, 1), before.weekly(2, 1));
    assert_eq!(now[..now.len() - 3], then[..]);
    let (sum, _) = before.of_days(2, 1, 56);
    assert_eq!(sum, then[then.len() - 8..].iter().sum::<i64>());
}

#[test]
fn what_is_not_known_to_be_whole_is_left_out_of_a_past() {
    let mut voices = city(40, 3, 9);
    voices.spots[2].whole_from = voices.last.plus_days(-7 * 10 + 1);
    assert_eq!(voices.weekly(2, 1).len(), 10);
    assert_eq!(voices.weekly(3, 1).len(), 40);
}

#[test]
fn a_trial_is_the_same_every_time_and_finds_most_of_what_was_put_in() {
    let voices = city(80, 2, 4);
    let tried = try_on_past(&voices, 7);
    assert_eq!(tried, try_on_past(&voices, 7));
    let (planted, found) =
        tried.iter().fold((0, 0), |(_, found), (_, trial)| (trial.planted, found + trial.found));
    assert!(planted >= 8, "{tried:#?}");
    assert!(found * 2 > planted, "{tried:#?}");
}
