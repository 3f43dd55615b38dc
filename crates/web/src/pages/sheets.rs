//! What a page shows in a table, as a file: XLSX for a spreadsheet, CSV for other programs. The same figures, by the same
//! right, under the same protection of small counts.

use super::{
    Answered,
    overview::{file, sheet_file},
};
use crate::{answer::Sorry, guard::Reader, shell::Shell, site::Site};

pub(super) use danvan_actions::clearance::{Cell, Sheet};

/// In which form a table is taken along.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Xlsx,
    Csv,
}

impl Kind {
    const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// Which table in which form is meant by the last part of an address: `wishes.csv`.
pub(super) fn asked<'a>(reader: &Reader, name: &'a str) -> Result<(&'a str, Kind), Sorry> {
    named(name).ok_or_else(|| Sorry::lost(reader.language))
}

fn named(name: &str) -> Option<(&str, Kind)> {
    let (what, ending) = name.rsplit_once('.')?;
    [Kind::Xlsx, Kind::Csv].into_iter().find(|kind| kind.ending() == ending).map(|kind| (what, kind))
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
pub(super) fn give(site: &Site, reader: &Reader, (name, kind): (&str, Kind), sheet: &Sheet) -> Answered {
    let name = format!("{name}.{}", kind.ending());
    match kind {
        Kind::Csv => Ok(file("text/csv; charset=utf-8", &name, sheet.csv())),
        Kind::Xlsx => sheet_file(reader, sheet, &name, site.house.now()),
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_table_is_named_with_its_form() {
        for (name, expected) in [
            ("wishes.csv", Some(("wishes", Kind::Csv))),
            ("found.xlsx", Some(("found", Kind::Xlsx))),
            ("found.xls", None),
            ("csv", None),
            ("", None),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}
