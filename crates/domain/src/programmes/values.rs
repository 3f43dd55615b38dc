//! Values as people write them.

use super::Measure;
use crate::refusals::Note;

/// A value as people write it: `1.200`, `87,5` for a share, `yes` or `no`.
///
/// # Errors
/// A note that says what is wrong.
pub fn read_value(measure: Measure, typed: &str) -> Result<i64, Note> {
    let typed = typed.trim().trim_end_matches('%').trim();
    let value = match measure {
        Measure::YesNo => match typed {
            "yes" | "1" => Some(1),
            "no" | "0" => Some(0),
            _ => None,
        },
        Measure::Share => hundredths(typed),
        Measure::Count | Measure::Milestone => whole(typed),
    };
    match value {
        Some(value) if (0..=measure.largest()).contains(&value) => Ok(value),
        Some(_) => Err(Note::new("programme-note-value").with("most", measure.largest() / measure.scale())),
        None => Err(Note::new("programme-note-number")),
    }
}

/// A whole number, its thousands set apart or not.
fn whole(typed: &str) -> Option<i64> {
    let groups: Vec<&str> = typed.split(['.', ',', ' ', '\u{a0}']).collect();
    let is_grouped = matches!(groups[0].len(), 1..=3) && groups[1..].iter().all(|group| group.len() == 3);
    let digits = groups.concat();
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain && (groups.len() == 1 || is_grouped) { digits.parse().ok() } else { None }
}

/// A number with at most two digits behind a comma or point, in hundredths.
fn hundredths(typed: &str) -> Option<i64> {
    let (front, behind) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if front.is_empty() || 4 < front.len() || 2 < behind.len() || !is_number(front) || !is_number(behind) {
        return None;
    }
    let behind = format!("{behind:0<2}");
    Some(front.parse::<i64>().ok()? * 100 + behind.parse::<i64>().ok()?)
}
