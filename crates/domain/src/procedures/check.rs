//! What the rows of a procedure must be together: no version beside another, no stage that nothing leads to, no
//! clock that nothing starts.

use super::{
    FileFault,
    rows::{Act, Place, Procedure, Term},
};
use crate::{facts::Fault, refusals::Note};
use std::collections::BTreeSet;

/// Everything that is wrong with a procedure whose rows are good one by one.
pub(super) fn faults(procedure: &Procedure, head: &Place) -> Vec<FileFault> {
    let mut faults = Vec::new();
    let mut fault = |place: &Place, note: Note| {
        faults.push(FileFault { file: place.file.clone(), fault: Fault::at(place.line, note) });
    };
    for (at, term) in procedure.terms.iter().enumerate() {
        let earlier = &procedure.terms[..at];
        if earlier.iter().any(|other| same_case(other, term) && other.when == term.when) {
            fault(&term.place, Note::new("fact-rule-twice").with("step", &term.rule.step));
        } else if let Some(other) =
            earlier.iter().find(|other| same_case(other, term) && is_torn(procedure, other, term))
        {
            let both = other.when.union(&term.when).cloned().collect::<Vec<_>>().join(", ");
            let note = Note::new("fact-rule-torn").with("step", &term.rule.step).with("conditions", both);
            fault(&term.place, note);
        }
    }
    for (at, act) in procedure.acts.iter().enumerate() {
        if procedure.acts[..at].iter().any(|other| is_twice(other, act)) {
            fault(&act.place, Note::new("fact-act-twice").with("code", &act.code));
        }
    }
    let reached = reached(procedure);
    for stage in &procedure.stages {
        if !reached.contains(stage.code.as_str()) {
            fault(head, Note::new("fact-stage-unreached").with("code", &stage.code));
        } else if !stage.last && !procedure.acts.iter().any(|act| act.from.contains(&stage.code)) {
            fault(head, Note::new("fact-stage-stuck").with("code", &stage.code));
        } else if stage.permanent && !stage.public {
            fault(head, Note::new("fact-stage-permanent").with("code", &stage.code));
        }
    }
    for step in &procedure.steps {
        if !procedure.terms.iter().any(|term| term.rule.step == step.code) {
            fault(head, Note::new("fact-step-no-rule").with("code", &step.code));
        }
    }
    for condition in &procedure.conditions {
        if !procedure.acts.iter().any(|act| act.sets.as_ref() == Some(&condition.code)) {
            fault(head, Note::new("fact-condition-unset").with("code", &condition.code));
        }
    }
    for term in procedure.terms.iter().filter(|term| term.starts_by_lapse.is_none()) {
        let starts = procedure.acts.iter().filter(|act| act.code == term.rule.start_event);
        if !starts.into_iter().any(|act| is_reached(act, &reached)) {
            fault(&term.place, Note::new("fact-step-unreached").with("code", &term.rule.step));
        }
    }
    faults
}

/// Whether two rules speak of the same step from the same start on some day.
fn same_case(one: &Term, other: &Term) -> bool {
    one.rule.step == other.rule.step
        && one.rule.start_event == other.rule.start_event
        && one.validity().overlaps(other.validity())
}

/// Whether a case to which both rules' conditions apply would have no rule of its own.
fn is_torn(procedure: &Procedure, one: &Term, other: &Term) -> bool {
    let both: BTreeSet<String> = one.when.union(&other.when).cloned().collect();
    let nested = one.when.is_subset(&other.when) || other.when.is_subset(&one.when);
    !nested
        && !procedure.terms.iter().any(|term| {
            term.when == both && same_case(term, one) && term.validity().overlaps(other.validity())
        })
}

/// Whether two rows of one act could both be meant.
fn is_twice(one: &Act, other: &Act) -> bool {
    let meet = one.from.is_empty() && other.from.is_empty()
        || one.from.iter().any(|stage| other.from.contains(stage));
    one.code == other.code && one.when == other.when && meet && one.validity.overlaps(other.validity)
}

fn is_reached(act: &Act, reached: &BTreeSet<&str>) -> bool {
    act.from.is_empty() || act.from.iter().any(|stage| reached.contains(stage.as_str()))
}

/// The stages to which some chain of acts leads.
fn reached(procedure: &Procedure) -> BTreeSet<&str> {
    let mut reached = BTreeSet::new();
    loop {
        let before = reached.len();
        for act in &procedure.acts {
            if is_reached(act, &reached)
                && let Some(to) = &act.to
            {
                reached.insert(to.as_str());
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}
