//! What was promised and is late: cases, duties, commitments, the oldest of each.

use crate::{
    pages::{cases::names, proceedings::deadlines::late_line},
    shell::Shell,
    site::Site,
};
use danvan_actions::today::{Glance, Late};
use danvan_domain::time::{Day, Moment};

/// One line of what is late.
pub(super) struct LateLine {
    pub(super) href: String,
    pub(super) words: String,
    pub(super) chip: String,
}

/// What is late of one sort.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) lines: Vec<LateLine>,
    /// How many more there are, in words.
    pub(super) rest: String,
}

/// All that is late.
pub(super) struct LateView {
    pub(super) groups: Vec<Group>,
}

impl LateView {
    /// Whether something is among the lines.
    pub(super) fn has(&self, href: &str) -> bool {
        self.groups.iter().flat_map(|group| &group.lines).any(|line| line.href == href)
    }
}

/// What is late, in words.
pub(super) fn view(site: &Site, shell: &Shell, found: &Glance) -> LateView {
    let groups = [cases(site, shell, found), duties(site, shell, found), commitments(site, shell, found)];
    LateView { groups: groups.into_iter().flatten().collect() }
}

/// A sort of what is late; nothing where there is none.
fn group(
    shell: &Shell,
    key: &str,
    href: String,
    (all, told): (i64, i64),
    lines: Vec<LateLine>,
) -> Option<Group> {
    let left = all - told;
    let rest = if left > 0 { shell.say_count("leader-late-rest", left) } else { String::new() };
    let title = shell.say_one(key, "n", shell.words.count(all));
    (all > 0).then_some(Group { title, href, lines, rest })
}

fn days_late(shell: &Shell, due: Day, today: Day) -> String {
    shell.say_count("due-late-days", today.days_since(due).max(1))
}

fn cases(site: &Site, shell: &Shell, found: &Glance) -> Option<Group> {
    let (facts, today) = (site.house.facts(), site.house.today());
    let days = |due: Moment| days_late(shell, due.day(), today);
    let (told, lines) = match &found.promises.late {
        Late::Offices(offices) => {
            let line = |office: &danvan_actions::today::LateAt| LateLine {
                href: format!("/cases/late?unit={}&own=yes", office.unit),
                words: shell.say_with(
                    "leader-late-at",
                    &[("name", names::unit(&facts, office.unit).into()), ("n", office.cases.into())],
                ),
                chip: shell.say_one("leader-late-oldest", "late", days(office.oldest)),
            };
            (offices.iter().map(|office| office.cases).sum(), offices.iter().map(line).collect())
        }
        Late::Cases(rows) => {
            let lines = rows.iter().map(|row| LateLine {
                href: format!("/cases/{}", row.id),
                words: row.title.clone(),
                chip: days(row.due_at),
            });
            (i64::try_from(rows.len()).unwrap_or(i64::MAX), lines.collect::<Vec<_>>())
        }
    };
    let href = format!("/cases/late?unit={}", found.unit);
    group(shell, "leader-late-cases", href, (found.promises.cases, told), lines)
}

fn duties(site: &Site, shell: &Shell, found: &Glance) -> Option<Group> {
    let (all, rows) = found.promises.duties.as_ref()?;
    let lines: Vec<LateLine> = rows
        .iter()
        .map(|row| {
            let (href, words, chip) = late_line(site, shell, row);
            LateLine { href, words, chip: chip.words }
        })
        .collect();
    let told = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let is_uppermost = site.house.facts().tree.ancestors(found.unit).next().is_none();
    let href = if is_uppermost { "/deadlines?whose=city" } else { "/deadlines" };
    group(shell, "leader-late-duties", href.to_owned(), (*all, told), lines)
}

fn commitments(site: &Site, shell: &Shell, found: &Glance) -> Option<Group> {
    let (facts, today) = (site.house.facts(), site.house.today());
    let (all, rows) = &found.promises.commitments;
    let line = |one: &danvan_actions::programmes::Promised| LateLine {
        href: format!("/programmes/commitments/{}", one.commitment.id),
        words: format!("{}: {}", names::unit(&facts, one.commitment.unit), one.commitment.what),
        chip: days_late(shell, one.period.to, today),
    };
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let href = format!("/programmes/promised?unit={}", found.unit);
    group(
        shell,
        "leader-late-commitments",
        href,
        (count(*all), count(rows.len())),
        rows.iter().map(line).collect(),
    )
}
