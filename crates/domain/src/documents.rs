//! Documents: what kinds of letter an office writes, how each system of the state, the Party, the Front and the mass
//! organisations sets its page, and how a number in the office's own register is written.

use crate::{
    facts::{Fault, Grade, embedded, read_rows},
    refusals::Note,
    time::Day,
    units::{Level, Unit},
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

mod fitting;
pub mod names;

pub use fitting::{Belonging, Fit, article_in_words, fitting, gaps};

words_enum! {
    /// By whose rules a document is set.
    System {
        /// Offices of the state.
        State = "state",
        /// Committees and offices of the Party.
        Party = "party",
        /// The Fatherland Front.
        Front = "front",
        /// Women, youth, farmers, veterans, unions.
        Mass = "mass",
    }
}

words_enum! {
    /// What a letter is for.
    Kind {
        /// A complaint, petition or denunciation is taken up.
        Acceptance = "acceptance",
        /// It is not taken up, with the reasons.
        Refusal = "refusal",
        /// It goes to whoever is competent.
        Transfer = "transfer",
        /// Whoever wrote is told where to turn.
        Guidance = "guidance",
        /// Documents are asked for.
        DocumentsRequest = "documents_request",
        /// More time is taken, with the ground.
        Extension = "extension",
        /// An invitation to the dialogue.
        Dialogue = "dialogue",
        /// The decision's cover: bases, findings, articles.
        Decision = "decision",
        /// What was decided is made public; names nobody who complained or denounced.
        Publication = "publication",
        /// Reception is refused.
        ReceptionRefusal = "reception_refusal",
        /// Papers were received.
        ReceptionReceipt = "reception_receipt",
        /// What a unit tells upward out of figures: the template holds the words around a brief.
        Brief = "brief",
    }
}

words_enum! {
    /// In what capacity somebody signs.
    Signing {
        /// The head for the collective.
        OnBehalf = "on_behalf",
        /// The head in their own power.
        Head = "head",
        /// A deputy for the head.
        ForHead = "for_head",
        /// A deputy for the head, who signs for the collective.
        OnBehalfForHead = "on_behalf_for_head",
        /// The office by order of the head.
        ByOrder = "by_order",
        /// By authority given in writing.
        ByAuthority = "by_authority",
    }
}

/// How a system sets its page: a row of `facts/document_forms.csv`. Margins are millimetres, sizes points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Whose form it is.
    pub system: System,
    /// Upper margin.
    pub top: u16,
    /// Lower margin.
    pub bottom: u16,
    /// Left margin.
    pub left: u16,
    /// Right margin.
    pub right: u16,
    /// Size of the text.
    pub size: u16,
    /// Size of the title.
    pub title_size: u16,
    /// Size of the recipients' list.
    pub recipients_size: u16,
    /// The first line at the right of the head.
    pub motto: String,
    /// The line below it.
    pub creed: String,
    /// Whether a star stands below the organisation.
    pub star: bool,
    /// A number with `{n}`, `{series}` and `{office}`.
    pub number: String,
    /// The number of a plain letter.
    pub number_of_letter: String,
    /// With at least so many digits.
    pub digits: usize,
    /// Before the collective.
    pub on_behalf: String,
    /// Before the head, when a deputy signs.
    pub for_head: String,
    /// Before the head, when the office signs by order.
    pub by_order: String,
    /// Before the head, when somebody else signs by authority.
    pub by_authority: String,
    /// What stands above the organisation, with `{CITY}`.
    pub superior: String,
    /// The organisation's lines, parted by `|`, with `{UNIT}` and `{BARE}`.
    pub organisation: String,
    /// The same at the level of a city.
    pub organisation_of_city: String,
    /// The organisation in a sentence, with `{unit}` and `{bare}`.
    pub office_name: String,
    /// The same at the level of a city.
    pub office_name_of_city: String,
    /// For whom the head signs.
    pub collective: String,
    /// The head.
    pub head: String,
    /// The deputy.
    pub deputy: String,
    /// Who signs by order.
    pub office_head: String,
    /// The organisation in a number.
    pub abbreviation: String,
    /// How the names of bodies of this system begin, parted by `|`.
    pub named_like: String,
    /// Which rule says so.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// What kind of document a letter is: a row of `facts/document_kinds.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindFact {
    /// Which letter.
    pub kind: Kind,
    /// Its sort of document, which has its own numbers.
    pub series: String,
    /// Whether it is a plain letter, whose number names no sort.
    pub letter: bool,
    /// Which rule says so.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// The forms and kinds danvan comes with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documents {
    forms: Vec<Form>,
    kinds: Vec<KindFact>,
}

static FACTS: LazyLock<Documents> = LazyLock::new(|| {
    let forms = include_str!("../facts/document_forms.csv");
    embedded("documents", Documents::read(forms, include_str!("../facts/document_kinds.csv")))
});

