//! Numbers that belong to a person: identity cards, phones, bank accounts.
//!
//! A text is read as groups of digits. From each group on, the longest row of joined groups that has the shape of
//! such a number is taken. Amounts, dates, times and addresses fall through because their shapes, their marks or
//! the words beside them say what they are.

use std::ops::Range;

use super::{
    Find, Kind,
    groups::{Group, groups_of, joins},
    reading::{folded_words, holds, words_before},
    spelled,
};

/// Shortest number looked for, in digits: an account.
const SHORTEST: usize = 6;
/// Longest number looked for, in digits; a bank card has at most 19.
const LONGEST: usize = 19;

/// A row of joined groups, and what is needed to judge it.
struct Row<'a> {
    text: &'a str,
    groups: &'a [Group],
    digits: String,
    marks: Vec<&'a str>,
    before: &'a [String],
    /// Digits stand right before, with only a mark between.
    glued: bool,
    /// Digits follow right after, with only a mark between.
    goes_on: bool,
}

/// Everything to mask among the numbers of a text.
pub(super) fn find(text: &str) -> Vec<Find> {
    let groups = groups_of(text);
    let mut finds = spelled::find(text);
    let mut first = 0;
    let mut just_found = false;
    while first < groups.len() {
        match longest_from(text, &groups, first, just_found) {
            Some((last, find)) => {
                finds.push(find);
                first = last + 1;
                just_found = true;
            }
            None => {
                first += 1;
                just_found = false;
            }
        }
    }
    finds
}

fn longest_from(text: &str, groups: &[Group], first: usize, just_found: bool) -> Option<(usize, Find)> {
    // Most digits of a text are house numbers and dates, too few to look at what stands before them.
    let mut before = None;
    let between = |left: usize| &text[groups[left].at.end..groups[left + 1].at.start];
    let glues = |mark: &str| {
        mark.chars().count() == 1
            && !mark.starts_with([' ', '\u{A0}', '\n'])
            && !mark.starts_with(char::is_alphabetic)
    };
    let glued = first > 0 && !just_found && glues(between(first - 1));
    let mut best = None;
    let mut digits = String::new();
    for last in first..groups.len() {
        if last > first && !joins(between(last - 1)) {
            break;
        }
        digits.push_str(&groups[last].digits);
        if last > first && digits.len() > LONGEST {
            break;
        }
        if digits.len() < SHORTEST {
            continue;
        }
        let before = before.get_or_insert_with(|| words_before(text, groups[first].at.start));
        let row = Row {
            text,
            groups: &groups[first..=last],
            digits: digits.clone(),
            marks: (first..last).map(between).collect(),
            before,
            glued,
            goes_on: last + 1 < groups.len() && glues(between(last)),
        };
        if let Some(kind) = row.kind() {
            best = Some((last, Find { at: row.whole(kind), kind }));
        }
    }
    best
}

