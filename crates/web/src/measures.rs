//! What is measured, in Prometheus' words, at `/metrics`.

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use std::sync::Mutex;

/// Labels of one answered request: the route as written, never the address with its ids.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Answered {
    /// GET, POST, …
    pub method: String,
    /// `/cases/{id}`.
    pub route: String,
    /// 200, 404, …
    pub status: u16,
}

/// The meters of this process.
pub struct Measures {
    /// How many requests were answered.
    pub requests: Family<Answered, Counter>,
    /// How long each took, in seconds.
    pub seconds: Histogram,
    /// Cases received since the start.
    pub received: Counter,
    /// Events the tallies have not seen yet.
    pub tally_lag: Gauge,
    registry: Mutex<Registry>,
}

impl Default for Measures {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("danvan");
        let requests = Family::<Answered, Counter>::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        let buckets = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
        let seconds = Histogram::new(buckets);
        registry.register("http_seconds", "Seconds to answer a request", seconds.clone());
        let received = Counter::default();
        registry.register("cases_received", "Cases received since the start", received.clone());
        let tally_lag = Gauge::default();
        registry.register("tally_lag_events", "Events the tallies have not seen yet", tally_lag.clone());
        Self { requests, seconds, received, tally_lag, registry: Mutex::new(registry) }
    }
}

impl Measures {
    /// All meters as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let registry = self.registry.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match encode(&mut text, &registry) {
            Ok(()) => text,
            Err(error) => format!("# {error}\n"),
        }
    }
}
