use super::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn days_are_worked_or_not_as_the_notices_say() {
    let calendar = Calendar::facts();
    let check = |text: &str, worked: bool, vi: Option<&str>| {
        let row = calendar.why(day(text));
        assert_eq!(
            (calendar.is_working_day(day(text)), row.map(|row| row.vi.as_str())),
            (worked, vi),
            "{text}"
        );
    };
    check("2026-11-20", true, None);
    check("2026-11-21", false, None);
    check("2026-11-24", false, Some("Ngày Văn hóa Việt Nam"));
    check("2026-08-22", true, Some("Làm bù ngày hoán đổi"));
    check("2026-08-31", false, Some("Nghỉ hoán đổi"));
    check("2026-04-26", false, Some("Giỗ Tổ Hùng Vương"));
    check("2026-04-27", false, Some("Nghỉ bù Giỗ Tổ Hùng Vương"));
    check("2025-04-26", true, Some("Làm bù ngày hoán đổi"));
    check("2027-02-10", false, Some("Nghỉ bù Tết Đinh Mùi"));
    check("2031-02-10", true, None);
}

#[test]
fn what_is_not_announced_is_marked_and_what_is_not_known_is_said() {
    let calendar = Calendar::facts();
    for (text, provisional) in [("2027-02-08", true), ("2027-09-03", true), ("2027-01-01", false)] {
        let row = calendar.why(day(text)).expect("a row");
        assert_eq!((row.provisional, row.grade == Grade::Open), (provisional, provisional), "{text}");
    }
    for (text, covered) in
        [("2023-12-31", false), ("2024-01-01", true), ("2027-12-31", true), ("2028-01-03", false)]
    {
        assert_eq!(calendar.covers(day(text)), covered, "{text}");
    }
}

#[test]
fn a_holiday_on_a_weekend_is_told_as_the_holiday() {
    let rest = |text| Calendar::facts().rest(day(text));
    assert!(matches!(rest("2026-04-26"), Some(Rest::Marked(row)) if row.kind == DayKind::Holiday));
    assert!(matches!(rest("2026-11-22"), Some(Rest::Weekly(rest)) if rest.vi == "Chủ nhật"));
    assert_eq!(rest("2026-11-23"), None);
}

#[test]
fn every_swap_in_a_year_takes_as_many_days_as_it_gives() {
    for year in 2024..=2027 {
        let rows = || {
            let ends = [Day::new(year, 1, 1), Day::new(year, 12, 31)].map(|day| day.expect("a day"));
            Calendar::facts().marked(ends[0], ends[1])
        };
        let count = |kind| rows().filter(|row| row.kind == kind).count();
        assert_eq!(count(DayKind::SwapOff), count(DayKind::SwapWorkday), "{year}");
        assert!(rows().all(|row| !row.vi.is_empty() && !row.en.is_empty() && !row.source.is_empty()));
    }
}

#[test]
fn working_days_are_counted_after_the_first() {
    let calendar = Calendar::facts();
    let check = |from: &str, to: &str, days: u32| {
        assert_eq!(calendar.working_days_between(day(from), day(to)), days, "{from} to {to}");
    };
    check("2026-11-23", "2026-11-23", 0);
    check("2026-11-23", "2026-11-25", 1);
    check("2026-11-20", "2026-11-23", 1);
    check("2026-11-25", "2026-11-23", 0);
    check("2026-02-13", "2026-02-23", 1);
}

#[test]
fn bad_calendars_are_refused_with_their_lines() {
    const DAYS: &str = "day,kind,provisional,vi,en,source,grade\n";
    const WEEK: &str = "weekday,vi,en,valid_from,valid_to,source,grade\n";
    let check = |days: &str, week: &str, line, key: &str| {
        let faults = Calendar::read(&format!("{DAYS}{days}"), &format!("{WEEK}{week}")).expect_err("a fault");
        assert_eq!((faults[0].line, faults[0].note.key.as_str()), (line, key));
    };
    let sunday = "7,Chủ nhật,Sunday,,,x,C\n";
    check("2026-02-30,holiday,false,a,b,x,A\n", sunday, 2, "fact-malformed");
    let holiday = "2026-01-01,holiday,false,a,b,x,A\n";
    check(&format!("{holiday}{holiday}"), sunday, 3, "fact-day-twice");
    check("2026-01-02,swap_workday,false,a,b,x,A\n", sunday, 2, "fact-swap-not-rest");
    check(holiday, "8,Tám,Eighth,,,x,C\n", 2, "fact-weekday");
    let always = (1..=7).map(|weekday| format!("{weekday},a,b,,,x,C\n")).collect::<String>();
    check(holiday, &always, 1, "fact-no-working-day");
}

/// The facts were gathered in another format; where that file is at hand, both must tell the same days.
#[test]
fn the_embedded_days_are_those_gathered() {
    #[derive(Deserialize)]
    struct Gathered {
        date: Day,
        kind: String,
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/vn_holidays_2024_2027.csv");
    let Ok(text) = std::fs::read_to_string(path) else {
        #[expect(clippy::print_stderr, reason = "a test that cannot run says so aloud")]
        {
            eprintln!("NOT RUN: {path} is absent");
        }
        return;
    };
    let gathered: Vec<(u64, Gathered)> = read_rows(&text).expect("rows");
    let theirs: Vec<(Day, String)> = gathered.into_iter().map(|(_, row)| (row.date, row.kind)).collect();
    let ours: Vec<(Day, String)> = Calendar::facts()
        .rows
        .values()
        .map(|row| (row.day, format!("{}{}", row.kind, if row.provisional { "_provisional" } else { "" })))
        .collect();
    assert_eq!(ours, theirs);
}
