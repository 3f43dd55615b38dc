//! Numbers, days and times as the reader writes them.

use crate::{Language, Words};
use danvan_domain::{
    refusals::Note,
    time::{Day, Moment},
};

/// Keeps a number and its sign of percent on one line.
const NO_BREAK: char = '\u{a0}';

/// A whole number with its thousands set apart: `8.328.858` or `8,328,858`.
pub(crate) fn count(number: i64, language: Language) -> String {
    let digits = number.unsigned_abs().to_string();
    let separator = if language == Language::Vi { '.' } else { ',' };
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        text.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A number with a fixed count of digits behind the separator. What is no number is a dash.
pub(crate) fn decimal(number: f64, digits: u8, language: Language) -> String {
    if !number.is_finite() || number.abs() >= 9e15 {
        return "–".to_owned();
    }
    let text = format!("{:.*}", usize::from(digits.min(6)), number.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let mut said = if number < 0.0 && !is_zero { "−".to_owned() } else { String::new() };
    said.push_str(&count(whole.parse().unwrap_or(0), language));
    if !rest.is_empty() {
        said.push(if language == Language::Vi { ',' } else { '.' });
        said.push_str(rest);
    }
    said
}

/// A share from 0 to 1: `3,5 %` (with a no-break space) or `3.5%`.
pub(crate) fn percent(share: f64, digits: u8, language: Language) -> String {
    let mut text = decimal(share * 100.0, digits, language);
    if text != "–" {
        if language == Language::Vi {
            text.push(NO_BREAK);
        }
        text.push('%');
    }
    text
}

/// A day: `22/11/2026`, in both languages.
pub(crate) fn day(day: Day) -> String {
    format!("{}/{}/{}", day.0.day(), day.0.month(), day.0.year())
}

/// A time of day in Hanoi: `08:05`.
pub(crate) fn time(moment: Moment) -> String {
    let minutes = moment.minute_of_day();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// An instant: `14:20, 22/11/2026`, Hanoi's clock.
pub(crate) fn moment(moment: Moment) -> String {
    format!("{}, {}", time(moment), day(moment.day()))
}

/// Reads a day as people write it, `22/11/2026` (also with `-` or `.`), or as machines do, `2026-11-22`.
///
/// # Errors
/// `note-day` when there is no such day; a year of two digits is not guessed at.
pub fn read_day(text: &str) -> Result<Day, Note> {
    let unreadable = || Note::new("note-day");
    let text = text.trim();
    if text.len() > 20 {
        return Err(unreadable());
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [first, second, third] = parts[..] else { return Err(unreadable()) };
    let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    let is_plain = [year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if year.len() != 4 || !is_plain {
        return Err(unreadable());
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
        return Err(unreadable());
    };
    Day::new(year, month, day).ok_or_else(unreadable)
}

/// Reads a whole number as people write it: `8.328.858`, `8,328,858`, `8 328 858` or `8328858`.
///
/// # Errors
/// `note-number` when it is something else.
pub fn read_number(text: &str) -> Result<i64, Note> {
    let unreadable = || Note::new("note-number");
    let text = text.trim();
    let (sign, digits) = text.strip_prefix(['-', '−']).map_or((1, text), |rest| (-1, rest));
    let groups: Vec<&str> = digits.split(['.', ',', ' ', NO_BREAK]).collect();
    let are_groups = groups.len() == 1
        || (matches!(groups[0].len(), 1..=3) && groups[1..].iter().all(|group| group.len() == 3));
    let joined = groups.concat();
    if !are_groups || joined.is_empty() || !joined.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(unreadable());
    }
    joined.parse::<i64>().map(|number| sign * number).map_err(|_| unreadable())
}

impl Words {
    /// A whole number with its thousands set apart: `8.328.858`.
    pub fn count(&self, number: i64) -> String {
        count(number, self.language)
    }

    /// A number with so many digits behind the separator: `20,3`.
    pub fn decimal(&self, number: f64, digits: u8) -> String {
        decimal(number, digits, self.language)
    }

    /// A share from 0 to 1 as per cent: `3,5 %` (no-break space) or `3.5%`.
    pub fn percent(&self, share: f64, digits: u8) -> String {
        percent(share, digits, self.language)
    }

    /// A day: `22/11/2026`.
    pub fn day(&self, day: Day) -> String {
        self::day(day)
    }

    /// A day of this year without the year: `22/11`.
    pub fn day_short(&self, day: Day) -> String {
        format!("{}/{}", day.0.day(), day.0.month())
    }

    /// A day with its weekday: `Chủ nhật 22/11/2026`.
    pub fn day_long(&self, day: Day) -> String {
        format!(
            "{} {}",
            self.of("weekday", &day.0.weekday().to_monday_one_offset().to_string()),
            self::day(day)
        )
    }

    /// A month: `tháng 11/2026` or `November 2026`.
    pub fn month(&self, day: Day) -> String {
        format!("{}{}", self.of("month", &day.0.month().to_string()), day.0.year())
    }

    /// A time of day in Hanoi: `08:05`.
    pub fn time(&self, moment: Moment) -> String {
        time(moment)
    }

    /// An instant: `14:20, 22/11/2026`.
    pub fn moment(&self, moment: Moment) -> String {
        self::moment(moment)
    }

    /// An instant of this year: `12/11, 08:05`; with its year when that is another one.
    pub fn moment_short(&self, moment: Moment, now: Moment) -> String {
        let then = moment.day();
        let day = if then.0.year() == now.day().0.year() { self.day_short(then) } else { self::day(then) };
        format!("{day}, {}", time(moment))
    }

    /// How long ago: `vừa xong`, `5 phút trước`, `3 giờ trước`, `hôm qua, 08:05`, then the instant itself.
    pub fn ago(&self, moment: Moment, now: Moment) -> String {
        let seconds = now.seconds_since(moment);
        let days = now.day().days_since(moment.day());
        match (days, seconds) {
            (_, ..0) => self.moment_short(moment, now),
            (_, 0..60) => self.say("ago-moment"),
            (_, 60..3_600) => self.say_with("ago-minutes", &[("n", (seconds / 60).into())]),
            (0, _) => self.say_with("ago-hours", &[("n", (seconds / 3_600).into())]),
            (1, _) => self.say_with("ago-yesterday", &[("time", time(moment).into())]),
            _ => self.moment_short(moment, now),
        }
    }

    /// A size in bytes for people: `1,4 MB`.
    pub fn size(&self, bytes: u64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a size for people keeps two digits")]
        let size = bytes as f64;
        match bytes {
            0..1_000 => format!("{} B", self.decimal(size, 0)),
            1_000..1_000_000 => format!("{} kB", self.decimal(size / 1e3, 0)),
            1_000_000..1_000_000_000 => format!("{} MB", self.decimal(size / 1e6, 1)),
            _ => format!("{} GB", self.decimal(size / 1e9, 1)),
        }
    }
}

#[cfg(test)]
mod tests;
