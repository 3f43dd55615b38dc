//! Reading a mapping: what is wrong with it is said with its line, its key, and what it may be.

use super::{Mapping, moments};
use danvan_domain::refusals::Note;

const fn is_of_code(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// What is wrong with it: line, key, and what may stand there.
    pub fn read(text: &str) -> Result<Self, Note> {
        let bad = |reason: String| Note::new("import-mapping").with("reason", reason);
        let mapping: Self =
            toml::from_str(text).map_err(|error| bad(error.to_string().trim_end().to_owned()))?;
        match mapping.fault() {
            None => Ok(mapping),
            Some((key, reason)) => {
                let line = line_of(text, key).map(|line| format!("line {line}, ")).unwrap_or_default();
                Err(bad(format!("{line}{key}: {reason}")))
            }
        }
    }

    /// The first key whose value cannot be, and why.
    fn fault(&self) -> Option<(&'static str, String)> {
        let code = |text: &str| !text.is_empty() && text.bytes().all(is_of_code);
        let of_code = "must be of small letters, digits and _";
        let source = &self.source;
        if !code(&source.name) {
            return Some(("source.name", format!("{:?} {of_code}", source.name)));
        }
        if let Err((key, reason)) = moments::Reader::new(source) {
            return Some((key, reason));
        }
        if let Some(letter) = source.delimiter.filter(|letter| !letter.is_ascii()) {
            return Some((
                "source.delimiter",
                format!("{letter:?} is not one byte; usual are , ; \\t and |"),
            ));
        }
        if !matches!(source.language.as_str(), "vi" | "en") {
            return Some(("source.language", format!("{:?} must be vi or en", source.language)));
        }
        let prefix = self.topics.prefix.as_deref();
        if let Some(prefix) = prefix.filter(|prefix| !code(prefix)) {
            return Some(("topics.prefix", format!("{prefix:?} {of_code}")));
        }
        let columns = &self.columns;
        if columns.status.is_some() && self.status.is_empty() && columns.status_otherwise.is_none() {
            let reason = "the table [status] must say what each word of this column means: received, accepted, \
                          answered, closed, not_ours, refused or duplicate; or set columns.status_otherwise";
            return Some(("columns.status", reason.into()));
        }
        if columns.lat.is_some() != columns.lon.is_some() {
            let key = if columns.lat.is_some() { "columns.lat" } else { "columns.lon" };
            return Some((key, "lat and lon go together; both in one column are columns.point".into()));
        }
        self.fault_of_city()
    }

    fn fault_of_city(&self) -> Option<(&'static str, String)> {
        let columns = &self.columns;
        let Some(city) = &self.city else {
            let nowhere = columns.place.is_none() && columns.lat.is_none() && columns.point.is_none();
            return nowhere.then(|| {
                ("columns.words", "name where requests belong: place, lat and lon, or point".into())
            });
        };
        if city.code.is_empty() {
            return Some(("city.code", "must not be empty".into()));
        }
        if columns.place.is_none() && city.unplaced.is_none() {
            let reason =
                "without columns.place, city.unplaced must name the unit that all requests belong to";
            return Some(("city.name", reason.into()));
        }
        if self.places.is_some() {
            return Some((
                "places.unknown",
                "[places] is for units that are there already; with [city], \
                                            say city.unplaced"
                    .into(),
            ));
        }
        let [south, west, north, east] = city.bounds?;
        let fits = south < north && west < east && (-90.0..=90.0).contains(&south) && north <= 90.0;
        (!fits).then(|| ("city.bounds", "must be south, west, north, east in degrees".into()))
    }
}

/// The line of a key such as `source.name`, counted from one.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let (wanted_table, wanted) = key.rsplit_once('.')?;
    let mut table = "";
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            table = name.trim();
        }
        let name = line.split('=').next().unwrap_or_default().trim().trim_matches('"');
        if table == wanted_table && name == wanted && line.contains('=') {
            return Some(at + 1);
        }
    }
    None
}
