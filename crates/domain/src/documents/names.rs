//! What a template may say: every name, in which letters it stands, and who fills it. A template that says another name is
//! refused when it is saved. What each name means is the sentence `document-name-<name>`.

use super::Kind;

/// What stands for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// Some lines.
    Text,
    /// A day, written in words.
    Day,
    /// A list, one entry a line; a template goes through it with `for`.
    List,
}

/// Who fills a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// The house knows it.
    House,
    /// The officer says it; it must be said.
    Asked,
    /// The officer may say it.
    Optional,
}

/// A name a template may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// As it stands in a template.
    pub name: &'static str,
    /// What stands for it.
    pub shape: Shape,
    /// Who fills it.
    pub filled: Filled,
    /// In which letters; none for all.
    pub kinds: &'static [Kind],
    /// Whether it may tell who somebody is.
    pub personal: bool,
}

const fn house(name: &'static str, shape: Shape) -> Name {
    Name { name, shape, filled: Filled::House, kinds: &[], personal: false }
}

const fn asked(name: &'static str, shape: Shape, kinds: &'static [Kind]) -> Name {
    Name { name, shape, filled: Filled::Asked, kinds, personal: false }
}

const fn personal(name: &'static str, filled: Filled) -> Name {
    Name { name, shape: Shape::Line, filled, kinds: &[], personal: true }
}

/// Every name.
pub const NAMES: &[Name] = &[
    house("office", Shape::Line),
    house("unit", Shape::Line),
    house("head", Shape::Line),
    house("abbreviation", Shape::Line),
    house("day", Shape::Day),
    house("procedure", Shape::Line),
    house("register_number", Shape::Line),
    house("received_on", Shape::Day),
    Name { filled: Filled::Optional, ..house("summary", Shape::Text) },
    personal("person", Filled::Optional),
    personal("address", Filled::Optional),
    Name {
        kinds: &[Kind::Acceptance, Kind::DocumentsRequest, Kind::Extension],
        ..asked("due_on", Shape::Day, &[])
    },
    asked("old_due_on", Shape::Day, &[Kind::Extension]),
    Name {
        filled: Filled::Optional,
        ..asked(
            "law",
            Shape::Line,
            &[Kind::Acceptance, Kind::Refusal, Kind::Extension, Kind::Decision, Kind::ReceptionRefusal],
        )
    },
    asked("reasons", Shape::List, &[Kind::Refusal, Kind::Guidance, Kind::Extension, Kind::ReceptionRefusal]),
    asked("to_office", Shape::Line, &[Kind::Transfer, Kind::Guidance]),
    asked("reason", Shape::Text, &[Kind::Transfer]),
    asked("documents", Shape::List, &[Kind::DocumentsRequest, Kind::ReceptionReceipt]),
    asked("meeting_at", Shape::Line, &[Kind::Dialogue]),
    asked("meeting_place", Shape::Line, &[Kind::Dialogue]),
    asked("attendees", Shape::List, &[Kind::Dialogue]),
    asked("bases", Shape::List, &[Kind::Decision]),
    asked("findings", Shape::Text, &[Kind::Decision]),
    asked("decisions", Shape::List, &[Kind::Decision]),
    asked("content", Shape::Text, &[Kind::Publication, Kind::Brief]),
    asked("forms", Shape::List, &[Kind::Publication]),
    asked("from_on", Shape::Day, &[Kind::Publication]),
    asked("to_on", Shape::Day, &[Kind::Publication]),
];

impl Name {
    /// Whether the name may stand in a letter. A publication and a brief know no personal name, so that they can name nobody.
    pub fn stands_in(&self, kind: Kind) -> bool {
        let is_kind = self.kinds.is_empty() || self.kinds.contains(&kind);
        let tells = self.personal || self.name == "summary";
        is_kind && !(kind == Kind::Publication && tells) && !(kind == Kind::Brief && self.personal)
    }
}

/// The names of one kind of letter, in order.
pub fn of(kind: Kind) -> impl Iterator<Item = &'static Name> {
    NAMES.iter().filter(move |name| name.stands_in(kind))
}
