//! When the reader looked last. The browser keeps it, for this reader alone: the house keeps nothing of who looked when.

use crate::{
    guard::{Reader, own_cookie, set_cookie},
    shell::Shell,
    site::Site,
};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use danvan_domain::time::Moment;

/// The cookie: whose it is, when they looked the time before last, and when last.
const COOKIE: &str = "danvan_today";
/// How long a browser keeps it, in seconds.
const KEPT: i64 = 92 * 86_400;
/// Looks within so many microseconds of each other are one.
const SAME_LOOK: i64 = 3 * 3_600 * 1_000_000;
/// Without an earlier look, what is new of so many days is told.
const DAYS: i64 = 7;

/// When somebody looked.
pub(super) struct Seen {
    person: String,
    /// The look before this one.
    before: Option<Moment>,
    /// When this look began.
    began: Option<Moment>,
}

impl Seen {
    /// Reads what the browser kept; what is another reader's, to come, or older than it is kept counts as nothing.
    pub(super) fn read(site: &Site, reader: &Reader, headers: &HeaderMap, now: Moment) -> Self {
        let person = reader.visitor.asker.person.map(|id| id.0.simple().to_string()).unwrap_or_default();
        let kept = own_cookie(site, headers, COOKIE).unwrap_or_default();
        let parts: Vec<&str> = kept.split('.').collect();
        let (before, last) = match parts[..] {
            [whose, before, last] if whose == person => (moment(before, now), moment(last, now)),
            _ => (None, None),
        };
        let is_same_look = last.is_some_and(|last| now.micros() - last.micros() < SAME_LOOK);
        if is_same_look {
            Self { person, before, began: last }
        } else {
            Self { person, before: last, began: None }
        }
    }

    /// From when on something is new to them.
    pub(super) fn since(&self, now: Moment) -> Moment {
        self.before.unwrap_or_else(|| Moment::at(now.day().plus_days(-DAYS), 0, 0))
    }

    /// The same in words.
    pub(super) fn said(&self, shell: &Shell, now: Moment) -> String {
        match self.before {
            Some(before) => shell.say_one("leader-since", "when", shell.words.moment_short(before, now)),
            None => shell.say("leader-since-first"),
        }
    }

    /// Has the browser keep it.
    pub(super) fn keep(&self, site: &Site, answer: &mut Response, now: Moment) {
        let micros = |moment: Option<Moment>| moment.map(|it| it.micros().to_string()).unwrap_or_default();
        let value = format!("{}.{}.{}", self.person, micros(self.before), micros(self.began.or(Some(now))));
        if let Ok(line) = HeaderValue::from_str(&set_cookie(site, COOKIE, &value, Some(KEPT))) {
            answer.headers_mut().append(header::SET_COOKIE, line);
        }
    }
}

fn moment(text: &str, now: Moment) -> Option<Moment> {
    let micros: i64 = text.parse().ok()?;
    let oldest = now.micros() - KEPT * 1_000_000;
    (oldest..=now.micros()).contains(&micros).then(|| Moment::from_micros(micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_moment_of_the_last_months_is_taken() {
        let now = Moment::from_micros(1_790_000_000_000_000);
        let ago = |seconds: i64| (now.micros() - seconds * 1_000_000).to_string();
        assert_eq!(moment(&ago(60), now).map(Moment::micros), Some(now.micros() - 60_000_000));
        for hostile in
            ["", "x", "-1", "9223372036854775807", "99999999999999999999", &ago(-1), &ago(KEPT + 1)]
        {
            assert_eq!(moment(hostile, now), None, "{hostile}");
        }
    }
}
