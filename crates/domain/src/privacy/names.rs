//! What names a person: a title with a name, or a surname with the names behind it. Places, streets called after people,
//! firms and offices do not.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::places::{
    AMBIGUOUS_SURNAMES, BREAKERS, GIVEN_NAMES, LINKS, LONG_TITLES, MIDDLES, OFFICE_WORDS, OFFICES,
    PLACE_PAIRS, PLACE_WORDS, PREPOSITIONS, ROLES, SURNAMES, TITLES, is_known, is_known_folded,
};
use crate::fold::fold;

/// Longest name looked for, in syllables.
const LONGEST: usize = 5;

/// A word of the text.
struct Word<'a> {
    at: Range<usize>,
    /// What stands between the word before and this one.
    gap: &'a str,
    /// In lower case, NFC.
    lower: String,
    capital: bool,
    all_capitals: bool,
    number: bool,
}

/// The first place in the text, in bytes, that names a person; `None` when nothing does. A writer is asked to rephrase it.
///
/// Single letters stand for somebody unnamed (`ông A`) and pass; so do offices without a name (`ông tổ trưởng`).
pub fn names_somebody(text: &str) -> Option<Range<usize>> {
    let words = words_of(text);
    let mut place_until = None;
    let mut at = 0;
    while at < words.len() {
        let seen = Seen { words: &words, place_until };
        if let Some(end) = seen.titled_name(at).or_else(|| seen.small_name(at)) {
            return Some(words[at].at.start..words[end - 1].at.end);
        }
        match seen.full_name(at) {
            Some((end, true)) => return Some(words[at].at.start..words[end - 1].at.end),
            Some((end, false)) => {
                place_until = Some(end);
                at = end;
            }
            None => at += 1,
        }
    }
    None
}

fn words_of(text: &str) -> Vec<Word<'_>> {
    let inside = |character: char| character.is_alphanumeric() || is_combining_mark(character);
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), '\n')]) {
        // A slash joins house numbers (189/3) and the short form of comrade (đ/c).
        let joined = character == '/'
            && start.is_some()
            && text[at + 1..]
                .chars()
                .next()
                .is_some_and(|next| next.is_ascii_digit() || next.eq_ignore_ascii_case(&'c'));
        if inside(character) || joined {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            let written = &text[start..at];
            let gap_start = words.last().map_or(0, |word| word.at.end);
            words.push(Word {
                at: start..at,
                gap: &text[gap_start..start],
                lower: written.nfc().flat_map(char::to_lowercase).collect(),
                capital: written.chars().next().is_some_and(char::is_uppercase),
                all_capitals: written.chars().filter(|c| c.is_alphabetic()).count() > 1
                    && !written.chars().any(char::is_lowercase),
                number: written.chars().any(char::is_numeric),
            });
        }
    }
    words
}

/// The words, and where the last name of a place ended.
struct Seen<'a> {
    words: &'a [Word<'a>],
    place_until: Option<usize>,
}

