//! What a reader of the registers looks at, and the bar above it.

use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{letters::asked, overview::view::said},
    shell::Choice,
};
use danvan_actions::{
    Facts, House,
    registers::{Question, may_list},
};
use danvan_domain::{
    fold::fold,
    ids::UnitId,
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
    units::Level,
};
use danvan_words::{Words, read_day};

/// What is looked at.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// What is asked.
    pub(super) question: Question,
    /// The unit as addresses say it.
    pub(super) said: String,
}

/// The bar: one form that keeps the rest of what was asked.
pub(super) struct Bar {
    pub(super) action: &'static str,
    pub(super) unit: String,
    pub(super) units: Vec<Choice>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) on: String,
    /// The day of the structure as people read it.
    pub(super) structure: String,
    pub(super) days: String,
    pub(super) periods: Vec<(String, String, bool)>,
    pub(super) kept: Vec<(&'static str, String)>,
}

impl View {
    /// Reads a view from the page's address; without one it is the reader's own unit and this quarter until today, on
    /// today's structure. `None` when there are no units.
    pub(super) fn read(house: &House, reader: &Reader) -> Option<(Self, Vec<FieldNote>)> {
        let (facts, today, asked) = (house.facts(), house.today(), asked(reader));
        let mut notes = Vec::new();
        let mut note = |field: &str, note: Note| notes.push(FieldNote { field: field.to_owned(), note });
        let mut day = |field: &str| match asked.filled(field).map(read_day)? {
            Ok(day) => Some(day),
            Err(wrong) => {
                note(field, wrong);
                None
            }
        };
        let (on, from, to) = (day("on").unwrap_or(today), day("from"), day("to"));
        let mut period = (from.unwrap_or_else(|| quarter(to.unwrap_or(today))), to.unwrap_or(today));
        if period.1 < period.0 {
            note("to", Note::new("note-days-reversed"));
            period = (quarter(today), today);
        }
        let unit = match asked.filled("unit").map(|said| facts.tree.resolve(said, on)) {
            Some(Ok(unit)) => Some(unit),
            Some(Err(wrong)) => {
                note("unit", wrong);
                None
            }
            None => None,
        };
        let unit = unit.or_else(|| own_unit(&facts, &reader.visitor.asker, on))?;
        let unit = facts.tree.today(unit, on).unwrap_or(unit);
        let question = Question { unit, from: period.0, to: period.1, on };
        Some((Self { said: said(&facts.tree, unit, on), question }, notes))
    }

    /// The same for a file, which has no place to say what is wrong.
    ///
    /// # Errors
    /// The page that says what is wrong with the address.
    pub(super) fn whole(house: &House, reader: &Reader) -> Result<Self, Sorry> {
        let (view, notes) = Self::read(house, reader).ok_or_else(|| Sorry::lost(reader.language))?;
        if !notes.is_empty() {
            return Err(Sorry::refused(reader.language, &Refusal::Invalid(notes)));
        }
        Ok(view)
    }

    /// The query that holds the view.
    pub(super) fn query(&self) -> String {
        let asked = &self.question;
        format!("unit={}&from={}&to={}&on={}", self.said, asked.from, asked.to, asked.on)
    }

    /// The same of another unit.
    pub(super) fn of(&self, facts: &Facts, unit: UnitId) -> Self {
        let said = said(&facts.tree, unit, self.question.on);
        Self { question: Question { unit, ..self.question.clone() }, said }
    }

    fn over(&self, from: Day, to: Day) -> Self {
        Self { question: Question { from, to, ..self.question.clone() }, ..self.clone() }
    }

    /// How a file of it is called.
    pub(super) fn file_name(&self, facts: &Facts, begins: &str) -> String {
        let asked = &self.question;
        let unit = facts.tree.get(asked.unit).map(|unit| fold(&unit.name)).unwrap_or_default();
        let unit: String = unit.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        format!("{begins}-{unit}-{}-{}", asked.from, asked.to)
    }

    /// The bar above a page.
    pub(super) fn bar(
        &self,
        house: &House,
        asker: &Asker,
        words: &Words,
        (action, kept): (&'static str, Vec<(&'static str, String)>),
    ) -> Bar {
        let (facts, asked, today) = (house.facts(), &self.question, house.today());
        let rest: String = kept.iter().map(|(name, value)| format!("&{name}={value}")).collect();
        let before = quarter(quarter(today).previous());
        let periods = [
            ("register-this-month", today.first_of_month(), today),
            ("register-this-quarter", quarter(today), today),
            ("register-last-quarter", before, quarter(today).previous()),
            ("register-this-year", Day::new(today.0.year(), 1, 1).unwrap_or(today), today),
        ];
        let period = |(key, from, to): (&str, Day, Day)| {
            let href = format!("{action}?{}{rest}", self.over(from, to).query());
            (href, words.say(key), (asked.from, asked.to) == (from, to))
        };
        Bar {
            action,
            unit: facts.tree.get(asked.unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            units: units(house, &facts, asker, self),
            from: asked.from.to_string(),
            to: asked.to.to_string(),
            on: asked.on.to_string(),
            structure: words.day(asked.on),
            days: format!("{}–{}", words.day(asked.from), words.day(asked.to)),
            periods: periods.into_iter().map(period).collect(),
            kept,
        }
    }
}

/// The first day of a day's quarter.
fn quarter(day: Day) -> Day {
    Day::new(day.0.year(), (day.0.month() - 1) / 3 * 3 + 1, 1).unwrap_or(day)
}

/// The unit a reader sees first: where they read letters, else the whole.
fn own_unit(facts: &Facts, asker: &Asker, on: Day) -> Option<UnitId> {
    let own = asker.unit_for(Verb::ReadLetter).and_then(|unit| facts.tree.today(unit, on));
    own.or_else(|| facts.tree.roots(on).next().map(|root| root.id))
}

/// The units that a reader may ask for: the whole, and what they read the letters of.
fn units(house: &House, facts: &Facts, asker: &Asker, view: &View) -> Vec<Choice> {
    let (tree, on) = (&facts.tree, view.question.on);
    let mut choices: Vec<Choice> = Vec::new();
    let mut add = |id: UnitId, name: &str| {
        choices.push(Choice::new(said(tree, id, on), name, &view.said));
    };
    for root in tree.roots(on) {
        add(root.id, &root.name);
    }
    let mut below: Vec<_> = [Level::District, Level::Commune, Level::Body]
        .into_iter()
        .flat_map(|level| tree.at_level(level, on))
        .collect();
    below.retain(|unit| may_list(house, asker, unit.id));
    below.sort_by_cached_key(|unit| fold(unit.bare_name()));
    for unit in below {
        add(unit.id, &unit.name);
    }
    choices
}
