//! The left pane: tabs with their counts, and the rows of one.

use super::{
    names,
    view::{ROWS, View},
};
use crate::{
    guard::Reader,
    shell::{Choice, DueChip, Pages},
    site::Site,
};
use danvan_actions::{
    Done, Facts,
    cases::{Queue, queue},
};
use danvan_domain::{
    ids::{CaseId, UnitId},
    time::Moment,
};
use danvan_store::cases::{Counts, Row, Tab};
use danvan_words::Words;

/// The list as it is shown.
pub(super) struct List {
    pub(super) office: String,
    pub(super) tabs: Vec<TabLink>,
    pub(super) rows: Vec<RowView>,
    pub(super) pages: Pages,
    pub(super) fresh: i64,
    pub(super) colleagues: Vec<Choice>,
    pub(super) choosing: bool,
    pub(super) choose_href: String,
    pub(super) plain_href: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    /// Ids in the order shown, to find the next.
    pub(super) ids: Vec<CaseId>,
}

/// A tab with how many stand on it.
pub(super) struct TabLink {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) count: i64,
    pub(super) is_current: bool,
    pub(super) is_late: bool,
    pub(super) is_last: bool,
}

/// One case of the list.
pub(super) struct RowView {
    pub(super) id: CaseId,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) due: Option<DueChip>,
    pub(super) about: String,
    pub(super) who: String,
    pub(super) is_current: bool,
    pub(super) is_unread: bool,
    pub(super) is_urgent: bool,
    pub(super) supporters: i64,
}

/// The tabs in the order of a morning.
const TABS: [(Tab, &str); 6] = [
    (Tab::Due, "queue-due"),
    (Tab::Late, "queue-late"),
    (Tab::New, "queue-new"),
    (Tab::Reopened, "queue-reopened"),
    (Tab::Mine, "queue-mine"),
    (Tab::Open, "queue-all"),
];

fn count_of(counts: &Counts, tab: Tab) -> i64 {
    match tab {
        Tab::New => counts.fresh,
        Tab::Due => counts.due,
        Tab::Late => counts.late,
        Tab::Reopened => counts.reopened,
        Tab::Mine => counts.mine,
        Tab::Open | Tab::Done => counts.open,
    }
}

/// The first tab of a morning on which something stands.
pub(super) async fn first_tab(site: &Site, reader: &Reader, office: UnitId) -> Done<Tab> {
    let queue = queue(&site.house, &reader.visitor.asker, office, Tab::Due, (1, 0)).await?;
    let first = TABS.iter().map(|(tab, _)| *tab).find(|tab| count_of(&queue.counts, *tab) > 0);
    Ok(first.unwrap_or(Tab::Due))
}

/// Reads one page of a tab of an office's queue.
pub(super) async fn read(site: &Site, reader: &Reader, office: UnitId, view: &View) -> Done<List> {
    let tab = view.tab.unwrap_or(Tab::Due);
    let page = (ROWS, (view.page - 1) * ROWS);
    let queue = queue(&site.house, &reader.visitor.asker, office, tab, page).await?;
    Ok(shown(&site.house.facts(), reader, &queue, tab, view, site.house.now()))
}

fn shown(facts: &Facts, reader: &Reader, queue: &Queue, tab: Tab, view: &View, now: Moment) -> List {
    let words = reader.words();
    let tabs = TABS
        .iter()
        .map(|(other, key)| TabLink {
            href: View { page: 1, case: None, choosing: false, ..view.clone() }.list_href(*other),
            label: words.say(key),
            count: count_of(&queue.counts, *other),
            is_current: *other == tab,
            is_late: *other == Tab::Late,
            is_last: *other == Tab::Open,
        })
        .collect();
    let here = View { tab: Some(tab), ..view.clone() };
    let row = |row: &Row| RowView {
        href: View { choosing: false, ..here.with_case(Some(row.id)) }.href(),
        is_current: view.case == Some(row.id),
        who: who(row, queue, reader, words),
        ..row_view(facts, words, row, now)
    };
    let total = u64::try_from(count_of(&queue.counts, tab)).unwrap_or(0);
    List {
        office: names::unit(facts, queue.unit),
        tabs,
        rows: queue.rows.iter().map(row).collect(),
        pages: Pages {
            page: u64::try_from(view.page).unwrap_or(1),
            size: ROWS.unsigned_abs(),
            total,
            address: here.list_href(tab),
        },
        fresh: queue.counts.fresh,
        colleagues: queue
            .colleagues
            .iter()
            .map(|person| Choice::new(person.id.to_string(), &person.name, ""))
            .collect(),
        choosing: view.choosing,
        choose_href: View { choosing: true, case: None, ..here.clone() }.href(),
        plain_href: View { choosing: false, case: None, ..here.clone() }.href(),
        hidden: here.hidden(),
        ids: queue.rows.iter().map(|row| row.id).collect(),
    }
}

/// A row that leads to its case alone, with nobody named.
pub(super) fn row_view(facts: &Facts, words: &Words, row: &Row, now: Moment) -> RowView {
    let topic = names::topic(facts, &row.topic, words.language);
    RowView {
        id: row.id,
        href: format!("/cases/{}", row.id),
        title: row.title.clone(),
        due: row.stage.is_open().then(|| names::due_short(facts, words, row.due_at, now)),
        about: format!("{topic} · {}", names::unit(facts, row.place)),
        who: String::new(),
        is_current: false,
        is_unread: row.assignee.is_none() && row.stage.is_open(),
        is_urgent: row.urgent || row.priority > 0,
        supporters: row.supporters,
    }
}

fn who(row: &Row, queue: &Queue, reader: &Reader, words: &Words) -> String {
    let Some(assignee) = row.assignee else { return words.say("queue-unassigned") };
    if reader.visitor.asker.person == Some(assignee) {
        return words.say("queue-you");
    }
    let colleague = queue.colleagues.iter().find(|person| person.id == assignee);
    colleague.map_or_else(|| words.say("queue-somebody"), |person| person.name.clone())
}
