//! Trying a command of `danvan analyse` on files in a folder of their own.

use super::Analyse;
use clap::Parser;
use std::fs;

/// What a command writes to, in its words.
pub(super) const OUT: &str = "OUT";

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    analyse: Analyse,
}

/// Writes the files, runs a command, and gives what it wrote to [`OUT`] or why it refused; then nothing was written. A word that
/// names a file, behind `=` too, stands for its path.
pub(super) fn run(words: &[&str], files: &[(&str, &str)]) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    for (name, text) in files {
        fs::write(path(name), text).expect("it is written");
    }
    let is_file = |name: &str| name == OUT || files.iter().any(|(file, _)| *file == name);
    let full = |word: &&str| match word.split_once('=') {
        Some((column, name)) if is_file(name) => format!("{column}={}", path(name)),
        None if is_file(word) => path(word),
        _ => (*word).to_owned(),
    };
    let line = std::iter::once("analyse".to_owned()).chain(words.iter().map(full));
    let done = Line::try_parse_from(line).map_err(|error| error.to_string())?.analyse.run();
    let written = fs::read_to_string(path(OUT));
    match done {
        Ok(()) => Ok(written.expect("it is written")),
        Err(refused) => {
            assert!(written.is_err(), "nothing is written when it is refused");
            Err(refused.to_string().replace(&format!("{}/", folder.path().display()), ""))
        }
    }
}
