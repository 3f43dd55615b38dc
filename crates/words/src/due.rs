//! How much time is left, and until when.

use crate::{Words, formats};
use danvan_domain::time::Moment;

/// In what a remaining time is counted; the rule that made the due moment says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftUnit {
    /// Hours while offices are open.
    WorkingHours,
    /// Days on which offices are open.
    WorkingDays,
    /// Days of the calendar.
    Days,
}

/// A remaining time as the calendar counted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// How many are left; negative when it is late; zero within the present hour or day.
    pub amount: i64,
    /// In what it is counted.
    pub unit: LeftUnit,
    /// True once the due moment has passed, also when `amount` is still zero.
    pub is_late: bool,
}

impl Words {
    /// The whole sentence: `còn 3 ngày làm việc · hạn 28/8/2026`, `trễ 1 ngày làm việc · hạn 27/8/2026`,
    /// `còn 3 giờ làm việc · 16:30 hôm nay`.
    pub fn relative_due(&self, left: Left, due: Moment, now: Moment) -> String {
        format!("{} · {}", self.left(left), self.until(left, due, now))
    }

    /// The few words of a list row: `còn 3 giờ · 16:30`, `hôm nay · 16:30`, `6 ngày · 27/11`, `trễ 1 ngày`.
    pub fn relative_due_short(&self, left: Left, due: Moment, now: Moment) -> String {
        let n = left.amount.abs();
        let is_today = due.day() == now.day();
        let key = match (left.is_late, left.unit) {
            (true, _) if n == 0 => return self.say("due-just-late"),
            (true, LeftUnit::WorkingHours) => "due-short-late-hours",
            (true, _) => "due-short-late-days",
            (false, LeftUnit::WorkingHours) if n > 0 => "due-short-hours",
            (false, _) if is_today => return format!("{} · {}", self.say("due-today"), formats::time(due)),
            (false, LeftUnit::WorkingHours) => "due-short-hours",
            (false, _) => "due-short-days",
        };
        let said = self.say_with(key, &[("n", n.into())]);
        match (left.is_late, left.unit) {
            (true, _) => said,
            (false, LeftUnit::WorkingHours) if is_today => format!("{said} · {}", formats::time(due)),
            _ => format!("{said} · {}", self.day_short(due.day())),
        }
    }

    /// How much is left or how late it is, in full: `còn 3 ngày làm việc`, `trễ 1 ngày làm việc`.
    pub fn left(&self, left: Left) -> String {
        let n = left.amount.abs();
        let key = match (left.is_late, n, left.unit) {
            (true, 0, _) => return self.say("due-just-late"),
            (false, 0, LeftUnit::WorkingHours) => return self.say("due-within-hour"),
            (false, 0, _) => return self.say("due-last-day"),
            (true, _, LeftUnit::WorkingHours) => "due-late-working-hours",
            (true, _, LeftUnit::WorkingDays) => "due-late-working-days",
            (true, _, LeftUnit::Days) => "due-late-days",
            (false, _, LeftUnit::WorkingHours) => "due-left-working-hours",
            (false, _, LeftUnit::WorkingDays) => "due-left-working-days",
            (false, _, LeftUnit::Days) => "due-left-days",
        };
        self.say_with(key, &[("n", n.into())])
    }

    /// An answer before its day: `sớm 2 ngày làm việc`; on its day: `đúng hạn`.
    pub fn earliness(&self, working_days: i64) -> String {
        if working_days > 0 {
            self.say_with("due-early", &[("n", working_days.into())])
        } else {
            self.say("due-on-time")
        }
    }

    /// Until when: hours name the time and the day nearby, days name the date.
    fn until(&self, left: Left, due: Moment, now: Moment) -> String {
        let distance = due.day().days_since(now.day());
        let is_near = left.unit == LeftUnit::WorkingHours || distance == 0;
        let key = match distance {
            0 if is_near => "due-at-today",
            1 if is_near => "due-at-tomorrow",
            -1 if is_near => "due-at-yesterday",
            _ if is_near => "due-at-day",
            _ => return self.say_with("due-on", &[("day", due.day().into())]),
        };
        if key == "due-at-day" {
            return self.say_with(key, &[("time", formats::time(due).into()), ("day", due.day().into())]);
        }
        self.say_with(key, &[("time", formats::time(due).into())])
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::Language;

    #[test]
    fn what_is_left_is_said_with_its_end() {
        let now: Moment = "2026-08-25T06:00:00Z".parse().expect("an instant");
        let check = |amount, unit, is_late, due: &str, vi: &str, short: &str, en: &str| {
            let due: Moment = due.parse().expect("an instant");
            let left = Left { amount, unit, is_late };
            let words = Words::for_language(Language::Vi);
            assert_eq!(words.relative_due(left, due, now), vi);
            assert_eq!(words.relative_due_short(left, due, now), short);
            assert_eq!(Words::for_language(Language::En).relative_due(left, due, now), en);
        };
        use LeftUnit::{Days, WorkingDays, WorkingHours};
        check(
            3,
            WorkingDays,
            false,
            "2026-08-28T09:30:00Z",
            "còn 3 ngày làm việc · hạn 28/8/2026",
            "3 ngày · 28/8",
            "3 working days left · due 28/8/2026",
        );
        check(
            1,
            WorkingDays,
            false,
            "2026-08-26T09:30:00Z",
            "còn 1 ngày làm việc · hạn 26/8/2026",
            "1 ngày · 26/8",
            "1 working day left · due 26/8/2026",
        );
        check(
            -1,
            WorkingDays,
            true,
            "2026-08-24T09:30:00Z",
            "trễ 1 ngày làm việc · hạn 24/8/2026",
            "trễ 1 ngày",
            "1 working day late · due 24/8/2026",
        );
        check(
            3,
            WorkingHours,
            false,
            "2026-08-25T09:30:00Z",
            "còn 3 giờ làm việc · 16:30 hôm nay",
            "còn 3 giờ · 16:30",
            "3 working hours left · 16:30 today",
        );
        check(
            6,
            WorkingHours,
            false,
            "2026-08-26T03:00:00Z",
            "còn 6 giờ làm việc · 10:00 ngày mai",
            "còn 6 giờ · 26/8",
            "6 working hours left · 10:00 tomorrow",
        );
        check(
            0,
            WorkingDays,
            false,
            "2026-08-25T09:30:00Z",
            "đến hạn hôm nay · 16:30 hôm nay",
            "hôm nay · 16:30",
            "due today · 16:30 today",
        );
        check(
            0,
            WorkingHours,
            true,
            "2026-08-25T05:50:00Z",
            "vừa quá hạn · 12:50 hôm nay",
            "vừa quá hạn",
            "just past due · 12:50 today",
        );
        check(
            30,
            Days,
            false,
            "2026-09-24T09:30:00Z",
            "còn 30 ngày · hạn 24/9/2026",
            "30 ngày · 24/9",
            "30 days left · due 24/9/2026",
        );
        assert_eq!(Words::for_language(Language::Vi).earliness(2), "sớm 2 ngày làm việc");
        assert_eq!(Words::for_language(Language::En).earliness(0), "on time");
    }
}
