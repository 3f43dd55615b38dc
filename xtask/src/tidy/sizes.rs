//! A file over 400 lines or a function over 60 wants a reason: a comment `// Long because …`, for a function inside it, for a
//! file above everything else in it. A reason excuses what it stands in and nothing else.

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
        let is_test = file.ends_with("tests.rs") || file.starts_with("tests/") || file.contains("/tests/");
        faults.extend(Some(&text).filter(|_| !is_test).and_then(|text| long_file(file, text)));
        if file.ends_with(".rs") && !is_test {
            // A test is a table and may be as long as its rows.
            let ours = text.find("#[cfg(test)]\nmod test").map_or(text.as_str(), |start| &text[..start]);
            faults.extend(long_functions(file, ours));
        }
    }
    faults
}

/// A file that is too long and does not say why before anything else.
fn long_file(file: &str, text: &str) -> Option<String> {
    let length = text.lines().count();
    let is_above = |line: &&str| line.is_empty() || line.starts_with("//") || line.starts_with("#![");
    let has_reason = text.lines().take_while(is_above).any(|line| line.starts_with(REASON));
    (length > LONGEST_FILE && !has_reason).then(|| format!("{file} has {length} lines"))
}

/// The name of the function whose head a line is; nothing for every other line.
fn named(line: &str) -> Option<&str> {
    let mut rest = line;
    if let Some(after) = rest.strip_prefix("pub") {
        let within = after.strip_prefix('(').and_then(|within| within.split_once(')'));
        rest = within.map_or(after, |(_, after)| after).strip_prefix(' ')?;
    }
    while let Some(after) =
        ["const ", "async ", "unsafe ", "extern \"C\" "].iter().find_map(|word| rest.strip_prefix(word))
    {
        rest = after;
    }
    let name = rest.strip_prefix("fn ")?;
    name.split(['(', '<']).next()
}

/// Functions are found by rustfmt's layout: the closing brace stands under the first letter of the head.
fn long_functions(file: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut faults = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let Some(name) = named(line.trim_start()) else { continue };
        let closing = format!("{}}}", " ".repeat(indent));
        let Some(length) = lines[at..].iter().position(|line| *line == closing) else { continue };
        let has_reason = lines[at..at + length].iter().any(|line| line.contains(REASON));
        if length + 1 > LONGEST_FUNCTION && !has_reason {
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

    #[test]
    fn every_head_of_a_function_is_seen() {
        let check = |line: &str, expected: Option<&str>| assert_eq!(named(line), expected, "{line}");
        check("fn f() {", Some("f"));
        check("pub fn f<T>(", Some("f"));
        check("const fn f() {", Some("f"));
        check("pub const fn f() {", Some("f"));
        check("pub(super) const fn f() {", Some("f"));
        check("pub(in crate::room) fn f() {", Some("f"));
        check("pub(in crate::room) async fn f() {", Some("f"));
        check("pub(crate) async fn f() {", Some("f"));
        check("unsafe fn f() {", Some("f"));
        check("pub const unsafe fn f() {", Some("f"));
        check("extern \"C\" fn f() {", Some("f"));
        check("const FN: fn() = f;", None);
        check("pub struct Fn(fn());", None);
        check("pub const A: u8 = 1;", None);
        check("// fn f() {", None);
        check("publish(fn_of);", None);
        let long = |head: &str| format!("{head} f() {{\n{}}}\n", "    x;\n".repeat(70));
        for head in ["const fn", "pub const fn", "pub(super) const fn", "pub(in crate::a) fn"] {
            assert_eq!(long_functions("a.rs", &long(head)), ["a.rs:1: `f` has 72 lines"], "{head}");
        }
    }

    #[test]
    fn a_reason_excuses_what_it_stands_in_alone() {
        let many = "use a::b;\n".repeat(450);
        let long = |reason: &str| format!("fn f() {{\n{reason}{}}}\n", "    x;\n".repeat(70));
        let inside = "    // Long because it is a table.\n";
        let two = format!("{}{}", long(inside), long(""));
        assert_eq!(long_functions("a.rs", &two), ["a.rs:74: `f` has 72 lines"]);
        let check = |text: &str, is_fault: bool| assert_eq!(long_file("a.rs", text).is_some(), is_fault);
        check(&many, true);
        check(&many[..100], false);
        check(&format!("//! A room.\n\n// Long because it is a list.\n\n{many}"), false);
        check(&format!("#![allow(x)]\n// Long because it is a list.\n{many}"), false);
        check(&format!("{many}// Long because it is a list.\n"), true);
        check(&format!("{many}{}", long(inside)), true);
        check(&format!("//! A file wants `// Long because …`.\n{many}"), true);
        // A reason above a file says nothing of its functions.
        let above = format!("// Long because it is a list.\n{}", long(""));
        assert_eq!(long_functions("a.rs", &above), ["a.rs:2: `f` has 72 lines"]);
    }
}
