//! A request is fulfilled: what was asked is done, in the change that says so. What the law requires to be kept is refused
//! with its article.

use super::{erase, requests::Request};
use crate::house::{Done, House};
use danvan_domain::{
    data::{
        requests::{Kept, Right, Subject, kept_of_signer},
        retention::Rule,
    },
    ids::{CaseId, LetterId, UnitId},
    letters::Signer,
    receptions::Visitor,
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{
    Change, cases,
    data::{self as store, letters as kept, requests as rows},
    letters, receptions,
};

/// The office that has by now what a request is about.
pub(super) async fn unit_of(house: &House, request: &Request) -> Done<UnitId> {
    let store = &house.store;
    let unit = match request.subject {
        Subject::Case => cases::get(store, CaseId(request.thing)).await?.map(|case| case.responsible),
        Subject::Signer => letters::get(store, LetterId(request.thing)).await?.map(|letter| letter.unit),
        Subject::Visit => receptions::visit(store, request.thing).await?.map(|visit| visit.unit),
    };
    Ok(unit.ok_or(Refusal::NotFound)?)
}

/// Locks what a request is about, before the request itself: so does whoever gives a new code, and two that lock in another
/// order would wait for each other.
pub(super) async fn lock_thing(change: &mut Change, request: &Request) -> Done<()> {
    let is_there = match request.subject {
        Subject::Case => cases::lock(change, CaseId(request.thing)).await?.is_some(),
        Subject::Signer => letters::lock(change, LetterId(request.thing)).await?.is_some(),
        Subject::Visit => receptions::lock_visit(change, request.thing).await?.is_some(),
    };
    if is_there { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// Does what was asked. Returns pictures to be forgotten after the commit.
pub(super) async fn fulfil(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    request: &mut Request,
) -> Done<Vec<String>> {
    match (request.right, request.subject) {
        // The sheet and the withdrawal are the house's own; a restriction holds by itself from now on.
        (Right::View | Right::Withdraw | Right::Restrict, _) => Ok(Vec::new()),
        (Right::Correct, Subject::Case) => correct_case(change, request).await,
        (Right::Correct, Subject::Signer) => correct_signer(change, request).await,
        (Right::Correct, Subject::Visit) => correct_visitor(change, request).await,
        (Right::Delete, Subject::Case) => erase_case(house, asker, change, request).await,
        (Right::Delete, Subject::Signer) => erase_signer(house, asker, change, request).await,
        (Right::Delete, Subject::Visit) => erase_visitor(house, asker, change, request).await,
    }
}

/// Refuses what must be kept: with the rule of keeping that says so.
fn must_stay(key: &str, rule: &str) -> Refusal {
    let (source, grade) = Rule::get(rule).map_or(("", ""), |rule| (rule.source.as_str(), rule.grade.word()));
    Refusal::Conflict(Note::new(key).with("source", source).with("certainty", grade))
}

/// Puts what whoever asked gave in place of what was kept.
async fn correct_case(change: &mut Change, request: &Request) -> Done<Vec<String>> {
    if request.contact.is_empty() {
        return Ok(Vec::new());
    }
    let case = CaseId(request.thing);
    let locked = cases::lock(change, case).await?.ok_or(Refusal::NotFound)?;
    if request.receipt == locked.receipt {
        store::drop_contact(change, case.0).await?;
        cases::save_contact(change, case, &request.contact).await?;
    } else {
        store::set_supporter(change, &request.receipt, &request.contact).await?;
    }
    Ok(Vec::new())
}

/// What was given stands in place of what was kept; what was left empty stays. So does who speaks for the others: that is
/// theirs to say.
async fn correct_signer(change: &mut Change, request: &Request) -> Done<Vec<String>> {
    let letter = LetterId(request.thing);
    letters::lock(change, letter).await?.ok_or(Refusal::NotFound)?;
    let signed =
        letters::people::by_receipt_within(change, &request.receipt).await?.ok_or(Refusal::NotFound)?;
    if signed.signer.name.is_empty() {
        return Err(Refusal::Conflict(Note::new("data-nothing-held")).into());
    }
    let or = |given: &Option<String>, kept: String| given.clone().unwrap_or(kept);
    let to = Signer {
        name: or(&request.contact.name, signed.signer.name),
        address: or(&request.address, signed.signer.address),
        phone: or(&request.contact.phone, signed.signer.phone),
        is_representative: signed.signer.is_representative,
    };
    letters::people::correct(change, &request.receipt, &to).await?;
    letters::people::drop_digest(change, letter).await?;
    Ok(Vec::new())
}

async fn correct_visitor(change: &mut Change, request: &Request) -> Done<Vec<String>> {
    receptions::lock_visit(change, request.thing).await?.ok_or(Refusal::NotFound)?;
    let kept = receptions::told(change, request.thing).await?.visitor;
    let (name, phone) = kept.ok_or_else(|| Refusal::Conflict(Note::new("data-nothing-held")))?;
    let to = Visitor {
        name: request.contact.name.clone().unwrap_or(name),
        phone: request.contact.phone.clone().or(phone),
    };
    receptions::people::set_visitor(change, request.thing, &to).await?;
    Ok(Vec::new())
}

async fn erase_case(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    request: &mut Request,
) -> Done<Vec<String>> {
    let case = cases::lock(change, CaseId(request.thing)).await?.ok_or(Refusal::NotFound)?;
    let asked_first = request.receipt == case.receipt;
    if asked_first && case.stage.is_open() {
        return Err(Refusal::Conflict(Note::new("data-case-still-open")).into());
    }
    rows::forget_words(change, &request.receipt).await?;
    request.words.clear();
    if asked_first {
        let (_, pictures) = erase::at_request(house, asker, change, &case, request.id).await?;
        return Ok(pictures);
    }
    erase::supporter(house, asker, change, (case.id, &request.receipt), request.id).await?;
    Ok(Vec::new())
}

/// Of one who signed goes where they live and how to reach them; their name stays with the file for as long as the law keeps
/// that. Nobody else's is touched.
async fn erase_signer(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    request: &mut Request,
) -> Done<Vec<String>> {
    let letter = letters::lock(change, LetterId(request.thing)).await?.ok_or(Refusal::NotFound)?;
    let signed =
        letters::people::by_receipt_within(change, &request.receipt).await?.ok_or(Refusal::NotFound)?;
    let runs = kept::runs(change, letter.id, house.now()).await?;
    if kept_of_signer(runs, letter.signers, signed.signer.is_representative) == Kept::Everything {
        return Err(must_stay("data-letter-still-runs", "letter_running").into());
    }
    rows::forget_words(change, &request.receipt).await?;
    request.words.clear();
    erase::signer(house, asker, change, &letter, (&request.receipt, request.id)).await?;
    Ok(Vec::new())
}

/// Of a visitor goes what to call them and where, once the visit is over: it was there only to call them in. What was said
/// stays in the book of receptions.
async fn erase_visitor(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    request: &mut Request,
) -> Done<Vec<String>> {
    let visit = receptions::lock_visit(change, request.thing).await?.ok_or(Refusal::NotFound)?;
    let facts = house.facts();
    let procedure = facts.procedures.get(danvan_domain::receptions::PROCEDURE);
    let is_over = procedure.and_then(|one| one.stage(&visit.stage)).is_some_and(|stage| stage.last);
    // Whoever booked and never came is called in no more.
    let stayed_away =
        visit.stage != "received" && receptions::people::has_passed(change, visit.id, house.today()).await?;
    if !(is_over || stayed_away) || receptions::people::waits(change, visit.id).await? {
        return Err(must_stay("data-visit-still-runs", "visit_running").into());
    }
    rows::forget_words(change, &request.receipt).await?;
    request.words.clear();
    erase::visitor(house, asker, change, visit.id, request.id).await?;
    Ok(Vec::new())
}
