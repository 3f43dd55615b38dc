//! Writing requests, some hundreds a change, and moving those on that are there already.

use super::{Import, Line, Placed, REPEAT_DAYS, Sameness, Watch, id_of, life};
use crate::house::Done;
use danvan_domain::{
    cases::{Case, Entry},
    events::Event,
    fold::fold,
    ids::CaseId,
};
use danvan_interop::mapping::{Ending, Refused, Request};
use danvan_store::{bulk, cases as store};
use std::collections::HashSet;

/// What one change writes.
#[derive(Default)]
struct Harvest {
    cases: Vec<Case>,
    entries: Vec<Entry>,
    events: Vec<Event>,
    lines: Vec<Line>,
}

impl Import<'_> {
    /// Writes some requests in one change; those that are there already are moved on where the file knows more.
    pub(super) async fn write(&mut self, batch: Vec<Placed>, watch: Watch<'_>) -> Done<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let source = self.mapping.source.name.clone();
        let ids: Vec<CaseId> =
            batch.iter().map(|(request, ..)| CaseId(id_of(&source, "case", &request.id))).collect();
        let there: HashSet<CaseId> = store::there(&self.house.store, &ids).await?.into_iter().collect();
        let named: Vec<CaseId> = batch.iter().filter_map(|(request, ..)| self.named_first(request)).collect();
        let mut firsts: HashSet<CaseId> =
            store::there(&self.house.store, &named).await?.into_iter().collect();
        firsts.extend(named.iter().filter(|id| self.seen.contains(id)));
        let mut harvest = Harvest::default();
        let mut older = Vec::new();
        for (placed, id) in batch.into_iter().zip(ids) {
            let (request, place, topic) = &placed;
            let same = (topic.clone(), *place, fold(&request.words));
            let first = self.first(request, &same, &firsts);
            if request.ending != Ending::Duplicate && self.wanted.contains(&same.2) {
                self.firsts.entry(same).or_default().push((request.opened, id));
            }
            if there.contains(&id) || self.seen.contains(&id) {
                older.push((placed.0, id, first));
                continue;
            }
            if self.report.preview {
                self.seen.insert(id);
            }
            self.begin(placed, id, first, &mut harvest);
        }
        let Harvest { cases, entries, events, lines } = harvest;
        if !self.report.preview {
            self.save(&cases, &entries, events).await?;
        }
        lines.into_iter().for_each(&mut *watch);
        for (request, id, first) in older {
            let line = self.move_on(&request, id, first).await?;
            watch(line);
        }
        Ok(())
    }

    /// A request that is not there yet.
    fn begin(
        &mut self,
        (request, place, topic): Placed,
        id: CaseId,
        first: Option<CaseId>,
        into: &mut Harvest,
    ) {
        match life::live(self.house, self.mapping, &request, (id, place, topic), first) {
            Ok(life) => {
                self.report.taken += 1;
                let outcome = life.outcome.word();
                self.report.merged += u64::from(outcome == "merged");
                self.report.repeats_unknown += u64::from(outcome == "repeat");
                into.cases.push(life.case);
                into.entries.extend(life.entries);
                into.events.extend(life.events);
                let mut line = Line::of(&request, outcome, id);
                line.notes.extend(life.outcome.note());
                into.lines.push(line);
            }
            Err(note) => {
                self.report.refused += 1;
                *self.report.refusals.entry(note.key.clone()).or_default() += 1;
                let Request { line, id, cells, .. } = request;
                into.lines.push(Line::refused(Refused { line, id, note, cells }));
            }
        }
    }

    /// A request that is there already: what the file says of it beyond that is added to its life.
    async fn move_on(&mut self, request: &Request, id: CaseId, first: Option<CaseId>) -> Done<Line> {
        let known = store::entries(&self.house.store, id).await?.into_iter().map(|entry| entry.id).collect();
        let Some(case) = store::get(&self.house.store, id).await? else {
            // Only a preview has seen it.
            self.report.already += 1;
            return Ok(Line::of(request, "already", id));
        };
        let first = self.before(id, first).await?;
        if life::more(self.mapping, request, case, first, &known).is_none() {
            self.report.already += 1;
            return Ok(Line::of(request, "already", id));
        }
        self.report.updated += 1;
        if self.report.preview {
            return Ok(Line::of(request, "updated", id));
        }
        let mut change = self.house.store.begin().await?;
        // Somebody may have acted meanwhile: what is written follows from the case as it is now.
        let life = store::lock(&mut change, id).await?;
        let first = self.before(id, first).await?;
        let life = life.and_then(|case| life::more(self.mapping, request, case, first, &known));
        if let Some(life) = life {
            store::save(&mut change, &life.case).await?;
            for entry in &life.entries {
                store::add_entry(&mut change, entry).await?;
            }
            for event in life.events {
                change.note(Event { actor: self.asker.person, ..event });
            }
        }
        change.commit().await?;
        Ok(Line::of(request, "updated", id))
    }

    async fn save(&self, cases: &[Case], entries: &[Entry], events: Vec<Event>) -> Done<()> {
        if cases.is_empty() {
            return Ok(());
        }
        let mut change = self.house.store.begin().await?;
        bulk::cases(&mut change, cases).await?;
        bulk::entries(&mut change, entries).await?;
        for event in events {
            change.note(Event { actor: self.asker.person, ..event });
        }
        change.commit().await?;
        Ok(())
    }

    /// The first of a repeat, unless that one was merged into the repeat itself: nobody would carry on for either.
    async fn before(&self, id: CaseId, first: Option<CaseId>) -> Done<Option<CaseId>> {
        let Some(first) = first else { return Ok(None) };
        let carriers = store::carriers(&self.house.store, first).await?;
        Ok((!carriers.iter().any(|carrier| carrier.id == id)).then_some(first))
    }

    /// The case of the request that a repeat names.
    fn named_first(&self, request: &Request) -> Option<CaseId> {
        let original = request.original.as_ref().filter(|_| request.ending == Ending::Duplicate)?;
        Some(CaseId(id_of(&self.mapping.source.name, "case", original)))
    }

    /// The request that a repeat repeats: the one it names, or the last before it with the same words.
    fn first(&self, request: &Request, same: &Sameness, there: &HashSet<CaseId>) -> Option<CaseId> {
        if request.ending != Ending::Duplicate {
            return None;
        }
        if let Some(first) = self.named_first(request) {
            return there.contains(&first).then_some(first);
        }
        let since = request.opened.plus_seconds(-REPEAT_DAYS * 86_400);
        let before = self.firsts.get(same)?.iter().filter(|(at, _)| (since..=request.opened).contains(at));
        before.max_by_key(|(at, _)| *at).map(|(_, id)| *id)
    }
}
