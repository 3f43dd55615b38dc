//! What a reader looks at, and the address that holds it: whoever opens the address sees the same.

use crate::{form::Form, guard::Reader};
use danvan_actions::{Facts, figures::Question};
use danvan_domain::{
    ids::UnitId,
    refusals::{FieldNote, Note},
    rights::Verb,
    tallies::Counted,
    time::Day,
    topics::ALL,
    units::{Level, Tree},
    words_enum,
};
use danvan_words::read_day;

words_enum! {
    /// With what the period is compared.
    Compare {
        /// The equally long period just before.
        Previous = "previous",
        /// The same days a year earlier.
        Year = "year",
        /// Nothing.
        Nothing = "nothing",
    }
}

words_enum! {
    /// By what the table is sorted.
    Sort {
        /// Names, in the order of the alphabet.
        Name = "name",
        /// New cases, most first.
        Received = "received",
        /// New cases per 10,000 people, most first.
        Rate = "rate",
        /// Answers in time, least first.
        OnTime = "on_time",
        /// Solved, least first.
        Solved = "solved",
        /// Refusals, most first.
        Refused = "refused",
        /// Reopenings, most first.
        Reopened = "reopened",
    }
}

words_enum! {
    /// How the map is drawn.
    Drawn {
        /// One hexagon per commune.
        Tiles = "tiles",
        /// Borders, where they are known.
        Borders = "borders",
    }
}

/// The longest period that is shown, in days after the first: ten years.
const LONGEST: i64 = 3_659;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Of which unit; it need not stand on the structure's day.
    pub unit: UnitId,
    /// First day.
    pub from: Day,
    /// Last day, included.
    pub to: Day,
    /// Code of a topic, or `all`.
    pub topic: String,
    /// On the structure of which day.
    pub on: Day,
    /// Compared with what.
    pub compare: Compare,
    /// How the table is sorted; the rate when nobody chose.
    pub sort: Option<Sort>,
    /// Whether a long table is shown whole.
    pub whole_table: bool,
    /// Of what the trend is drawn, and what a list holds.
    pub measure: Counted,
    /// How the map is drawn; as is usual when nobody chose.
    pub drawn: Option<Drawn>,
    /// The unit as addresses say it: its code where that is enough, because addresses stand on a page by the hundred.
    pub said: String,
}

/// A view as it was asked for, and what was wrong with the asking.
pub struct Asked {
    /// The view, with what was wrong left at its ordinary value.
    pub view: View,
    /// What was wrong.
    pub notes: Vec<FieldNote>,
}

impl View {
    /// Reads a view from a query; without one it is the reader's own unit, the last four weeks, all topics, on today's
    /// structure. `None` when there are no units at all.
    pub fn read(facts: &Facts, reader: &Reader, today: Day) -> Option<Asked> {
        let query = reader.path.split_once('?').map_or("", |(_, query)| query);
        let asked = Form::read(query);
        let mut notes = Vec::new();
        let mut note = |field: &str, note| notes.push(FieldNote { field: field.to_owned(), note });
        let mut day = |field: &str| match asked.filled(field).map(read_day)? {
            Ok(day) => Some(day),
            Err(wrong) => {
                note(field, wrong);
                None
            }
        };
        let (on, from, to) = (day("on").unwrap_or(today), day("from"), day("to"));
        let to_day = to.unwrap_or_else(|| from.map_or(today, |from| from.plus_days(27).min(today).max(from)));
        let mut period = (from.unwrap_or_else(|| to_day.plus_days(-27)), to_day);
        if period.0 > period.1 {
            note("to", Note::new("note-days-reversed"));
            period = (today.plus_days(-27), today);
        } else if period.1.days_since(period.0) > LONGEST {
            note("from", Note::new("note-day-after").with("day", period.1.plus_days(-LONGEST)));
            period.0 = period.1.plus_days(-LONGEST);
        }
        let unit = match asked.filled("unit").map(|said| facts.tree.resolve(said, on)) {
            Some(Ok(unit)) => Some(unit),
            Some(Err(wrong)) => {
                note("unit", wrong);
                None
            }
            None => None,
        };
        let topic = asked.filled("topic").unwrap_or(ALL);
        let is_known = topic == ALL || facts.topics.get(topic).is_some();
        if !is_known {
            note("topic", Note::new("note-unknown-topic"));
        }
        let unit = unit.or_else(|| own_unit(facts, reader, on))?;
        let view = Self {
            unit,
            from: period.0,
            to: period.1,
            topic: if is_known { topic.to_owned() } else { ALL.to_owned() },
            on,
            compare: asked.get("compare").parse().unwrap_or(Compare::Previous),
            sort: asked.get("sort").parse().ok(),
            whole_table: asked.ticked("whole"),
            measure: asked.get("measure").parse().unwrap_or(Counted::Received),
            drawn: asked.get("map").parse().ok(),
            said: said(&facts.tree, unit, on),
        };
        Some(Asked { view, notes })
    }

