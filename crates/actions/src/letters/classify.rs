//! An officer classifies a letter by its content, and what the law then opens begins in the same change.

use super::{beside::Beside, receive::title, same, seal};
use crate::{
    Failure,
    cases::ask_office,
    house::{Done, House},
    proceedings::{Opening, computed, late_reason, office_here, open_within, procedure_of},
    registers, sealed,
};
use danvan_domain::{
    events::Event,
    ids::{JobId, LetterId, ProceedingId},
    letters::{Axes, Content, Decided, Disposal, Letter, Signers, decide, decide_after},
    privacy,
    procedures::{self, Done as Act, Party},
    proceedings::{Kept, Proceeding},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::{
    Change, StoreError,
    data::{self, requests},
    deadlines, documents, jobs,
    letters::{self as store, same as likes},
    proceedings,
};
use serde_json::json;

/// How an officer classifies a letter.
#[derive(Clone, Debug)]
pub struct Classified {
    /// The axes.
    pub axes: Axes,
    /// What becomes of it.
    pub decided: Decided,
    /// Why it is late, when it is: a code of the list, or `code: words`.
    pub late_reason: String,
    /// Whether the officer agrees that words, names and scans of a denunciation are taken away from here.
    pub may_erase: bool,
}

impl Classified {
    fn holds_denunciation(&self) -> bool {
        self.axes.content == Content::Denunciation || self.axes.parts.contains(&Content::Denunciation)
    }
}

/// The job that writes anew what erased words may still stand in.
pub const SCRUB: &str = "letters.scrub";

/// Writes anew what erased words may still stand in.
///
/// # Errors
/// When the engine cannot.
pub async fn scrub(house: &House) -> Done<()> {
    Ok(data::scrub(&house.store).await?)
}

/// Classifies a letter: its own proceeding takes the step that the law names, and a proceeding of each content is opened.
/// Returns the proceedings that were opened.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right, [`Refusal::Conflict`] when it is classified already, and what the law
/// does not leave open.
pub async fn classify(
    house: &House,
    asker: &Asker,
    id: LetterId,
    classified: Classified,
) -> Done<Vec<ProceedingId>> {
    let now = house.now();
    let before = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, before.unit)?;
    let to_seal = classified.holds_denunciation() && !before.is_sealed;
    // What is to be sealed is closed before the change begins: inside it nothing waits for a cipher.
    let closes = to_seal && before.classified_at.is_none();
    let closed = if closes { seal::closed(house, asker, &before).await? } else { None };
    let mut change = house.store.begin().await?;
    let mut letter = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, letter.unit)?;
    lawful(house, &mut change, &letter, &classified).await?;
    let was_sealed = letter.is_sealed;
    let hashes = if classified.holds_denunciation() && !was_sealed {
        into_seal(house, &mut change, &mut letter, closed).await?
    } else {
        Vec::new()
    };
    let Classified { axes, decided, late_reason, .. } = classified;
    letter.disposal = Some(decided.disposal);
    letter.ground = privacy::mask(decided.ground.trim()).text;
    letter.document = decided.document.trim().to_owned();
    letter.classified_at = Some(now);
    letter.axes = Some(axes.clone());
    let contents = contents(&axes, decided.disposal, was_sealed);
    let came_at = came_at(&mut change, &letter).await?;
    let said = (&decided, late_reason.as_str());
    let intake = step(house, asker, &mut change, &mut letter, said, &contents).await?;
    let mut opened = Vec::new();
    for content in contents {
        let acts = opening_acts((&letter, came_at), content, &decided, now);
        let it =
            open_within(house, asker, &mut change, child(house, &letter, intake.as_ref(), content, acts));
        opened.push(it.await?.id);
    }
    store::save(&mut change, &letter).await?;
    same::mark(&mut change, &letter).await?;
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "letter.classified".into(),
        thing: id.0,
        unit: Some(letter.unit),
        payload: json!({
            "content": axes.content, "disposal": decided.disposal, "branch": axes.branch,
            "eligibility": axes.eligibility, "opened": opened.len(),
        }),
    });
    change.commit().await.map_err(busy)?;
    crate::attachments::forget(house, &hashes).await?;
    if to_seal {
        follow(house, id).await?;
    }
    Ok(opened)
}

/// Why something was late stood in the register in the officer's words: it follows before the rows are scrubbed.
async fn follow(house: &House, letter: LetterId) -> Done<()> {
    let all = proceedings::of_letter(&house.store, letter).await?;
    registers::keep(house, &all.iter().map(|it| it.id).collect::<Vec<_>>()).await
}

/// Somebody sealed at the same instant and took the number.
fn busy(error: impl Into<Failure>) -> Failure {
    match error.into() {
        Failure::Broken(StoreError::Taken) => Refusal::Conflict(Note::new("refusal-seal-busy")).into(),
        other => other,
    }
}

