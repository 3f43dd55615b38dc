//! Pure numbers: early warning, scan statistics, intervals, disclosure control, similarity of cases, tile maps.
#![warn(missing_docs)]

pub mod disclosure;
pub mod early_warning;
pub mod intervals;
pub mod pace;
pub mod progress;
pub mod scan;
pub mod similarity;
pub mod tile_map;
