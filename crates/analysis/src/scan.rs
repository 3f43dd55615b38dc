//! Scan statistics: where, and when, there are more cases than chance would bring.
//!
//! ```
//! use danvan_analysis::scan::{Coordinates, Count, Map, Model, Options, Shapes, Study};
//!
//! // Nine places on a grid with 1,000 people each; three neighbours have most of the cases.
//! let grid = (0..9).map(|at| [f64::from(at % 3), f64::from(at / 3)]).collect();
//! let map = Map::new(Coordinates::Plane(grid), &Shapes::Circles, None)?;
//! let counts = [9, 8, 1, 7, 1, 0, 1, 2, 0];
//! let cases = (0..9).map(|place| Count { place, time: 0, count: counts[place] }).collect();
//! let model = Model::Poisson { expected: vec![1000.0; 9] };
//! let study = Study { times: 1, cases, model, sizes: None };
//! let report = map.scan(&study, &Options::default())?;
//! let cluster = &report.clusters[0];
//! assert_eq!(cluster.places, [0, 1, 3]);
//! assert_eq!(cluster.observed, 24);
//! assert!((cluster.expected - 29.0 / 3.0).abs() < 1e-12);
//! assert!(cluster.probability.is_some_and(|probability| probability.by_rank < 0.01));
//! # Ok::<(), danvan_analysis::refusal::Refusal>(())
//! ```
//!
//! Windows of all places and sizes are moved over a map, and in time; of each the log-likelihood ratio tells how much more
//! likely its cases are if the rate within differs from that without. The strongest is the most likely cluster. Chance is
//! asked by repetitions in which cases are strewn anew, given their sum, of which each has its own strongest window: so the
//! many windows looked at are taken into account.
//!
//! - M. Kulldorff & N. Nagarwalla, Spatial disease clusters: detection and inference, Statistics in Medicine 14 (1995): the
//!   Bernoulli model; M. Kulldorff, A spatial scan statistic, Communications in Statistics 26 (1997): Poisson, and
//!   populations of unlike composition.
//! - M. Kulldorff, W. Athas, E. Feuer, B. Miller & C. Key, Evaluating cluster alarms, American Journal of Public Health 88
//!   (1998): space and time; M. Kulldorff, Prospective time periodic geographical disease surveillance using a scan statistic,
//!   Journal of the Royal Statistical Society A 164 (2001): [`Time::Prospective`], and earlier analyses.
//! - M. Kulldorff, R. Heffernan, J. Hartman, R. Assunção & F. Mostashari, A space-time permutation scan statistic for disease
//!   outbreak detection, PLoS Medicine 2 (2005): [`Model::Permutation`].
//! - M. Kulldorff, L. Huang, L. Pickle & L. Duczmal, An elliptic spatial scan statistic, Statistics in Medicine 25 (2006);
//!   T. Tango & K. Takahashi, A flexibly shaped spatial scan statistic, International Journal of Health Geographics 4 (2005):
//!   [`Shapes`].
//! - A. Abrams, K. Kleinman & M. Kulldorff, Gumbel based p-value approximations for spatial scan statistics, International
//!   Journal of Health Geographics 9 (2010): [`Probability`].

mod chance;
mod daily;
mod distances;
mod flexible;
mod levels;
mod likelihood;
mod map;
mod plan;
mod population;
mod probability;
mod repeated;
mod report;
mod secondary;
mod seen;
mod study;
#[cfg(test)]
mod tests;
mod time;
mod zones;

use crate::refusal::{Column, Refusal, Table, Wrong};
pub use daily::Daily;
pub use distances::Coordinates;
pub use map::{Map, Shapes};
pub use population::{person_time, standardise};
pub use probability::Probability;
pub use report::{Cluster, Report};
pub use secondary::Secondary;
pub use study::{Count, Model, Study};
pub use time::Time;

/// How a map is scanned.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Which stretches of time.
    pub time: Time,
    /// The largest part of all people (or what else limits windows) a window may hold: above 0, at most 1; commonly 0.5.
    pub largest_share: f64,
    /// The fewest cases that make a cluster, 1 at least; commonly 2.
    pub least_cases: u32,
    /// Which clusters are told beside the most likely one.
    pub secondary: Secondary,
    /// How many clusters are told at most.
    pub most_clusters: usize,
    /// How often chance is asked; 0 for no probabilities.
    pub repetitions: u32,
    /// What chance is seeded with: the same seed gives the same report.
    pub seed: u64,
    /// How many threads work; the report is the same for any number.
    pub threads: usize,
}

impl Default for Options {
    /// A purely spatial scan up to half of the people, with 999 repetitions, in one thread.
    fn default() -> Self {
        Options {
            time: Time::Whole,
            largest_share: 0.5,
            least_cases: 2,
            secondary: Secondary::NoOverlap,
            most_clusters: 20,
            repetitions: 999,
            seed: 1,
            threads: 1,
        }
    }
}

impl Options {
    fn check(&self) -> Result<(), Refusal> {
        let choice = |option, must| Err(Wrong::Choice { option, value: None, must }.into());
        if !(self.largest_share > 0.0 && self.largest_share <= 1.0) {
            return choice("the largest share", "above 0 and at most 1");
        }
        if self.least_cases == 0 {
            return choice("the fewest cases", "1 or more");
        }
        if self.threads == 0 {
            return choice("the threads", "1 or more");
        }
        Ok(())
    }
}

impl Map {
    /// Scans a study over this map.
    ///
    /// # Errors
    /// A row names a place or time there is not, a count is below zero, cases where nobody lived, tables of unlike length,
    /// fewer than two cases, nothing that could be a control or be permuted, options outside their bounds.
    pub fn scan(&self, study: &Study, options: &Options) -> Result<Report, Refusal> {
        options.check()?;
        let checked = study.check(self.places())?;
        let spans = time::Spans::of(options.time, study.times)?;
        let zones = zones::Zones::of(self, &checked, options.largest_share);
        let strongest = seen::strongest(&zones, &checked, &spans, options.least_cases, options.threads);
        let mut clusters = report::clusters(self, &zones, &checked, &strongest, options);
        let mut maxima = Vec::new();
        if options.repetitions > 0 {
            let plan = plan::Plan::new(&zones, &checked, &spans, options.least_cases);
            let chance = chance::Chance::of(&checked, &study.model, spans.first_edge());
            maxima = repeated::maxima(&plan, &chance, options.repetitions, options.seed, options.threads);
        }
        let is_prospective = matches!(options.time, Time::Prospective { .. });
        report::judge(&mut clusters, &maxima, is_prospective);
        Ok(Report { cases: checked.likelihood.cases() as u64, clusters, maxima })
    }
}
