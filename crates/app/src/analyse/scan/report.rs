//! What a scan found, as JSON.

use super::counted::Counted;
use crate::house::Stop;
use danvan_analysis::scan::{Cluster, Options, Report};
use serde::Serialize;

#[derive(Serialize)]
struct Written<'a> {
    cases: u64,
    places: usize,
    /// The first and last unit of time, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<[String; 2]>,
    repetitions: u32,
    seed: u64,
    clusters: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    centre: &'a str,
    places: Vec<&'a str>,
    radius: f64,
    shape: f64,
    angle: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    observed: u64,
    expected: f64,
    /// Missing where all cases are within.
    relative_risk: Option<f64>,
    log_likelihood_ratio: f64,
    statistic: f64,
    p_value: Option<f64>,
    p_gumbel: Option<f64>,
    recurrence: Option<f64>,
}

/// The JSON of a report, with a line break at its end.
pub(super) fn written(report: &Report, counted: &Counted, options: &Options) -> Result<String, Stop> {
    let has_times = counted.times.count > 1;
    let label = |at: usize| counted.times.label(at);
    let told = |cluster: &'_ Cluster| Told {
        centre: &counted.names[cluster.centre],
        places: cluster.places.iter().map(|place| counted.names[*place].as_str()).collect(),
        radius: cluster.radius,
        shape: cluster.shape,
        angle: cluster.angle,
        first: has_times.then(|| label(cluster.first)),
        last: has_times.then(|| label(cluster.last)),
        observed: cluster.observed,
        expected: cluster.expected,
        relative_risk: Some(cluster.relative_risk).filter(|risk| risk.is_finite()),
        log_likelihood_ratio: cluster.log_likelihood_ratio,
        statistic: cluster.statistic,
        p_value: cluster.probability.map(|probability| probability.by_rank),
        p_gumbel: cluster.probability.and_then(|probability| probability.gumbel),
        recurrence: cluster.recurrence,
    };
    let written = Written {
        cases: report.cases,
        places: counted.names.len(),
        period: has_times.then(|| [label(0), label(counted.times.count - 1)]),
        repetitions: options.repetitions,
        seed: options.seed,
        clusters: report.clusters.iter().map(told).collect(),
    };
    Ok(serde_json::to_string_pretty(&written)? + "\n")
}
