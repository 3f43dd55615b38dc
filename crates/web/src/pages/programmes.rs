//! Programmes: the list, a board, what a unit promised, one's own tasks, one commitment's story, and the forms of each
//! act.

mod article;
mod board;
mod commitment;
mod compare;
mod coordination;
mod covenant;
mod export;
mod form;
pub(super) mod list;
pub(super) use list::promised_line;
mod parties;
mod promise;
mod report;
mod share;
mod task;

use crate::{
    doors::{Doors, get, post},
    guard::Reader,
    shell::Shell,
};
use danvan_domain::{
    programmes::{Direction, Indicator, Measure, Period, Rhythm, State},
    time::Day,
};
use danvan_words::Words;

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/programmes", get(list::show_list))
        .route("/programmes/mine", get(list::show_mine))
        .route("/programmes/promised", get(list::show_promised))
        .route("/programmes/verify", get(list::show_waiting))
        .route("/programmes/task", get(task::fresh).post(task::give))
        .route("/programmes/new", get(form::fresh).post(form::make_one))
        .route("/programmes/{id}", get(board::show_board))
        .route("/programmes/{id}/board.csv", get(export::csv))
        .route("/programmes/{id}/board.xlsx", get(export::xlsx))
        .route("/programmes/{id}/board.json", get(export::json))
        .route("/programmes/{id}/paper", get(form::show_paper).post(form::change_one))
        .route("/programmes/{id}/close", post(form::close_one))
        .route("/programmes/{id}/promise", get(promise::fresh).post(promise::keep))
        .route("/programmes/{id}/covenant", get(covenant::show_covenant))
        .route("/programmes/{id}/text", get(covenant::show_text))
        .route("/programmes/{id}/parties", get(parties::fresh).post(parties::join_one))
        .route("/programmes/{id}/parties/{party}/leave", post(parties::leave_one))
        .route("/programmes/{id}/articles/{article}", get(article::fresh).post(article::keep))
        .route("/programmes/{id}/articles/{article}/drop", post(covenant::drop_one))
        .route("/programmes/{id}/articles/{article}/answer", post(covenant::answer_one))
        .dangerous("/programmes/{id}/sign", post(covenant::sign_it))
        .route("/programmes/{id}/compare", get(compare::show_compared))
        .route("/programmes/{id}/compare/{file}", get(compare::sheet))
        .route("/programmes/{id}/coordination", get(coordination::show_coordination))
        .route("/programmes/{id}/meetings", get(coordination::fresh).post(coordination::keep))
        .route("/programmes/commitments/{id}", get(commitment::show_story))
        .route("/programmes/commitments/{id}/report", get(report::fresh).post(report::keep))
        .route("/programmes/commitments/{id}/share", get(share::fresh).post(share::give))
        .route("/programmes/commitments/{id}/withdraw", post(commitment::take_back))
        .route("/programmes/told/{id}", post(list::see_one))
        .route("/programmes/reports/{id}", post(commitment::give_verdict))
}

/// A state by its sign, its word and the class of its colour.
struct Mark {
    sign: &'static str,
    word: String,
    class: &'static str,
}

fn mark(shell: &Shell, state: State) -> Mark {
    let class = match state {
        State::Kept => "due well",
        State::OnTrack | State::Waiting => "due",
        State::Unproven | State::Behind => "due soon",
        State::Late => "due late",
    };
    Mark { sign: state.sign(), word: shell.of("progress-state", state.word()), class }
}

/// A value as people read it, without what is counted.
fn number(words: &Words, indicator: &Indicator, value: i64) -> String {
    match indicator.measure {
        Measure::Count | Measure::Milestone => words.count(value),
        Measure::Share => {
            let digits = if value % 100 == 0 { 0 } else { 2 };
            words.percent(value as f64 / 10_000.0, digits)
        }
        Measure::YesNo if value > 0 => words.say("progress-yes"),
        Measure::YesNo => words.say("progress-no"),
    }
}

/// A target as people read it: `ít nhất 24 buổi mỗi tháng`.
fn aim(shell: &Shell, indicator: &Indicator, rhythm: Rhythm) -> String {
    let value = match indicator.measure {
        Measure::Milestone => shell.say_count("progress-steps", indicator.target),
        _ => number(shell.words, indicator, indicator.target),
    };
    let counted = if indicator.counted.is_empty() { value } else { format!("{value} {}", indicator.counted) };
    let aim = match indicator.measure {
        Measure::YesNo => shell.say("progress-done"),
        _ => match indicator.direction {
            Direction::AtLeast => shell.say_one("progress-at-least", "value", counted.as_str()),
            Direction::AtMost => shell.say_one("progress-at-most", "value", counted.as_str()),
        },
    };
    match rhythm {
        Rhythm::Once => aim,
        _ => format!("{aim} {}", shell.of("progress-each", rhythm.word())),
    }
}

/// What was said of a target: `12 / 24`, with what is proven when that differs.
fn come(shell: &Shell, indicator: &Indicator, (claimed, proven): (Option<i64>, Option<i64>)) -> String {
    let told = |value: Option<i64>| match value {
        Some(value) => number(shell.words, indicator, value),
        None => shell.say("progress-nothing"),
    };
    if claimed == proven {
        return told(claimed);
    }
    let values = [("claimed", told(claimed).into()), ("proven", told(proven).into())];
    shell.say_with("progress-claimed-proven", &values)
}

/// A period as people read it: a month, a quarter, or days.
fn period_name(words: &Words, rhythm: Rhythm, period: Period) -> String {
    match rhythm {
        Rhythm::Monthly => words.month(period.from),
        Rhythm::Quarterly => {
            let quarter = i64::from((period.from.0.month() - 1) / 3 + 1);
            let year = period.from.0.year().to_string();
            words.say_with("progress-quarter", &[("quarter", quarter.into()), ("year", year.into())])
        }
        Rhythm::Once => days(words, period.from, period.to),
    }
}

/// Two days as people read them.
fn days(words: &Words, from: Day, to: Day) -> String {
    format!("{} – {}", words.day(from), words.day(to))
}

/// The value of a field of the page's address.
fn asked(reader: &Reader) -> crate::form::Form {
    super::letters::asked(reader)
}
