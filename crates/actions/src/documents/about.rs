//! What a document is written about: a proceeding or a visit at reception, as far as a letter may say it, and which letters
//! fit it now.

use super::{
    File, Format, Subject,
    letter::{self, Request, WRITE, look},
    prefill::{self, Known},
    register,
};
use crate::{
    cases::ask_office,
    house::{Done, Facts, House},
    proceedings::{self, Opened},
    receptions,
};
use danvan_domain::{
    documents::{Fit, Kind, fitting},
    ids::{LetterId, ProceedingId, UnitId},
    procedures::{Done as Act, NextAct, Party, Procedure, Stand},
    proceedings::is_outside,
    receptions::PROCEDURE,
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, grants},
    units::Level,
};
use danvan_reports::Letter;
use danvan_store::{
    documents::{self as store, Document},
    letters,
};
use danvan_words::{Language, Words};
use uuid::Uuid;

/// What a document is written about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A proceeding.
    Proceeding(ProceedingId),
    /// A visit at reception.
    Visit(Uuid),
}

/// What it is about, opened: its subject without whoever wrote, and the letters that fit.
pub struct Matter {
    /// What it is.
    pub about: About,
    /// Its number and first words.
    pub title: String,
    /// What a letter may say of it. Whoever wrote is not in it.
    pub subject: Subject,
    /// The letters that fit now and are the office's own.
    pub fits: Vec<Fit>,
    /// Those that another office writes now.
    pub(super) elsewhere: Vec<Fit>,
    /// The letter whose signers may be read, when somebody signed it.
    pub(super) letter: Option<LetterId>,
    /// In whose care how to reach whoever wrote is.
    pub(super) holder: UnitId,
    pub(super) procedure: Procedure,
    pub(super) done: Vec<Act>,
    pub(super) stand: Stand,
}

/// A document that is being written.
pub struct Prepared {
    /// What it is about.
    pub matter: Matter,
    /// Which letter, and the act it belongs to.
    pub fit: Fit,
    /// What is said in it so far.
    pub request: Request,
}

/// What stands on the page of a proceeding about its documents.
pub struct Papers {
    /// The letters that fit now; none for who may only read.
    pub fits: Vec<Fit>,
    /// What was issued, oldest first.
    pub issued: Vec<Document>,
}

/// The documents of a proceeding that was opened.
///
/// # Errors
/// When the store cannot be read.
pub async fn papers(house: &House, asker: &Asker, opened: &Opened) -> Done<Papers> {
    let it = &opened.seen.proceeding;
    let issued = store::of_thing(&house.store, it.id.0).await?;
    let fits = match office(house, asker, it.unit) {
        Some(office) if opened.may_handle => {
            let seen = &opened.seen;
            let done: Vec<Act> = seen.acts.iter().map(|kept| kept.done.clone()).collect();
            fits(&house.facts(), office, (&seen.procedure, &done, &seen.stand.next)).0
        }
        _ => Vec::new(),
    };
    Ok(Papers { fits, issued })
}

/// The documents of a visit: the letters that fit, and what was issued.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to handle the office's cases.
pub async fn papers_of_visit(house: &House, asker: &Asker, id: Uuid) -> Done<Papers> {
    let matter = of_visit(house, asker, id).await?;
    Ok(Papers { fits: matter.fits, issued: store::of_thing(&house.store, id).await? })
}

/// The letters of the acts that are an office's own, or that others did and it records; and all the others.
fn fits(
    facts: &Facts,
    office: UnitId,
    (it, done, next): (&Procedure, &[Act], &[NextAct]),
) -> (Vec<Fit>, Vec<Fit>) {
    let is_city = facts.tree.get(office).is_some_and(|unit| unit.level() == Level::City);
    let own = |party: Party| match party {
        Party::CityLeader | Party::Superior => is_city,
        Party::CommuneOfficer | Party::CommuneLeader | Party::AgencyHead => !is_city,
        party => is_outside(party),
    };
    let words = |is_own: bool| {
        let done = done.iter().filter(|act| own(act.by) == is_own).map(|act| act.act.as_str());
        let next = next.iter().filter(|act| act.who.iter().copied().any(own) == is_own);
        let (done, next): (Vec<&str>, Vec<&str>) =
            (done.collect(), next.map(|act| act.act.as_str()).collect());
        fitting(&it.code, &done, &next)
    };
    (words(true), words(false))
}

