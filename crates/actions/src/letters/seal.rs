//! A denunciation at the desk: its row in the log and its seal are one act, and a letter that turns out to be one is moved
//! into a seal.

use super::{
    beside::Beside,
    receive::{Incoming, Received, check, receive_within},
};
use crate::{
    Failure, attachments,
    cases::ask_office,
    house::{Done, House},
    sealed::{self, Prepared, Sealed, Sealing},
};
use danvan_domain::{
    ids::{LetterId, UnitId},
    letters::{Letter, Signer},
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    sealed::contents::{Contents, LINE_LIMIT, TEXT_LIMIT},
};
use danvan_store::{StoreError, attachments as pictures, letters as store, sealed as seals};
use danvan_words::{Language, Words};
use zeroize::Zeroizing;

/// Receives a denunciation: the letter, without a word of it, and the seal that holds all of it, in one change.
///
/// # Errors
/// [`Refusal::Invalid`] naming every field to mend; the refusals of the rights to handle letters and to seal;
/// [`Refusal::Conflict`] when the unit cannot seal yet, or the id was used for another letter.
pub async fn receive_sealed(
    house: &House,
    asker: &Asker,
    incoming: Incoming,
    contents: Contents,
    extract: Zeroizing<String>,
) -> Done<(Received, Sealed)> {
    let unit = incoming.unit.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, unit)?;
    let incoming = Incoming { is_denunciation: true, ..incoming };
    let checked = check(&house.facts(), asker, &incoming, unit, house.now());
    let prepared = prepared(house, asker, &incoming, unit, (contents, extract)).await;
    let (checked, prepared) = match (checked, prepared) {
        (Ok(checked), Ok(prepared)) => (checked, prepared),
        // Both forms stand on one page: their notes are told together.
        (Err(Refusal::Invalid(mut notes)), Err(Failure::Refused(Refusal::Invalid(more)))) => {
            notes.extend(more);
            return Err(Refusal::Invalid(notes).into());
        }
        (Err(refusal), _) => return Err(refusal.into()),
        (_, Err(failure)) => return Err(failure),
    };
    for _ in 0..5 {
        if let Some(before) = seals::of_thing(&house.store, checked.0.id.0).await? {
            return received_before(house, asker, &checked.0, &before).await;
        }
        let mut change = house.store.begin().await?;
        let received = match receive_within(house, asker, &mut change, &checked, &incoming).await? {
            Some(received) if received.new => received,
            // Its row came without a seal, while the unit could not seal yet.
            Some(_) => return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into()),
            None => continue,
        };
        let sealed = match sealed::keep(house, &mut change, &prepared).await {
            Err(Failure::Broken(StoreError::Taken)) => continue,
            other => other?,
        };
        match change.commit().await {
            Err(StoreError::Taken) => {}
            Err(error) => return Err(error.into()),
            Ok(()) => return Ok((received, sealed)),
        }
    }
    Err(Refusal::Conflict(Note::new("refusal-seal-busy")).into())
}

/// What was typed, closed, with what stands at the visit at which it was told and is taken away there.
async fn prepared(
    house: &House,
    asker: &Asker,
    incoming: &Incoming,
    unit: UnitId,
    (mut contents, extract): (Contents, Zeroizing<String>),
) -> Done<Prepared> {
    let is_whole = contents.text.chars().count() <= TEXT_LIMIT
        && !(contents.text.trim().is_empty() && contents.scans.is_empty());
    let visit = incoming.visit.filter(|_| is_whole);
    if let Some(visit) = visit {
        let mut change = house.store.begin().await?;
        let beside = Beside::of_visit(&mut change, visit).await?;
        contents.text.push_str("\n\n");
        contents.text.push_str(&beside.text());
    }
    let sealing = Sealing { thing: incoming.id.unwrap_or_default(), unit, contents, extract };
    match visit {
        Some(_) => sealed::prepare_moved(house, asker, sealing).await,
        None => sealed::prepare(house, asker, sealing).await,
    }
}

