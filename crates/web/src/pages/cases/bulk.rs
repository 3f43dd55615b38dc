//! Several cases at once, where that is safe: taking the next, taking several, giving several to a colleague.

use super::{queue::office, view::View};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, sorry},
    site::Site,
};
use axum::extract::State;
use danvan_actions::{
    Failure,
    cases::{Act, handle, take_next as take},
};
use danvan_domain::{ids::CaseId, refusals::Refusal};
use danvan_store::cases::Tab;

/// `/cases/next`: takes the case that waits longest and opens it.
pub(super) async fn take_next(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let mut view = View::read(&form);
    view.tab.get_or_insert(Tab::New);
    let office = office(&reader, &view)?;
    let taken = take(&site.house, &reader.visitor.asker, office).await.map_err(sorry(&reader))?;
    match taken {
        Some(case) => go(&view.with_case(Some(case.id)).href_with("done=accept")),
        None => go(&view.with_case(None).href_with("done=nothing&n=0")),
    }
}

/// `/cases/bulk`: accepts or assigns every case that was ticked; each stands or falls alone.
pub(super) async fn act(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let view = View { case: None, ..View::read(&form) };
    let act = match (form.get("do"), form.get("to").parse()) {
        ("accept", _) => Act::Accept,
        ("assign", Ok(to)) => Act::Assign(to),
        ("assign", Err(_)) => return go(&view.href_with("done=unchosen&n=0")),
        _ => return Err(Sorry::lost(reader.language)),
    };
    let mut done = 0;
    let ids: Vec<CaseId> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
    for id in ids {
        match handle(&site.house, &reader.visitor.asker, id, act.clone()).await {
            Ok(_) => done += 1,
            // Somebody was quicker, or the case went elsewhere: the others are still done.
            Err(Failure::Refused(Refusal::Conflict(_) | Refusal::NotFound)) => {}
            Err(failure) => return Err(Sorry::failed(reader.language, failure)),
        }
    }
    go(&view.href_with(&format!("done=several&n={done}")))
}