/// The office in whose name whoever asks writes about something in a unit's care: that unit where they have a position at
/// it, else their own above it.
fn office(house: &House, asker: &Asker, unit: UnitId) -> Option<UnitId> {
    if asker.house {
        return Some(unit);
    }
    let care = house.facts().care(unit, house.today());
    let writes = asker.positions.iter().filter(|position| grants(position.role).contains(&WRITE));
    let offices: Vec<UnitId> =
        writes.map(|position| position.unit).filter(|office| care.contains(office)).collect();
    if offices.contains(&unit) { Some(unit) } else { offices.first().copied() }
}

/// Opens what a document is about.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to write there.
pub async fn matter(house: &House, asker: &Asker, about: About) -> Done<Matter> {
    match about {
        About::Proceeding(id) => of_proceeding(house, asker, id).await,
        About::Visit(id) => of_visit(house, asker, id).await,
    }
}

async fn of_proceeding(house: &House, asker: &Asker, id: ProceedingId) -> Done<Matter> {
    let seen = proceedings::seen_now(house, asker, id).await?;
    let it = &seen.proceeding;
    ask_office(house, asker, WRITE, it.unit)?;
    let office = office(house, asker, it.unit).ok_or(Refusal::NotFound)?;
    let letter = match it.letter {
        Some(letter) => letters::get(&house.store, letter).await?,
        None => None,
    };
    let is_sealed = it.is_sealed || letter.as_ref().is_some_and(|letter| letter.is_sealed);
    let summary = letter.as_ref().filter(|_| !is_sealed).map(|letter| letter.summary.clone());
    let number = letter.as_ref().map(|letter| format!("{}/{}", letter.number, letter.year));
    let subject = Subject {
        thing: id.0,
        unit: office,
        procedure: lower_first(&seen.procedure.name.vi),
        register_number: number.unwrap_or_else(|| "……".to_owned()),
        received_on: letter.as_ref().map(|letter| letter.received_on),
        summary: summary.unwrap_or_default(),
        person: String::new(),
        address: String::new(),
        is_sealed,
    };
    let done: Vec<Act> = seen.acts.iter().map(|kept| kept.done.clone()).collect();
    let (fits, elsewhere) = fits(&house.facts(), office, (&seen.procedure, &done, &seen.stand.next));
    Ok(Matter {
        about: About::Proceeding(id),
        title: it.title.clone(),
        fits,
        elsewhere,
        holder: letter.as_ref().map_or(it.unit, |letter| letter.unit),
        letter: it.letter.filter(|_| !is_sealed),
        subject,
        done,
        procedure: seen.procedure,
        stand: seen.stand,
    })
}

