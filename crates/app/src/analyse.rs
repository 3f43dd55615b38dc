//! `danvan analyse`: methods of the house on anybody's CSV files, without any database.

mod early_warning;
mod table;

use crate::house::Stop;
use clap::Subcommand;

/// Analyse a CSV file of one's own; no database is needed.
#[derive(Subcommand)]
pub(crate) enum Analyse {
    /// Which counts of a series are more than their own past lets expect.
    EarlyWarning(early_warning::EarlyWarning),
}

impl Analyse {
    pub(crate) fn run(self) -> Result<(), Stop> {
        match self {
            Self::EarlyWarning(warning) => warning.run(),
        }
    }
}
