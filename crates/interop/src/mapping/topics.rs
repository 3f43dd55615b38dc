//! A city's own topics, made from the words of its file.

use super::{TopicRules, Unmapped};
use danvan_domain::{
    fold::{fold, tidy},
    topics::Topic,
};
use std::collections::BTreeMap;

/// Longest code of a topic.
const LONGEST: usize = 60;

/// The topics met so far, upper ones first when listed.
#[derive(Clone, Debug, Default)]
pub struct OwnTopics {
    rows: BTreeMap<String, Topic>,
    codes: BTreeMap<String, String>,
}

impl OwnTopics {
    /// The code of what a file's words name: one of ours, or one made from them; `None` when the mapping refuses the
    /// others.
    pub fn code(&mut self, rules: &TopicRules, source: &str, words: &str) -> Option<String> {
        if let Some(ours) = rules.ours.get(words) {
            return Some(ours.clone());
        }
        if let Some(code) = self.codes.get(words) {
            return Some(code.clone());
        }
        if rules.unmapped == Unmapped::Refuse {
            return None;
        }
        let prefix = rules.prefix.as_deref().unwrap_or(source);
        let parts = rules.separator.as_deref().and_then(|separator| words.split_once(separator));
        let (upper, lower) = parts.map_or((None, words), |(upper, lower)| (Some(upper.trim()), lower));
        let upper = upper.filter(|upper| !fold(upper).is_empty() && !fold(lower).is_empty());
        let lower = if upper.is_some() { lower } else { words };
        let parent = upper.map(|upper| {
            let code = fit(format!("{prefix}.{}", slug(upper)));
            let name = rules.upper.get(upper).map_or(upper, String::as_str);
            self.keep(rules, &code, None, name);
            code
        });
        let code = fit(format!("{}.{}", parent.as_deref().unwrap_or(prefix), slug(lower)));
        self.keep(rules, &code, parent, lower);
        self.codes.insert(words.to_owned(), code.clone());
        Some(code)
    }

    fn keep(&mut self, rules: &TopicRules, code: &str, parent: Option<String>, name: &str) {
        let name = tidy(name);
        self.rows.entry(code.to_owned()).or_insert_with(|| Topic {
            code: code.to_owned(),
            parent,
            vi: name.clone(),
            en: name,
            promise: rules.promise,
            urgent: false,
            first: false,
            icon: "dots".into(),
            question_vi: String::new(),
            question_en: String::new(),
            keywords: String::new(),
        });
    }

    /// Every topic, those above before those below.
    pub fn rows(&self) -> Vec<Topic> {
        let mut rows: Vec<Topic> = self.rows.values().cloned().collect();
        rows.sort_by_key(|topic| topic.parent.is_some());
        rows
    }
}

/// Words as a part of a code.
fn slug(words: &str) -> String {
    let ascii: String =
        fold(words).chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == ' ').collect();
    let slug = ascii.split_whitespace().collect::<Vec<_>>().join("_");
    if slug.is_empty() { format!("x{}", short_sum(words)) } else { slug }
}

/// A code that is not too long: what is cut off is told apart by a short sum.
fn fit(code: String) -> String {
    if code.len() <= LONGEST {
        return code;
    }
    let sum = short_sum(&code);
    let kept = &code[..LONGEST - sum.len() - 1];
    format!("{}_{sum}", kept.trim_end_matches(['_', '.']))
}

/// FNV-1a in eight hexadecimal digits: enough to tell a few thousand names of one city apart, and the same in every
/// run.
fn short_sum(text: &str) -> String {
    let sum =
        text.bytes().fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{sum:08x}")
}
