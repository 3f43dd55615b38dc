//! What a file would change here: planned from what stands, and refused as a whole where anything in it is not its sender's to
//! say.

use super::conflict;
use crate::house::{Done, House};
use danvan_domain::{
    exchange::{Joint, JointCommitment, Payload},
    ids::{CommitmentId, PartyId, UnitId},
    programmes::{Commitment, Content, Figure, Kind, Party, Programme, Rhythm, Sort},
    refusals::{Note, Refusal},
    time::Day,
};
use danvan_store::{
    exchange::{
        Peer,
        joint::{self, Outside},
        links,
    },
    programmes::{self, parties},
};
use std::collections::BTreeMap;

/// What is to be done.
#[derive(Default)]
pub(super) struct Plan {
    /// The next version, when something of the programme itself or its parties differs.
    pub(super) content: Option<Content>,
    /// Who joins with it.
    pub(super) joining: Vec<Party>,
    /// Who leaves with it.
    pub(super) leaving: Vec<PartyId>,
    /// Which installations parties are.
    pub(super) links: Vec<(PartyId, String)>,
    /// What is to be kept here.
    pub(super) own_new: Vec<Commitment>,
    /// What was to be kept here and is taken back.
    pub(super) own_gone: Vec<Commitment>,
    /// What others promised.
    pub(super) outside_new: Vec<Outside>,
    /// What others promised and is taken back.
    pub(super) outside_gone: Vec<Outside>,
    /// What others say it came to.
    pub(super) figures: Vec<(CommitmentId, Day, Figure)>,
}

impl Plan {
    pub(super) fn promised(&self) -> Vec<(String, bool)> {
        let own = self.own_new.iter().map(|it| (it.what.clone(), true));
        own.chain(self.outside_new.iter().map(|it| (it.what.clone(), false))).collect()
    }

    pub(super) fn withdrawn(&self) -> Vec<String> {
        let own = self.own_gone.iter().map(|it| it.what.clone());
        own.chain(self.outside_gone.iter().map(|it| it.what.clone())).collect()
    }
}

fn wrong(what: &str) -> Refusal {
    Refusal::Conflict(Note::new("exchange-wrong").with("what", what))
}

/// What is there before the file.
struct Standing {
    parties: Vec<Party>,
    links: BTreeMap<PartyId, String>,
    own: Vec<Commitment>,
    outside: Vec<Outside>,
}

/// Plans what a file does; see [`super::import`].
pub(super) async fn plan(
    house: &House,
    (own_key, peer): (&str, &Peer),
    payload: &Payload,
    before: Option<&Programme>,
    unit: UnitId,
) -> Done<Plan> {
    let (kept, id) = (&house.store, payload.programme);
    if before.is_some_and(|before| before.ended_at.is_some()) {
        // Figures that were on their way when it was closed change nothing, and the files after them follow them.
        if payload.joint.is_none() {
            return Ok(Plan::default());
        }
        return Err(conflict("programme-closed").into());
    }
    let origin = joint::origin(kept, id).await?;
    let is_led_by_peer = origin.as_ref().is_some_and(|(origin, _)| *origin == peer.key);
    let stands = Standing {
        parties: parties::of(kept, id).await?,
        links: links(kept, id).await?.into_iter().collect(),
        own: programmes::of_programme(kept, id).await?,
        outside: joint::of(kept, id).await?,
    };
    let mut plan = Plan::default();
    match &payload.joint {
        Some(joint) => {
            if before.is_some() && !is_led_by_peer {
                return Err(conflict("exchange-not-theirs").into());
            }
            if origin.is_some_and(|(_, version)| joint.version < version) {
                return Err(wrong("version").into());
            }
            let whole = Whole { house, own_key, peer, payload, unit };
            whole.programme(&mut plan, joint, before, &stands)?;
            whole.commitments(&mut plan, joint, &stands)?;
        }
        None => {
            // Figures of a part of a programme that is led from here.
            if before.is_none() || origin.is_some() {
                return Err(conflict("exchange-not-theirs").into());
            }
        }
    }
    figures(&mut plan, payload, (peer, is_led_by_peer || payload.joint.is_some()), &stands)?;
    Ok(plan)
}

/// A file with the programme itself.
struct Whole<'a> {
    house: &'a House,
    own_key: &'a str,
    peer: &'a Peer,
    payload: &'a Payload,
    unit: UnitId,
}

