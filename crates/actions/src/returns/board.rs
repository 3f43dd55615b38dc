//! The board: who has told what is owed, how complete, and when. Units stand by name, never by rank.

use crate::house::{Done, House};
use danvan_domain::{
    ids::{ReturnId, UnitId},
    programmes::Period,
    refusals::Refusal,
    returns::{Figure, Form, Query, Return, Rhythm, RollUp, Timing},
    rights::{Asker, Verb},
    text::in_order,
    time::Day,
    units::Level,
};
use danvan_store::returns as store;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many periods may be chosen from.
const PERIODS: i64 = 24;
/// Most quick reports of one board, and how many days back it looks.
const QUICK: (usize, i64) = (200, 31);

/// One unit's return on the board.
pub struct Line {
    /// The return.
    pub it: Return,
    /// How it stands against its day.
    pub timing: Timing,
    /// How many of the places that must be filled are filled.
    pub filled: usize,
    /// How many there are.
    pub needed: usize,
}

/// How many returns stand how.
pub type Summary = BTreeMap<Timing, usize>;

/// The board of a form and period.
pub struct Board {
    /// The form.
    pub form: Form,
    /// The period.
    pub period: Period,
    /// The periods that may be chosen, the newest first.
    pub periods: Vec<Period>,
    /// The returns, by the names of their units.
    pub lines: Vec<Line>,
    /// How many stand how.
    pub summary: Summary,
    /// How many of the newest quick reports are looked through, where older ones are left out.
    pub newest_of: Option<usize>,
}

/// The board of the units below one's own and of one's own, for a form and the period that begins on a day; the newest where
/// no day is said.
///
/// # Errors
/// The refusal of the right to read returns; [`Refusal::NotFound`] for an unknown form.
pub async fn board(house: &House, asker: &Asker, form: &str, from: Option<Day>) -> Done<Board> {
    let own = house.own_unit(asker, Verb::ReadReturns)?;
    let (facts, today) = (house.facts(), house.today());
    let form = facts.forms.get(form).cloned().ok_or(Refusal::NotFound)?;
    let is_quick = form.rhythm == Rhythm::Quick;
    let periods: Vec<Period> = if is_quick {
        Vec::new()
    } else {
        let days = store::periods(&house.store, &form.code, today, PERIODS).await?;
        days.into_iter().map(|day| form.rhythm.period_of(day)).collect()
    };
    let newest = || periods.first().copied().unwrap_or_else(|| form.rhythm.period_of(today));
    let period = from.map_or_else(newest, |day| form.rhythm.period_of(day));
    let mut newest_of = None;
    let mut all = if is_quick {
        let mut all = quick(house, &form, own).await?;
        newest_of = (QUICK.0 < all.len()).then_some(QUICK.0);
        all.truncate(QUICK.0);
        all
    } else {
        store::of_period(&house.store, &form.code, period.from).await?
    };
    all.retain(|it| {
        it.unit == own || it.about == own || facts.tree.ancestors(it.about).any(|one| one.id == own)
    });
    let filled = if is_quick { HashMap::new() } else { filled(house, &form, period).await? };
    let line = |it: Return| {
        let has = |code: &&&str| filled.get(&it.id).is_some_and(|own| own.contains(**code));
        let needed = needed(&form, it.level);
        // What was submitted was complete.
        let is_whole = 0 < it.version;
        let count = if is_whole { needed.len() } else { needed.iter().filter(has).count() };
        Line { timing: it.timing(today), filled: count, needed: needed.len(), it }
    };
    let mut lines: Vec<Line> = all.into_iter().map(line).collect();
    if !is_quick {
        lines.sort_by_cached_key(|line| {
            let unit = facts.tree.get(line.it.about);
            (line.it.level, unit.map(|unit| in_order(unit.bare_name())), line.it.id)
        });
    }
    let mut summary = Summary::new();
    for line in &lines {
        *summary.entry(line.timing).or_default() += 1;
    }
    Ok(Board { form, period, periods, lines, summary, newest_of })
}

/// What is filled in the returns of a period: narratives, and figures with a number; a remark under one fills nothing.
async fn filled(house: &House, form: &Form, period: Period) -> Done<HashMap<ReturnId, HashSet<String>>> {
    let mut filled: HashMap<ReturnId, HashSet<String>> = HashMap::new();
    for (id, code, is_number) in store::filled(&house.store, &form.code, period.from).await? {
        if is_number || form.sections.iter().any(|one| one.code == code) {
            filled.entry(id).or_default().insert(code);
        }
    }
    Ok(filled)
}

/// The places that must be filled by somebody at a level; a number that is added up there is nobody's to write.
fn needed(form: &Form, level: Level) -> Vec<&str> {
    let is_merged = form.is_merged_at(level);
    let is_written =
        |one: &&Figure| one.query == Query::Typed && (!is_merged || one.roll_up == RollUp::Apart);
    let sections = form.sections.iter().filter(|one| one.is_required).map(|one| one.code.as_str());
    let figures = form.figures.iter().filter(|one| one.is_required).filter(is_written);
    sections.chain(figures.map(|one| one.code.as_str())).collect()
}

/// The newest quick reports that may be on the board of a unit, one more than are shown. A commune's are its own, however many
/// others tell; those of a level above are looked through.
async fn quick(house: &House, form: &Form, own: UnitId) -> Done<Vec<Return>> {
    let (facts, since) = (house.facts(), house.today().plus_days(-QUICK.1));
    let (code, most) = (form.code.as_str(), QUICK.0 as i64 + 1);
    let is_above = facts.tree.get(own).is_some_and(|unit| unit.level() < Level::Commune);
    Ok(if is_above {
        store::of_form(&house.store, code, since, most).await?
    } else {
        store::of_form_and_unit(&house.store, code, since, own, most).await?
    })
}
