//! `danvan analyse protect`: what of a table of counts may be published.

mod counted;

use super::refused;
use crate::{
    house::Stop,
    terminal::{sentence, tell},
};
use clap::Args;
use counted::Counted;
use danvan_analysis::{
    protect::{self, Options, Standing},
    refusal::{Refusal, Wrong},
};
use std::path::PathBuf;

/// What of a table of counts may be published, so that nothing small can be worked out from it.
#[derive(Args)]
pub(crate) struct Protect {
    /// CSV: a column for each dimension and one of counts; without one each row is somebody, and they are counted.
    table: PathBuf,
    /// Counts from 1 to one less than this are small.
    #[arg(long, default_value_t = 5)]
    threshold: u32,
    /// Where to write every cell with count, status, and what an attacker knows of it.
    #[arg(long)]
    out: PathBuf,
    /// The column of counts.
    #[arg(long)]
    count_column: Option<String>,
    /// The columns that are dimensions; all others when left out.
    #[arg(long, value_delimiter = ',')]
    dimensions: Vec<String>,
    /// What the sum of a dimension is called in the file.
    #[arg(long)]
    total: Option<String>,
    /// COLUMN=FILE, a CSV part,whole of the levels of a dimension.
    #[arg(long = "levels")]
    levels: Vec<String>,
    /// How far above and below what it is each small count must seem possible.
    #[arg(long, default_value_t = 1.0)]
    margin: f64,
    /// Tell which counts are small, and between what numbers an attacker can place each: for the office itself, not to publish.
    #[arg(long)]
    bounds: bool,
}

impl Protect {
    pub(crate) fn run(self) -> Result<(), Stop> {
        let counted = Counted::read(&self)?;
        let refused = |refusal: Refusal| said(&counted, &refusal);
        let table = counted.table(self.threshold).map_err(refused)?;
        let found = protect::protect(&table, &Options { margin: self.margin }).map_err(refused)?;
        let (mut rows, mut withheld) = (Vec::new(), 0_usize);
        for at in counted.in_order() {
            let cell = table.cells()[at];
            let status = match (found.hidden[at], cell.standing) {
                (false, _) => "shown",
                // Which of them are small would bound them once more: only whoever looks at bounds is told.
                (true, _) if !self.bounds => "withheld",
                (true, Standing::Small) => "small",
                (true, _) => "hidden",
            };
            let mut row = counted.labels(at);
            withheld += usize::from(found.hidden[at]);
            row.push(if found.hidden[at] { String::new() } else { cell.value.to_string() });
            row.push(status.to_owned());
            if self.bounds {
                let known = found.hidden[at].then(|| protect::bounds(&table, &found.hidden, at)).transpose();
                let known = known.map_err(refused)?;
                row.push(known.map_or_else(String::new, |known| known.low.to_string()));
                row.push(
                    known
                        .filter(|known| known.high.is_finite())
                        .map_or_else(String::new, |known| known.high.to_string()),
                );
            }
            rows.push(row);
        }
        let mut heading: Vec<&str> = counted.columns().collect();
        heading.extend(["count", "status"]);
        if self.bounds {
            heading.extend(["low", "high"]);
        }
        super::table::write(&self.out, &heading, &rows)?;
        let out = self.out.display().to_string();
        let values = [("cells", rows.len().into()), ("withheld", withheld.into()), ("file", out.into())];
        tell("analysis-protect-written", &values);
        Ok(())
    }
}

/// Why a table cannot be protected, in words that name its row.
fn said(counted: &Counted, refusal: &Refusal) -> Stop {
    let cell = refusal.row.map(|row| counted.labels(row - 1).join(", ")).unwrap_or_default();
    let (kind, value, other) = match refusal.wrong {
        Wrong::Sum { sum, total } => ("sum", total.to_string(), sum.to_string()),
        Wrong::Unprotectable => ("given-away", String::new(), String::new()),
        Wrong::Unsolved => ("unsolved", String::new(), String::new()),
        _ => return refused::said(counted.file(), refusal, ToString::to_string),
    };
    let values = [
        ("file", counted.file().into()),
        ("line", refusal.row.and_then(|row| counted.line(row - 1)).unwrap_or(0).into()),
        ("cell", cell.into()),
        ("kind", kind.into()),
        ("value", value.into()),
        ("other", other.into()),
    ];
    sentence("analysis-protect", &values).into()
}

#[cfg(test)]
mod tests;
