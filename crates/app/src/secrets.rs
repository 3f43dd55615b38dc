//! Secrets of the surroundings: each stands in its variable, or in the file that `NAME_FILE` names, as containers and the
//! credentials of a service manager give them. This is the one place that reads either.

use crate::{
    house::Stop,
    terminal::{sentence, words},
};
use danvan_words::Value;
use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

/// Every setting that may hold a secret.
pub(crate) const NAMES: [&str; 7] = [
    "DANVAN_DATABASE",
    "DANVAN_METRICS_TOKEN",
    "DANVAN_OIDC_CLIENT_SECRET",
    "DANVAN_PASSWORD",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
];

/// More than any key, password or address of a database.
const LONGEST: u64 = 4096;

/// A variable of the environment; an empty one is none.
#[expect(clippy::disallowed_methods, reason = "settings are read from the environment")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The variable that names the file of a secret.
pub(crate) fn file_name(name: &str) -> String {
    format!("{name}_FILE")
}

/// The file a secret stands in, when one is named.
pub(crate) fn file(name: &str) -> Option<PathBuf> {
    variable(&file_name(name)).map(PathBuf::from)
}

/// A secret, from wherever it was given; `asked` is what the command line understood, which reads the variable too.
///
/// What is said on the command line itself counts before both others, as for every setting.
///
/// # Errors
/// When the variable and its file are both given, or the file cannot be taken: what is wrong, and what to do.
pub(crate) fn take(name: &str, asked: Option<String>) -> Result<Option<String>, Stop> {
    let (asked, set) = (asked.filter(|value| !value.is_empty()), variable(name));
    match file(name) {
        None => Ok(asked.or(set)),
        Some(_) if asked.is_some() && asked != set => Ok(asked),
        Some(_) if set.is_some() => Err(sentence("terminal-secret-both", &[("name", name.into())]).into()),
        Some(file) => read(&file).map(Some).map_err(|wrong| wrong.told(name, &file).into()),
    }
}

/// Why a file is not taken for a secret.
#[derive(Debug)]
enum Wrong {
    Unread(io::Error),
    /// Anybody on the machine may read it.
    Open,
    Empty,
    /// More than a line, or longer than any secret.
    More,
}

impl Wrong {
    fn told(self, name: &str, file: &Path) -> String {
        let values = |reason: String| -> [(&str, Value); 3] {
            [("name", name.into()), ("file", file.display().to_string().into()), ("reason", reason.into())]
        };
        match self {
            Self::Unread(error) => sentence("terminal-secret-unread", &values(error.to_string())),
            Self::Open => sentence("terminal-secret-open", &values(String::new())[..2]),
            Self::Empty => sentence("terminal-secret-empty", &values(String::new())[..2]),
            Self::More => sentence("terminal-secret-more", &values(String::new())[..2]),
        }
    }
}

/// The one line of a file that not everybody may read.
fn read(file: &Path) -> Result<String, Wrong> {
    let opened = std::fs::File::open(file).map_err(Wrong::Unread)?;
    // Of the file that was opened, so that nobody changes it in between.
    if everybody_reads(&opened.metadata().map_err(Wrong::Unread)?) {
        return Err(Wrong::Open);
    }
    let mut text = String::new();
    let read = opened.take(LONGEST + 1).read_to_string(&mut text).map_err(Wrong::Unread)?;
    let line = text.trim_end_matches(['\r', '\n']);
    match line {
        _ if u64::try_from(read).unwrap_or(u64::MAX) > LONGEST => Err(Wrong::More),
        "" => Err(Wrong::Empty),
        _ if line.contains(['\r', '\n']) => Err(Wrong::More),
        _ => Ok(line.to_owned()),
    }
}

/// Whether its rights let everybody on the machine read or change it.
#[cfg(unix)]
fn everybody_reads(of: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&of.permissions()) & 0o006 != 0
}

/// Elsewhere rights are lists that the system keeps; the operator looks after them.
#[cfg(not(unix))]
fn everybody_reads(_of: &std::fs::Metadata) -> bool {
    false
}

/// How a secret is shown: that it is set, and in which file.
pub(crate) fn hidden(file: Option<&Path>) -> String {
    match file {
        Some(file) => sentence("terminal-hidden-in", &[("file", file.display().to_string().into())]),
        None => words().say("terminal-hidden"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_is_taken_for_a_secret_when_it_holds_one_line_that_not_everybody_may_read() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let check = |bytes: &[u8], mode: u32, expected: &str| {
            let file = folder.path().join("secret");
            std::fs::write(&file, bytes).expect("written");
            std::fs::set_permissions(&file, PermissionsExt::from_mode(mode)).expect("set");
            let found = match read(&file) {
                Ok(secret) => secret,
                Err(wrong) => format!("{wrong:?}").chars().take_while(|one| one.is_alphabetic()).collect(),
            };
            assert_eq!(found, expected, "{bytes:?} {mode:o}");
            std::fs::remove_file(&file).expect("removed");
        };
        check(b"key", 0o400, "key");
        check(b"key\n", 0o600, "key");
        check(b"key\r\n", 0o640, "key");
        check(b" a pass phrase \n", 0o600, " a pass phrase ");
        check(b"key", 0o644, "Open");
        check(b"key", 0o604, "Open");
        check(b"key", 0o602, "Open");
        check(b"", 0o600, "Empty");
        check(b"\n\n", 0o600, "Empty");
        check(b"key\nother\n", 0o600, "More");
        check(&[b'k'; 4096], 0o600, &"k".repeat(4096));
        check(&[b'k'; 4097], 0o600, "More");
        check(&[0xff, 0xfe], 0o600, "Unread");
        assert!(matches!(read(&folder.path().join("nothing")), Err(Wrong::Unread(_))));
        assert!(
            matches!(read(folder.path()), Err(Wrong::Unread(_) | Wrong::Open)),
            "a folder holds no secret"
        );
    }
}