impl Seen<'_> {
    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.lower)
    }

    /// The word goes on the phrase of the word before.
    fn follows(&self, at: usize) -> bool {
        at > 0
            && self
                .words
                .get(at)
                .is_some_and(|word| word.gap.chars().all(|c| matches!(c, ' ' | '\u{A0}' | '\t')))
    }

    fn pair_at(&self, pairs: &[(&str, &str)], at: usize) -> bool {
        self.follows(at + 1) && pairs.contains(&(self.lower(at), self.lower(at + 1)))
    }

    /// A title and a name: the end of the name.
    fn titled_name(&self, at: usize) -> Option<usize> {
        let name = if self.pair_at(LONG_TITLES, at) {
            at + 2
        } else if TITLES.contains(&self.lower(at)) {
            at + 1
        } else {
            return None;
        };
        // "đ/c. Hùng", "Mr. John"
        let near = self.follows(name)
            || self.words.get(name).is_some_and(|word| {
                word.gap.trim() == "."
                    && name == at + 1
                    && matches!(self.lower(at), "đ/c" | "mr" | "mrs" | "ms")
            });
        let title = &self.words[at];
        let named = self.words.get(name)?;
        if !near || named.number || self.known_from(at).is_some() || self.title_is_no_title(at) {
            return None;
        }
        let letters = named.lower.chars().count();
        let surname = SURNAMES.contains(&named.lower.as_str());
        let found = if title.all_capitals && named.all_capitals {
            surname && self.follows(name + 1)
        } else if named.capital {
            // After a title a lone letter stands for somebody unnamed, and an office for whoever holds it.
            letters > 1 && (surname || !self.is_role_or_place(name)) && !self.is_common_figure(name)
        } else {
            let hero = self.lower(at) == "anh" && named.lower == "hùng";
            GIVEN_NAMES.contains(&named.lower.as_str())
                && !hero
                && !PLACE_WORDS.contains(&self.lower(name + 1))
                || matches!(named.lower.as_str(), "nguyễn" | "phạm" | "huỳnh") && self.follows(name + 1)
        };
        found.then(|| self.run_end(name, named.capital).max(name + 1))
    }

    /// Titles that are part of something else: "phố Bà Triệu", "xã Đông Anh", "tiếng Anh".
    fn title_is_no_title(&self, at: usize) -> bool {
        let title = &self.words[at];
        if !title.capital || at == 0 || !self.follows(at) {
            return false;
        }
        let before = &self.words[at - 1];
        let part_of_name = before.capital && !before.all_capitals && !title.all_capitals;
        let lands = matches!(before.lower.as_str(), "nước" | "tiếng" | "người");
        !title.all_capitals && (part_of_name || lands || before.number || self.is_place_before(at))
    }

    fn is_role_or_place(&self, at: usize) -> bool {
        let word = self.lower(at);
        // "chị Thanh", "anh Công", "bà Hội": a role goes on in a second, small syllable.
        let role = ROLES.contains(&word)
            && (self.words[at].all_capitals
                || self.follows(at + 1)
                    && self.words.get(at + 1).is_some_and(|next| ROLE_ENDS.contains(&next.lower.as_str())));
        role || PLACE_WORDS.contains(&word)
            && self.follows(at + 1)
            && !matches!(word, "hồ" | "cầu" | "sông" | "bản" | "đình")
    }

    fn is_common_figure(&self, name: usize) -> bool {
        let feast = matches!((self.lower(name - 1), self.lower(name)), ("ông", "công") | ("bác", "hồ"));
        let ends = !self.follows(name + 1) || self.words.get(name + 1).is_some_and(|next| !next.capital);
        feast && ends || matches!(self.lower(name), "chúa" | "phật" | "thánh" | "trời" | "táo" | "địa")
    }

    /// Full names in small letters or without marks: a surname, `văn` or `thị`, and one more word.
    fn small_name(&self, at: usize) -> Option<usize> {
        let first = self.words.get(at)?;
        let bare = fold(&first.lower);
        let middle = fold(self.lower(at + 1));
        let fits = !first.capital
            && matches!(middle.as_str(), "van" | "thi")
            && self.follows(at + 1)
            && self.follows(at + 2)
            && !self.words[at + 2].number
            && (SURNAMES.contains(&first.lower.as_str())
                || matches!(
                    bare.as_str(),
                    "nguyen" | "tran" | "le" | "pham" | "phan" | "vu" | "dang" | "bui" | "do" | "ngo"
                ) && bare == first.lower);
        let whole = (at..at + 3).map(|place| fold(self.lower(place))).collect::<Vec<_>>().join(" ");
        (fits && !is_known_folded(&whole) && !self.is_in_place(at)).then_some(at + 3)
    }

    /// A surname and the names behind it: where they end, and whether they name a person rather than a place.
    fn full_name(&self, at: usize) -> Option<(usize, bool)> {
        let first = &self.words[at];
        if !first.capital || first.number {
            return None;
        }
        if let Some(end) = self.known_from(at) {
            return Some((end, false));
        }
        let sure = SURNAMES.contains(&first.lower.as_str());
        let maybe = AMBIGUOUS_SURNAMES.contains(&first.lower.as_str());
        let end = self.run_end(at, true);
        let length = end - at;
        if length < 2 {
            return None;
        }
        let has_middle = MIDDLES.contains(&self.lower(at + 1)) && length >= 3;
        if !(sure || maybe) {
            return self.is_in_place(at).then_some((end, false));
        }
        if self.is_in_place(at) {
            return Some((end, false));
        }
        let shouted = first.all_capitals && self.words[at + 1].all_capitals;
        let goes_on_a_name = self.follows(at)
            && self.words[at - 1].capital
            && !self.words[at - 1].all_capitals
            && at > 1
            && !TITLES.contains(&self.lower(at - 1))
            && self.follows(at - 1);
        let person = if shouted {
            has_middle && matches!(self.lower(at + 1), "văn" | "thị" | "hữu" | "đức")
        } else if sure {
            has_middle || !goes_on_a_name && self.lower(at + 1) != "xá"
        } else {
            has_middle && !goes_on_a_name
        };
        person.then_some((end, true))
    }

    /// The end of the known place or figure that begins here.
    fn known_from(&self, at: usize) -> Option<usize> {
        (2..=4).rev().map(|length| at + length).find(|end| {
            *end <= self.words.len()
                && (at + 1..*end).all(|place| self.follows(place))
                // What goes on with one more capital is another, longer name: "Trần Phú Hùng".
                && (*end - at > 2 || self.run_end(at, true) != *end + 1)
                && is_known(&(at..*end).map(|place| self.lower(place)).collect::<Vec<_>>().join(" "))
                && self.words[at].capital
        })
    }

    /// The end of the capitals that begin here; without capitals, the end of three words at most.
    fn run_end(&self, at: usize, capitals: bool) -> usize {
        let most = if capitals { LONGEST } else { 3 };
        let mut end = at + 1;
        while end < self.words.len()
            && end < at + most
            && self.follows(end)
            && self.words[end].capital == capitals
            && !self.words[end].number
            && (capitals || MIDDLES.contains(&self.lower(end)) || MIDDLES.contains(&self.lower(end - 1)))
        {
            end += 1;
        }
        end
    }

    /// The words before make this a place or an office.
    fn is_in_place(&self, at: usize) -> bool {
        if self.goes_on_places(at) {
            return true;
        }
        if !self.follows(at) {
            return false;
        }
        let before = &self.words[at - 1];
        before.number
            || self.is_place_before(at)
            || PREPOSITIONS.contains(&before.lower.as_str())
            || self.is_in_office(at)
    }

    fn is_place_before(&self, at: usize) -> bool {
        if !self.follows(at) {
            return false;
        }
        let word = self.lower(at - 1);
        // A family (gia đình) is no communal house (đình).
        if word == "đình" && at > 1 && self.lower(at - 2) == "gia" {
            return false;
        }
        // A head of a village (trưởng thôn) is a person; the name after is theirs.
        if at > 1 && self.lower(at - 2) == "trưởng" && matches!(word, "thôn" | "xóm" | "bản" | "ấp" | "khu")
        {
            return false;
        }
        let bare = |word: &str| {
            matches!(word, "pho" | "duong" | "ngo" | "ngach" | "phuong" | "xa" | "quan" | "thon")
        };
        PLACE_WORDS.contains(&word) || bare(word) || at > 1 && self.pair_at(PLACE_PAIRS, at - 2)
    }

    /// An item of a list that began with a place: "đường Nguyễn Trãi, Trần Phú và Lê Lợi".
    fn goes_on_places(&self, at: usize) -> bool {
        let Some(until) = self.place_until else { return false };
        if self.lower(at + 1) == "thị" {
            return false;
        }
        let listed = until == at
            && self.words[at].gap.chars().all(|c| matches!(c, ' ' | ',' | '-' | '–' | '—' | '/' | '+'))
            && !self.follows(at);
        listed
            || until + 1 == at
                && self.follows(at)
                && self.follows(at - 1)
                && LINKS.contains(&self.lower(at - 1))
    }

    /// A firm's or office's word stands a few words before, and nothing ends its phrase.
    fn is_in_office(&self, at: usize) -> bool {
        for place in (at.saturating_sub(6)..at).rev() {
            if !self.follows(place + 1)
                || BREAKERS.contains(&self.lower(place))
                || TITLES.contains(&self.lower(place))
            {
                return false;
            }
            if OFFICE_WORDS.contains(&self.lower(place)) || self.pair_at(OFFICES, place) {
                return true;
            }
        }
        false
    }
}

/// Second syllables of offices: "tổ trưởng", "công an", "chủ tịch".
const ROLE_ENDS: &[&str] = &[
    "trưởng",
    "phó",
    "tịch",
    "thư",
    "đốc",
    "an",
    "bộ",
    "sát",
    "vệ",
    "phòng",
    "đội",
    "quân",
    "viên",
    "hội",
    "đoàn",
    "chấp",
    "hành",
    "quản",
    "chủ",
    "giáo",
    "tra",
    "niên",
    "nữ",
    "chiến",
    "dân",
    "ban",
    "trận",
    "toán",
    "sĩ",
    "sỹ",
    "vụ",
    "thôn",
    "đạo",
    "nhà",
    "tổ",
    "công",
    "sinh",
    "tế",
    "xóm",
    "bí",
    "chi",
    "khu",
    "trách",
    "việc",
];
