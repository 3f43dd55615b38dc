//! What a scan found.

use super::{
    Options, Probability,
    map::Map,
    probability::probability,
    secondary::{Extent, told},
    seen::Found,
    study::Checked,
    zones::Zones,
};

/// What a scan found.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// How many cases were scanned.
    pub cases: u64,
    /// The clusters, the most likely one first. Empty where no window holds more than expected.
    pub clusters: Vec<Cluster>,
    /// The strongest statistic of each repetition by chance.
    pub maxima: Vec<f64>,
}

/// A place and stretch of time with more cases than expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The place around which the window lies.
    pub centre: usize,
    /// The places within, from the centre outwards.
    pub places: Vec<usize>,
    /// The distance of the farthest from the centre, in kilometres on a globe, else in the plane's unit.
    pub radius: f64,
    /// The long axis by the short one: 1 for circles and flexible windows.
    pub shape: f64,
    /// The angle of the long axis in degrees.
    pub angle: f64,
    /// The first unit of time.
    pub first: usize,
    /// The last unit of time.
    pub last: usize,
    /// How many cases there were.
    pub observed: u64,
    /// How many were expected.
    pub expected: f64,
    /// What is within by what is expected there, against the same of everything else; infinite where all cases are within.
    pub relative_risk: f64,
    /// The log-likelihood ratio.
    pub log_likelihood_ratio: f64,
    /// What clusters are ordered by: the log-likelihood ratio, less for long ellipses.
    pub statistic: f64,
    /// How often chance alone brings something as strong; missing without repetitions.
    pub probability: Option<Probability>,
    /// Of a prospective scan: once in how many units of time chance alone brings something as strong, if it is looked for
    /// after each (Kleinman, Lazarus & Platt 2004), by the rank.
    pub recurrence: Option<f64>,
}

/// Puts the strongest windows in order and keeps those that are told.
pub(super) fn clusters(
    map: &Map,
    zones: &Zones,
    checked: &Checked,
    strongest: &[Option<Found>],
    options: &Options,
) -> Vec<Cluster> {
    let mut candidates: Vec<Cluster> =
        strongest.iter().flatten().map(|found| cluster(map, zones, checked, found)).collect();
    candidates.sort_by(|one, other| {
        // Equal but for rounding: the smaller and shorter first, then by where they are, so that the order of rows is none.
        let rounded = |cluster: &Cluster| (cluster.statistic * 1e9).round();
        let at = |cluster: &Cluster| map.coordinates.pairs()[cluster.centre];
        rounded(other)
            .total_cmp(&rounded(one))
            .then_with(|| one.places.len().cmp(&other.places.len()))
            .then_with(|| (one.last - one.first).cmp(&(other.last - other.first)))
            .then_with(|| one.radius.total_cmp(&other.radius))
            .then_with(|| at(one)[0].total_cmp(&at(other)[0]))
            .then_with(|| at(one)[1].total_cmp(&at(other)[1]))
    });
    let extents: Vec<Extent> = candidates.iter().map(|one| (one.centre, one.places.clone())).collect();
    let mut candidates: Vec<Option<Cluster>> = candidates.into_iter().map(Some).collect();
    told(&extents, options.secondary, checked.places, options.most_clusters)
        .into_iter()
        .filter_map(|at| candidates[at].take())
        .collect()
}

fn cluster(map: &Map, zones: &Zones, checked: &Checked, found: &Found) -> Cluster {
    let chain = &zones.chains[found.chain];
    let (centre, places) = (chain.centre as usize, zones.places(chain, found.step));
    let radius = places.iter().map(|place| map.coordinates.distance(centre, *place)).fold(0.0, f64::max);
    let (cases, inside) = (checked.likelihood.cases(), f64::from(found.cases));
    let expected = checked.likelihood.expected(found.measure);
    let outside = (cases - inside) / (cases - expected);
    Cluster {
        centre,
        places,
        radius,
        shape: chain.ellipse.0,
        angle: chain.ellipse.1,
        first: found.start,
        last: found.end - 1,
        observed: u64::from(found.cases),
        expected,
        relative_risk: inside / expected / outside,
        log_likelihood_ratio: found.ratio,
        statistic: found.statistic,
        probability: None,
        recurrence: None,
    }
}

/// Tells each cluster how often chance brings it.
pub(super) fn judge(clusters: &mut [Cluster], maxima: &[f64], is_prospective: bool) {
    for cluster in clusters {
        cluster.probability = probability(cluster.statistic, maxima);
        cluster.recurrence =
            cluster.probability.filter(|_| is_prospective).map(|probability| 1.0 / probability.by_rank);
    }
}
