//! `danvan returns`: the forms of periodic returns, listed and checked; and an installation's own files of them.

use crate::{
    house::Stop,
    procedures::{lines_of, own, text_of},
    terminal::{Format, file_trouble, print, say, tell, words},
};
use clap::Subcommand;
use danvan_domain::{
    procedures::FileFault,
    returns::{FORMS, Form, Forms},
};
use std::{fs, path::PathBuf, process::ExitCode};

/// The folder of an installation's own forms.
pub(crate) const SETTING: &str = "DANVAN_RETURNS";

/// Periodic returns: their forms.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// List every form with who owes it and by when.
    List {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Check the forms, together with files that would stand in place of ours.
    Check {
        /// TOML files of forms; without any, what is in force here.
        files: Vec<PathBuf>,
    },
}

impl Command {
    pub(crate) fn run(self) -> Result<ExitCode, Stop> {
        match self {
            Self::List { format } => list(&load()?, format)?,
            Self::Check { files } => return check(&files),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The forms of this installation: ours, with what its own folder puts in their place.
pub(crate) fn load() -> Result<Forms, Stop> {
    let files = own_files()?;
    if files.is_empty() {
        return Ok(Forms::facts().clone());
    }
    read(&files).map_err(|faults| lines_of(&faults).join("\n").into())
}

/// What is wrong with an installation's own folder, when anything is.
pub(crate) fn trouble() -> Option<String> {
    load().err().map(|error| error.to_string().replace('\n', "; "))
}

#[expect(clippy::disallowed_methods, reason = "only the program reads its environment")]
fn folder() -> Option<PathBuf> {
    std::env::var(SETTING).ok().filter(|folder| !folder.is_empty()).map(PathBuf::from)
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

fn read(own: &[(String, String)]) -> Result<Forms, Vec<FileFault>> {
    let own = own.iter().map(|(file, text)| (file.as_str(), text.as_str()));
    Forms::read(FORMS.iter().copied().chain(own))
}

fn check(files: &[PathBuf]) -> Result<ExitCode, Stop> {
    let mut own = own_files()?;
    for file in files {
        own.push(text_of(file)?);
    }
    match read(&own) {
        Ok(forms) => {
            let figures: usize = forms.all().iter().map(|form| form.figures.len()).sum();
            let count = forms.all().len();
            tell("terminal-returns-good", &[("count", count.into()), ("figures", figures.into())]);
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            lines_of(&faults).iter().for_each(|line| say(line));
            tell("terminal-returns-bad", &[("count", faults.len().into())]);
            Ok(ExitCode::FAILURE)
        }
    }
}

fn list(forms: &Forms, format: Format) -> Result<(), Stop> {
    let row = |form: &Form| {
        let due = form.due.iter().map(|(level, due)| {
            format!("{}: {:+}/{}", words().of("level", level.word()), due.month, due.day)
        });
        vec![
            form.code.clone(),
            own(&form.name).to_owned(),
            due.collect::<Vec<_>>().join(", "),
            form.sections.len().to_string(),
            form.figures.len().to_string(),
            form.grade.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = forms.all().iter().map(row).collect();
    print(&["form", "name", "due", "sections", "figures", "grade"], &rows, format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_file_is_checked_with_ours() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("month.toml");
        let code = |text: &str| {
            fs::write(&file, text).expect("a file");
            check(std::slice::from_ref(&file)).expect("an answer")
        };
        let (_, good) = FORMS[0];
        assert_eq!(code(good), ExitCode::SUCCESS);
        assert_eq!(code(&good.replace("day = 18", "day = 40")), ExitCode::FAILURE);
        assert_eq!(code("[form"), ExitCode::FAILURE);
        assert!(check(&[folder.path().join("none.toml")]).is_err());
    }
}
