use super::*;
use crate::Words;
use proptest::prelude::*;

fn words(language: Language) -> &'static Words {
    Words::for_language(language)
}

fn at(text: &str) -> Moment {
    text.parse().expect("an instant")
}

#[test]
fn numbers_stand_as_each_language_writes_them() {
    let check = |number, vi: &str, en: &str| {
        assert_eq!(count(number, Language::Vi), vi);
        assert_eq!(count(number, Language::En), en);
    };
    check(0, "0", "0");
    check(999, "999", "999");
    check(1_000, "1.000", "1,000");
    check(8_328_858, "8.328.858", "8,328,858");
    check(-12_345, "−12.345", "−12,345");
    check(i64::MIN, "−9.223.372.036.854.775.808", "−9,223,372,036,854,775,808");
}

#[test]
fn shares_are_said_as_per_cent() {
    let check = |share, digits, vi: &str, en: &str| {
        assert_eq!(percent(share, digits, Language::Vi), vi);
        assert_eq!(percent(share, digits, Language::En), en);
    };
    check(0.035, 1, "3,5\u{a0}%", "3.5%");
    check(0.88, 0, "88\u{a0}%", "88%");
    check(12.5, 0, "1.250\u{a0}%", "1,250%");
    check(-0.0001, 0, "0\u{a0}%", "0%");
    check(f64::NAN, 1, "–", "–");
}

#[test]
fn decimals_keep_their_digits() {
    assert_eq!(decimal(1_234.56, 1, Language::Vi), "1.234,6");
    assert_eq!(decimal(20.0, 1, Language::En), "20.0");
    assert_eq!(decimal(f64::INFINITY, 1, Language::Vi), "–");
}

#[test]
fn days_are_read_as_people_write_them() {
    let check = |text: &str, expected: Option<&str>| {
        assert_eq!(read_day(text).ok().map(|day| day.to_string()).as_deref(), expected, "{text:?}");
    };
    check("22/11/2026", Some("2026-11-22"));
    check(" 2/1/2026 ", Some("2026-01-02"));
    check("02-01-2026", Some("2026-01-02"));
    check("2.1.2026", Some("2026-01-02"));
    check("2026-11-22", Some("2026-11-22"));
    check("29/2/2024", Some("2024-02-29"));
    check("29/2/2026", None);
    check("22/11/26", None);
    check("11/22/2026", None);
    check("", None);
    check("hôm nay", None);
    check("+1/1/2026", None);
    check("1/1/99999", None);
    check("2026-11-22-01", None);
}

#[test]
fn numbers_are_read_with_or_without_separators() {
    let check = |text: &str, expected: Option<i64>| assert_eq!(read_number(text).ok(), expected, "{text:?}");
    check("8.328.858", Some(8_328_858));
    check("8,328,858", Some(8_328_858));
    check("8 328 858", Some(8_328_858));
    check("-12", Some(-12));
    check("1.5", None);
    check("1.2345", None);
    check("", None);
    check("mười", None);
    check("99999999999999999999", None);
}

#[test]
fn the_past_is_said_from_now() {
    let now = at("2026-11-22T08:00:00Z");
    let check = |then: &str, vi: &str, en: &str| {
        assert_eq!(words(Language::Vi).ago(at(then), now), vi);
        assert_eq!(words(Language::En).ago(at(then), now), en);
    };
    check("2026-11-22T07:59:30Z", "vừa xong", "just now");
    check("2026-11-22T07:55:00Z", "5 phút trước", "5 minutes ago");
    check("2026-11-22T07:59:00Z", "1 phút trước", "1 minute ago");
    check("2026-11-22T05:00:00Z", "3 giờ trước", "3 hours ago");
    check("2026-11-21T01:05:00Z", "hôm qua, 08:05", "yesterday, 08:05");
    check("2026-11-12T01:05:00Z", "12/11, 08:05", "12/11, 08:05");
    check("2025-11-12T01:05:00Z", "12/11/2025, 08:05", "12/11/2025, 08:05");
    check("2026-11-23T01:05:00Z", "23/11, 08:05", "23/11, 08:05");
}

#[test]
fn days_have_long_names() {
    let day = Day::new(2026, 11, 22).expect("a day");
    assert_eq!(words(Language::Vi).day_long(day), "Chủ nhật 22/11/2026");
    assert_eq!(words(Language::En).day_long(day), "Sunday 22/11/2026");
    assert_eq!(words(Language::Vi).month(day), "tháng 11/2026");
    assert_eq!(words(Language::En).month(day), "November 2026");
    assert_eq!(words(Language::Vi).size(1_400_000), "1,4 MB");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(number in -9_000_000_000_000_i64..9_000_000_000_000) {
        prop_assert_eq!(read_number(&count(number, Language::Vi)).ok(), Some(number));
        prop_assert_eq!(read_number(&count(number, Language::En)).ok(), Some(number));
    }

    #[test]
    fn every_written_day_is_read_back(offset in -300_000_i64..300_000) {
        let date = Day::new(2000, 1, 1).expect("a day").plus_days(offset);
        prop_assume!(date.0.year() >= 1000);
        prop_assert_eq!(read_day(&day(date)).ok(), Some(date));
        prop_assert_eq!(read_day(&date.to_string()).ok(), Some(date));
    }

    #[test]
    fn nothing_typed_makes_the_readers_stumble(text in "\\PC{0,30}") {
        let _ = read_day(&text);
        let _ = read_number(&text);
    }
}
