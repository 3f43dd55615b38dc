//! `cargo xtask tidy`: the repository is tested too. Directions of dependencies, sizes of files and functions,
//! forbidden words, and that the documents name what is there.

mod directions;
mod sizes;
mod tests_named;

use crate::programs::{Stop, asked, root, say};
use std::fs;

/// Checks everything and names each fault.
pub(crate) fn run() -> Result<(), Stop> {
    let mut faults = directions::faults()?;
    let files = tracked()?;
    faults.extend(sizes::faults(&files));
    faults.extend(tests_named::faults(&files));
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_default();
    faults.extend(paths_of_documents(&architecture, &files));
    faults.extend(forks(&files));
    for fault in &faults {
        say(fault);
    }
    if faults.is_empty() {
        say("tidy: everything is in its place");
        return Ok(());
    }
    Err(Stop(format!("tidy: {} faults", faults.len())))
}

/// Every file under version control.
fn tracked() -> Result<Vec<String>, Stop> {
    let list = asked("git", &["ls-files"]).ok_or_else(|| Stop("git ls-files failed".into()))?;
    Ok(list.lines().map(str::to_owned).collect())
}

/// A path named in ARCHITECTURE.md between backticks must exist.
fn paths_of_documents(text: &str, files: &[String]) -> Vec<String> {
    let named = text.split('`').skip(1).step_by(2).filter(|name| {
        ["crates/", "docs/", "tests/", "browser/", "benches/", "xtask/", ".ci/"]
            .iter()
            .any(|start| name.starts_with(start))
    });
    named
        .filter(|name| {
            let name = name.trim_end_matches('/');
            !files.iter().any(|file| file == name || file.starts_with(&format!("{name}/")))
        })
        .map(|name| format!("ARCHITECTURE.md names {name}, which is not there"))
        .collect()
}

/// Statements that differ between the engines carry the engine in their file's name; there should be few. Most of them are
/// the two search indexes, which each engine keeps in its own way; chance for an id is an engine's own too.
fn forks(files: &[String]) -> Vec<String> {
    const MOST: usize = 14;
    let forked: Vec<&String> = files
        .iter()
        .filter(|file| file.ends_with(".sqlite.sql") || file.ends_with(".postgres.sql"))
        .collect();
    say(&format!("tidy: {} files of SQL for one engine only", forked.len()));
    if forked.len() > MOST {
        vec![format!("more than {MOST} files of SQL for one engine only")]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let files = ["crates/store/src/change.rs", "docs/glossary.md", ".ci/run"].map(str::to_owned);
        let check = |text: &str, expected: &[&str]| {
            let named: Vec<String> = expected
                .iter()
                .map(|name| format!("ARCHITECTURE.md names {name}, which is not there"))
                .collect();
            assert_eq!(paths_of_documents(text, &files), named, "{text}");
        };
        check("Read `crates/store/src/change.rs`, then `docs/glossary.md` and `.ci/run`.", &[]);
        check("The folders `crates/store` and `docs/`.", &[]);
        check("The `crates/store/src/gone.rs`.", &["crates/store/src/gone.rs"]);
        check("The folder `crates/sto`.", &["crates/sto"]);
        check("Words like `may(person, verb, thing)` and `/cases/list` are no paths.", &[]);
        check("```\ncrates/none\n```\nand `docs/none.md`", &["docs/none.md"]);
    }
}
