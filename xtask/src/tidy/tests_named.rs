//! The tests of a crate are one program, which names their files; a file it does not name would never run. Examples in
//! comments run only where the crate lets them.

use crate::programs::root;
use std::fs;

/// The file that names a crate's other files of tests.
const WHOLE: &str = "tests/whole.rs";

/// Every file of tests that its crate's program of tests does not name, and every example that is not tried.
pub(super) fn faults(files: &[String]) -> Vec<String> {
    let read = |file: &str| fs::read_to_string(root().join(file)).unwrap_or_default();
    let mut faults = Vec::new();
    for crate_folder in files.iter().filter_map(|file| file.strip_suffix("Cargo.toml")) {
        let manifest = read(&format!("{crate_folder}Cargo.toml"));
        if manifest.contains("autotests = false") {
            faults.extend(unnamed(crate_folder, &read(&format!("{crate_folder}{WHOLE}")), files));
        }
        if manifest.contains("doctest = false") {
            let sources = files
                .iter()
                .filter(|file| file.starts_with(&format!("{crate_folder}src/")) && file.ends_with(".rs"));
            let with_examples = sources.filter(|file| has_example(&read(file)));
            faults.extend(with_examples.map(|file| format!("{file} has an example that is not tried")));
        }
    }
    faults
}

/// The files beside `whole.rs` that it does not name.
fn unnamed(crate_folder: &str, whole: &str, files: &[String]) -> Vec<String> {
    let folder = format!("{crate_folder}tests/");
    let names = files.iter().filter_map(|file| file.strip_prefix(&folder)?.strip_suffix(".rs"));
    names
        .filter(|name| !name.contains('/') && *name != "whole")
        .filter(|name| !whole.lines().any(|line| line == format!("mod {name};")))
        .map(|name| format!("{folder}{name}.rs would never run: {crate_folder}{WHOLE} does not name it"))
        .collect()
}

/// Whether a source holds an example in its comments that a test would try.
fn has_example(source: &str) -> bool {
    let fences = source.lines().filter_map(|line| {
        let line = line.trim_start();
        line.strip_prefix("/// ```").or_else(|| line.strip_prefix("//! ```"))
    });
    // Every second fence closes what the one before opened.
    fences.step_by(2).any(|kind| !matches!(kind.trim(), "text" | "ignore"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_nobody_names_is_told() {
        let files =
            ["crates/words/tests/whole.rs", "crates/words/tests/one.rs", "crates/words/tests/more/two.rs"]
                .map(str::to_owned);
        let check = |whole: &str, expected: &[&str]| {
            let named: Vec<String> = expected
                .iter()
                .map(|name| {
                    format!(
                        "crates/words/tests/{name}.rs would never run: crates/words/tests/whole.rs does not name it"
                    )
                })
                .collect();
            assert_eq!(unnamed("crates/words/", whole, &files), named, "{whole:?}");
        };
        check("mod one;\n", &[]);
        check("// mod one;\n", &["one"]);
        check("", &["one"]);
    }

    #[test]
    fn an_example_is_seen() {
        let check = |source: &str, expected: bool| assert_eq!(has_example(source), expected, "{source:?}");
        check("/// ```\n/// assert!(true);\n/// ```\n", true);
        check("//! ```ignore\n//! later();\n//! ```\n", false);
        check("    /// ```text\n    /// a b\n    /// ```\n", false);
        check("/// No example.\n", false);
    }
}
