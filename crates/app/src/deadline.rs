//! `danvan deadline`: when a step is due and why, without any case.

use crate::{
    house::{Stop, file_of, open_without_files},
    procedures::{find, load, own},
    terminal::{Format, print, say, sentence, words},
};
use clap::Args;
use danvan_domain::{
    calendar::Calendar,
    clocks::{Countdown, Due},
    facts::Grade,
    office_hours::OfficeHours,
    procedures::{Bound, Procedure, Term, due_of},
    time::{Day, Moment},
};
use std::collections::BTreeSet;

/// When a step of a procedure is due, and why.
#[derive(Args)]
pub(crate) struct Deadline {
    /// The procedure, e.g. complaint or denunciation. See: danvan procedures list
    #[arg(long)]
    procedure: String,
    /// The step, e.g. acceptance, first-settlement, second-settlement, settlement.
    #[arg(long)]
    step: String,
    /// When the clock starts: a day, a time of day in Hanoi, or an instant (2026-08-20T14:30:00+07:00).
    #[arg(long)]
    from: String,
    /// The case is recorded as complex; every extension that this allows is counted.
    #[arg(long)]
    complex: bool,
    /// The case is of a remote area.
    #[arg(long)]
    remote: bool,
    /// Another condition of the procedure that holds; may be given more than once.
    #[arg(long = "when", value_name = "CONDITION")]
    conditions: Vec<String>,
    /// The day whose law is asked; that of the start when not given.
    #[arg(long)]
    at: Option<Day>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Deadline {
    /// Answers by the calendar of the installation, where there is one; else by ours.
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        if file_of(database).is_some_and(|file| !file.exists()) {
            return self.answer(Calendar::facts());
        }
        let house = open_without_files(database).await?;
        let answered = self.answer(&house.facts().calendar);
        house.store.close().await;
        answered
    }

    fn answer(self, calendar: &Calendar) -> Result<(), Stop> {
        let procedures = load()?;
        let procedure = find(&procedures, &self.procedure)?;
        let step = self.step(procedure)?;
        let start = moment(&self.from)?;
        let holding = self.holding(procedure)?;
        let law_of = self.at.unwrap_or_else(|| start.day());
        near(law_of, &law_of.to_string())?;
        let Some(term) = procedure.term(&step, None, law_of, &holding) else {
            let values = [("step", step.into()), ("day", law_of.into())];
            return Err(sentence("terminal-no-rule", &values).into());
        };
        let (due, extended) = due(calendar, term, start, &holding);
        let said = said(procedure, term, &due, extended);
        print_answer(term, &due, law_of, &said, self.format)
    }

    fn step(&self, procedure: &Procedure) -> Result<String, Stop> {
        let word = self.step.replace('-', "_");
        if procedure.step(&word).is_some() {
            return Ok(word);
        }
        let steps = procedure.steps.iter().map(|step| step.code.as_str()).collect::<Vec<_>>();
        Err(unknown("terminal-step-unknown", procedure, &self.step, &steps))
    }

    fn holding(&self, procedure: &Procedure) -> Result<BTreeSet<String>, Stop> {
        let flags = [("complex", self.complex), ("remote", self.remote)];
        let flagged = flags.into_iter().filter(|(_, given)| *given).map(|(word, _)| word.to_owned());
        let holding: BTreeSet<String> =
            flagged.chain(self.conditions.iter().map(|word| word.replace('-', "_"))).collect();
        let known: BTreeSet<&str> = procedure.conditions.iter().map(|one| one.code.as_str()).collect();
        match holding.iter().find(|word| !known.contains(word.as_str())) {
            Some(word) => {
                let known: Vec<&str> = known.into_iter().collect();
                Err(unknown("terminal-condition-unknown", procedure, word, &known))
            }
            None => Ok(holding),
        }
    }
}

fn unknown(key: &str, procedure: &Procedure, code: &str, allowed: &[&str]) -> Stop {
    let values = [
        ("procedure", procedure.code.clone().into()),
        ("code", code.into()),
        ("allowed", allowed.join(", ").into()),
    ];
    sentence(key, &values).into()
}

/// The years whose days can be counted from; nothing of the law lies outside.
const YEARS: std::ops::RangeInclusive<i16> = 1945..=2199;

/// A moment as people write it; a day alone is its beginning.
fn moment(text: &str) -> Result<Moment, Stop> {
    let moment = written_moment(text.trim())?;
    near(moment.day(), text)?;
    Ok(moment)
}

/// Refuses days that no case has.
fn near(day: Day, text: &str) -> Result<(), Stop> {
    if YEARS.contains(&day.0.year()) {
        return Ok(());
    }
    let values = [
        ("code", text.into()),
        ("first_code", YEARS.start().to_string().into()),
        ("last_code", YEARS.end().to_string().into()),
    ];
    Err(sentence("terminal-moment-far", &values).into())
}

fn written_moment(text: &str) -> Result<Moment, Stop> {
    if let Ok(moment) = text.parse::<Moment>() {
        return Ok(moment);
    }
    if let Ok(day) = text.parse::<Day>()
        && day.to_string() == text
    {
        near(day, text)?;
        return Ok(Moment::at(day, 0, 0));
    }
    let local = text.parse::<jiff::civil::DateTime>().ok().filter(|_| text.contains(':'));
    if let Some(local) = local {
        near(Day(local.date()), text)?;
    }
    local
        .map(|local| Moment::at(Day(local.date()), local.hour(), local.minute()))
        .ok_or_else(|| sentence("terminal-not-a-moment", &[("code", text.into())]).into())
}

