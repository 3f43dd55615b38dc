//! What holds of every map, and of some that are known.

mod anchors;
mod properties;
mod refusals;
