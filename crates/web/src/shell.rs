//! What stands around every page: language, who is signed in, navigation, the token of forms.
//!
//! A page is a struct with a `shell` and its own fields, and extends `layout.html`:
//! `struct Page { shell: Shell, cases: Vec<Row> }`.

use danvan_domain::{
    people::Role,
    refusals::{FieldNote, Note},
};
use danvan_words::{Language, Value, Words};

mod parts;
pub use parts::{Choice, DueChip, DueState, Pages};

/// What the layout needs of every page.
#[derive(Clone)]
pub struct Shell {
    /// In which language the page speaks.
    pub language: Language,
    /// The words of that language.
    pub words: &'static Words,
    /// Who is signed in, by the name others see.
    pub person: Option<String>,
    /// The unit the reader works for, or the one shown.
    pub unit: Option<String>,
    /// The menu.
    pub navigation: Vec<NavigationItem>,
    /// The token every form carries in its field `csrf`.
    pub csrf: String,
    /// Whether everything shown is simulated; the page then wears a ribbon.
    pub is_simulated: bool,
    /// The page's own path and query, for the language switch.
    pub path: String,
    /// What is wrong with what was sent, when a form comes back.
    pub notes: Vec<FieldNote>,
}

/// One entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationItem {
    /// Where it leads.
    pub href: &'static str,
    /// Its words.
    pub label: String,
    /// Whether the reader is there.
    pub is_current: bool,
}

/// A place of the menu: address and key of its words.
type Place = (&'static str, &'static str);

const REPORT: Place = ("/cases/new", "nav-report");
const FOLLOW: Place = ("/receipts", "nav-follow");
const NOTE: Place = ("/observations/new", "nav-note");
const OBSERVATIONS: Place = ("/observations", "nav-observations");
const QUEUE: Place = ("/cases", "nav-queue");
const TODAY: Place = ("/today", "nav-today");
const OVERVIEW: Place = ("/overview", "nav-overview");
const FINDINGS: Place = ("/findings", "findings-title");
const BRIEFS: Place = ("/briefs", "briefs-title");
const LETTERS: Place = ("/letters", "letters-title");
const PROCEEDINGS: Place = ("/proceedings", "proceedings-title");
const DEADLINES: Place = ("/deadlines", "nav-deadlines");
const PROGRAMMES: Place = ("/programmes", "nav-programmes");
const MY_TASKS: Place = ("/programmes/mine", "nav-my-tasks");
const INITIATIVES: Place = ("/initiatives", "initiatives-title");
const CATALOGUE: Place = ("/initiatives/catalogue", "initiatives-title");
const UNITS: Place = ("/units", "nav-units");
const DATA: Place = ("/data", "nav-data");
const PEOPLE: Place = ("/people", "nav-people");
const RECEPTIONS: Place = ("/receptions", "nav-receptions");
const POSTED: Place = ("/posted", "nav-posted");
const RECEPTION_DESK: Place = ("/receptions/desk", "nav-reception-desk");
const CALENDAR: Place = ("/calendar", "nav-calendar");
const OPERATIONS: Place = ("/operations", "nav-operations");

/// The menu of a role, in the order of its day. Proceedings, the sealed compartment and requests about data stand beside
/// the letters they belong to.
fn places_of(role: Role) -> &'static [Place] {
    match role {
        Role::TeamMember => &[NOTE, OBSERVATIONS, MY_TASKS, INITIATIVES],
        Role::CommuneOfficer => &[
            QUEUE,
            LETTERS,
            DEADLINES,
            PROGRAMMES,
            INITIATIVES,
            RECEPTION_DESK,
            OBSERVATIONS,
            FINDINGS,
            BRIEFS,
            OVERVIEW,
        ],
        Role::CommuneLeader => &[
            TODAY,
            QUEUE,
            LETTERS,
            DEADLINES,
            PROGRAMMES,
            INITIATIVES,
            RECEPTION_DESK,
            OBSERVATIONS,
            FINDINGS,
            BRIEFS,
            OVERVIEW,
        ],
        Role::CityAnalyst => &[OVERVIEW, FINDINGS, BRIEFS, OBSERVATIONS, PROGRAMMES, INITIATIVES, UNITS],
        Role::CityLeader => {
            &[TODAY, FINDINGS, BRIEFS, PROCEEDINGS, DEADLINES, PROGRAMMES, INITIATIVES, OVERVIEW, DATA]
        }
        Role::Operator => &[OPERATIONS, PEOPLE, UNITS, CALENDAR, DATA],
        Role::Auditor => &[OVERVIEW, UNITS, DATA],
    }
}