impl Whole<'_> {
    /// The parties that are this installation.
    fn own_parties(&self, joint: &Joint) -> Vec<PartyId> {
        let is_own = |key: &Option<String>| key.as_deref() == Some(self.own_key);
        joint.parties.iter().filter(|party| is_own(&party.key)).map(|party| party.id).collect()
    }

    fn programme(
        &self,
        plan: &mut Plan,
        joint: &Joint,
        before: Option<&Programme>,
        stands: &Standing,
    ) -> Result<(), Refusal> {
        // Long because a version is its content and its parties together.
        let own = self.own_parties(joint);
        if own.is_empty() {
            return Err(conflict("exchange-no-party"));
        }
        let version = before.map_or(1, |before| before.version);
        for told in &joint.parties {
            let is_own = own.contains(&told.id);
            let sort = match told.sort {
                _ if is_own => Sort::Unit,
                // A unit of theirs is a body of another province here.
                Sort::Unit => Sort::Province,
                other => other,
            };
            let party = Party {
                id: told.id,
                programme: self.payload.programme,
                unit: is_own.then_some(self.unit),
                name: if is_own { String::new() } else { told.name.clone() },
                sort,
                place: told.place,
                duty: told.duty.clone(),
                since: version,
                until: None,
            };
            if let Some(key) = told.key.as_ref().filter(|_| !is_own)
                && stands.links.get(&told.id) != Some(key)
            {
                plan.links.push((told.id, key.clone()));
            }
            match stands.parties.iter().find(|one| one.id == told.id) {
                None => plan.joining.push(party),
                Some(one) => {
                    let said = |it: &Party| (it.unit.is_some(), it.name.clone(), it.place, it.duty.clone());
                    // A party that is another by now has another id.
                    if said(one) != said(&party) || !one.is_in(version) {
                        return Err(wrong("parties"));
                    }
                }
            }
        }
        let is_gone =
            |one: &&Party| one.is_in(version) && !joint.parties.iter().any(|told| told.id == one.id);
        plan.leaving = stands.parties.iter().filter(is_gone).map(|one| one.id).collect();
        let content = Content {
            kind: Kind::Coordination,
            title: joint.title.clone(),
            aims: joint.aims.clone(),
            number: String::new(),
            issued_on: None,
            issued_by: self.peer.name.clone(),
            link: String::new(),
            starts_on: joint.starts_on,
            ends_on: joint.ends_on,
            parties: String::new(),
            parent: None,
        };
        let is_same = before.is_some_and(|before| before.content == content);
        if !is_same || !plan.joining.is_empty() || !plan.leaving.is_empty() {
            plan.content = Some(content);
        }
        Ok(())
    }

    fn commitments(&self, plan: &mut Plan, joint: &Joint, stands: &Standing) -> Result<(), Refusal> {
        let own = self.own_parties(joint);
        let firsts = || stands.own.iter().filter(|it| it.parent.is_none());
        for told in &joint.commitments {
            let is_own = own.contains(&told.keeper);
            let before_own = firsts().find(|it| it.id == told.id);
            let before_outside = stands.outside.iter().find(|it| it.id == told.id);
            let is_same = match (before_own, before_outside) {
                (None, None) => {
                    if is_own {
                        plan.own_new.push(self.kept_here(told));
                    } else {
                        plan.outside_new.push(self.kept_elsewhere(told));
                    }
                    continue;
                }
                (Some(it), _) => is_own && same(told, (&it.what, &it.indicator, it.rhythm, it.from, it.to)),
                (None, Some(it)) => {
                    !is_own
                        && it.party == told.keeper
                        && same(told, (&it.what, &it.indicator, it.rhythm, it.from, it.to))
                }
            };
            let is_over = before_own.is_some_and(|it| it.ended_at.is_some())
                || before_outside.is_some_and(|it| it.is_over);
            // A commitment never changes: another one has another id.
            if !is_same || is_over {
                return Err(wrong("commitments"));
            }
        }
        let is_told = |id: CommitmentId| joint.commitments.iter().any(|told| told.id == id);
        plan.own_gone = firsts().filter(|it| it.ended_at.is_none() && !is_told(it.id)).cloned().collect();
        let gone = stands.outside.iter().filter(|it| !it.is_over && !is_told(it.id));
        plan.outside_gone = gone.cloned().collect();
        Ok(())
    }

    fn kept_here(&self, told: &JointCommitment) -> Commitment {
        Commitment {
            id: told.id,
            programme: self.payload.programme,
            parent: None,
            unit: self.unit,
            promised_by: self.unit,
            what: told.what.clone(),
            indicator: told.indicator.clone(),
            rhythm: told.rhythm,
            from: told.starts_on,
            to: told.ends_on,
            needs_evidence: false,
            weight: 1,
            base: 1,
            checker: None,
            parts: 1,
            made_at: self.house.now(),
            ended_at: None,
            end_reason: String::new(),
        }
    }

    fn kept_elsewhere(&self, told: &JointCommitment) -> Outside {
        Outside {
            id: told.id,
            programme: self.payload.programme,
            party: told.keeper,
            what: told.what.clone(),
            indicator: told.indicator.clone(),
            rhythm: told.rhythm,
            from: told.starts_on,
            to: told.ends_on,
            is_over: false,
        }
    }
}

type Said<'a> = (&'a String, &'a danvan_domain::programmes::Indicator, Rhythm, Day, Day);

fn same(told: &JointCommitment, stands: Said<'_>) -> bool {
    (&told.what, &told.indicator, told.rhythm, told.starts_on, told.ends_on) == stands
}

/// Figures are told by who keeps the commitment, or passed on by who leads the programme; never of what is kept here.
fn figures(
    plan: &mut Plan,
    payload: &Payload,
    (peer, leads): (&Peer, bool),
    stands: &Standing,
) -> Result<(), Refusal> {
    for told in &payload.figures {
        let mut all = stands.outside.iter().filter(|it| !it.is_over).chain(&plan.outside_new);
        let of = all.find(|it| it.id == told.commitment);
        let is_theirs = |it: &Outside| stands.links.get(&it.party) == Some(&peer.key);
        // It was taken back while the file was on its way: what it came to counts no more, and is no fault of theirs.
        let mut over = stands.outside.iter().filter(|it| it.is_over && it.id == told.commitment);
        if over.any(|it| leads || is_theirs(it)) {
            continue;
        }
        let Some(of) = of.filter(|it| leads || is_theirs(it)) else {
            return Err(conflict("exchange-foreign-figure"));
        };
        if !of.rhythm.periods(of.from, of.to).iter().any(|period| period.from == told.period) {
            return Err(wrong("figures.period"));
        }
        let figure = Figure { claimed: told.claimed.into(), proven: told.proven.into() };
        plan.figures.push((told.commitment, told.period, figure));
    }
    Ok(())
}
