//! Figures drawn by the server as SVG: nothing here asks for anything, so that the same numbers always give the same
//! picture, with or without script, on a screen and on paper.

pub mod classes;
pub mod curves;
pub mod dots;
pub mod files;
pub mod tiles;

#[cfg(test)]
mod tests;
