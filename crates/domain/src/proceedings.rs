//! Proceedings: one lawful run of a procedure over one content of a letter. What was done is kept act by act; where a
//! proceeding stands follows from that.

use crate::{
    events::Event,
    ids::{LetterId, PersonId, ProceedingId, UnitId},
    people::{Position, Role},
    procedures::{Act, Done, Party, Procedure, Stand},
    time::{Day, Moment},
    units::Level,
};
use serde_json::json;

/// A proceeding as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proceeding {
    /// Own id.
    pub id: ProceedingId,
    /// The letter it was opened on, when there is one.
    pub letter: Option<LetterId>,
    /// The proceeding it came out of.
    pub parent: Option<ProceedingId>,
    /// The procedure.
    pub procedure: String,
    /// The edition of the procedure's rows by which it stands.
    pub edition: String,
    /// The office that has it.
    pub unit: UnitId,
    /// Who is on it.
    pub handler: Option<PersonId>,
    /// Where.
    pub place: UnitId,
    /// What it is about; empty when it is sealed.
    pub topic: String,
    /// Its number and first words; the number alone when it is sealed.
    pub title: String,
    /// How many signed.
    pub signers: i64,
    /// Whether its words are in the sealed compartment.
    pub is_sealed: bool,
    /// When it was opened: the moment of its first act.
    pub opened_at: Moment,
    /// The day of that.
    pub opened_on: Day,
    /// The stage, a word of the procedure.
    pub stage: String,
    /// When nothing more was due.
    pub ended_at: Option<Moment>,
    /// Up to which moment its deadlines were computed.
    pub seen_at: Moment,
}

/// An act as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The proceeding.
    pub proceeding: ProceedingId,
    /// Its place among the acts, from 0.
    pub position: i64,
    /// What was done.
    pub done: Done,
    /// Why it was late, when it stopped a clock that had lapsed.
    pub late_reason: Option<String>,
    /// Who entered it.
    pub person: Option<PersonId>,
    /// For which unit.
    pub unit: UnitId,
    /// When it was entered.
    pub recorded_at: Moment,
    /// The edition of the procedure by which it was allowed.
    pub edition: String,
}

impl Proceeding {
    /// What happened by an act, without a word of what was written.
    pub fn event(&self, kept: &Kept) -> Event {
        Event {
            at: kept.recorded_at,
            actor: kept.person,
            kind: format!("proceeding.{}", kept.done.act),
            thing: self.id.0,
            unit: Some(self.unit),
            payload: json!({
                "procedure": self.procedure,
                "edition": kept.edition,
                "stage": self.stage,
                "done_at": kept.done.at,
                "party": kept.done.by,
                "position": kept.position,
            }),
        }
    }
}

/// As what somebody with a position acts.
pub fn parties(role: Role, level: Level) -> &'static [Party] {
    match (role, level) {
        (Role::CommuneOfficer, _) => &[Party::CommuneOfficer],
        (Role::CommuneLeader, Level::Body) => &[Party::AgencyHead, Party::CommuneLeader],
        (Role::CommuneLeader, _) => &[Party::CommuneLeader],
        (Role::CityLeader, _) => &[Party::CityLeader, Party::Superior],
        _ => &[],
    }
}

/// Whether a party stands outside the offices, so that an officer records what it did.
pub const fn is_outside(party: Party) -> bool {
    matches!(
        party,
        Party::Complainant
            | Party::Denouncer
            | Party::Petitioner
            | Party::EvidenceHolder
            | Party::VillageHead
            | Party::ClearanceBody
    )
}

/// Whether a clock of a party is an office's duty: what follows by itself, such as legal effect, is nobody's.
pub const fn is_office(party: Party) -> bool {
    !is_outside(party) && !matches!(party, Party::House)
}

/// As what an act is recorded: by the office's own party where the law lets it, by the party outside that did it where
/// it does not. Else the recorder's first party, and the law then refuses it with its article.
pub fn acting_as(procedure: &Procedure, act: &str, own: &[Party]) -> Option<Party> {
    let rows: Vec<&Act> = procedure.acts.iter().filter(|row| row.code == act).collect();
    let allowed = |party: &Party| rows.iter().any(|row| row.who.contains(party));
    let outside = || rows.iter().flat_map(|row| &row.who).copied().find(|party| is_outside(*party));
    own.iter().copied().find(allowed).or_else(outside).or_else(|| own.first().copied())
}

/// The parties of some positions that reach a unit.
pub fn parties_of<'a>(
    positions: impl IntoIterator<Item = (&'a Position, Level)>,
    care: &[UnitId],
) -> Vec<Party> {
    let mut own = Vec::new();
    for (position, level) in positions {
        if care.contains(&position.unit) {
            own.extend(parties(position.role, level));
        }
    }
    own.dedup();
    own
}

/// Whether an act is done by classifying a letter and not by itself: it would end a proceeding while nobody opens what
/// follows. `is_intake` is whether the proceeding began with the letter's reception.
pub fn is_of_classifying(act: &str, is_intake: bool) -> bool {
    match act {
        "move" | "split" => true,
        "classify" | "guide" | "archive" => is_intake,
        _ => false,
    }
}

/// Whether nothing more is due: the procedure says that a stage is its last, or it went out of the house.
pub fn has_ended(procedure: &Procedure, stand: &Stand, is_gone: bool) -> bool {
    let last = stand.stage.as_ref().and_then(|stage| procedure.stage(stage)).is_some_and(|stage| stage.last);
    let others = |word: &str| word.parse().is_ok_and(is_outside);
    let rests =
        stand.clocks.iter().all(|clock| clock.ended.is_some() || others(&clock.due.reason.responsible));
    is_gone || (last && rests)
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::procedures::Procedures;

    #[test]
    fn whatever_ends_a_proceeding_and_opens_nothing_is_done_by_classifying() {
        for procedure in ["petition", "complaint", "disciplinary_complaint", "denunciation", "rule_feedback"]
        {
            let procedure = Procedures::facts().get(procedure).expect("a procedure");
            for act in &procedure.acts {
                let is_parted = matches!(act.to.as_deref(), Some("moved" | "split"));
                assert_eq!(is_of_classifying(&act.code, false), is_parted, "{}", act.code);
            }
        }
        for act in ["classify", "guide", "archive"] {
            assert!(is_of_classifying(act, true) && !is_of_classifying(act, false), "{act}");
        }
        assert!(!is_of_classifying("transfer", true) && !is_of_classifying("answer", true));
    }

    #[test]
    fn an_act_is_recorded_as_the_office_or_for_whoever_did_it() {
        let complaint = Procedures::facts().get("complaint").expect("a procedure");
        let check = |act: &str, own: &[Party], expected: Option<Party>| {
            assert_eq!(acting_as(complaint, act, own), expected, "{act} {own:?}");
        };
        check("receive", &[Party::CommuneOfficer], Some(Party::CommuneOfficer));
        check("withdraw", &[Party::CommuneOfficer], Some(Party::Complainant));
        check("decide_first", &[Party::CommuneOfficer], Some(Party::CommuneOfficer));
        check("decide_second", &[Party::CityLeader, Party::Superior], Some(Party::CityLeader));
        check("decide_first", &[], None);
        check("no_such_act", &[Party::CommuneLeader], Some(Party::CommuneLeader));
        for party in Party::ALL.iter().filter(|party| is_outside(**party)) {
            assert!(Role::ALL.iter().all(|role| !parties(*role, Level::Commune).contains(party)));
        }
    }
}
