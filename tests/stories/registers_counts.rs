//! The register's numbers: each is as long as the list it leads to, they balance, and both engines count the same.

use crate::letters_way::{go_to, ward};
use danvan_actions::{
    letters::{Classified, Incoming, classify, receive},
    proceedings::{Doing, act, of_letter, see_lapses},
    registers::{self, Question, Row, Statistics, Which, listed, statistics},
    verify,
};
use danvan_domain::{
    ids::{LetterId, ProceedingId, UnitId},
    letters::{Axes, Branch, Competence, Content, Decided, Disposal, Eligibility},
    people::Role,
    registers::{Kind, Measure},
    rights::Asker,
    time::Day,
    units::Level,
};
use danvan_testkit::{House, for_each_engine};
use std::sync::Mutex;

/// An office with its officer and its leader.
pub(crate) struct Office {
    pub(crate) unit: UnitId,
    pub(crate) officer: Asker,
    pub(crate) leader: Asker,
}

impl Office {
    pub(crate) async fn of(house: &House, unit: UnitId) -> Self {
        let officer = house.somebody(Role::CommuneOfficer, unit).await;
        let leader = house.somebody(Role::CommuneLeader, unit).await;
        Self { unit, officer, leader }
    }

    /// A letter comes in today.
    pub(crate) async fn receives(&self, house: &House, summary: &str) -> LetterId {
        let is_denunciation = summary.is_empty();
        let incoming = Incoming {
            id: Some(house.new_id()),
            unit: Some(self.unit),
            way: "post".into(),
            received_on: house.today().to_string(),
            is_denunciation,
            topic: if is_denunciation { String::new() } else { "land.clearance".into() },
            place: if is_denunciation { String::new() } else { self.unit.to_string() },
            summary: summary.into(),
            signers: "1".into(),
            ..Incoming::default()
        };
        receive(house, &self.officer, incoming).await.expect("a letter").id
    }

    /// It is classified; gives the proceeding that then runs.
    pub(crate) async fn classifies(
        &self,
        house: &House,
        letter: LetterId,
        content: Content,
        disposal: Disposal,
        office: &str,
    ) -> ProceedingId {
        let is_mixed = content == Content::Mixed;
        let is_out = matches!(disposal, Disposal::Transfer | Disposal::Guide);
        let classified = Classified {
            axes: Axes {
                content,
                parts: if is_mixed { vec![Content::Complaint, Content::Petition] } else { Vec::new() },
                eligibility: if disposal == Disposal::Archive {
                    Eligibility::Illegible
                } else {
                    Eligibility::Eligible
                },
                competence: if is_out { Competence::Other } else { Competence::Own },
                has_originals: false,
                branch: if content == Content::Petition { Branch::Elected } else { Branch::State },
                is_sharp: false,
                has_facts: false,
            },
            decided: Decided {
                disposal,
                ground: "Theo nội dung đơn".into(),
                document: "7/HD".into(),
                office: office.into(),
            },
            late_reason: String::new(),
            may_erase: false,
        };
        let opened = classify(house, &self.officer, letter, classified).await.expect("classified");
        match opened.first() {
            Some(first) => *first,
            None => of_letter(house, letter).await.expect("proceedings").first().expect("an intake").id,
        }
    }

