//! What an office makes public now: for every resident to read, with the days for which the law has it stand.

use crate::house::{Done, Facts, House};
use danvan_domain::{
    clocks::Reason,
    facts::Grade,
    ids::UnitId,
    procedures::{self, Act, Bound, Name, Procedure, Stage},
    proceedings::{Kept, Proceeding},
    time::{Day, Moment},
};
use danvan_store::proceedings as store;

/// The most of one stage of a procedure that a page lists.
const MOST: i64 = 200;

/// What an office makes public, a page of it.
pub struct PostedPage {
    /// Newest first.
    pub lines: Vec<Posted>,
    /// The day up to which the page before it in time lists what was begun, when there is more than fits.
    pub older: Option<Day>,
}

/// Something that is public.
pub struct Posted {
    /// What it is about.
    pub title: String,
    /// By which procedure.
    pub procedure: Name,
    /// Where.
    pub place: UnitId,
    /// The number of the paper that is made public.
    pub document: String,
    /// The forms in which it is.
    pub forms: Vec<String>,
    /// Since which day.
    pub from: Day,
    /// Until when it stands.
    pub stands: Stands,
}

/// Until when something stands.
pub enum Stands {
    /// At least until the end of a day, for a reason of the law.
    Until(Day, Box<Reason>),
    /// That day is over: it may be taken down.
    Over(Day, Box<Reason>),
    /// Permanently, as an article says.
    Permanently(String, Grade),
    /// The law gives no time.
    Open,
}

/// What an office makes public now and began until the end of a day, newest first. Anybody may read it.
///
/// # Errors
/// When the store cannot be read.
pub async fn posted(house: &House, unit: UnitId, until: Day) -> Done<PostedPage> {
    let (facts, now) = (house.facts(), house.now());
    let before = Moment::at(until.next(), 0, 0);
    let (mut lines, mut older) = (Vec::new(), None);
    for procedure in facts.procedures.all().iter().filter(|one| one.is_offices()) {
        for stage in procedure.stages.iter().filter(|stage| stage.public) {
            let of = (procedure.code.as_str(), stage.code.as_str());
            let rows = store::posted(&house.store, unit, of, (before, MOST)).await?;
            if i64::try_from(rows.len()).is_ok_and(|count| count == MOST) {
                // The last day may go on: the next page begins with it, and of two stages with the later one.
                older = older.max(rows.last().map(|it| it.opened_on.min(until.previous())));
            }
            let ids: Vec<_> = rows.iter().map(|it| it.id).collect();
            let acts = store::acts_of(&house.store, &ids).await?;
            let posting = Posting::of(procedure, stage);
            lines.extend(rows.into_iter().map(|it| {
                let done = acts.get(&it.id).map(Vec::as_slice).unwrap_or_default();
                posting.told(&facts, it, done, now)
            }));
        }
    }
    lines.sort_by(|one, other| other.from.cmp(&one.from).then_with(|| one.title.cmp(&other.title)));
    Ok(PostedPage { lines, older })
}

/// A public stage of a procedure, with the acts that lead there.
struct Posting<'a> {
    procedure: &'a Procedure,
    stage: &'a Stage,
    acts: Vec<&'a Act>,
}

impl<'a> Posting<'a> {
    fn of(procedure: &'a Procedure, stage: &'a Stage) -> Self {
        let leads = |act: &&Act| act.to.as_deref() == Some(&stage.code);
        Self { procedure, stage, acts: procedure.acts.iter().filter(leads).collect() }
    }

    fn told(&self, facts: &Facts, it: Proceeding, done: &[Kept], now: Moment) -> Posted {
        let leads = |kept: &&Kept| self.acts.iter().any(|act| act.code == kept.done.act);
        let public: Vec<&Kept> = done.iter().filter(leads).collect();
        let mut forms: Vec<String> = Vec::new();
        for form in public.iter().flat_map(|kept| &kept.done.forms) {
            if !forms.contains(form) {
                forms.push(form.clone());
            }
        }
        // What stays may be replaced: the last paper is the one that is read.
        let mut papers = done.iter().map(|kept| &kept.done.document).filter(|document| !document.is_empty());
        let paper = if self.stage.permanent { papers.next_back() } else { papers.next() };
        Posted {
            procedure: self.procedure.name.clone(),
            place: it.place,
            document: paper.cloned().unwrap_or_default(),
            forms,
            from: public.first().map_or(it.opened_on, |kept| kept.done.at.day()),
            stands: self.stands(facts, done, &public, now),
            title: it.title,
        }
    }

    /// Until when it stands: as the procedure's file says of the stage, else as long as the last clock asks to wait.
    fn stands(&self, facts: &Facts, done: &[Kept], public: &[&Kept], now: Moment) -> Stands {
        if self.stage.permanent {
            let by = public.first().and_then(|kept| self.acts.iter().find(|act| act.code == kept.done.act));
            return by.map_or(Stands::Open, |act| Stands::Permanently(act.source.clone(), act.grade));
        }
        let done: Vec<procedures::Done> = done.iter().map(|kept| kept.done.clone()).collect();
        // What was done under rows that no longer allow it is shown without a day.
        let Ok(stand) = procedures::stand(self.procedure, &done, &facts.calendar, &facts.hours, now) else {
            return Stands::Open;
        };
        let waits = stand.clocks.into_iter().filter(|clock| clock.bound == Bound::AtLeast);
        let Some(longest) = waits.max_by_key(|clock| clock.due.at) else { return Stands::Open };
        // A wait is over with the first moment of the day after: the day before is the last of it.
        let last = longest.due.at.plus_seconds(-1).day();
        let reason = Box::new(longest.due.reason);
        if longest.due.at <= now { Stands::Over(last, reason) } else { Stands::Until(last, reason) }
    }
}
