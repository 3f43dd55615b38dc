//! Writing a file for another installation: the programme itself where it is led from here, and what its commitments came
//! to. Every file is kept, so that a lost one can be given again to the byte.

use super::{conflict, event, own_key, trusted};
use crate::{
    house::{Done, House},
    programmes::hash_of,
};
use danvan_domain::{
    exchange::{Joint, JointCommitment, JointFigure, JointParty, Payload, read_key, write},
    ids::{PartyId, ProgrammeId},
    programmes::{Commitment, Figure, Indicator, Kind, Party, Place, Programme, Sort},
    refusals::Refusal,
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::{
    StoreError,
    exchange::{
        self as store, Sent,
        joint::{self, Outside},
    },
    programmes::{self, parties},
};
use serde_json::json;
use std::collections::BTreeMap;

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its number between the two installations.
    pub number: i64,
    /// What is to be brought there.
    pub file: String,
}

/// Everything a file may be about.
struct Known {
    programme: Programme,
    parties: Vec<Party>,
    links: BTreeMap<PartyId, String>,
    own: Vec<Commitment>,
    outside: Vec<Outside>,
    figures: Vec<JointFigure>,
}

impl Known {
    async fn of(house: &House, programme: Programme) -> Done<Self> {
        let (kept, id) = (&house.store, programme.id);
        let mut parties = parties::of(kept, id).await?;
        parties.retain(|party| party.is_in(programme.version));
        let mut own = programmes::signed(kept, id).await?;
        own.retain(|it| it.parent.is_none());
        let mut outside = joint::of(kept, id).await?;
        outside.retain(|it| !it.is_over);
        let mut figures = Vec::new();
        for (commitment, period, figure) in programmes::first_figures(kept, id).await? {
            if own.iter().any(|it| it.id == commitment) {
                figures.push(travelling(commitment, period, &figure));
            }
        }
        for (commitment, period, figure) in joint::figures(kept, id).await? {
            if outside.iter().any(|it| it.id == commitment) {
                figures.push(travelling(commitment, period, &figure));
            }
        }
        let links = store::links(kept, id).await?.into_iter().collect();
        Ok(Self { programme, parties, links, own, outside, figures })
    }

    /// Whose party keeps what is promised here: that of the unit, else the first of this house's, the leading one before.
    fn keeper(&self, of: &Commitment) -> Result<PartyId, Refusal> {
        let mut own: Vec<&Party> = self.parties.iter().filter(|party| party.unit.is_some()).collect();
        own.sort_by_key(|party| (party.unit != Some(of.promised_by), party.place != Place::Leads));
        own.first().map(|party| party.id).ok_or_else(|| conflict("exchange-no-own-party"))
    }

    fn joint(&self, house: &House, own_key: &str) -> Result<Joint, Refusal> {
        let facts = house.facts();
        let party = |party: &Party| {
            let unit = party.unit.and_then(|unit| facts.tree.get(unit));
            JointParty {
                id: party.id,
                name: unit.map_or_else(|| party.name.clone(), |unit| unit.name.clone()),
                sort: party.sort,
                place: party.place,
                duty: party.duty.clone(),
                key: match party.sort {
                    Sort::Unit => Some(own_key.to_owned()),
                    _ => self.links.get(&party.id).cloned(),
                },
            }
        };
        let mut commitments = Vec::with_capacity(self.own.len() + self.outside.len());
        for it in &self.own {
            commitments.push(JointCommitment {
                id: it.id,
                keeper: self.keeper(it)?,
                what: it.what.clone(),
                indicator: Indicator { source: None, ..it.indicator.clone() },
                rhythm: it.rhythm,
                starts_on: it.from,
                ends_on: it.to,
            });
        }
        commitments.extend(self.outside.iter().map(|it| JointCommitment {
            id: it.id,
            keeper: it.party,
            what: it.what.clone(),
            indicator: it.indicator.clone(),
            rhythm: it.rhythm,
            starts_on: it.from,
            ends_on: it.to,
        }));
        let content = &self.programme.content;
        Ok(Joint {
            version: self.programme.version,
            title: content.title.clone(),
            aims: content.aims.clone(),
            starts_on: content.starts_on,
            ends_on: content.ends_on,
            parties: self.parties.iter().map(party).collect(),
            commitments,
        })
    }
}