/// Whether the law and the letter's state leave this classification open.
async fn lawful(house: &House, change: &mut Change, letter: &Letter, it: &Classified) -> Done<()> {
    if letter.classified_at.is_some() {
        return Err(Refusal::Conflict(Note::new("letter-classified")).into());
    }
    // Nothing else can have been sent on before it is classified.
    let acts = acts_of_intake(change, letter).await?;
    let mut ways = acts.iter().map(|kept| kept.done.act.as_str());
    let sent_on = ways.rfind(|act| matches!(*act, "transfer" | "receive_transferred"));
    if sent_on == Some("transfer") {
        return Err(Refusal::Conflict(Note::new("letter-receive-first")).into());
    }
    decide(&it.axes, letter.class(), &it.decided)?;
    let earlier = same::earlier(house, change, letter, sent_on.is_some()).await?;
    decide_after(it.decided.disposal, &earlier).map_err(|note| Refusal::field("disposal", note))?;
    if letter.is_sealed && it.axes.content != Content::Denunciation {
        return Err(Refusal::field("content", Note::new("letter-stays-sealed")).into());
    }
    if !it.holds_denunciation() {
        return Ok(());
    }
    if !letter.is_sealed && !it.may_erase {
        return Err(Refusal::field("erase", Note::new("letter-erase-first")).into());
    }
    for (field, words) in [("ground", &it.decided.ground), ("late_reason", &it.late_reason)] {
        if let Some(found) = privacy::names_somebody(words) {
            let note = Note::new("note-names-somebody").with("words", &words[found]);
            return Err(Refusal::field(field, note).into());
        }
    }
    Ok(())
}

/// What was done so far in the proceeding that began with the letter.
async fn acts_of_intake(change: &mut Change, letter: &Letter) -> Done<Vec<Kept>> {
    match letter.intake {
        Some(intake) => Ok(proceedings::acts_within(change, intake).await?),
        None => Ok(Vec::new()),
    }
}

/// When the office that has a letter received it: from then on the clocks of what it opens run.
async fn came_at(change: &mut Change, letter: &Letter) -> Done<Moment> {
    let acts = acts_of_intake(change, letter).await?;
    let sent_on = acts.iter().rev().find(|kept| kept.done.act == "receive_transferred");
    Ok(sent_on.map_or(letter.received_at, |kept| kept.done.at))
}

/// What a letter says goes under seal, when its office can seal, and is taken away here in any case. Returns the hashes of
/// its scans, whose files go after the commit.
async fn into_seal(
    house: &House,
    change: &mut Change,
    letter: &mut Letter,
    closed: Option<(sealed::Prepared, Beside)>,
) -> Done<Vec<String>> {
    let beside = Beside::of(change, letter).await?;
    if let Some((closed, seen)) = closed {
        if !seen.is(&beside) {
            // Somebody wrote something beside it while it was being closed: it is not in the seal.
            return Err(Refusal::Conflict(Note::new("refusal-seal-busy")).into());
        }
        sealed::keep(house, change, &closed).await.map_err(busy)?;
    }
    let hashes = erase(house, change, letter, &beside).await?;
    // What was erased stays in free pages and the engine's log until they are written anew.
    jobs::add(change, JobId(house.new_id()), SCRUB, "{}", Some(SCRUB), house.now()).await?;
    Ok(hashes)
}

/// What was said, who signed, what was scanned and what was written beside it is taken away: it belongs in the sealed
/// compartment.
async fn erase(
    house: &House,
    change: &mut Change,
    letter: &mut Letter,
    beside: &Beside,
) -> Done<Vec<String>> {
    store::forget_signers(change, letter.id).await?;
    // Nothing of a denunciation is compared with anything, nor told by what it was linked with.
    same::leave(change, letter).await?;
    letter.same_as = None;
    likes::forget(change, letter.id).await?;
    documents::hush(change, letter.id).await?;
    beside.take_away(house, change).await?;
    let hashes = data::detach(change, letter.id.0).await?;
    letter.summary.clear();
    letter.forwarded_by.clear();
    letter.topic.clear();
    letter.place = letter.unit;
    letter.is_sealed = true;
    // Nor a digest by which somebody could try whether they guess the words.
    letter.request_hash.clear();
    Ok(hashes)
}

/// The contents for which a proceeding of their own is opened.
fn contents(axes: &Axes, disposal: Disposal, was_sealed: bool) -> Vec<Content> {
    match (disposal, axes.content) {
        // It has run as a petition, or as a denunciation, since its reception.
        (Disposal::Open, Content::Petition) => Vec::new(),
        (_, Content::Denunciation) if was_sealed => Vec::new(),
        (Disposal::Open, content) => vec![content],
        (Disposal::Split, _) => {
            let mut parts = axes.parts.clone();
            parts.sort_unstable();
            parts.dedup();
            parts
        }
        (Disposal::Inspection | Disposal::PartyBody, content) => vec![content],
        _ => Vec::new(),
    }
}

/// The act by which the law names that step; none when the proceeding just goes on.
const fn code_of_step(
    disposal: Disposal,
    is_denunciation: bool,
    opens_nothing: bool,
) -> Option<&'static str> {
    Some(match (disposal, is_denunciation) {
        (Disposal::Open, true) => return None,
        (Disposal::Open, false) if opens_nothing => "classify",
        (Disposal::Split, _) => "split",
        (Disposal::Transfer, _) => "transfer",
        (Disposal::Guide, false) => "guide",
        (Disposal::Archive, false) => "archive",
        (Disposal::Guide | Disposal::Archive, true) => "not_handle",
        (Disposal::Inspection, true) => "to_inspection",
        (Disposal::PartyBody, true) => "forward_party",
        (Disposal::Open | Disposal::Inspection | Disposal::PartyBody, false) => "move",
    })
}

