//! What no field may hold: ethnicity, religion, opinions of a person, or a score about them. A test reads the columns of
//! the schema and every form in both languages with [`Forbidden::found`].

use crate::{
    facts::{Fault, Grade, embedded, read_rows},
    fold::fold,
    words_enum,
};
use serde::Deserialize;
use std::sync::LazyLock;

words_enum! {
    /// What a field must not hold.
    Matter {
        /// Ethnic or racial origin.
        Ethnicity = "ethnicity",
        /// Religion or belief.
        Religion = "religion",
        /// Political or other opinion.
        Opinion = "opinion",
        /// A number or class that values a person.
        Score = "score",
    }
}

/// A word by which such a field gives itself away.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Forbidden {
    /// The word, in either language.
    pub word: String,
    /// What a field of that name would hold.
    pub about: Matter,
    /// Why there is none.
    pub why: String,
    /// Where that is written.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

static FACTS: LazyLock<Vec<Forbidden>> = LazyLock::new(|| {
    let rows: Result<Vec<(u64, Forbidden)>, Vec<Fault>> =
        read_rows(include_str!("../../facts/forbidden_fields.csv"));
    embedded("forbidden fields", rows.map(|rows| rows.into_iter().map(|(_, row)| row).collect()))
});

impl Forbidden {
    /// Every such word.
    pub fn facts() -> &'static [Self] {
        &FACTS
    }

    /// The first such word in a text: a column's name, a field's name, a label. In code words have no marks and are
    /// joined by underscores; in sentences the marks count, because “tú tường” is not “tư tưởng”.
    pub fn found(text: &str) -> Option<&'static Self> {
        let is_name = text.is_ascii();
        let spaced = |text: &str| -> String {
            let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
            format!(" {} ", parts.collect::<Vec<_>>().join(" "))
        };
        let within = spaced(&text.to_lowercase());
        Self::facts().iter().find(|forbidden| {
            let word = if is_name { fold(&forbidden.word) } else { forbidden.word.to_lowercase() };
            within.contains(&spaced(&word))
        })
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn fields_about_what_a_person_is_or_thinks_are_found_in_names_and_labels() {
        let check = |text: &str, about: Option<Matter>| {
            assert_eq!(Forbidden::found(text).map(|found| found.about), about, "{text}");
        };
        check("ethnicity", Some(Matter::Ethnicity));
        check("resident_dan_toc", Some(Matter::Ethnicity));
        check("Dân tộc của bạn", Some(Matter::Ethnicity));
        check("ton-giao", Some(Matter::Religion));
        check("Your religion", Some(Matter::Religion));
        check("Tư tưởng, thái độ", Some(Matter::Opinion));
        check("party_member", Some(Matter::Opinion));
        check("credit_score", Some(Matter::Score));
        check("Số điện thoại", None);
        check("trace_id", None);
        check("scores_of_lights", None);
        check("tú tường", None);
        check("how_many", None);
    }

    #[test]
    fn every_word_has_a_reason_and_a_source() {
        let mut seen = std::collections::BTreeSet::new();
        for forbidden in Forbidden::facts() {
            assert!(!forbidden.why.is_empty() && !forbidden.source.is_empty(), "{}", forbidden.word);
            assert!(seen.insert(&forbidden.word), "{} stands twice", forbidden.word);
        }
    }
}
