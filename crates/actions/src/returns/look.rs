//! What danvan knows for the figures of a return: each query asked of the room that counts it.

use crate::{
    figures::{self, Figures, overview},
    house::{Done, House},
    programmes::kept_in,
    registers::{self, Statistics, statistics},
};
use danvan_domain::{
    ids::UnitId,
    registers::Measure,
    returns::{Figure, Form, Query, Said},
    rights::Asker,
    tallies::Counted,
    time::Day,
    topics::ALL,
};
use danvan_store::{initiatives::counts, returns as store};
use std::collections::HashMap;

/// A value and, of a share, of how many it is.
type Known = (Option<i64>, Option<i64>);

/// Answers queries about one unit in some days; what was asked once is kept.
struct Looking<'a> {
    house: &'a House,
    about: UnitId,
    days: (Day, Day),
    /// On the structure of which day.
    on: Day,
    figures: HashMap<String, Figures>,
    registers: Option<Statistics>,
}

/// The figures of a form for a unit, as danvan counts them now: until the last day that is counted, or today where that is
/// still to come. What nobody counts is left open.
pub(super) async fn look(
    house: &House,
    form: &Form,
    about: UnitId,
    (from, to): (Day, Day),
) -> Done<Vec<Said>> {
    let facts = house.facts();
    let until = to.min(house.today());
    let stood = facts.tree.get(about).is_some_and(|unit| unit.stands_on(until));
    let is_begun = from <= until && stood;
    let mut looking =
        Looking { house, about, days: (from, until), on: until, figures: HashMap::new(), registers: None };
    let mut said = Vec::new();
    for figure in &form.figures {
        let (value, of) = if is_begun { looking.of(figure).await? } else { (None, None) };
        said.push(Said {
            code: figure.code.clone(),
            value,
            of,
            query: figure.query,
            topic: figure.topic.clone(),
            from,
            to: if is_begun { until } else { to },
            on: until,
            remark: String::new(),
            is_withheld: false,
        });
    }
    Ok(said)
}

const fn count(value: Option<i64>) -> Known {
    (value, None)
}

/// A share of nothing is not known.
fn share(part: i64, whole: i64) -> Known {
    if whole == 0 { (None, None) } else { (Some(part), Some(whole)) }
}

impl Looking<'_> {
    async fn of(&mut self, figure: &Figure) -> Done<Known> {
        let (house, about, days) = (self.house, self.about, self.days);
        Ok(match figure.query {
            Query::Typed => count(None),
            Query::CasesReceived | Query::Observations | Query::CasesOnTime | Query::CasesSolved => {
                let found = self.figures(figure.topic.as_deref().unwrap_or(ALL)).await?;
                match figure.query {
                    Query::CasesReceived => count(found.received.value().copied()),
                    Query::Observations => count(found.heard.value().copied()),
                    Query::CasesOnTime => {
                        found.on_time.value().map_or((None, None), |it| share(it.part, it.whole))
                    }
                    _ => found.solved.value().map_or((None, None), |it| share(it.part, it.whole)),
                }
            }
            Query::LettersReceived => count(self.registers().await?.total.told(Measure::Received)),
            Query::LettersSettled => count(self.registers().await?.total.told(Measure::Settled)),
            Query::LettersOnTime => {
                let total = &self.registers().await?.total;
                share(total.told(Measure::OnTime).unwrap_or(0), total.told(Measure::Settled).unwrap_or(0))
            }
            Query::ReceptionDays => count(self.registers().await?.receptions.0),
            Query::ReceptionVisits => count(self.registers().await?.receptions.1),
            Query::CommitmentsKept => {
                let (kept, all) = kept_in(house, about, days).await?;
                share(kept, all)
            }
            Query::Inspections => count(Some(store::inspections(&house.store, about, days).await?)),
            Query::Initiatives => {
                let year = i64::from(days.1.0.year());
                let own = counts::own_of(&house.store, &[about]).await?;
                let all = own.iter().filter(|one| one.year == year && one.family == "all");
                count(Some(all.map(|one| one.count).sum()))
            }
        })
    }

    async fn figures(&mut self, topic: &str) -> Done<&Figures> {
        if !self.figures.contains_key(topic) {
            let question = figures::Question {
                unit: self.about,
                from: self.days.0,
                to: self.days.1,
                topic: topic.to_owned(),
                on_structure: self.on,
                compare: None,
                measure: Counted::Received,
            };
            let found = overview(self.house, &Asker::house(), question).await?;
            self.figures.insert(topic.to_owned(), found.total.figures);
        }
        Ok(&self.figures[topic])
    }

    async fn registers(&mut self) -> Done<&Statistics> {
        let found = match self.registers.take() {
            Some(found) => found,
            None => {
                let (from, to) = self.days;
                let question = registers::Question { unit: self.about, from, to, on: self.on };
                statistics(self.house, &Asker::house(), question).await?
            }
        };
        Ok(self.registers.insert(found))
    }
}
