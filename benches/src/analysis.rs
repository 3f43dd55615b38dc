//! How long the methods of the analysis crate take, on made data of the sizes they are meant for.

mod tree;

use crate::{Stop, instant, machine, say};
use danvan_analysis::{
    early_warning::{FarringtonFlexible, Influences, Series, Watch},
    opinion::{self, Vote, Votes},
    protect::{self, Grid, Standing, Tree},
    reconcile::{Method, Reconciler},
    refusal::Refusal,
    scan::{Coordinates, Count, Map, Model, Options, Shapes, Study, Time},
};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// Chance of a seed, as numbers from 0 up to 1.
struct Chance(ChaCha8Rng);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, many: usize) -> usize {
        (self.unit() * many as f64) as usize
    }

    /// A Poisson count of a small mean (Knuth).
    fn poisson(&mut self, mean: f64) -> i64 {
        let (least, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > least {
            product *= self.unit();
            count += 1;
        }
        count
    }
}

/// Runs something some times and prints the shortest and the middle time.
fn timed<T>(name: &str, times: usize, mut run: impl FnMut() -> Result<T, Refusal>) -> Result<T, Stop> {
    let mut taken = Vec::new();
    let mut last = None;
    for _ in 0..times {
        let start = instant();
        last = Some(run()?);
        taken.push(start.elapsed().as_secs_f64());
    }
    taken.sort_by(f64::total_cmp);
    let resident = machine::resident_mb(std::process::id());
    say(&format!("| {name} | {} | {} | {resident:.0} |", told(taken[0]), told(taken[times / 2])));
    last.ok_or_else(|| "it did not run".into())
}

fn told(seconds: f64) -> String {
    match seconds {
        less if less < 1e-3 => format!("{:.1} µs", less * 1e6),
        less if less < 1.0 => format!("{:.1} ms", less * 1e3),
        more => format!("{more:.2} s"),
    }
}

/// Measures every method.
pub(crate) fn measure() -> Result<(), Stop> {
    say("| method | shortest | middle | MB resident after |");
    say("|---|---|---|---|");
    warnings()?;
    scans()?;
    opinions()?;
    city_table()?;
    whole_tree()?;
    say("");
    Ok(())
}

fn warnings() -> Result<(), Stop> {
    let mut chance = Chance::new(1);
    let counts: Vec<i64> = (0..520).map(|_| chance.poisson(3.0)).collect();
    let series = Series::numbered(&counts, 52)?;
    let method = FarringtonFlexible::default();
    timed("Farrington flexible, one fit of ten years of weeks", 201, || {
        method.watch(&series, 519..520, &Influences::none())
    })?;
    // Three years of days: what is to be judged is the last day, by the days of the same season before.
    let days: Vec<Series> = (0..126 * 60)
        .map(|_| Series::numbered(&(0..1095).map(|_| chance.poisson(0.4)).collect::<Vec<_>>(), 365))
        .collect::<Result<_, _>>()?;
    let method = FarringtonFlexible { years: 2, ..FarringtonFlexible::default() };
    timed("Farrington flexible, today of 126 communes by 60 topics", 3, || {
        days.iter().try_fold(0, |alarms, series| {
            let verdicts = method.watch(series, 1094..1095, &Influences::none())?;
            Ok(alarms + verdicts.iter().filter(|verdict| verdict.alarm).count())
        })
    })
    .map(drop)
}

/// Places strewn in a square, cases of unlike places over days.
fn strewn(places: usize, times: usize, cases: usize, seed: u64) -> Result<(Map, Study), Stop> {
    let mut chance = Chance::new(seed);
    let at = (0..places).map(|_| [chance.unit() * 60.0, chance.unit() * 60.0]).collect();
    let map = Map::new(Coordinates::Plane(at), &Shapes::Circles, None)?;
    let mut case = || {
        let place = (chance.unit() * chance.unit().sqrt() * places as f64) as usize;
        Count { place, time: chance.below(times), count: 1 }
    };
    let cases = (0..cases).map(|_| case()).collect();
    Ok((map, Study { times, cases, model: Model::Permutation, sizes: None }))
}

fn scans() -> Result<(), Stop> {
    let (map, study) = strewn(32, 19, 1175, 3)?;
    let time = Time::Retrospective { shortest: 1, longest: None, and_whole: false };
    let study = Study { model: Model::Poisson { expected: vec![1.0; 32 * 19] }, ..study };
    let options = Options { time, threads: 2, ..Options::default() };
    timed("space-time Poisson scan, 32 places, 19 years, 1,175 cases, 999 repetitions", 5, || {
        map.scan(&study, &options)
    })?;
    let (map, study) = strewn(717, 365, 4145, 4)?;
    let time = Time::Prospective { shortest: 1, longest: None, looking_since: None };
    let options = Options { time, threads: 2, ..Options::default() };
    timed("prospective permutation scan, 717 places, 365 days, 4,145 cases, 999 repetitions", 3, || {
        map.scan(&study, &options)
    })?;
    let topics: Vec<(Map, Study)> =
        (0..60).map(|topic| strewn(126, 1095, 3000, topic)).collect::<Result<_, _>>()?;
    let time = Time::Prospective { shortest: 1, longest: Some(90), looking_since: None };
    let options = Options { time, threads: 2, ..Options::default() };
    timed("the same of 60 topics, 126 communes, 1,095 days, at most 90 days", 1, || {
        topics.iter().try_for_each(|(map, study)| map.scan(study, &options).map(drop))
    })
}

