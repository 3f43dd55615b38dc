//! `danvan analyse`: methods of the house on anybody's files, without any database.

mod early_warning;
mod scan;
mod table;

use crate::house::Stop;
use clap::Subcommand;

/// Run a method on files of one's own; no database is needed.
#[derive(Subcommand)]
pub(crate) enum Analyse {
    /// Which counts of a series are more than their own past lets expect.
    EarlyWarning(Box<early_warning::EarlyWarning>),
    /// Where, and when, there are more cases than chance would bring.
    Scan(Box<scan::Scan>),
}

impl Analyse {
    pub(crate) fn run(self) -> Result<(), Stop> {
        match self {
            Self::EarlyWarning(warning) => warning.run(),
            Self::Scan(scan) => scan.run(),
        }
    }
}
