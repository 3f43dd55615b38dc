//! Pages and API.
#![warn(missing_docs)]

pub mod assets;
pub mod shell;
