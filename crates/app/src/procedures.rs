//! `danvan procedures`: the law as rows, listed, shown and checked; and an installation's own files of it.

use crate::{
    house::Stop,
    terminal::{Format, file_trouble, print, say, sentence, tell, words},
};
use clap::Subcommand;
use danvan_domain::{
    deadlines::Ladder,
    facts::Fault,
    procedures::{
        Act, Difference, FILES, FileFault, Name, Procedure, Procedures, Term, TimeUnit, differences,
    },
    time::{Clock, Day},
};
use danvan_words::Language;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The folder of an installation's own files.
pub(crate) const SETTING: &str = "DANVAN_PROCEDURES";

/// Procedures: the law as rows.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// List every procedure with its steps.
    List {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show the rules and acts of a procedure on a day, or in JSON all its rows.
    Show {
        /// Its word, e.g. complaint.
        procedure: String,
        /// The day whose law is shown; today when not given.
        #[arg(long)]
        at: Option<Day>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Check the rows, together with files that would stand in place of ours.
    Check {
        /// TOML files of procedures; without any, what is in force here.
        files: Vec<PathBuf>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say what two files of one procedure say differently; with one file, against what is in force here.
    Diff {
        /// The old file, or the only one.
        old: PathBuf,
        /// The new file.
        new: Option<PathBuf>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

impl Command {
    pub(crate) fn run(self, clock: &dyn Clock) -> Result<ExitCode, Stop> {
        match self {
            Self::List { format } => list(&load()?, format)?,
            Self::Show { procedure, at, format } => {
                let day = at.unwrap_or_else(|| clock.now().day());
                show(find(&load()?, &procedure)?, day, format)?;
            }
            Self::Check { files, format } => return check(&files, format),
            Self::Diff { old, new, format } => diff(&old, new.as_deref(), format)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A name in the reader's language.
pub(crate) fn own(name: &Name) -> &str {
    match words().language {
        Language::Vi => &name.vi,
        Language::En => &name.en,
    }
}

/// The procedures of this installation: ours, with what its own folder puts in their place.
pub(crate) fn load() -> Result<Procedures, Stop> {
    if folder().is_none() {
        return Ok(Procedures::facts().clone());
    }
    read(&own_files()?).map_err(|faults| lines_of(&faults).join("\n").into())
}

/// Who is told of a deadline: our rungs, with those of `escalation.csv` in the installation's folder in the place of each
/// procedure that it names.
pub(crate) fn ladder() -> Result<Ladder, Stop> {
    let ours = Ladder::facts().clone();
    let Some(file) = folder().map(|folder| folder.join("escalation.csv")).filter(|file| file.exists()) else {
        return Ok(ours);
    };
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let own = Ladder::read(&text).map_err(|faults| {
        let line =
            |fault: &Fault| format!("{}:{}: {}", file.display(), fault.line, words().note(&fault.note));
        faults.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    Ok(ours.with(&own))
}

/// A procedure by its word; else which there are.
pub(crate) fn find<'a>(procedures: &'a Procedures, code: &str) -> Result<&'a Procedure, Stop> {
    let word = code.replace('-', "_");
    procedures.get(&word).ok_or_else(|| {
        let allowed = procedures.all().iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(", ");
        let values = [("code", code.into()), ("allowed", allowed.into())];
        sentence("terminal-procedure-unknown", &values).into()
    })
}

#[expect(clippy::disallowed_methods, reason = "only the program reads its environment")]
fn folder() -> Option<PathBuf> {
    std::env::var(SETTING).ok().filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// What is wrong with an installation's own folder, when anything is.
pub(crate) fn trouble() -> Option<String> {
    load().err().map(|error| error.to_string().replace('\n', "; "))
}

/// The names and texts of an installation's own files, in the order of their names.
fn own_files() -> Result<Vec<(String, String)>, Stop> {
    let Some(folder) = folder() else { return Ok(Vec::new()) };
    let entries = fs::read_dir(&folder).map_err(|error| file_trouble(&folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(|error| file_trouble(&folder, &error))?.path();
        if file.extension().is_some_and(|kind| kind == "toml") {
            files.push(file);
        }
    }
    files.sort();
    files.iter().map(|file| text_of(file)).collect()
}

pub(crate) fn text_of(file: &Path) -> Result<(String, String), Stop> {
    let text = fs::read_to_string(file).map_err(|error| file_trouble(file, &error))?;
    Ok((file.display().to_string(), text))
}

fn read(own: &[(String, String)]) -> Result<Procedures, Vec<FileFault>> {
    let own = own.iter().map(|(file, text)| (file.as_str(), text.as_str()));
    Procedures::read(FILES.iter().copied().chain(own))
}

/// One line for each fault: file, line, what is wrong.
pub(crate) fn lines_of(faults: &[FileFault]) -> Vec<String> {
    let line = |one: &FileFault| {
        let says = words().note(&one.fault.note);
        let line = i64::try_from(one.fault.line).unwrap_or(i64::MAX);
        let values = [("file", one.file.clone().into()), ("line", line.into()), ("says", says.into())];
        sentence("terminal-line", &values)
    };
    faults.iter().map(line).collect()
}

fn check(files: &[PathBuf], format: Format) -> Result<ExitCode, Stop> {
    let mut own = own_files()?;
    for file in files {
        own.push(text_of(file)?);
    }
    let faults = match read(&own) {
        Ok(procedures) => {
            let rules: usize = procedures.all().iter().map(|one| one.terms.len()).sum();
            if format == Format::Table {
                let count = procedures.all().len();
                tell("terminal-procedures-good", &[("count", count.into()), ("rules", rules.into())]);
            }
            Vec::new()
        }
        Err(faults) => faults,
    };
    if format == Format::Table {
        lines_of(&faults).iter().for_each(|line| say(line));
        if !faults.is_empty() {
            tell("terminal-procedures-bad", &[("count", faults.len().into())]);
        }
    } else {
        let row = |one: &FileFault| {
            let says = words().note(&one.fault.note);
            vec![one.file.clone(), one.fault.line.to_string(), one.fault.note.key.clone(), says]
        };
        let rows: Vec<Vec<String>> = faults.iter().map(row).collect();
        print(&["file", "line", "fault", "says"], &rows, format)?;
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The procedure of a file, over ours where it only amends; with its word.
fn of_file(file: &Path) -> Result<Procedure, Stop> {
    let own = text_of(file)?;
    let code = toml::from_str::<toml::Table>(&own.1)
        .ok()
        .and_then(|table| table.get("procedure")?.get("code")?.as_str().map(str::to_owned))
        .unwrap_or_default();
    let read = read(&[own]).map_err(|faults| lines_of(&faults).join("\n"))?;
    find(&read, &code).cloned()
}

fn diff(old: &Path, new: Option<&Path>, format: Format) -> Result<(), Stop> {
    let found = match new {
        Some(new) => differences(&of_file(old)?, &of_file(new)?),
        None => {
            let new = of_file(old)?;
            differences(find(&load()?, &new.code)?, &new)
        }
    };
    let row = |one: &Difference| {
        vec![one.row.clone(), one.change.to_string(), one.field.clone(), one.old.clone(), one.new.clone()]
    };
    let rows: Vec<Vec<String>> = found.iter().map(row).collect();
    if rows.is_empty() && format == Format::Table {
        tell("terminal-procedures-same", &[]);
        return Ok(());
    }
    print(&["row", "change", "field", "old", "new"], &rows, format)
}

fn list(procedures: &Procedures, format: Format) -> Result<(), Stop> {
    let row = |one: &Procedure| {
        let steps = one.steps.iter().map(|step| step.code.as_str()).collect::<Vec<_>>().join(" ");
        vec![
            one.code.clone(),
            own(&one.name).to_owned(),
            one.terms.len().to_string(),
            one.acts.len().to_string(),
            one.edition.clone(),
            steps,
        ]
    };
    let rows: Vec<Vec<String>> = procedures.all().iter().map(row).collect();
    print(&["procedure", "name", "rules", "acts", "edition_code", "steps"], &rows, format)
}

fn show(procedure: &Procedure, day: Day, format: Format) -> Result<(), Stop> {
    if format == Format::Json {
        say(&serde_json::to_string_pretty(procedure)?);
        return Ok(());
    }
    let rules = procedure.terms.iter().filter(|term| term.rule.holds_on(day));
    let rows: Vec<Vec<String>> = rules.map(|term| rule_row(procedure, term)).collect();
    let names =
        ["step", "name", "start", "bound", "amount", "unit", "when", "who", "lapses", "source", "grade"];
    print(&names, &rows, format)?;
    if format == Format::Table {
        say("");
        let acts = procedure.acts.iter().filter(|act| act.validity.holds_on(day));
        let rows: Vec<Vec<String>> = acts.map(act_row).collect();
        print(&["act", "name", "from", "to", "who", "needs", "source", "grade"], &rows, format)?;
    }
    Ok(())
}

fn rule_row(procedure: &Procedure, term: &Term) -> Vec<String> {
    let rule = &term.rule;
    let unit = match rule.unit {
        TimeUnit::WorkingHour => "h",
        TimeUnit::WorkingDay => "wd",
        TimeUnit::CalendarDay => "d",
    };
    vec![
        rule.step.clone(),
        procedure.step(&rule.step).map(|step| own(&step.name).to_owned()).unwrap_or_default(),
        rule.start_event.clone(),
        term.bound.to_string(),
        rule.amount.to_string(),
        unit.to_owned(),
        term.when.iter().cloned().collect::<Vec<_>>().join("+"),
        words().of("party", &rule.responsible),
        words().of("lapse", term.lapses.word()),
        rule.source.clone(),
        rule.grade.to_string(),
    ]
}

fn act_row(act: &Act) -> Vec<String> {
    let list = |words: Vec<&str>| words.join(" ");
    vec![
        act.code.clone(),
        own(&act.name).to_owned(),
        list(act.from.iter().map(String::as_str).collect()),
        act.to.clone().unwrap_or_default(),
        list(act.who.iter().map(|party| party.word()).collect()),
        list(act.needs.iter().map(|need| need.word()).collect()),
        act.source.clone(),
        act.grade.to_string(),
    ]
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_bad_file_is_told_line_by_line() {
        let text = "[procedure]\ncode = \"complaint\"\namends = true\n\n[[rules]]\nstep = \"first_dispatch\"\n\
                    start = \"decide_first\"\namount = 0\nunit = \"fortnight\"\nresponsible = \"commune_officer\"\n\
                    lapses = \"late_recorded\"\ngrade = \"B\"\n";
        let faults = read(&[("own.toml".to_owned(), text.to_owned())]).expect_err("faults");
        let mut lines = lines_of(&faults);
        lines.sort();
        assert_eq!(
            lines,
            [
                "own.toml, line 6: “first_dispatch” names no source; write the article that says so.",
                "own.toml, line 8: 0 is no valid amount; write 1 to 3650.",
                "own.toml, line 9: “fortnight” is not known here; write one of: working_hour, working_day, calendar_day.",
            ]
        );
    }

    #[test]
    fn files_are_checked_with_what_is_in_force() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("own.toml");
        let code = |text: &str| {
            fs::write(&file, text).expect("a file");
            check(std::slice::from_ref(&file), Format::Csv).expect("an answer")
        };
        let good = FILES.iter().find(|(name, _)| *name == "rule_feedback.toml").expect("a file").1;
        assert_eq!(code(good), ExitCode::SUCCESS);
        assert_eq!(code(&good.replace("to = \"settled\"", "to = \"passed\"")), ExitCode::FAILURE);
        assert_eq!(code("[procedure"), ExitCode::FAILURE);
        assert!(check(&[folder.path().join("none.toml")], Format::Csv).is_err());
        assert_eq!(find(Procedures::facts(), "rule-feedback").expect("a procedure").code, "rule_feedback");
        assert!(find(Procedures::facts(), "compliant").is_err());
    }
}
