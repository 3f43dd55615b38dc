//! Other people's formats in our words: files of requests, tables, borders on maps.

pub mod book;
pub mod boundaries;
pub mod mapping;
pub mod sheets;
