//! Other people's formats in our words: files of requests, borders on maps.

pub mod boundaries;
pub mod mapping;