/// A conversation of three camps in which each voter sees so many statements.
fn conversation(voters: usize, statements: usize, seen: usize) -> Result<Votes, Stop> {
    let mut chance = Chance::new(5);
    let ways: Vec<Vec<bool>> =
        (0..3).map(|_| (0..statements).map(|_| chance.unit() < 0.5).collect()).collect();
    let mut votes = Votes::new(statements)?;
    for voter in 0..voters {
        let start = chance.below(statements);
        let row: Vec<(usize, Vote)> = (0..seen)
            .map(|at| {
                let statement = (start + at * 7919) % statements;
                let is_own = ways[voter % 3][statement] == (chance.unit() < 0.8);
                let vote = if chance.unit() < 0.15 {
                    Vote::Pass
                } else if is_own {
                    Vote::Agree
                } else {
                    Vote::Disagree
                };
                (statement, vote)
            })
            .collect();
        votes.push(&row)?;
    }
    Ok(votes)
}

fn opinions() -> Result<(), Stop> {
    let options = opinion::Options { threads: 2, ..opinion::Options::default() };
    let votes = conversation(1921, 197, 25)?;
    timed("opinion groups, 1,921 voters, 197 statements, 25 votes each", 11, || {
        opinion::group(&votes, &options)
    })?;
    let votes = conversation(100_000, 1000, 100)?;
    timed("opinion groups, 100,000 voters, 1,000 statements, 100 votes each", 1, || {
        opinion::group(&votes, &options)
    })?;
    let votes = conversation(100_000, 1000, 1000)?;
    timed("the same with 1,000 votes each", 1, || opinion::group(&votes, &options)).map(drop)
}

fn city_table() -> Result<(), Stop> {
    let mut chance = Chance::new(6);
    let counts: Vec<u32> = (0..126 * 60)
        .map(|at| u32::try_from(chance.poisson(0.5 + f64::from(at % 60) / 10.0)).unwrap_or(0))
        .collect();
    let topics = (0..60).map(|topic| Some(60 + topic / 6)).chain([Some(70); 10]).chain([None]).collect();
    let grid = Grid::new(vec![Tree::flat(126), Tree::new(topics).ok_or("no tree")?]);
    let table = grid.counted(5, |at| counts[at[0] * 60 + at[1]])?;
    let small = table.cells().iter().filter(|cell| cell.standing == Standing::Small).count();
    let name = format!(
        "protecting 126 communes by 60 topics in 10 groups, {small} small of {} cells",
        table.cells().len()
    );
    let found = timed(&name, 5, || protect::protect(&table, &protect::Options::default()))?;
    let hidden = found.hidden.iter().filter(|hidden| **hidden).count();
    say(&format!("\nWithheld beside the {small}: {}.", hidden - small));
    Ok(())
}

/// Every series of a city by topic foretold, and made to add up; each part by itself, then all of it.
fn whole_tree() -> Result<(), Stop> {
    let tree = tree::Tree::made(7)?;
    let (series, chances) = (tree.summing.names().len(), [0.1, 0.5, 0.9]);
    machine::forget_peak();
    let begin = instant();
    let told = timed(&format!("forecasts of {series} series, 156 weeks, 13 ahead, two threads"), 1, || {
        tree.foretell(2)
    })?;
    let reconciler = timed("what their errors have in common (MinT-shrink)", 1, || {
        Reconciler::new(&tree.summing, Method::MinTShrink, Some(&told.residuals))
    })?;
    timed("forecasts that add up", 1, || reconciler.point(&told.means))?;
    timed("the nearest that add up and are not negative", 1, || reconciler.non_negative(&told.means))?;
    timed("their quantiles by 1,000 drawn futures", 1, || {
        let paths = reconciler.bootstrap(&told.means, &told.residuals, 1000, 1, true)?;
        Ok(tree::quantiles(&paths, series, &chances))
    })?;
    let whole = begin.elapsed().as_secs_f64();
    say(&format!(
        "| forecasts of the whole tree | {} | | {:.0} at most |",
        self::told(whole),
        machine::peak_mb()
    ));
    timed("deviations of the whole tree, all being normal", 1, || reconciler.gaussian(&told.deviations))?;
    let models = told.models.iter().map(|(name, times)| format!("{name} {times}"));
    say(&format!("\nChosen: {}.", models.collect::<Vec<_>>().join(", ")));
    Ok(())
}
