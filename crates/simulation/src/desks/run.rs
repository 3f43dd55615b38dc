//! A made-up proceeding: what the law allows of what was planned, and what follows from it.

use super::Making;
use danvan_domain::{
    answers::ReasonList,
    deadlines::{self, Deadline},
    ids::ProceedingId,
    letters::Letter,
    procedures::{Done, Party, Stand, stand},
    proceedings::{Kept, Proceeding, has_ended},
    registers::{Basis, Spell, spells},
    text,
    time::Moment,
};

/// A proceeding with its acts and deadlines.
pub(super) type Run = (Proceeding, Vec<Kept>, Vec<Deadline>);

impl Making<'_, '_> {
    /// A proceeding with the acts that are over, and its deadlines. What the law of its day does not allow or know, such as
    /// the notice of a dialogue before July 2026, is not done.
    pub(super) fn run(
        &mut self,
        letter: &Letter,
        (id, parent, code): (ProceedingId, Option<ProceedingId>, &str),
        acts: Vec<Done>,
    ) -> Option<Run> {
        let desk = self.desk;
        let procedure = desk.procedures.get(code)?;
        let seen = |done: &[Done], at: Moment| stand(procedure, done, desk.calendar, desk.hours, at).ok();
        let (mut done, mut kept): (Vec<Done>, Vec<Kept>) = (Vec::new(), Vec::new());
        for act in acts.into_iter().filter(|act| act.at < desk.now) {
            let before = seen(&done, act.at);
            done.push(act.clone());
            let Some(after) = seen(&done, act.at) else {
                done.pop();
                continue;
            };
            let late_reason = self.late_reason(before.as_ref(), &after, act.at);
            let (is_leader, is_citys) = (act.by == Party::CommuneLeader, act.by == Party::CityLeader);
            kept.push(Kept {
                proceeding: id,
                position: i64::try_from(kept.len()).unwrap_or(0),
                late_reason,
                person: (!is_citys).then_some(if is_leader { desk.leader } else { desk.officer }),
                unit: desk.city.filter(|_| is_citys).unwrap_or(desk.unit),
                recorded_at: act.at,
                edition: procedure.edition.clone(),
                done: act,
            });
        }
        let (first, last) = (done.first()?, done.last()?);
        let stood = seen(&done, desk.now)?;
        let number = format!("{}/{}", letter.number, letter.year);
        let title = if letter.is_sealed {
            number
        } else {
            format!("{number} · {}", text::title_of(&letter.summary))
        };
        let it = Proceeding {
            id,
            letter: Some(letter.id),
            parent,
            procedure: code.to_owned(),
            edition: procedure.edition.clone(),
            unit: desk.unit,
            handler: Some(desk.officer),
            place: letter.place,
            topic: letter.topic.clone(),
            title,
            signers: letter.signers,
            is_sealed: letter.is_sealed,
            opened_at: first.at,
            opened_on: first.at.day(),
            stage: stood.stage.clone().unwrap_or_default(),
            ended_at: has_ended(procedure, &stood, false).then_some(last.at),
            seen_at: desk.now,
        };
        let rows = deadlines::of(&it, stood.moments(), desk.city);
        Some((it, kept, rows))
    }

    /// Whoever stops a clock that had lapsed says why.
    fn late_reason(&mut self, before: Option<&Stand>, after: &Stand, at: Moment) -> Option<String> {
        let mut pairs = before?.clocks.iter().zip(&after.clocks);
        let is_late = pairs.any(|(was, is)| was.ended.is_none() && is.ended.is_some() && is.due.at < at);
        let choices = self.desk.answers.choices(ReasonList::Late).filter(|one| !one.note_required);
        let reasons: Vec<&str> = choices.map(|one| one.code.as_str()).collect();
        (is_late && !reasons.is_empty()).then(|| (*self.chance.pick(&reasons)).to_owned())
    }

    /// What the registers hold of it.
    pub(super) fn spells_of(&self, letter: &Letter, has_parts: bool, run: &Run) -> Vec<Spell> {
        let Some(procedure) = self.desk.procedures.get(&run.0.procedure) else { return Vec::new() };
        let done: Vec<Done> = run.1.iter().map(|kept| kept.done.clone()).collect();
        let Ok(stood) = stand(procedure, &done, self.desk.calendar, self.desk.hours, self.desk.now) else {
            return Vec::new();
        };
        let clocks: Vec<_> = stood.moments().collect();
        spells(&Basis {
            proceeding: &run.0,
            letter: Some(letter),
            has_parts,
            acts: &run.1,
            procedure,
            clocks: &clocks,
            city: self.desk.city,
        })
    }
}
