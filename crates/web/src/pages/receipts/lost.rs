//! The form by which somebody who lost their code is given a new one at the desk.

use super::readings::purposes;
use crate::{
    form::Form,
    shell::{Choice, Shell},
};
use danvan_actions::{Facts, data::Checked};
use danvan_domain::answers::ReasonList;
use uuid::Uuid;

/// The form by which somebody who lost their code is given a new one at the desk.
pub(in crate::pages) struct LostCode {
    /// Where it is sent.
    pub(in crate::pages) action: String,
    /// Whether two may be called the same.
    pub(in crate::pages) has_order: bool,
    pub(in crate::pages) typed: Checked,
    /// Whether it came back.
    pub(in crate::pages) is_open: bool,
    pub(in crate::pages) why: Vec<Choice>,
    pub(in crate::pages) documents: Vec<Choice>,
}

impl LostCode {
    /// The form on the page of a visit, which comes back when something of it was filled in.
    pub(in crate::pages) fn at_visit(shell: &Shell, facts: &Facts, id: Uuid, sent: &Form) -> Self {
        let is_sent = ["named", "checked", "why"].into_iter().any(|field| sent.filled(field).is_some());
        let typed = is_sent.then(|| lost_code(sent));
        Self::of(shell, facts, (format!("/receptions/desk/visits/{id}/receipt"), false), typed)
    }

    pub(in crate::pages) fn of(
        shell: &Shell,
        facts: &Facts,
        (action, has_order): (String, bool),
        typed: Option<Checked>,
    ) -> Self {
        let (is_open, typed) = (typed.is_some(), typed.unwrap_or_default());
        Self {
            why: purposes(shell, facts, ReasonList::NewCode, &typed.why),
            documents: purposes(shell, facts, ReasonList::Identity, &typed.document),
            action,
            has_order,
            is_open,
            typed,
        }
    }
}

/// What was typed into that form.
pub(in crate::pages) fn lost_code(sent: &Form) -> Checked {
    Checked {
        name: sent.get("named").to_owned(),
        order: sent.get("order").to_owned(),
        why: sent.get("why").to_owned(),
        document: sent.get("checked").to_owned(),
    }
}