fn travelling(commitment: danvan_domain::ids::CommitmentId, period: Day, figure: &Figure) -> JointFigure {
    JointFigure { commitment, period, claimed: figure.claimed.into(), proven: figure.proven.into() }
}

/// Writes the next file about a joint programme for another installation: from where it is led the programme with all that is
/// known of its figures, from elsewhere the figures of what is kept here.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead the programme; a note under `key`; a conflict when there is no key,
/// the other is not trusted or takes no part, or when something in the programme may not cross.
pub async fn export(house: &House, asker: &Asker, id: ProgrammeId, to: &str) -> Done<Written> {
    // Locked before it is read, so that two files about one programme follow one another and the later one tells the later
    // state.
    let mut change = house.store.begin().await?;
    let programme = programmes::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::LeadProgrammes, programme.unit)?;
    if programme.content.kind != Kind::Coordination {
        return Err(conflict("exchange-not-joint").into());
    }
    let to = read_key(to)?;
    let (key, seed) = own_key(house).await?;
    let peer = trusted(house, &to).await?;
    let origin = joint::origin(&house.store, id).await?;
    let unit = programme.unit;
    let known = Known::of(house, programme).await?;
    let its: Vec<PartyId> = known.links.iter().filter(|(_, key)| **key == to).map(|(id, _)| *id).collect();
    let takes_part = match &origin {
        None => known.parties.iter().any(|party| its.contains(&party.id)),
        Some((origin, _)) => *origin == to,
    };
    if !takes_part {
        return Err(conflict("exchange-no-party").into());
    }
    let is_own = |figure: &JointFigure| known.own.iter().any(|it| it.id == figure.commitment);
    let is_theirs = |figure: &JointFigure| {
        known.outside.iter().any(|it| it.id == figure.commitment && its.contains(&it.party))
    };
    let figures = known.figures.iter().filter(|one| match origin {
        None => !is_theirs(one),
        Some(_) => is_own(one),
    });
    let joint = if origin.is_none() { Some(known.joint(house, &key.public)?) } else { None };
    let now = house.now();
    let (last, previous) = store::last_sent(&mut change, (&key.public, &peer.key)).await?;
    let payload = Payload {
        from: key.public.clone(),
        to: peer.key.clone(),
        number: last + 1,
        previous,
        written_at: now.to_string(),
        programme: id,
        joint,
        figures: figures.cloned().collect(),
    };
    let (file, text) = write(&payload, &seed)?;
    let hash = hash_of(&text);
    let sent =
        Sent { own: &key.public, key: &peer.key, number: last + 1, programme: id, at: now, hash: &hash };
    match store::send(&mut change, &sent, &file).await {
        Err(StoreError::Taken) => return Err(conflict("exchange-meanwhile").into()),
        kept => kept?,
    }
    let told = json!({"key": peer.key, "number": last + 1, "hash": hash});
    change.note(event(house, asker, "exchange.sent", (id.0, Some(unit)), told));
    change.commit().await?;
    Ok(Written { number: last + 1, file })
}

/// A file that was written before, to the byte: for one that was lost on its way.
///
/// # Errors
/// The refusal of the right to operate; a note under `key`; [`Refusal::NotFound`] when there is none of this number.
pub async fn export_again(house: &House, asker: &Asker, to: &str, number: i64) -> Done<Written> {
    super::peers(house, asker).await?;
    let to = read_key(to)?;
    let (key, _) = own_key(house).await?;
    let file = store::sent(&house.store, (&key.public, &to), number).await?.ok_or(Refusal::NotFound)?;
    Ok(Written { number, file })
}
