//! Why something is due when it is, sentence by sentence.

use crate::{Language, LeftUnit, Words};
use danvan_domain::{
    clocks::{Named, Reason},
    procedures::TimeUnit,
};

impl From<TimeUnit> for LeftUnit {
    fn from(unit: TimeUnit) -> Self {
        match unit {
            TimeUnit::WorkingHour => Self::WorkingHours,
            TimeUnit::WorkingDay => Self::WorkingDays,
            TimeUnit::CalendarDay => Self::Days,
        }
    }
}

impl Words {
    /// The sentences behind a due moment: what was counted from when, what was not counted and why, and the source.
    pub fn why_due(&self, reason: &Reason) -> Vec<String> {
        let (key, start) = match reason.unit {
            TimeUnit::WorkingHour => ("why-working-hours", self.moment(reason.counted_from)),
            TimeUnit::WorkingDay => ("why-working-days", self.day(reason.start.day())),
            TimeUnit::CalendarDay => ("why-calendar-days", self.day(reason.start.day())),
        };
        let amount = i64::from(reason.amount);
        let mut said = vec![self.say_with(key, &[("n", amount.into()), ("start", start.into())])];
        let mut days = |key: &str, named: Vec<&Named>| {
            if !named.is_empty() {
                said.push(self.say_with(key, &[("days", self.named_days(&named).into())]));
            }
        };
        let skipped = if reason.unit == TimeUnit::CalendarDay { "why-moved" } else { "why-skipped" };
        days(skipped, reason.skipped.iter().map(|day| &day.named).collect());
        days("why-worked", reason.worked.iter().collect());
        for extension in &reason.extensions {
            let values =
                [("n", i64::from(extension.amount).into()), ("ground", extension.ground.clone().into())];
            said.push(self.say_with("why-extended", &values));
        }
        for pause in &reason.pauses {
            let (from, ground) = (self.moment(pause.from), pause.ground.clone());
            let mut values = vec![("from", from.into()), ("ground", ground.into())];
            let key = if let Some(to) = pause.to {
                values.push(("to", self.moment(to).into()));
                "why-paused"
            } else {
                "why-paused-still"
            };
            said.push(self.say_with(key, &values));
        }
        for (is_so, key) in [(reason.provisional, "why-provisional"), (reason.beyond_calendar, "why-beyond")]
        {
            if is_so {
                said.push(self.say(key));
            }
        }
        // A promise of our own is no article of law; it is said in the reader's language.
        let named = match reason.source.as_str() {
            "topic-promise" => self.say("why-source-promise"),
            article => article.to_owned(),
        };
        let source = [("source", named.into()), ("grade", reason.grade.word().to_owned().into())];
        said.push(self.say_with("why-source", &source));
        said
    }

    /// Days by name, neighbours of one name drawn together: `Chủ nhật 15/2, Tết Bính Ngọ 16/2–20/2`.
    fn named_days(&self, days: &[&Named]) -> String {
        let name = |day: &Named| match self.language {
            Language::Vi => day.vi.clone(),
            Language::En => day.en.clone(),
        };
        let mut said: Vec<String> = Vec::new();
        for run in days.chunk_by(|one, next| one.vi == next.vi && one.day.next() == next.day) {
            let [first, .., last] = run else {
                said.extend(run.iter().map(|day| format!("{} {}", name(day), self.day_short(day.day))));
                continue;
            };
            said.push(format!("{} {}–{}", name(first), self.day_short(first.day), self.day_short(last.day)));
        }
        said.join(", ")
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use danvan_domain::{
        calendar::Calendar,
        clocks::{Countdown, due},
        office_hours::OfficeHours,
        procedures::Procedures,
        time::{Day, Moment},
    };

    fn start(year: i16, month: i8, day: i8) -> Moment {
        Moment::at(Day::new(year, month, day).expect("a day"), 9, 0)
    }

    fn said(language: Language, start: Moment, promise: u16) -> Vec<String> {
        let rule = Procedures::facts().feedback_answer(Some(promise), start.day()).expect("a rule");
        let due = due(Calendar::facts(), OfficeHours::facts(), &rule, start);
        Words::for_language(language).why_due(&due.reason)
    }

    #[test]
    fn skipped_and_worked_days_are_named() {
        assert_eq!(
            said(Language::Vi, start(2026, 8, 20), 7)[..3],
            [
                "7 ngày làm việc, kể từ 20/8/2026; không tính ngày đầu.",
                "Không tính: Chủ nhật 23/8.",
                "Vẫn tính là ngày làm việc: Làm bù ngày hoán đổi 22/8."
            ]
        );
        assert_eq!(
            said(Language::En, start(2026, 2, 13), 1)[1],
            "Not counted: Saturday 14/2, Sunday 15/2, Lunar New Year 16/2–20/2, Saturday 21/2, Sunday 22/2."
        );
    }

    #[test]
    fn what_is_not_sure_and_what_was_granted_is_said() {
        let tet = said(Language::Vi, start(2027, 2, 4), 1);
        assert!(tet[2].contains("chưa được công bố"), "{tet:?}");
        assert!(tet[3].ends_with("(mức chắc chắn C)."), "{tet:?}");
        let rule = Procedures::facts().feedback_receive(true, start(2026, 11, 23).day()).expect("a rule");
        let mut countdown = Countdown::start(rule.clone(), start(2026, 11, 23));
        countdown.extend(start(2026, 11, 23), 2, "chờ vật tư").expect("a ground");
        countdown.pause(start(2026, 11, 23), "mưa bão").expect("it runs");
        let due = countdown.due(Calendar::facts(), OfficeHours::facts(), start(2026, 11, 25));
        let said = Words::for_language(Language::Vi).why_due(&due.reason);
        assert!(said[0].starts_with("6 giờ làm việc, tính từ "), "{said:?}");
        assert!(said.contains(&"Gia hạn thêm 2: chờ vật tư.".to_owned()), "{said:?}");
        assert!(said.iter().any(|line| line.starts_with("Đang tạm dừng từ ")), "{said:?}");
    }
}