/// The same form came before. No digest of the words is kept, so nobody can tell whether they are the same; whoever sent
/// them first is told of theirs.
async fn received_before(
    house: &House,
    asker: &Asker,
    letter: &Letter,
    seal: &seals::Seal,
) -> Done<(Received, Sealed)> {
    let before = store::get(&house.store, letter.id).await?.ok_or(Refusal::NotFound)?;
    if asker.person.is_none_or(|person| person.0 != seal.sealed_by) || before.unit != letter.unit {
        return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
    }
    let received = Received { id: before.id, number: before.number, year: before.year, new: false };
    Ok((received, Sealed { id: seal.id, number: seal.number }))
}

/// Seals what a denunciation says whose row stands in the log already, as it came in before its unit could seal.
///
/// # Errors
/// [`Refusal::NotFound`], the refusals of the rights, a note under a field, [`Refusal::Conflict`] when it is no
/// denunciation or is sealed already.
pub async fn seal_letter(
    house: &House,
    asker: &Asker,
    id: LetterId,
    contents: Contents,
    extract: Zeroizing<String>,
) -> Done<Sealed> {
    let letter = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, letter.unit)?;
    if !letter.is_sealed {
        return Err(Refusal::Conflict(Note::new("letter-not-sealed")).into());
    }
    sealed::seal(house, asker, Sealing { thing: id.0, unit: letter.unit, contents, extract }).await
}

/// Whether somebody can seal at an office today: its handlers and its recovery key are there, and they have the right.
///
/// # Errors
/// When the store cannot be read.
pub async fn can_seal(house: &House, asker: &Asker, unit: UnitId) -> Done<bool> {
    Ok(house.ask(asker, Verb::SealDenunciation, unit).is_ok() && sealed::ready(house, unit).await?.is_whole())
}

/// What a letter says, who signed it, its scans and what was written beside it, closed for its office's handlers: it turned
/// out to be a denunciation. None when the office cannot seal.
pub(super) async fn closed(
    house: &House,
    asker: &Asker,
    letter: &Letter,
) -> Done<Option<(Prepared, Beside)>> {
    if !can_seal(house, asker, letter.unit).await? {
        return Ok(None);
    }
    let signers = store::signers(&house.store, letter.id).await?;
    let mut change = house.store.begin().await?;
    let beside = Beside::of(&mut change, letter).await?;
    drop(change);
    let mut contents = contents_of(letter, &signers);
    contents.text.push_str("\n\n");
    contents.text.push_str(&beside.text());
    for picture in pictures::of_thing(&house.store, letter.id.0).await? {
        let bytes = attachments::just_kept(house, &picture.hash, attachments::Size::Large).await?;
        let mut notes = Notes::default();
        if let Err(note) = contents.add_scans([&bytes[..]]) {
            notes.add("erase", note);
        }
        notes.check()?;
    }
    let extract = Zeroizing::default();
    let sealing = Sealing { thing: letter.id.0, unit: letter.unit, contents, extract };
    Ok(Some((sealed::prepare_moved(house, asker, sealing).await?, beside)))
}

fn contents_of(letter: &Letter, signers: &[Signer]) -> Contents {
    let on_paper = || Words::for_language(Language::Vi).say("seal-name-on-paper");
    let first = signers.first();
    let short = |text: &str| Zeroizing::new(text.chars().take(LINE_LIMIT).collect::<String>());
    let mut text = Zeroizing::new(letter.summary.clone());
    for one in signers.iter().skip(1) {
        text.push_str("\n\n");
        text.push_str(&[one.name.as_str(), &one.address, &one.phone].join(" · "));
    }
    Contents {
        name: short(&first.map_or_else(on_paper, |one| one.name.clone())),
        contacts: short(first.map_or("", |one| &one.phone)),
        address: short(first.map_or("", |one| &one.address)),
        text,
        measures: Zeroizing::default(),
        scans: Vec::new(),
    }
}
