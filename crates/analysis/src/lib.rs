//! Pure numbers: early warning, scan statistics, forecasts and their reconciliation, opinion groups, fair comparison, intervals, tables that give nothing small away, similarity of cases, suggested topics, tile maps.
#![warn(missing_docs)]

pub mod compare;
pub mod disclosure;
mod distributions;
pub mod early_warning;
pub mod forecast;
pub mod intervals;
mod linear;
pub mod opinion;
pub mod pace;
pub mod progress;
pub mod protect;
pub mod reconcile;
pub mod refusal;
pub mod scan;
pub mod similarity;
pub mod suggest;
pub mod tile_map;