    /// The question for the figures.
    pub fn question(&self) -> Question {
        let days = self.to.days_since(self.from);
        let compare = match self.compare {
            Compare::Previous | Compare::Nothing => None,
            // 52 weeks keep the days of the week together.
            Compare::Year => {
                let back = if days < 364 { 364 } else { days / 7 * 7 + 7 };
                Some(self.from.plus_days(-back))
            }
        };
        Question {
            unit: self.unit,
            from: self.from,
            to: self.to,
            topic: self.topic.clone(),
            on_structure: self.on,
            compare,
            measure: self.measure,
        }
    }

    /// The query that holds the view.
    pub fn query(&self) -> String {
        let mut query = format!(
            "unit={}&from={}&to={}&topic={}&on={}",
            self.said, self.from, self.to, self.topic, self.on
        );
        if self.compare != Compare::Previous {
            query.push_str(&format!("&compare={}", self.compare));
        }
        if let Some(sort) = self.sort {
            query.push_str(&format!("&sort={sort}"));
        }
        if self.whole_table {
            query.push_str("&whole=yes");
        }
        if self.measure != Counted::Received {
            query.push_str(&format!("&measure={}", self.measure));
        }
        if let Some(drawn) = self.drawn {
            query.push_str(&format!("&map={drawn}"));
        }
        query
    }

    /// The address of the view.
    pub fn href(&self) -> String {
        format!("/overview?{}", self.query())
    }

    /// The address of the view from another view: as short as can be, because it stands on every tile.
    pub fn here(&self) -> String {
        format!("?{}", self.query())
    }

    /// The address of the list behind a number of a unit.
    pub fn list_href(&self, tree: &Tree, unit: UnitId, measure: Counted) -> String {
        let said = said(tree, unit, self.on);
        let (from, to, topic, on) = (self.from, self.to, &self.topic, self.on);
        format!("/cases/list?unit={said}&from={from}&to={to}&topic={topic}&on={on}&measure={measure}")
    }

    /// The same of another unit.
    #[must_use]
    pub fn of(&self, tree: &Tree, unit: UnitId) -> Self {
        Self { unit, said: said(tree, unit, self.on), ..self.clone() }
    }

    /// The same with the trend of something else.
    #[must_use]
    pub fn measuring(&self, measure: Counted) -> Self {
        Self { measure, ..self.clone() }
    }

    /// The same with the map drawn otherwise.
    #[must_use]
    pub fn drawn(&self, drawn: Drawn) -> Self {
        Self { drawn: Some(drawn), ..self.clone() }
    }

    /// The same over other days.
    #[must_use]
    pub fn over(&self, from: Day, to: Day) -> Self {
        Self { from, to, ..self.clone() }
    }

    /// The same on another structure, of whatever stands for the unit that day, or the top of the tree.
    #[must_use]
    pub fn on(&self, tree: &Tree, on: Day) -> Self {
        let stands = tree.today(self.unit, on);
        let unit = stands.or_else(|| tree.roots(on).next().map(|root| root.id)).unwrap_or(self.unit);
        Self { unit, on, said: said(tree, unit, on), ..self.clone() }
    }

    /// The same, compared with something else.
    #[must_use]
    pub fn against(&self, compare: Compare) -> Self {
        Self { compare, ..self.clone() }
    }

    /// The same, sorted otherwise.
    #[must_use]
    pub fn sorted(&self, sort: Sort) -> Self {
        Self { sort: Some(sort), ..self.clone() }
    }

    /// The same with the whole table.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { whole_table: true, ..self.clone() }
    }
}

/// A unit as an address says it on a day: by its code when that means it alone, else by its own id.
pub fn said(tree: &Tree, unit: UnitId, on: Day) -> String {
    let code = tree.get(unit).and_then(|unit| unit.code.as_deref());
    // A code must not need escaping.
    let plain = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    match plain {
        Some(code) if tree.resolve(code, on) == Ok(unit) => code.to_owned(),
        _ => unit.to_string(),
    }
}

/// The unit whose figures a reader sees first: that of their position, no smaller than a commune; else the top.
fn own_unit(facts: &Facts, reader: &Reader, on: Day) -> Option<UnitId> {
    let asker = &reader.visitor.asker;
    let own = asker.unit_for(Verb::ReadOwnFigures).or_else(|| asker.unit_for(Verb::ReadFigures));
    let stands = own.and_then(|unit| facts.tree.today(unit, on));
    let large = stands.and_then(|unit| {
        let unit = facts.tree.get(unit)?;
        match unit.level() {
            Level::City | Level::District | Level::Commune => Some(unit.id),
            _ => facts
                .tree
                .at_or_above(unit.id, Level::Commune)
                .or_else(|| facts.tree.ancestors(unit.id).last())
                .map(|unit| unit.id),
        }
    });
    large.or_else(|| facts.tree.roots(on).next().map(|root| root.id))
}
