//! Rows of lists of deadlines, and the calendar above them.

use crate::{
    pages::{cases::names, letters::named},
    shell::{DueChip, Shell},
};
use danvan_actions::{
    Facts,
    deadlines::{DayCount, Item, Lapsing, Row, Thing},
    returns::period_name,
};
use danvan_domain::{
    deadlines::Deadline,
    inspections::INSPECTION,
    text::title_of,
    time::{Day, Moment},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Something due, as a line.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) due: DueChip,
    pub(super) facts: String,
}

/// Lines that stand together: what comes on one day, or all of a list.
pub(super) struct Group {
    /// The day, where it is said.
    pub(super) day: String,
    pub(super) rows: Vec<Line>,
}

/// A day of the calendar; without an address nothing is due.
pub(super) struct Cell {
    pub(super) label: String,
    pub(super) count: i64,
    pub(super) href: String,
    pub(super) is_rest: bool,
    pub(super) is_today: bool,
    pub(super) is_shown: bool,
}

/// Writes lines. Most of a list falls due at the same few moments, the ends of working days, and is the same few steps of
/// the same offices: each is put into words once.
pub(super) struct Writer<'a> {
    facts: &'a Facts,
    shell: &'a Shell,
    now: Moment,
    chips: HashMap<Moment, DueChip>,
    steps: HashMap<(String, String), String>,
    about: HashMap<String, String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(facts: &'a Facts, shell: &'a Shell, now: Moment) -> Self {
        let (chips, steps, about) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { facts, shell, now, chips, steps, about }
    }

    /// The rows of a list, by day where the days are said.
    pub(super) fn groups(&mut self, items: &[Item], by_day: bool) -> Vec<Group> {
        let mut groups: Vec<(Day, Group)> = Vec::new();
        for item in items {
            let day = item.due_at().day();
            let line = self.line(item);
            match groups.last_mut().filter(|(last, _)| !by_day || *last == day) {
                Some((_, group)) => group.rows.push(line),
                None => {
                    let said = if by_day { self.shell.words.day_long(day) } else { String::new() };
                    groups.push((day, Group { day: said, rows: vec![line] }));
                }
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn line(&mut self, item: &Item) -> Line {
        let (facts, shell) = (self.facts, self.shell);
        let due = self.chip(item.due_at());
        match item {
            Item::Deadline(row) => self.deadline(row, due),
            Item::Case(row) => Line {
                href: format!("/cases/{}", row.id),
                title: format!("{} · {}", shell.say("deadlines-case"), row.title),
                due,
                facts: [names::topic(facts, &row.topic, shell.words.language), names::unit(facts, row.place)]
                    .join(" · "),
            },
        }
    }

    fn deadline(&mut self, row: &Row, due: DueChip) -> Line {
        let (facts, shell, deadline) = (self.facts, self.shell, &row.deadline);
        let step = self.steps.entry((deadline.procedure.clone(), deadline.step.clone()));
        let step = step.or_insert_with(|| step_name(facts, shell, &deadline.procedure, &deadline.step));
        let key = format!("{} {} {}", deadline.procedure, deadline.party, deadline.unit);
        let about = self.about.entry(key).or_insert_with(|| about(facts, shell, deadline));
        let (href, title) = said((facts, shell), step, (deadline.thing, &row.thing));
        // Whoever may not open it sees what else its office owes.
        let href = if row.may_open { href } else { format!("/deadlines?unit={}", deadline.unit) };
        Line { href, title, due, facts: about.clone() }
    }

    fn chip(&mut self, due_at: Moment) -> DueChip {
        let (facts, words, now) = (self.facts, self.shell.words, self.now);
        self.chips.entry(due_at).or_insert_with(|| names::due_short(facts, words, due_at, now)).clone()
    }
}

/// The procedure, who must act, and where.
fn about(facts: &Facts, shell: &Shell, deadline: &Deadline) -> String {
    let procedure = facts.procedures.get(&deadline.procedure);
    let name = procedure.map(|one| named(shell, &one.name)).unwrap_or_default();
    let party = shell.of("party", &deadline.party);
    let facts = [name, party, names::unit(facts, deadline.unit)].into_iter().filter(|one| !one.is_empty());
    facts.collect::<Vec<_>>().join(" · ")
}

/// Where something that falls due is opened, and what it is called; `step` is what is due of it.
pub(super) fn said(
    (facts, shell): (&Facts, &Shell),
    step: &str,
    (id, thing): (Uuid, &Thing),
) -> (String, String) {
    match thing {
        Thing::Proceeding(it) => (format!("/proceedings/{id}"), format!("{step} · {}", it.title)),
        Thing::Visit { number, day } => {
            let visit = shell.say_with("deadlines-visit", &[("n", (*number).into()), ("day", (*day).into())]);
            (format!("/receptions/desk/visits/{id}"), format!("{step} · {visit}"))
        }
        Thing::Promise { visit, what } => {
            let promise = shell.say("deadlines-promise");
            let title = if what.is_empty() { promise } else { format!("{promise} · {}", title_of(what)) };
            (format!("/receptions/desk/visits/{visit}"), title)
        }
        Thing::Call { file, what } => {
            let promise = shell.say("deadlines-call");
            let title = if what.is_empty() { promise } else { format!("{promise} · {}", title_of(what)) };
            (format!("/clearance/files/{file}"), title)
        }
        Thing::Request(right) => {
            let right = shell.of("right", right.word());
            let title = [step, &shell.say("deadlines-request"), &right].join(" · ");
            (format!("/data/requests/{id}"), title)
        }
        Thing::Return { form, period, about } => {
            let form = facts.forms.get(form);
            let name = form.map(|form| named(shell, &form.name)).unwrap_or_default();
            let period = form.map(|form| period_name(shell.words, form.rhythm, *period)).unwrap_or_default();
            (format!("/returns/{id}"), [name, period, names::unit(facts, *about)].join(" · "))
        }
        Thing::Inspection { subject } => {
            let title =
                if subject.is_empty() { step.to_owned() } else { format!("{step} · {}", title_of(subject)) };
            (format!("/inspections/{id}"), title)
        }
    }
}

/// A step as its procedure names it.
pub(super) fn step_name(facts: &Facts, shell: &Shell, procedure: &str, step: &str) -> String {
    if procedure == INSPECTION {
        return shell.of("deadlines-inspection", step);
    }
    let procedure = facts.procedures.get(procedure);
    procedure.and_then(|one| one.step(step)).map(|one| named(shell, &one.name)).unwrap_or_default()
}

/// The calendar, week by week from Monday; every number leads to the list of its day.
pub(super) fn weeks(
    facts: &Facts,
    found: &Lapsing,
    today: Day,
    shown: Option<Day>,
    href: impl Fn(Day) -> String,
) -> Vec<Vec<Cell>> {
    let counts: HashMap<Day, &DayCount> = found.days.iter().map(|one| (one.day, one)).collect();
    let cell = |day: Day| {
        let count = counts.get(&day).map_or(0, |one| one.due);
        Cell {
            label: format!("{}/{}", day.0.day(), day.0.month()),
            count,
            href: if count > 0 { href(day) } else { String::new() },
            is_rest: !facts.calendar.is_working_day(day),
            is_today: day == today,
            is_shown: shown == Some(day),
        }
    };
    let mut weeks = Vec::new();
    let mut monday = today.monday();
    while monday <= found.until {
        weeks.push((0..7).map(|number| cell(monday.plus_days(number))).collect());
        monday = monday.plus_days(7);
    }
    weeks
}