    /// The chair, or the officer, does something.
    pub(crate) async fn does(&self, house: &House, id: ProceedingId, code: &str, by_leader: bool) {
        let asker = if by_leader { &self.leader } else { &self.officer };
        let doing = Doing {
            act: code.into(),
            ground: "Theo quy định".into(),
            document: "9/QĐ".into(),
            late_reason: "overload".into(),
            ..Doing::default()
        };
        act(house, asker, id, doing).await.unwrap_or_else(|failure| panic!("{code}: {failure}"));
    }
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn city(house: &House, ward: UnitId) -> UnitId {
    house.facts().tree.at_or_above(ward, Level::City).expect("a city").id
}

/// Two months at two wards: letters of every kind, some in time, some late, one transferred, one taken to the city.
pub(crate) async fn live(house: &House) -> (Office, Office) {
    let own = Office::of(house, ward(house, "Ngọc Hà")).await;
    let other = Office::of(house, ward(house, "Ba Đình")).await;
    let petition = own.receives(house, "Kiến nghị sửa cống ngõ 12.").await;
    let complaint = own.receives(house, "Khiếu nại quyết định số 15.").await;
    let late = own.receives(house, "Khiếu nại quyết định số 16.").await;
    let mixed = own.receives(house, "Khiếu nại và kiến nghị về quyết định số 17.").await;
    let moved = own.receives(house, "Kiến nghị về đường của phường bên.").await;
    let illegible = own.receives(house, "=HYPERLINK(\"http://a\") đơn không đọc được").await;
    own.receives(house, "Đơn chưa ai xem.").await;
    own.receives(house, "").await;
    go_to(house, "2026-10-07");
    let petition = own.classifies(house, petition, Content::Petition, Disposal::Open, "").await;
    let complaint = own.classifies(house, complaint, Content::Complaint, Disposal::Open, "").await;
    let late = own.classifies(house, late, Content::Complaint, Disposal::Open, "").await;
    own.classifies(house, mixed, Content::Mixed, Disposal::Split, "").await;
    own.classifies(house, moved, Content::Petition, Disposal::Transfer, "Phường Ba Đình").await;
    own.classifies(house, illegible, Content::Petition, Disposal::Archive, "").await;
    own.does(house, petition, "answer", false).await;
    own.does(house, complaint, "accept", true).await;
    go_to(house, "2026-10-20");
    own.does(house, late, "accept", true).await;
    own.does(house, complaint, "decide_first", true).await;
    own.does(house, complaint, "send_first", false).await;
    own.does(house, complaint, "first_decision_received", false).await;
    go_to(house, "2026-11-03");
    own.does(house, late, "decide_first", true).await;
    own.does(house, complaint, "complain_second", false).await;
    let theirs = other.receives(house, "Kiến nghị về chợ.").await;
    other.classifies(house, theirs, Content::Petition, Disposal::Open, "").await;
    for _ in 0..6 {
        own.receives(house, "").await;
    }
    go_to(house, "2026-11-25");
    see_lapses(house).await.expect("seen");
    house.run_followers().await;
    (own, other)
}

fn question(unit: UnitId, from: &str, to: &str) -> Question {
    Question { unit, from: day(from), to: day(to), on: day("2026-11-25") }
}

async fn told(house: &House, asked: &Question) -> Statistics {
    statistics(house, &Asker::house(), asked.clone()).await.expect("statistics")
}

fn which(asked: &Question, measure: Measure) -> Which {
    Which {
        question: asked.clone(),
        measure,
        kind: None,
        branch: None,
        outcome: None,
        reason: None,
        stage: None,
    }
}

/// The length of a list, found page by page with every matter once.
async fn length(house: &House, which: &Which) -> i64 {
    let mut found = Vec::new();
    loop {
        let page = (3, i64::try_from(found.len()).expect("few"));
        let some = listed(house, &Asker::house(), which, page).await.expect("a list");
        found.extend(some.lines.iter().map(|line| (line.spell.proceeding, line.spell.position)));
        if some.lines.is_empty() {
            found.sort_unstable();
            found.dedup();
            assert_eq!(i64::try_from(found.len()).expect("few"), some.total, "{which:?}");
            return some.total;
        }
    }
}

async fn check_row(house: &House, row: &Row, narrow: impl Fn(&mut Which), asked: &Question) {
    for measure in Measure::ALL {
        let mut which = which(asked, *measure);
        narrow(&mut which);
        assert_eq!(row.told(*measure), Some(length(house, &which).await), "{measure} of {row:?}");
    }
}

async fn check_lists(house: &House, found: &Statistics) {
    let asked = &found.question;
    for (key, count) in &found.outcomes {
        let which = Which { outcome: Some(key.clone()), ..which(asked, Measure::Settled) };
        assert_eq!(*count, Some(length(house, &which).await), "{key}");
    }
    for (key, count) in &found.reasons {
        let which = Which { reason: Some(key.clone()), ..which(asked, Measure::Late) };
        assert_eq!(*count, Some(length(house, &which).await), "{key}");
    }
    for (key, count) in &found.stages {
        let which = Which { stage: Some(key.clone()), ..which(asked, Measure::Carried) };
        assert_eq!(*count, Some(length(house, &which).await), "{key}");
    }
}

/// What each engine told, to be compared at the end.
static TOLD: Mutex<Vec<Vec<Statistics>>> = Mutex::new(Vec::new());

#[tokio::test(flavor = "multi_thread")]
async fn every_number_is_as_long_as_its_list_and_balances_on_both_engines() {
    for_each_engine(|house| async move {
        let (own, other) = live(&house).await;
        let top = city(&house, own.unit);
        let mut all = Vec::new();
        for (from, to) in [
            ("2026-10-01", "2026-11-25"),
            ("2026-10-06", "2026-10-31"),
            ("2026-10-20", "2026-10-20"),
            ("2026-11-01", "2026-12-31"),
            ("2025-01-01", "2026-10-04"),
        ] {
            for unit in [own.unit, other.unit, top] {
                let asked = question(unit, from, to);
                let found = told(&house, &asked).await;
                assert_eq!(found.balances, Some(true), "{found:?}");
                check_row(&house, &found.total, |_| {}, &asked).await;
                for row in &found.kinds.rows {
                    check_row(&house, row, |which| which.kind = row.key.parse().ok(), &asked).await;
                }
                for row in &found.branches.rows {
                    check_row(&house, row, |which| which.branch = Some(row.key.clone()), &asked).await;
                }
                for row in found.offices.iter().flat_map(|table| &table.rows) {
                    let Some(unit) = row.unit else { continue };
                    check_row(&house, row, |_| {}, &Question { unit, ..asked.clone() }).await;
                }
                check_lists(&house, &found).await;
                all.push(found);
            }
        }
        let whole = &all[0].total;
        let known = |measure: Measure| whole.told(measure).expect("told");
        // Seven letters that are no denunciations came, one of them of two contents.
        assert_eq!((known(Measure::Received), known(Measure::Opening)), (8, 0));
        // Answered, decided twice, transferred, archived.
        assert_eq!((known(Measure::Settled), known(Measure::Passed), known(Measure::Late)), (5, 1, 1));
        assert_eq!((known(Measure::Carried), known(Measure::Appealed)), (3, 1));
        let settled: i64 = all[0].outcomes.iter().filter_map(|(_, count)| *count).sum();
        assert_eq!((settled, all[0].outcomes.len()), (5, 3), "outcomes sum to what was settled");
        assert_eq!(all[0].reasons, [("overload".to_owned(), Some(1))]);
        let second = all[2].kinds.rows.iter().find(|row| row.key == Kind::SecondComplaint.word());
        assert_eq!(second.expect("a second complaint").told(Measure::Received), Some(1), "it is the city's");
        TOLD.lock().expect("a list").push(all);
    })
    .await;
    let engines = TOLD.lock().expect("a list");
    if let [one, other] = engines.as_slice() {
        assert_eq!(one, other, "both engines count the same");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_follows_and_can_be_counted_anew() {
    for_each_engine(|house| async move {
        let (own, _) = live(&house).await;
        let report = verify::verify(&house).await.expect("a report");
        assert_eq!(report.difference, None);
        let asked = question(own.unit, "2026-10-01", "2026-11-25");
        let before = told(&house, &asked).await;
        assert!(registers::rebuild(&house).await.expect("counted anew") > 8);
        assert_eq!(told(&house, &asked).await, before);
        let mut change = house.store.begin().await.expect("a change");
        let turned = std::iter::once((
            danvan_domain::registers::Cell {
                unit: own.unit,
                family: danvan_domain::registers::Family::Kind,
                key: "petition".into(),
                aspect: danvan_domain::registers::Aspect::Begun,
                grain: danvan_domain::registers::Grain::Day,
                start: day("2026-10-05"),
            },
            1,
        ));
        danvan_store::registers::count_in(&mut change, &turned.collect()).await.expect("counted");
        change.commit().await.expect("a commit");
        let report = verify::verify(&house).await.expect("a report");
        assert!(
            matches!(report.difference, Some(verify::Difference::RegisterCell { .. })),
            "{:?}",
            report.difference
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn denunciations_are_told_by_whole_quarters_above_the_threshold_only() {
    for_each_engine(|house| async move {
        let (own, _) = live(&house).await;
        let told_of = async |from: &str, to: &str| {
            let found = told(&house, &question(own.unit, from, to)).await;
            found.denunciations.and_then(|row| row.told(Measure::Received))
        };
        assert_eq!(told_of("2026-10-01", "2026-12-31").await, Some(7));
        assert_eq!(told_of("2026-10-01", "2026-11-25").await, None, "no whole quarter");
        assert_eq!(told_of("2026-01-01", "2026-12-31").await, None, "it would hold quarters");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commune_that_went_whole_is_read_where_it_went() {
    for_each_engine(|house| async move {
        let facts = house.facts();
        let tree = &facts.tree;
        let before = day("2025-06-30");
        let whole = tree.at_level(Level::Commune, before).find_map(|unit| {
            let mut steps = tree.successors(unit.id);
            let step = steps.next().filter(|step| step.link.whole)?;
            steps.next().is_none().then_some((unit.id, step.to.id))
        });
        let (old, new) = whole.expect("a commune that went whole");
        let divided = tree.at_level(Level::Commune, before).find(|unit| tree.successors(unit.id).count() > 1);
        let divided = divided.expect("a divided commune").id;
        house.clock.set_day("2025-06-23");
        for unit in [old, divided] {
            let office = Office::of(&house, unit).await;
            for _ in 0..3 {
                office.receives(&house, "Kiến nghị về cống.").await;
            }
        }
        house.clock.set_day("2025-07-10");
        house.run_followers().await;
        let of = async |unit: UnitId, on: &str| {
            let (from, to) = (day("2025-06-01"), day("2025-07-10"));
            told(&house, &Question { unit, from, to, on: day(on) }).await
        };
        let received = |found: &Statistics| found.total.told(Measure::Received);
        assert_eq!(received(&of(old, "2025-06-30").await), Some(3));
        let after = of(new, "2025-07-10").await;
        assert!(received(&after) >= Some(3), "{after:?}");
        let top = house.unit_on("01", day("2025-07-10"));
        for on in ["2025-06-30", "2025-07-10"] {
            let found = of(top, on).await;
            assert_eq!(received(&found), Some(6), "nothing is lost on {on}");
            let rows = &found.offices.as_ref().expect("offices").rows;
            let sum: i64 = rows.iter().filter_map(|row| row.told(Measure::Received)).sum();
            assert_eq!(sum, 6, "the rows sum to the whole on {on}");
        }
    })
    .await;
}
