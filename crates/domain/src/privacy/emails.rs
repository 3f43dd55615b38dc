//! E-mail addresses, also written around the at sign as people do who know they are looked for.

use super::{Find, Kind};

/// Other ways to write the at sign.
const SIGNS: &[&str] = &["@", "＠", "﹫", "(at)", "[at]", "{at}", "(a còng)", "[a còng]", " a còng "];

/// Every address of a text.
pub(super) fn find(text: &str) -> Vec<Find> {
    let mut finds = Vec::new();
    for sign in SIGNS {
        for (at, sign) in text.match_indices(sign) {
            if let Some(find) = address_around(text, at, at + sign.len()) {
                finds.push(find);
            }
        }
    }
    finds
}

fn address_around(text: &str, left: usize, right: usize) -> Option<Find> {
    let before = text[..left].strip_suffix(' ').unwrap_or(&text[..left]);
    let name = before
        .char_indices()
        .rev()
        .take_while(|(_, character)| character.is_alphanumeric() || "._%+-•".contains(*character))
        .last()?;
    let after = text[right..].strip_prefix(' ').unwrap_or(&text[right..]);
    let skipped = text.len() - after.len();
    let host_end = after
        .char_indices()
        .find(|(_, character)| !(character.is_alphanumeric() || ".-".contains(*character)))
        .map_or(after.len(), |(end, _)| end);
    let host = after[..host_end].trim_end_matches(['.', '-']);
    let (site, ending) = host.rsplit_once('.')?;
    // With a space beside the sign only a full host name tells an address from "giá 5 @ chợ".
    let is_host = !site.is_empty() && ending.chars().count() >= 2 && ending.chars().all(char::is_alphabetic);
    is_host.then(|| Find { at: name.0..skipped + host.len(), kind: Kind::Email })
}