impl Shell {
    /// The shell of somebody without an account, who may report and follow.
    pub fn new(language: Language, path: &str, csrf: &str) -> Self {
        let words = Words::for_language(language);
        Self {
            language,
            words,
            person: None,
            unit: None,
            navigation: menu(words, path, &[REPORT, FOLLOW, RECEPTIONS, CATALOGUE, POSTED]),
            csrf: csrf.to_owned(),
            is_simulated: false,
            path: own_path(path),
            notes: Vec::new(),
        }
    }

    /// The same for somebody signed in: their name, and the menu of their roles.
    #[must_use]
    pub fn signed_in(mut self, name: &str, roles: &[Role]) -> Self {
        let mut places: Vec<Place> = Vec::new();
        for place in roles.iter().flat_map(|role| places_of(*role)) {
            if !places.contains(place) {
                places.push(*place);
            }
        }
        self.person = Some(name.to_owned());
        self.navigation = menu(self.words, &self.path, &places);
        self
    }

    /// The same with a unit's name beside the brand.
    #[must_use]
    pub fn at_unit(mut self, name: &str) -> Self {
        self.unit = Some(name.to_owned());
        self
    }

    /// The same, wearing the ribbon of simulated data or not.
    #[must_use]
    pub fn simulated(mut self, is_simulated: bool) -> Self {
        self.is_simulated = is_simulated;
        self
    }

    /// The same for a form that comes back with notes.
    #[must_use]
    pub fn with_notes(mut self, notes: Vec<FieldNote>) -> Self {
        self.notes = notes;
        self
    }

    /// Whether the reader may search cases, and the bar shows where.
    pub fn may_search(&self) -> bool {
        self.person.is_some()
            && self.navigation.iter().any(|item| matches!(item.href, "/cases" | "/today" | "/overview"))
    }

    /// The sentence of a key.
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// The sentence of a key with one value.
    pub fn say_one(&self, key: &str, name: &str, value: impl Into<Value>) -> String {
        self.words.say_with(key, &[(name, value.into())])
    }

    /// The sentence of a key with a count, named `n` in the sentence.
    pub fn say_count(&self, key: &str, n: impl Into<Value>) -> String {
        self.say_one(key, "n", n)
    }

    /// The sentence of a key with its values.
    pub fn say_with(&self, key: &str, values: &[(&str, Value)]) -> String {
        self.words.say_with(key, values)
    }

    /// The name of one word of an enum: `of("role", role.word())`.
    pub fn of(&self, family: &str, word: &str) -> String {
        self.words.of(family, word)
    }

    /// A note in the reader's words.
    pub fn note(&self, note: &Note) -> String {
        self.words.note(note)
    }

    /// What is wrong with a field, if anything.
    pub fn error(&self, field: &str) -> Option<String> {
        self.notes.iter().find(|note| note.field == field).map(|note| self.words.note(&note.note))
    }

    /// What a field is called in the summary of errors, when it has such a name: the sentence `label-<field>`.
    pub fn label(&self, field: &str) -> Option<String> {
        let key = format!("label-{field}");
        self.words.has(&key).then(|| self.words.say(&key))
    }

    /// The page's address in a language.
    pub fn language_href(&self, language: Language) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let asked = format!("lang={language}");
        format!("{path}?{}", kept.chain([asked.as_str()]).collect::<Vec<_>>().join("&"))
    }

    /// The address of the style sheet, when there is one.
    pub fn style_url(&self) -> Option<&'static str> {
        crate::assets::style_url()
    }

    /// The address of the script, when there is one.
    pub fn script_url(&self) -> Option<&'static str> {
        crate::assets::script_url()
    }

    /// The addresses of the typeface's body weight.
    pub fn face_urls(&self) -> &'static [String] {
        crate::assets::face_urls()
    }
}

/// The entries of some places; the longest address that leads to the path is where the reader is.
fn menu(words: &Words, path: &str, places: &[Place]) -> Vec<NavigationItem> {
    let path = path.split('?').next().unwrap_or_default();
    let leads_here =
        |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let current =
        places.iter().map(|(href, _)| *href).filter(|href| leads_here(href)).max_by_key(|href| href.len());
    places
        .iter()
        .map(|(href, key)| NavigationItem { href, label: words.say(key), is_current: current == Some(*href) })
        .collect()
}

/// A path within this site: what does not begin with one slash becomes the first page.
fn own_path(path: &str) -> String {
    let is_own = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if is_own { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests;