async fn of_visit(house: &House, asker: &Asker, id: Uuid) -> Done<Matter> {
    let opened = receptions::open(house, asker, id).await?;
    let (facts, visit) = (house.facts(), opened.visit);
    ask_office(house, asker, WRITE, visit.unit)?;
    let office = office(house, asker, visit.unit).ok_or(Refusal::NotFound)?;
    let no_rule = || Refusal::Conflict(Note::new("refusal-no-rule"));
    let procedure = facts.procedures.get(PROCEDURE).ok_or_else(no_rule)?.clone();
    let words = Words::for_language(Language::Vi);
    let (fits, elsewhere) = fits(&facts, office, (&procedure, &opened.done, &opened.stand.next));
    Ok(Matter {
        about: About::Visit(id),
        title: format!("{}/{}", visit.number, words.day(opened.day.day)),
        fits,
        elsewhere,
        letter: None,
        holder: visit.unit,
        subject: Subject {
            thing: id,
            unit: office,
            procedure: lower_first(&procedure.name.vi),
            register_number: format!("{}/{}", visit.number, words.day(opened.day.day)),
            received_on: Some(opened.day.day),
            summary: visit.subject,
            person: String::new(),
            address: String::new(),
            is_sealed: false,
        },
        done: opened.done,
        procedure,
        stand: opened.stand,
    })
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The letter of a kind that fits, for an act or for the first that fits.
fn fit_of(matter: &Matter, kind: Kind, act: &str) -> Result<Fit, Refusal> {
    let is_it = |fit: &&Fit| fit.row.kind == kind && (act.is_empty() || fit.row.act == act);
    matter.fits.iter().find(is_it).copied().ok_or_else(|| {
        if matter.elsewhere.iter().any(|fit| is_it(&fit)) {
            return Refusal::NotAllowed(Note::new("refusal-document-others"));
        }
        Refusal::Conflict(Note::new("refusal-document-unfit"))
    })
}

/// Begins a document: what the house knows stands in it. Whoever wrote is read for it where the letter may say them and
/// whoever asks may read them; that reading is kept as any other.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; [`Refusal::Conflict`] when the letter does not fit now.
pub async fn begin(house: &House, asker: &Asker, about: About, kind: Kind, act: &str) -> Done<Prepared> {
    let matter = matter(house, asker, about).await?;
    let fit = fit_of(&matter, kind, act)?;
    let known = Known {
        person: prefill::whoever_wrote(house, asker, &matter, kind).await?,
        signer: prefill::signer(house, matter.subject.unit).await?,
    };
    let request = prefill::request(&house.facts(), &matter, fit, known, house.now());
    Ok(Prepared { matter, fit, request })
}

/// Goes on with a document of which something was typed. Nobody is read for it.
///
/// # Errors
/// As for [`begin`].
pub async fn go_on(house: &House, asker: &Asker, about: About, request: Request) -> Done<Prepared> {
    let matter = matter(house, asker, about).await?;
    let fit = fit_of(&matter, request.kind, &request.act)?;
    let request = Request { act: fit.row.act.clone(), ..request };
    Ok(Prepared { matter, fit, request })
}

/// The letter as it would be, with a gap where something is missing, and what is wrong with what was typed.
///
/// # Errors
/// When its template has a fault.
pub async fn seen(house: &House, prepared: &Prepared) -> Done<(Letter, Vec<FieldNote>)> {
    let (letter, mut notes) = look(house, &prepared.matter.subject, &prepared.request, None).await?;
    notes.retain(|note| note.note.key != "note-required");
    Ok((letter, notes))
}

/// The letter as an editable draft.
///
/// # Errors
/// As for [`letter::draft`].
pub async fn draft_of(house: &House, asker: &Asker, prepared: &Prepared, format: Format) -> Done<File> {
    letter::draft(house, asker, &prepared.matter.subject, &prepared.request, format).await
}

/// Issues a document under the next number of its office's register.
///
/// # Errors
/// As for [`begin`] and [`register::issue`].
pub async fn issue_of(
    house: &House,
    asker: &Asker,
    id: Uuid,
    about: About,
    request: Request,
) -> Done<Document> {
    let prepared = match go_on(house, asker, about, request).await {
        Ok(prepared) => prepared,
        // Sent twice, and its act was done in between: it is issued already.
        Err(failure) => {
            let thing = match about {
                About::Proceeding(id) => id.0,
                About::Visit(id) => id,
            };
            let before = store::one(&house.store, id).await?.filter(|document| document.thing == thing);
            return match before {
                Some(document) if house.ask(asker, WRITE, document.unit).is_ok() => Ok(document),
                _ => Err(failure),
            };
        }
    };
    register::issue(house, asker, id, &prepared.matter.subject, &prepared.request).await
}

/// What was issued about a visit, for whoever holds its receipt: kind, number and day, never the letter.
///
/// # Errors
/// When the store cannot be read.
pub async fn told_of_visit(house: &House, id: Uuid) -> Done<Vec<Document>> {
    let mut issued = store::of_thing(&house.store, id).await?;
    for document in &mut issued {
        document.letter.clear();
    }
    Ok(issued)
}