/// Whether an act was done already since a letter came to its office, by itself and not by classifying it.
fn is_done(acts: &[Kept], code: &str) -> bool {
    let mut here = acts.iter().rev().take_while(|kept| kept.done.act != "receive_transferred");
    here.any(|kept| kept.done.act == code)
}

/// The step that the letter's own proceeding takes.
async fn step(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    letter: &mut Letter,
    (decided, late): (&Decided, &str),
    contents: &[Content],
) -> Done<Option<Proceeding>> {
    let Some(id) = letter.intake else { return Ok(None) };
    let (facts, now) = (house.facts(), house.now());
    let mut it = proceedings::lock(change, id).await?.ok_or(Refusal::NotFound)?;
    let acts = proceedings::acts_within(change, id).await?;
    let procedure = procedure_of(house, &facts, &it, &acts, now).await?;
    let code = code_of_step(decided.disposal, it.procedure == "denunciation", contents.is_empty());
    it.is_sealed = letter.is_sealed;
    it.title = title(letter);
    it.topic.clone_from(&letter.topic);
    it.place = letter.place;
    let done: Vec<Act> = acts.iter().map(|kept| kept.done.clone()).collect();
    // Before these acts belonged to classifying, somebody may have done one alone: what follows is opened now.
    let Some(code) = code.filter(|code| !is_done(&acts, code)) else {
        proceedings::save(change, &it).await?;
        return Ok(Some(it));
    };
    let to = office_here(&facts, letter.unit, &decided.office, now.day())?;
    let act = Act {
        ground: letter.ground.clone(),
        document: letter.document.clone(),
        office: to.as_ref().map_or_else(|| decided.office.trim().to_owned(), |to| to.1.clone()),
        parts: contents.iter().filter_map(|one| one.procedure()).map(str::to_owned).collect(),
        ..Act::new(code, now, Party::CommuneOfficer)
    };
    let stand = procedures::check(&procedure, &done, &act, &facts.calendar, &facts.hours, now)?;
    let late_reason = late_reason(&facts, &procedure, &done, &act, &stand, late)?;
    let owner = it.unit;
    if let Some((to, _)) = to.filter(|_| code == "transfer") {
        // It is the receiving office's from here on, the letter as well, which it reads anew.
        (it.unit, it.handler, letter.unit) = (to, None, to);
        letter.is_anothers();
        requests::give_of(change, letter.id.0, to).await?;
    }
    let rows = computed(&facts, &mut it, &procedure, &stand, &act, now);
    let kept = Kept {
        proceeding: id,
        position: i64::try_from(acts.len()).unwrap_or(i64::MAX),
        done: act,
        late_reason,
        person: asker.person,
        unit: owner,
        recorded_at: now,
        edition: procedure.edition.clone(),
    };
    proceedings::keep_edition(change, &procedure, now).await?;
    proceedings::add_act(change, &kept).await?;
    proceedings::save(change, &it).await?;
    deadlines::rewrite(change, id.0, &rows).await?;
    change.note(it.event(&kept));
    Ok(Some(it))
}

/// With what a proceeding of a content begins.
fn opening_acts(
    (letter, came_at): (&Letter, Moment),
    content: Content,
    decided: &Decided,
    now: Moment,
) -> Vec<Act> {
    let by = Party::CommuneOfficer;
    let mut acts = vec![Opening::act("receive", came_at, by, "")];
    let text = |code: &str| Act {
        document: letter.document.clone(),
        office: decided.office.trim().to_owned(),
        ..Opening::act(code, now, by, &letter.ground)
    };
    match (decided.disposal, content) {
        (Disposal::Inspection, Content::Denunciation) => acts.push(text("to_inspection")),
        (Disposal::PartyBody, Content::Denunciation) => acts.push(text("forward_party")),
        _ => {}
    }
    if letter.class() == Signers::Group && matches!(content, Content::Complaint | Content::Petition) {
        acts.push(Opening::act("mark_group", now, by, &format!("{}", letter.signers)));
    }
    if content == Content::Petition {
        acts.push(Opening::act("classify", now, by, &letter.ground));
    }
    acts
}

fn child(
    house: &House,
    letter: &Letter,
    intake: Option<&Proceeding>,
    content: Content,
    acts: Vec<Act>,
) -> Opening {
    let is_sealed = content == Content::Denunciation || letter.is_sealed;
    Opening {
        id: ProceedingId(house.new_id()),
        letter: Some(letter.id),
        parent: letter.intake,
        procedure: content.procedure().unwrap_or_default().into(),
        unit: letter.unit,
        handler: intake.and_then(|intake| intake.handler),
        place: letter.place,
        topic: letter.topic.clone(),
        title: title(letter),
        signers: letter.signers,
        is_sealed,
        acts,
    }
}
