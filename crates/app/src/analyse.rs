//! `danvan analyse`: the methods of the house on anybody's files, without a house.

mod scan;

use crate::house::Stop;
use clap::Subcommand;

/// Run a method on files of your own; nothing is read from or written to a database.
#[derive(Subcommand)]
pub(crate) enum Analyse {
    /// Where, and when, there are more cases than chance would bring.
    Scan(Box<scan::Scan>),
}

impl Analyse {
    pub(crate) fn run(self) -> Result<(), Stop> {
        match self {
            Self::Scan(scan) => scan.run(),
        }
    }
}
