//! What a page shows in a table, as a file: XLSX for a spreadsheet, CSV for other programs. The same figures, by the same
//! right, under the same protection of small counts.

use super::{Answered, overview::file};
use crate::{answer::Sorry, guard::Reader, shell::Shell, site::Site};
use danvan_actions::documents;

pub(super) use danvan_actions::clearance::{Cell, Sheet};

/// What a CSV is sent as.
pub(super) const CSV: &str = "text/csv; charset=utf-8";

/// In which form a table is taken along, by the ending of its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    Xlsx,
    Csv,
}

impl Ending {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// Which table in which form is meant by the last part of an address: `wishes.csv`.
pub(super) fn asked<'a>(reader: &Reader, name: &'a str) -> Result<(&'a str, Ending), Sorry> {
    named(name).ok_or_else(|| Sorry::lost(reader.language))
}

fn named(name: &str) -> Option<(&str, Ending)> {
    let (what, ending) = name.rsplit_once('.')?;
    [Ending::Xlsx, Ending::Csv].into_iter().find(|one| one.as_str() == ending).map(|one| (what, one))
}

/// What every sheet says of itself above its rows: more lines of its own, what was asked, when, and whether the house only
/// simulates.
pub(super) fn about(
    site: &Site,
    shell: &Shell,
    address: String,
    more: impl IntoIterator<Item = (String, String)>,
) -> Vec<(String, String)> {
    let simulated = if site.house.facts().simulated { "sheet-yes" } else { "sheet-no" };
    let mut about: Vec<(String, String)> = more.into_iter().collect();
    about.extend([
        (shell.say("sheet-query"), address),
        (shell.say("sheet-made"), shell.words.moment(site.house.now())),
        (shell.say("sheet-simulated"), shell.say(simulated)),
    ]);
    about
}

/// The file of a sheet, `name` being what it is called without its ending.
pub(super) fn give(site: &Site, reader: &Reader, (name, ending): (&str, Ending), sheet: &Sheet) -> Answered {
    let name = format!("{name}.{}", ending.as_str());
    if ending == Ending::Csv {
        return Ok(file(CSV, &name, sheet.csv()));
    }
    let bytes = sheet.xlsx(site.house.now()).map_err(|error| {
        tracing::error!(%error, "a sheet could not be written");
        Sorry::broken(reader.language)
    })?;
    Ok(file(documents::XLSX, &name, bytes))
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_table_is_named_with_its_form() {
        for (name, expected) in [
            ("wishes.csv", Some(("wishes", Ending::Csv))),
            ("found.xlsx", Some(("found", Ending::Xlsx))),
            ("found.xls", None),
            ("csv", None),
            ("", None),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}
