//! What holds of every summing, and two that are known.

mod anchors;
mod properties;
mod whole;
