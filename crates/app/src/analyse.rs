//! `danvan analyse`: methods of the house on anybody's files, without any database.

mod compare;
mod early_warning;
mod forecast;
mod opinion;
mod protect;
mod reconcile;
mod refused;
mod scan;
mod table;
#[cfg(test)]
mod trial;

use crate::house::Stop;
use clap::Subcommand;

/// Run a method on files of one's own; no database is needed.
#[derive(Subcommand)]
pub(crate) enum Analyse {
    /// Units beside one another, with what chance would do to them.
    Compare(Box<compare::Compare>),
    /// Which counts of a series are more than their own past lets expect.
    EarlyWarning(Box<early_warning::EarlyWarning>),
    /// What is to be expected of series in the periods to come.
    Forecast(Box<forecast::Forecast>),
    /// Who votes alike on statements, and what all groups share.
    Opinion(Box<opinion::Opinion>),
    /// What of a table of counts may be published.
    Protect(Box<protect::Protect>),
    /// Makes forecasts of series and of their sums add up.
    Reconcile(Box<reconcile::Reconcile>),
    /// Where, and when, there are more cases than chance would bring.
    Scan(Box<scan::Scan>),
}

impl Analyse {
    pub(crate) fn run(self) -> Result<(), Stop> {
        match self {
            Self::Compare(compare) => compare.run(),
            Self::EarlyWarning(warning) => warning.run(),
            Self::Forecast(forecast) => forecast.run(),
            Self::Opinion(opinion) => opinion.run(),
            Self::Protect(protect) => protect.run(),
            Self::Reconcile(reconcile) => reconcile.run(),
            Self::Scan(scan) => scan.run(),
        }
    }
}