/// When it is due, with every extension that the conditions allow; and whether there was one.
fn due(calendar: &Calendar, term: &Term, start: Moment, holding: &BTreeSet<String>) -> (Due, bool) {
    let mut countdown = Countdown::start(term.rule.clone(), start);
    let open = term.extensions.iter().filter(|row| !row.when.is_empty() && row.when.is_subset(holding));
    let most = open.max_by_key(|row| u32::from(row.amount) * u32::from(row.times));
    if let Some(most) = most {
        countdown.rule.amount = countdown.rule.amount.saturating_add(most.amount.saturating_mul(most.times));
    }
    let due = due_of(term, &countdown, calendar, OfficeHours::facts(), start);
    (due, most.is_some())
}

/// The whole reason, sentence by sentence.
fn said(procedure: &Procedure, term: &Term, due: &Due, extended: bool) -> Vec<String> {
    let step = procedure.step(&term.rule.step).map(|step| own(&step.name).to_owned()).unwrap_or_default();
    let values = [("procedure", own(&procedure.name).into()), ("step", step.into()), ("due", due.at.into())];
    let key = if term.bound == Bound::AtMost { "law-deadline" } else { "law-deadline-wait" };
    let mut said = vec![sentence(key, &values)];
    said.extend(words().why_due(&due.reason));
    if extended {
        said.push(words().say("law-extended-by"));
    }
    if !matches!(term.rule.grade, Grade::A | Grade::AMinus) {
        said.push(words().say("law-practice"));
    }
    said
}

fn print_answer(term: &Term, due: &Due, law_of: Day, said: &[String], format: Format) -> Result<(), Stop> {
    let rule = &due.reason;
    if format == Format::Json {
        let answer = serde_json::json!({
            "procedure": rule.procedure,
            "step": rule.step,
            "from": rule.start,
            "due_on": due.at.day(),
            "due_at": due.at,
            "bound": term.bound,
            "amount": rule.amount,
            "unit": rule.unit,
            "reason": said.join(" "),
            "sentences": said,
            "law_of": law_of,
            "source": rule.source,
            "grade": rule.grade,
            "responsible": rule.responsible,
            "lapses": term.lapses,
            "provisional": rule.provisional,
            "beyond_calendar": rule.beyond_calendar,
        });
        say(&serde_json::to_string_pretty(&answer)?);
        return Ok(());
    }
    if format == Format::Table {
        said.iter().for_each(|line| say(line));
        return Ok(());
    }
    let row = vec![
        rule.procedure.clone(),
        rule.step.clone(),
        due.at.day().to_string(),
        due.at.to_string(),
        said.join(" "),
        rule.source.clone(),
        rule.grade.to_string(),
    ];
    print(&["procedure", "step", "due_on", "due_at", "reason", "source", "grade"], &[row], format)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn moments_are_read_as_people_write_them() {
        for (text, utc) in [
            ("2026-08-20", "2026-08-19T17:00:00Z"),
            ("2026-08-20T14:30", "2026-08-20T07:30:00Z"),
            ("2026-08-20 14:30", "2026-08-20T07:30:00Z"),
            ("2026-08-20T14:30:00+07:00", "2026-08-20T07:30:00Z"),
            ("2026-08-20T07:30:00Z", "2026-08-20T07:30:00Z"),
        ] {
            assert_eq!(moment(text).expect(text).to_string(), utc, "{text}");
        }
        for text in [
            "",
            "2026-02-30",
            "tomorrow",
            "20/8/2026",
            "2026-08-20T25:00",
            "20260820",
            "9999-12-31",
            "0026-08-20",
        ] {
            assert!(moment(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_deadline_is_answered_from_the_rows() {
        let check = |procedure: &str, step: &str, from: &str, conditions: &[&str], expected: &str| {
            let asked = Deadline {
                procedure: procedure.into(),
                step: step.into(),
                from: from.into(),
                complex: false,
                remote: false,
                conditions: conditions.iter().map(|word| (*word).to_owned()).collect(),
                at: None,
                format: Format::Json,
            };
            let procedures = load().expect("procedures");
            let found = find(&procedures, &asked.procedure).expect("a procedure");
            let (step, holding) = (asked.step(found).expect("a step"), asked.holding(found).expect("words"));
            let start = moment(&asked.from).expect("a moment");
            let term = found.term(&step, None, start.day(), &holding).expect("a rule");
            let (due, extended) = due(Calendar::facts(), term, start, &holding);
            assert_eq!(due.at.day().to_string(), expected, "{procedure} {step} {from} {conditions:?}");
            let said = said(found, term, &due, extended);
            assert!(said.iter().all(|line| !line.contains(['⟦', '{'])), "{said:?}");
        };
        check("complaint", "acceptance", "2026-02-13", &[], "2026-02-23");
        check("complaint", "acceptance", "2026-08-20", &[], "2026-08-28");
        check("complaint", "first-settlement", "2026-07-01", &[], "2026-07-31");
        check("complaint", "first-settlement", "2026-07-01", &["complex"], "2026-08-17");
        check("complaint", "second-settlement", "2026-07-01", &["complex", "remote"], "2026-09-09");
        check("denunciation", "acceptance", "2026-11-23", &[], "2026-12-03");
        check("denunciation", "settlement", "2026-07-01", &[], "2026-07-31");
        check("denunciation", "settlement", "2026-07-01", &["complex"], "2026-09-03");
        check("denunciation", "settlement", "2026-07-01", &["specially-complex"], "2026-09-29");
        check("complaint", "dialogue-notice", "2026-07-01", &[], "2026-07-06");
    }
}