impl Documents {
    /// The forms and kinds danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Forms and kinds from two CSV texts.
    ///
    /// # Errors
    /// Malformed lines; a system or kind without a row; a number without its place; margins no printer keeps.
    pub fn read(forms: &str, kinds: &str) -> Result<Self, Vec<Fault>> {
        let forms: Vec<(u64, Form)> = read_rows(forms)?;
        let kinds: Vec<(u64, KindFact)> = read_rows(kinds)?;
        let mut faults = Vec::new();
        for (line, form) in &forms {
            if !form.number.contains("{n}") || !form.number_of_letter.contains("{n}") {
                faults.push(Fault::at(*line, Note::new("fact-document-number")));
            }
            if [form.top, form.bottom, form.left, form.right].iter().any(|margin| !(5..=60).contains(margin))
            {
                faults.push(Fault::at(*line, Note::new("fact-document-margin")));
            }
        }
        let mut missing =
            |code: &str| faults.push(Fault::at(1, Note::new("fact-document-missing").with("code", code)));
        for system in System::ALL {
            if !forms.iter().any(|(_, form)| form.system == *system) {
                missing(system.word());
            }
        }
        for kind in Kind::ALL {
            if !kinds.iter().any(|(_, row)| row.kind == *kind) {
                missing(kind.word());
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let forms = forms.into_iter().map(|(_, form)| form).collect();
        Ok(Self { forms, kinds: kinds.into_iter().map(|(_, row)| row).collect() })
    }

    /// Every form.
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// The form of a system. [`Documents::read`] refuses tables in which one is missing.
    pub fn form(&self, system: System) -> &Form {
        self.forms.iter().find(|form| form.system == system).unwrap_or(&self.forms[0])
    }

    /// What kind of document a letter is.
    pub fn kind(&self, kind: Kind) -> &KindFact {
        self.kinds.iter().find(|row| row.kind == kind).unwrap_or(&self.kinds[0])
    }

    /// By whose rules a unit writes: a body by what its name begins with, a territory as the state.
    pub fn system_of(&self, unit: &Unit) -> System {
        let like = |form: &&Form| {
            let mut beginnings = form.named_like.split('|').filter(|text| !text.is_empty());
            beginnings.any(|beginning| unit.name.starts_with(beginning))
        };
        let is_body = matches!(unit.level(), Level::Body | Level::Team);
        self.forms.iter().filter(|_| is_body).find(like).map_or(System::State, |form| form.system)
    }
}

impl Form {
    /// A number as it is written: `Số: 05/TB-UBND`, `Số 15-BC/ĐU`. Without a number, a gap to be filled.
    pub fn number_text(&self, number: Option<i64>, kind: &KindFact) -> String {
        let pattern = if kind.letter { &self.number_of_letter } else { &self.number };
        let written = number.map_or_else(|| "……".to_owned(), |n| format!("{n:0width$}", width = self.digits));
        pattern
            .replace("{n}", &written)
            .replace("{series}", &kind.series)
            .replace("{office}", &self.abbreviation)
    }

    /// The lines above a signature.
    pub fn signature(&self, signing: Signing) -> Vec<String> {
        let line = |before: &str, whom: &str| format!("{before} {whom}");
        match signing {
            Signing::OnBehalf => vec![line(&self.on_behalf, &self.collective), self.head.clone()],
            Signing::Head => vec![self.head.clone()],
            Signing::ForHead => vec![line(&self.for_head, &self.head), self.deputy.clone()],
            Signing::OnBehalfForHead => vec![
                line(&self.on_behalf, &self.collective),
                line(&self.for_head, &self.head),
                self.deputy.clone(),
            ],
            Signing::ByOrder => vec![line(&self.by_order, &self.head), self.office_head.clone()],
            Signing::ByAuthority => vec![line(&self.by_authority, &self.head)],
        }
    }

    /// The organisation in a sentence: `Ủy ban nhân dân phường Ba Đình`.
    pub fn office(&self, unit: &Unit) -> String {
        let pattern = match unit.level() {
            Level::Body | Level::Team => return unit.name.clone(),
            Level::City => &self.office_name_of_city,
            _ => &self.office_name,
        };
        let mut letters = unit.name.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
        pattern.replace("{unit}", &format!("{first}{}", letters.as_str())).replace("{bare}", unit.bare_name())
    }

    /// What stands above the organisation, and the organisation's own lines. `city` is the name of the unit at the top.
    pub fn head_of(&self, unit: &Unit, parent: Option<&Unit>, city: &str) -> (String, Vec<String>) {
        let upper = unit.name.to_uppercase();
        if matches!(unit.level(), Level::Body | Level::Team) {
            let above = parent.map(|parent| self.head_of(parent, None, city).1.join(" "));
            return (above.unwrap_or_default(), vec![upper]);
        }
        let is_city = unit.level() == Level::City;
        let pattern = if is_city { &self.organisation_of_city } else { &self.organisation };
        let own = pattern.replace("{UNIT}", &upper).replace("{BARE}", &unit.bare_name().to_uppercase());
        let superior =
            if is_city { String::new() } else { self.superior.replace("{CITY}", &city.to_uppercase()) };
        (superior, own.split('|').map(str::to_owned).collect())
    }
}

/// A day as a document says it: `ngày 05 tháng 02 năm 2026`; days below 10 and the first two months have their nought.
pub fn day_in_words(day: Day) -> String {
    let (number, month) = (day.0.day(), day.0.month());
    let month = if month < 3 { format!("{month:02}") } else { month.to_string() };
    format!("ngày {number:02} tháng {month} năm {}", day.0.year())
}

#[cfg(test)]
mod tests;
