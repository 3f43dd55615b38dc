//! Taking a file of another installation: what it would do is planned without writing, and done as one change or not at all.

mod plan;

use super::{conflict, event, own_key, trusted};
use crate::{
    house::{Done, House},
    programmes::{hash_of, withdraw_in},
};
use danvan_domain::{
    exchange::{Order, Payload, Read, order, read},
    ids::UnitId,
    programmes::{Change as Changed, Programme, Version},
    refusals::Refusal,
    rights::{Asker, Verb},
};
use danvan_store::{
    Change, StoreError,
    exchange::{self as store, Peer, Sent, joint},
    programmes::{self, parties},
};
use plan::{Plan, plan};
use serde_json::json;

/// What a file did, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// From whom.
    pub from: String,
    /// Which of their files.
    pub number: i64,
    /// The title of the programme.
    pub title: String,
    /// Whether it was taken before: then nothing is done.
    pub is_already: bool,
    /// Whether the programme is new here.
    pub is_new: bool,
    /// How many parties join and leave.
    pub parties: (usize, usize),
    /// What is promised anew: its words, and whether it is kept here.
    pub promised: Vec<(String, bool)>,
    /// What is taken back.
    pub withdrawn: Vec<String>,
    /// How many figures it brings.
    pub figures: usize,
}

/// Takes a file, or says what it would do when `is_preview`. `unit` is the unit that keeps what falls to this installation in
/// a programme that is new here.
///
/// # Errors
/// A conflict that says plainly what is the matter: not a file of ours, forged, not for this installation, of somebody who is
/// not trusted, out of order, about what is not theirs to tell; the refusal of the right to lead programmes there.
pub async fn import(
    house: &House,
    asker: &Asker,
    (file, unit): (&[u8], Option<UnitId>),
    is_preview: bool,
) -> Done<Brought> {
    // Long because what is asked of a file is asked in one order, and the first that does not hold refuses it.
    let Read { payload, text } = read(file)?;
    let (own, _) = own_key(house).await?;
    if payload.to != own.public {
        return Err(conflict("exchange-not-for-us").into());
    }
    let peer = trusted(house, &payload.from).await?;
    let hash = hash_of(&text);
    let known = store::known(&house.store, (&own.public, &peer.key), payload.number).await?;
    let is_already = order(&known, &payload, &hash)? == Order::Already;
    let before = programmes::get(&house.store, payload.programme).await?;
    let unit = match (&before, unit) {
        (Some(before), _) => before.unit,
        (None, Some(unit)) => unit,
        (None, None) => return Err(conflict("exchange-which-unit").into()),
    };
    house.ask(asker, Verb::LeadProgrammes, unit)?;
    let title = payload.joint.as_ref().map(|joint| joint.title.clone());
    let title = title.or_else(|| before.as_ref().map(|it| it.content.title.clone())).unwrap_or_default();
    let mut brought = Brought {
        from: peer.name.clone(),
        number: payload.number,
        title,
        is_already,
        is_new: false,
        parties: (0, 0),
        promised: Vec::new(),
        withdrawn: Vec::new(),
        figures: 0,
    };
    if is_already {
        return Ok(brought);
    }
    let mut change = house.store.begin().await?;
    // Locked before it is read again, so that the plan is of what will be changed.
    let before = programmes::lock(&mut change, payload.programme).await?;
    let plan = plan(house, (&own.public, &peer), &payload, before.as_ref(), unit).await?;
    brought.is_new = before.is_none();
    brought.parties = (plan.joining.len(), plan.leaving.len());
    brought.promised = plan.promised();
    brought.withdrawn = plan.withdrawn();
    brought.figures = plan.figures.len();
    if is_preview {
        return Ok(brought);
    }
    apply(house, asker, &mut change, (&peer, &payload, unit), before, plan).await?;
    let now = house.now();
    let (number, programme) = (payload.number, payload.programme);
    let taken = Sent { own: &own.public, key: &peer.key, number, programme, at: now, hash: &hash };
    match store::take(&mut change, &taken).await {
        Err(StoreError::Taken) => return Err(conflict("exchange-meanwhile").into()),
        kept => kept?,
    }
    let told = json!({"key": peer.key, "number": number, "hash": hash, "figures": brought.figures});
    change.note(event(house, asker, "exchange.taken", (programme.0, Some(unit)), told));
    change.commit().await?;
    Ok(brought)
}

/// Does what was planned, in one change.
async fn apply(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    (peer, payload, unit): (&Peer, &Payload, UnitId),
    before: Option<Programme>,
    plan: Plan,
) -> Done<()> {
    // Long because everything a file does is done in one change.
    let now = house.now();
    let id = payload.programme;
    if let Some(content) = plan.content {
        let number = before.as_ref().map_or(1, |before| before.version + 1);
        let kind = if before.is_some() { Changed::Adjusted } else { Changed::Made };
        let why =
            if before.is_some() { format!("{} · {}", peer.name, payload.number) } else { String::new() };
        let version =
            Version { number, at: now, person: asker.person, change: kind, why, content: content.clone() };
        if before.is_some() {
            programmes::set(change, id, &version).await?;
        } else {
            let (made_at, ended_at, end_reason) = (now, None, String::new());
            let it = Programme { id, unit, content, version: 1, made_at, ended_at, end_reason };
            match programmes::add(change, &it, &version).await {
                Err(StoreError::Taken) => return Err(conflict("exchange-meanwhile").into()),
                added => added?,
            }
        }
        let kind = if before.is_some() { "programme.changed" } else { "programme.made" };
        let told = json!({"change": version.change, "version": number, "from": peer.key});
        change.note(event(house, asker, kind, (id.0, Some(unit)), told));
        for party in plan.joining {
            let since = number;
            parties::add(change, &danvan_domain::programmes::Party { since, ..party }).await?;
        }
        for party in plan.leaving {
            parties::end(change, party, number).await?;
        }
    }
    for (party, key) in &plan.links {
        store::link(change, *party, key).await?;
    }
    if let Some(joint) = &payload.joint {
        joint::put_origin(change, id, &peer.key, joint.version).await?;
    }
    for of in &plan.own_gone {
        withdraw_in(house, asker, change, of, &peer.name).await?;
    }
    for of in &plan.outside_gone {
        joint::end(change, of.id, now).await?;
    }
    for of in &plan.own_new {
        programmes::add_commitment(change, of).await.map_err(taken)?;
        let told = json!({"programme": id, "measure": of.indicator.measure, "target": of.indicator.target,
            "from": of.from, "to": of.to});
        change.note(event(house, asker, "programme.promised", (of.id.0, Some(of.unit)), told));
    }
    for of in &plan.outside_new {
        joint::add(change, of, now).await.map_err(taken)?;
    }
    for (commitment, period, figure) in &plan.figures {
        joint::save(change, *commitment, *period, figure).await?;
    }
    Ok(())
}

/// An id in a file that stands for something else here.
fn taken(error: StoreError) -> crate::Failure {
    match error {
        StoreError::Taken => Refusal::Conflict(
            danvan_domain::refusals::Note::new("exchange-wrong").with("what", "commitments.id"),
        )
        .into(),
        other => other.into(),
    }
}
