//! What people wrote, freed from what machines did to it.

use super::Encoding;
use serde::Deserialize;

/// What to do with letters that were garbled before they came into the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mojibake {
    /// The row is refused.
    #[default]
    Refuse,
    /// They are read as what they were.
    Repair,
    /// They stay as they are.
    Keep,
}

/// What a text was, when it is UTF-8 that was read as Windows-1252: `Ä‘Æ°á»ng` was `đường`. A text that could mean
/// itself is not taken for that.
pub(super) fn ungarbled(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(Encoding::western_byte).collect();
    let was = String::from_utf8(bytes?).ok()?;
    // A single pair such as `Â°` may be meant; real letters behind it are what makes it sure.
    was.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic()).then_some(was)
}

/// Elements whose end begins a new line.
const BREAKS: [&str; 9] = ["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"];
/// Other elements that stand in what people write by machine.
const OTHERS: [&str; 22] = [
    "a", "b", "i", "u", "em", "strong", "span", "font", "ul", "ol", "table", "tbody", "thead", "td", "th",
    "img", "h5", "h6", "small", "sup", "sub", "hr",
];

/// The words of a text with elements of HTML in it; other text, such as `a < b`, is left alone.
pub(super) fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        match element(rest) {
            Some((name, length)) => {
                if BREAKS.contains(&name.as_str()) {
                    kept.push('\n');
                }
                rest = &rest[length..];
            }
            None => {
                kept.push('<');
                rest = &rest[1..];
            }
        }
    }
    kept.push_str(rest);
    entities(&kept)
}

/// The name of the element at the beginning of a text and how long its mark is.
fn element(text: &str) -> Option<(String, usize)> {
    let end = text.find('>')?;
    let inner = text[1..end].trim_start_matches('/');
    let name: String =
        inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let known = BREAKS.contains(&name.as_str()) || OTHERS.contains(&name.as_str());
    let after = inner[name.len()..].chars().next();
    let closes = after.is_none_or(|letter| letter.is_whitespace() || letter == '/');
    (known && closes).then_some((name, end + 1))
}

/// Names of letters that stand for themselves.
const NAMED: [(&str, &str); 7] =
    [("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", " "), ("ndash", "–"), ("amp", "&")];

fn entities(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        kept.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let read = rest.split_once(';').filter(|(name, _)| name.len() <= 8).and_then(|(name, after)| {
            let named =
                NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| (*letter).to_owned());
            Some((named.or_else(|| numbered(name))?, after))
        });
        match read {
            Some((letter, after)) => {
                kept.push_str(&letter);
                rest = after;
            }
            None => kept.push('&'),
        }
    }
    kept.push_str(rest);
    kept
}

fn numbered(name: &str) -> Option<String> {
    let digits = name.strip_prefix('#')?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(number).filter(|letter| !letter.is_control() || *letter == '\n').map(String::from)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn html_becomes_words_and_other_signs_stay() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        check("<p>Rác &amp; nước</p>", "\nRác & nước\n");
        check("a<br/>b<BR>c", "a\nb\nc");
        check("<span class=\"x\">đen</span>", "đen");
        check("a < b > c & d", "a < b > c & d");
        check("x <y@example.org>", "x <y@example.org>");
        check("&#272;&#x1B0;&nbsp;ok &unknown; &", "Đư ok &unknown; &");
        check("plain", "plain");
    }

    #[test]
    fn garbled_letters_are_known_and_read_as_what_they_were() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(ungarbled(text).as_deref(), expected, "{text}");
        };
        check("cafÃ©", Some("café"));
        check("Ä‘Æ°á»\u{9d}ng", Some("đường"));
        check("café", None);
        check("đường Trần", None);
        check("20 Â°C", None);
        check("", None);
    }
}
