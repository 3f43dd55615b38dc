//! Where an officer is at the desk: office, tab, page, case. The address holds it all.

use crate::form::Form;
use danvan_domain::ids::{CaseId, UnitId};
use danvan_store::cases::Tab;

/// How many rows stand on a page of the list.
pub(super) const ROWS: i64 = 50;

/// What the address of the desk says.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// The office, when it is not the reader's first.
    pub(super) office: Option<UnitId>,
    /// The tab of the list; none when a case stands alone.
    pub(super) tab: Option<Tab>,
    /// The page of the list, from 1.
    pub(super) page: i64,
    /// The case that is open.
    pub(super) case: Option<CaseId>,
    /// Whether rows are being chosen to act on several.
    pub(super) choosing: bool,
}

impl View {
    /// Reads the query of an address, or the hidden fields of a form.
    pub(super) fn read(form: &Form) -> Self {
        Self {
            office: form.get("unit").parse().ok(),
            tab: form.get("tab").parse().ok(),
            page: form.get("page").parse().ok().filter(|page| (1..=100_000).contains(page)).unwrap_or(1),
            case: form.get("case").parse().ok(),
            choosing: form.ticked("choose"),
        }
    }

    /// The same place with another case open, or none.
    pub(super) fn with_case(&self, case: Option<CaseId>) -> Self {
        Self { case, ..self.clone() }
    }

    /// The address of the list: everything but page and case.
    pub(super) fn list_href(&self, tab: Tab) -> String {
        let mut href = format!("/cases?tab={tab}");
        if let Some(office) = self.office {
            href.push_str(&format!("&unit={office}"));
        }
        if self.choosing {
            href.push_str("&choose=yes");
        }
        href
    }

    /// The address of this place.
    pub(super) fn href(&self) -> String {
        let Some(tab) = self.tab else {
            return self.case.map_or_else(|| "/cases".to_owned(), |case| format!("/cases/{case}"));
        };
        let mut href = self.list_href(tab);
        if self.page > 1 {
            href.push_str(&format!("&page={}", self.page));
        }
        if let Some(case) = self.case {
            href.push_str(&format!("&case={case}"));
        }
        href
    }

    /// The address of this place with one more value.
    pub(super) fn href_with(&self, more: &str) -> String {
        let href = self.href();
        let join = if href.contains('?') { '&' } else { '?' };
        format!("{href}{join}{more}")
    }

    /// The hidden fields by which a form leads back here.
    pub(super) fn hidden(&self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        if let Some(tab) = self.tab {
            fields.push(("tab", tab.to_string()));
        }
        if self.page > 1 {
            fields.push(("page", self.page.to_string()));
        }
        if let Some(office) = self.office {
            fields.push(("unit", office.to_string()));
        }
        fields
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn an_address_is_read_back_as_it_was_written() {
        let id = "01890000-0000-7000-8000-000000000001";
        let check = |query: &str, expected: &str| {
            assert_eq!(View::read(&Form::read(query)).href(), expected, "{query}");
        };
        check("tab=due&page=2", "/cases?tab=due&page=2");
        check(&format!("tab=new&case={id}"), &format!("/cases?tab=new&case={id}"));
        check(&format!("case={id}&page=-4"), &format!("/cases/{id}"));
        check("tab=nonsense&page=x&case=1", "/cases");
        let view = View::read(&Form::read("tab=late"));
        assert_eq!(view.href_with("done=note"), "/cases?tab=late&done=note");
    }
}
