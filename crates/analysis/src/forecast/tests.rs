//! What has to hold of any series, and how good the quantiles are of some that are made up.

mod models;
mod refusals;