impl Row<'_> {
    fn kind(&self) -> Option<Kind> {
        if self.holds_date() || self.looks_like_times() || self.is_bad_slash() {
            return None;
        }
        if self.is_account_by_word() {
            return Some(Kind::Account);
        }
        if self.is_identity() {
            return Some(Kind::Identity);
        }
        if self.is_phone() {
            return Some(Kind::Phone);
        }
        (self.is_near_bank() || self.explains_itself_in_no_way()).then_some(Kind::Account)
    }

    /// The bytes to mask: with the plus of a country code, or the letter of a passport.
    fn whole(&self, kind: Kind) -> Range<usize> {
        let mut at = self.groups[0].at.start..self.groups[self.groups.len() - 1].at.end;
        let before = &self.text[..at.start];
        let joined = before.trim_end_matches(['(', '+', ' ']);
        if kind == Kind::Phone && before[joined.len()..].contains('+') {
            at.start = joined.len() + before[joined.len()..].find('+').unwrap_or(0);
        }
        if kind == Kind::Identity && self.digits.len() == 7 {
            at.start -= before.chars().next_back().map_or(0, char::len_utf8);
        }
        at
    }

    fn starts_with(&self, heads: &[&str]) -> bool {
        heads.iter().any(|head| self.digits.starts_with(head))
    }

    fn whole_word(&self) -> bool {
        self.groups.len() == 1
    }

    fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| holds(self.before, phrase))
    }

    fn says_just_before(&self, reach: usize, phrases: &[&str]) -> bool {
        let near = &self.before[self.before.len().saturating_sub(reach)..];
        phrases.iter().any(|phrase| holds(near, phrase))
    }

    fn is_identity(&self) -> bool {
        let named = self.says(&[
            "cccd",
            "cmnd",
            "cmt",
            "cmtnd",
            "can cuoc",
            "chung minh",
            "dinh danh",
            "giay to tuy than",
            "ho chieu",
            "passport",
        ]);
        if self.is_amount() {
            return false;
        }
        match self.digits.len() {
            12 => named || self.digits.starts_with('0') && !self.glued,
            9 => {
                named
                    || self.digits.starts_with('0')
                        && self.whole_word()
                        && !self.is_fraction()
                        && !self.is_lettered_code()
            }
            7 => self.says(&["ho chieu", "passport"]) && self.letter_before(),
            _ => false,
        }
    }

    fn is_phone(&self) -> bool {
        if self.has_plus() {
            return match self.digits.strip_prefix("84") {
                Some(rest) => matches!(rest.trim_start_matches('0').len(), 9 | 10),
                None => (8..=15).contains(&self.digits.len()) && !self.goes_on,
            };
        }
        let length = self.digits.len();
        let free = self.whole_word() || !self.glued && !self.runs_into_another();
        let decimal = self.groups.len() == 2 && self.groups[0].digits == "0" && self.marks[0] == ".";
        let national = match length {
            10 => self.digits.starts_with('0') && !self.digits.starts_with("00") && !self.is_lettered_code(),
            11 => self.starts_with(&["02", "012", "016", "018", "019"]),
            13 | 14 => self.starts_with(&["0084"]),
            _ => false,
        };
        if national {
            return free && !decimal;
        }
        let country = match length {
            11 => self.starts_with(&["843", "845", "847", "848", "849"]),
            12 => self.starts_with(&["842", "840"]),
            _ => false,
        };
        if country {
            return free && !self.is_amount() && !self.has_thousands();
        }
        let named = [
            "sdt",
            "dt",
            "dien thoai",
            "so may",
            "tel",
            "phone",
            "mobile",
            "di dong",
            "zalo",
            "viber",
            "whatsapp",
        ];
        match length {
            9 => {
                free && self.starts_with(&["3", "5", "7", "8", "9"])
                    && !self.is_amount()
                    && (self.says_just_before(4, &named)
                        || self.says_just_before(3, &["lien he", "lh", "goi", "alo"]))
            }
            8 => {
                free && !self.goes_on
                    && !self.digits.starts_with(['0', '1'])
                    && !self.is_amount()
                    && self.says_just_before(3, &named)
            }
            _ => false,
        }
    }

    fn is_account_by_word(&self) -> bool {
        (6..=LONGEST).contains(&self.digits.len())
            && self.is_evenly_parted()
            && !self.goes_on
            && !self.glued
            && !self.is_amount()
            && self.says_just_before(
                6,
                &["stk", "so tk", "sotk", "so tai khoan", "tk so", "tai khoan so", "so the", "ma so the"],
            )
    }

    fn is_near_bank(&self) -> bool {
        (8..=LONGEST).contains(&self.digits.len())
            && self.is_evenly_parted()
            && self.groups.iter().any(|group| group.digits.len() >= 4)
            && !self.goes_on
            && !self.glued
            && !self.is_amount()
            && !self.has_thousands()
            && self.says(&[
                "tk",
                "tai khoan",
                "ngan hang",
                "chuyen khoan",
                "so the",
                "vietcombank",
                "vcb",
                "techcombank",
                "tcb",
                "mbbank",
                "mb",
                "bidv",
                "agribank",
                "vietinbank",
                "acb",
                "vpbank",
                "tpbank",
                "sacombank",
                "vib",
                "shb",
                "momo",
                "zalopay",
            ])
    }

    /// Nine digits and more without a mark, a unit, round thousands or a word that makes it a code.
    fn explains_itself_in_no_way(&self) -> bool {
        self.whole_word()
            && self.digits.len() >= 9
            && !self.digits.ends_with("000")
            && !self.is_fraction()
            && !self.is_amount()
            && !self.letter_before()
            && !self.says_just_before(
                5,
                &["ma", "ho so", "van ban", "cong van", "bien nhan", "hop dong", "seri", "serial"],
            )
    }

    /// The last group is the head of the next number: `0123456789 5.000.000`.
    fn runs_into_another(&self) -> bool {
        let end = self.groups[self.groups.len() - 1].at.end;
        self.goes_on
            && self.text[end..].starts_with(['.', ','])
            && self.marks.last().is_none_or(|mark| !self.text[end..].starts_with(mark))
    }

    fn is_evenly_parted(&self) -> bool {
        self.marks.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// Groups of three after the first, all parted by dots: `1.250.000`.
    fn has_thousands(&self) -> bool {
        self.groups.len() > 1
            && self.groups[0].digits.len() <= 3
            && self.groups[1..].iter().all(|group| group.digits.len() == 3)
            && self.marks.iter().all(|mark| *mark == ".")
    }

    /// A unit follows. Amounts never begin with a nought, so such a number stays suspect.
    fn is_amount(&self) -> bool {
        if self.digits.starts_with('0') {
            return false;
        }
        let end = self.groups[self.groups.len() - 1].at.end;
        let after: String = self.text[end..].chars().take(14).collect();
        if after.trim_start().starts_with(['%', '₫', '$', '€']) {
            return true;
        }
        // A sentence may end between the number and the next word, which is then no unit of it.
        let same_sentence = after.split(['\n', ';', ':', '(']).next().unwrap_or("");
        if same_sentence.starts_with([',', '.', '-', '/']) {
            return false;
        }
        let words = folded_words(same_sentence);
        match words.first().map(String::as_str) {
            Some("ngan") => words.get(1).is_none_or(|next| next != "hang"),
            Some(unit) => UNITS.contains(&unit),
            None => false,
        }
    }

    /// What follows a decimal point, as in a position: `21.028511`.
    fn is_fraction(&self) -> bool {
        self.glued && self.text[..self.groups[0].at.start].ends_with(['.', ','])
    }

    fn holds_date(&self) -> bool {
        (0..self.groups.len().saturating_sub(2)).any(|first| {
            let number = |offset: usize| self.groups[first + offset].digits.parse::<u32>().unwrap_or(0);
            let length = |offset: usize| self.groups[first + offset].digits.len();
            let even = self.marks[first] == self.marks[first + 1];
            // The same mark going on shows that it is one longer number after all.
            let ends = self.marks.get(first + 2).is_none_or(|next| *next != self.marks[first])
                && (first == 0 || self.marks[first - 1] != self.marks[first]);
            let day_first = length(0) <= 2 && length(1) <= 2 && length(2) == 4;
            let year_first = length(0) == 4 && length(1) <= 2 && length(2) <= 2;
            let (day, year) = if day_first { (number(0), number(2)) } else { (number(2), number(0)) };
            even && ends
                && (day_first || year_first)
                && (1..=31).contains(&day)
                && (1..=12).contains(&number(1))
                && (1900..2100).contains(&year)
        })
    }

    /// Pairs of digits with uneven marks are hours, days and minutes: `08.30 - 11.30 02`.
    fn looks_like_times(&self) -> bool {
        self.groups.len() > 1
            && self.groups.iter().all(|group| group.digits.len() <= 2)
            && !self.is_evenly_parted()
    }

    /// Slashes belong to dates and house numbers; only a whole mobile number in long groups is read over them.
    fn is_bad_slash(&self) -> bool {
        self.marks.contains(&"/")
            && !(self.digits.len() == 10
                && self.starts_with(&["03", "05", "07", "08", "09"])
                && self.groups[0].digits.len() >= 3
                && self.is_evenly_parted())
    }

    fn has_plus(&self) -> bool {
        self.text[..self.groups[0].at.start].trim_end_matches(['(', ' ']).ends_with(['+', '＋'])
    }

    /// A code that begins with letters and is called one: `mã khách hàng PD0400123456`.
    fn is_lettered_code(&self) -> bool {
        self.letter_before() && self.says_just_before(5, &["ma"])
    }

    fn letter_before(&self) -> bool {
        self.text[..self.groups[0].at.start].chars().next_back().is_some_and(char::is_alphabetic)
    }
}

/// Folded words that, right after a number, make it an amount.
const UNITS: &[&str] = &[
    "dong", "d", "vnd", "vn", "usd", "trieu", "tr", "ty", "ti", "nghin", "k", "m2", "m3", "m", "met", "km",
    "km2", "ha", "hecta", "kwh", "kw", "kg", "tan", "nguoi", "ho", "luot", "can",
];
