//! A file over 400 lines or a function over 60 wants a reason: a comment `// Long because …` in it.

use crate::programs::root;
use std::fs;

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 60;
const REASON: &str = "// Long because";

/// Every file and function that is too long without a reason.
pub(super) fn faults(files: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.ends_with(".rs") || file.ends_with(".ts")) {
        let text = fs::read_to_string(root().join(file)).unwrap_or_default();
        let length = text.lines().count();
        let is_test = file.ends_with("tests.rs") || file.starts_with("tests/") || file.contains("/tests/");
        if length > LONGEST_FILE && !is_test && !text.contains(REASON) {
            faults.push(format!("{file} has {length} lines"));
        }
        if file.ends_with(".rs") && !is_test {
            // A test is a table and may be as long as its rows.
            let ours = text.find("#[cfg(test)]\nmod test").map_or(text.as_str(), |start| &text[..start]);
            faults.extend(long_functions(file, ours));
        }
    }
    faults
}

/// Functions are found by rustfmt's layout: the closing brace stands under the first letter of the head.
fn long_functions(file: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut faults = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let head = line.trim_start();
        let words = [
            "fn ",
            "pub fn ",
            "pub(crate) fn ",
            "pub(super) fn ",
            "async fn ",
            "pub async fn ",
            "pub(crate) async fn ",
            "pub(super) async fn ",
        ];
        if !words.iter().any(|word| head.starts_with(word)) {
            continue;
        }
        let closing = format!("{}}}", " ".repeat(indent));
        let Some(length) = lines[at..].iter().position(|line| *line == closing) else { continue };
        let has_reason = lines[at..at + length].iter().any(|line| line.contains(REASON));
        if length + 1 > LONGEST_FUNCTION && !has_reason {
            let name = head.split_once("fn ").map_or(head, |(_, rest)| rest);
            let name = name.split(['(', '<']).next().unwrap_or(name);
            faults.push(format!("{file}:{}: `{name}` has {} lines", at + 1, length + 1));
        }
    }
    faults
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_long_function_is_named_unless_it_says_why() {
        let long = |note: &str| format!("    fn f() {{{note}\n{}    }}\n", "        x;\n".repeat(70));
        assert_eq!(long_functions("a.rs", &long("")), ["a.rs:1: `f` has 72 lines"]);
        assert!(long_functions("a.rs", &long("\n        // Long because it is a table.")).is_empty());
        assert!(long_functions("a.rs", "fn g() {\n    x;\n}\n").is_empty());
    }
}
