//! Briefs are drafted from figures, and every number of them is read back from raw rows by a count of its own.

use crate::{
    letters_way::ward,
    programmes_more::count as target,
    programmes_way::made,
    registers_counts::{Office, city, day},
};
use danvan_actions::{
    briefs::{self, Paper, TypedBrief},
    cases::{Act, Received, Speak, handle, speak},
    documents::Block,
};
use danvan_domain::{
    briefs::{Known, Measure, Query},
    cases::EntryKind,
    ids::{BriefId, LetterId, UnitId},
    people::Role,
    programmes::TypedCommitment,
    rights::Asker,
    units::Level,
};
use danvan_store::{cases, letters};
use danvan_testkit::{House, for_each_engine};
use std::collections::HashMap;

/// What the story itself did: enough to count everything anew, row by row.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) cases: Vec<Received>,
    letters: Vec<LetterId>,
    /// Promises by their unit, last day, and whether they were kept.
    promises: Vec<(UnitId, &'static str, bool)>,
}

impl Ledger {
    async fn ask(&mut self, house: &House, many: usize, topic: &str, place: UnitId) {
        for _ in 0..many {
            self.cases.push(house.resident_asks(topic, place).await);
            house.clock.pass_seconds(60);
        }
    }

    /// A count of rows of cases: those of the question's place and topic for which something holds.
    async fn rows(&self, house: &House, query: &Query, holds: impl Fn(&Raw) -> bool) -> i64 {
        let ids: Vec<_> = self.cases.iter().map(|case| case.id).collect();
        let due: HashMap<_, _> = self.cases.iter().map(|case| (case.id, case.due_at)).collect();
        let facts = house.facts();
        let mut many = 0;
        for (case, entries) in cases::with_entries(&house.store, &ids).await.expect("read") {
            let is_city = facts.tree.get(query.unit).is_some_and(|unit| unit.level() == Level::City);
            let is_there = is_city
                || case.place == query.unit
                || facts.tree.ancestors(case.place).any(|above| above.id == query.unit);
            let is_about = query
                .topic
                .as_ref()
                .is_none_or(|code| case.topic == *code || case.topic.starts_with(&format!("{code}.")));
            let raw = Raw { due: due[&case.id], received: case.received_at.day(), entries };
            many += i64::from(is_there && is_about && holds(&raw));
        }
        many
    }

    /// What a question comes to, by the rows alone.
    async fn read(&self, house: &House, query: &Query) -> Known {
        let within = |day| query.from <= day && day <= query.to;
        let answered = |raw: &Raw| {
            let first = raw.entries.iter().find(|one| one.kind == EntryKind::Answered);
            first.filter(|one| within(one.at.day())).map(|one| one.at <= raw.due)
        };
        let said = |raw: &Raw, kind: EntryKind| {
            raw.entries.iter().any(|one| one.kind == kind && within(one.at.day()))
        };
        match query.measure {
            Measure::Received => Known::Count(self.rows(house, query, |raw| within(raw.received)).await),
            Measure::OnTime => {
                let part = self.rows(house, query, |raw| answered(raw) == Some(true)).await;
                Known::share(part, self.rows(house, query, |raw| answered(raw).is_some()).await)
            }
            Measure::Solved => {
                let part = self.rows(house, query, |raw| said(raw, EntryKind::Solved)).await;
                let other = self.rows(house, query, |raw| said(raw, EntryKind::Reopened)).await;
                Known::share(part, part + other)
            }
            // Nobody of this story noted anything.
            Measure::Heard => Known::Count(0),
            Measure::LettersReceived => {
                let mut many = 0;
                for id in &self.letters {
                    let letter = letters::get(&house.store, *id).await.expect("read").expect("a letter");
                    let above = house.facts().tree.ancestors(letter.unit).any(|above| above.id == query.unit);
                    let is_there = letter.unit == query.unit || above;
                    many += i64::from(is_there && within(letter.received_on));
                }
                Known::Count(many)
            }
            Measure::PromisesKept | Measure::PromisesLate => {
                let all =
                    self.promises.iter().filter(|(unit, last, _)| *unit == query.unit && within(day(last)));
                let kept: Vec<bool> = all.map(|(_, _, is_kept)| *is_kept).collect();
                let many = |wanted: bool| kept.iter().filter(|one| **one == wanted).count() as i64;
                match query.measure {
                    Measure::PromisesKept => Known::share(many(true), kept.len() as i64),
                    _ => Known::Count(many(false)),
                }
            }
            other => panic!("{other} is not of this story"),
        }
    }
}

struct Raw {
    due: danvan_domain::time::Moment,
    received: danvan_domain::time::Day,
    entries: Vec<danvan_domain::cases::Entry>,
}

/// The numbers of a text with the note that each calls, and what is left of the text.
fn numbers(text: &str) -> (Vec<(String, usize)>, String) {
    let (mut found, mut left, mut rest) = (Vec::new(), String::new(), text);
    while let Some((before, after)) = rest.split_once('⟦') {
        let (note, after) = after.split_once('⟧').expect("a call has its end");
        let number: String = if before.ends_with(')') {
            let share = before.rfind('(').expect("a share has its parts");
            let percent = before[..share].trim_end().trim_end_matches('%').trim_end();
            let digits = percent.rfind(|letter: char| !letter.is_ascii_digit() && !",.".contains(letter));
            let at = digits.map_or(0, |at| at + percent[at..].chars().next().map_or(1, char::len_utf8));
            before[at..].into()
        } else {
            let digits = before.rfind(|letter: char| !letter.is_ascii_digit() && !",.".contains(letter));
            let at = digits.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
            before[at..].into()
        };
        left.push_str(&before[..before.len() - number.len()]);
        found.push((number, note.parse().expect("the number of a note")));
        rest = after;
    }
    left.push_str(rest);
    (found, left)
}

#[test]
fn numbers_are_found_in_texts() {
    let check = |text: &str, expected: &[(&str, usize)], left: &str| {
        let (found, rest) = numbers(text);
        let found: Vec<(&str, usize)> = found.iter().map(|(one, note)| (one.as_str(), *note)).collect();
        assert_eq!((found.as_slice(), rest.as_str()), (expected, left), "{text}");
    };
    check("Tiếp nhận 1.204⟦1⟧ phản ánh (9⟦2⟧).", &[("1.204", 1), ("9", 2)], "Tiếp nhận  phản ánh ().");
    check("Đúng hạn 95,2 % (40/42)⟦3⟧, có 7.", &[("95,2 % (40/42)", 3)], "Đúng hạn , có 7.");
    check("Phản ánh⟦4⟧", &[("", 4)], "Phản ánh");
}

fn whole(text: &str) -> i64 {
    danvan_words::read_number(text).unwrap_or_else(|_| panic!("{text} is a number"))
}

/// What a text says of a number.
fn said(text: &str) -> Known {
    match text.split_once('(') {
        None => Known::Count(whole(text)),
        Some((percent, parts)) => {
            let (part, all) = parts.trim_end_matches(')').split_once('/').expect("a part of a whole");
            let (part, all) = (whole(part), whole(all));
            let words = danvan_words::Words::for_language(danvan_words::Language::Vi);
            assert_eq!(percent.trim(), words.percent(part as f64 / all as f64, 1), "{text}");
            Known::Share(part, all)
        }
    }
}

/// Reads every number of a paper back; gives how many there are.
async fn read_back(house: &House, ledger: &Ledger, paper: &Paper) -> usize {
    let mut many = 0;
    assert_eq!(paper.letter.notes.len(), paper.queries.len(), "each note says what was asked");
    for block in &paper.letter.blocks {
        match block {
            Block::Table(rows) => many += read_table(house, ledger, paper, rows).await,
            Block::Picture(picture) => {
                assert!(picture.told.contains('⟦') && picture.svg.starts_with("<svg"), "{}", picture.told);
            }
            Block::Paragraph(text) | Block::Item(text) | Block::Base(text) | Block::Heading(text) => {
                let (found, left) = numbers(text);
                assert!(
                    !left.contains(|letter: char| letter.is_ascii_digit()),
                    "a number without a note: {text}"
                );
                for (number, note) in found {
                    let query = &paper.queries[note - 1];
                    assert_eq!(said(&number), ledger.read(house, query).await, "{text}: {query:?}");
                    many += 1;
                }
            }
            Block::Article(lead, text) => assert!(!format!("{lead}{text}").contains('⟦'), "{lead}"),
        }
    }
    many
}

/// A table: the note of a column says what was asked for each of its rows.
async fn read_table(house: &House, ledger: &Ledger, paper: &Paper, rows: &[Vec<String>]) -> usize {
    let facts = house.facts();
    let mut many = 0;
    let columns: Vec<Option<&Query>> = rows[0]
        .iter()
        .map(|cell| numbers(cell).0.first().map(|(_, note)| &paper.queries[note - 1]))
        .collect();
    for row in &rows[1..] {
        for (cell, column) in row.iter().zip(&columns) {
            let Some(column) = column else {
                assert!(
                    !cell.contains(|letter: char| letter.is_ascii_digit()),
                    "a number without a note: {row:?}"
                );
                continue;
            };
            if !cell.starts_with(|letter: char| letter.is_ascii_digit()) {
                continue;
            }
            let mut query = (*column).clone();
            if let Some(topic) = facts.topics.iter().find(|topic| topic.vi == row[0]) {
                query.topic = Some(topic.code.clone());
            } else {
                let named =
                    |unit: &&danvan_domain::units::Unit| unit.name == row[0] && unit.stands_on(query.on);
                let all: Vec<_> = facts.tree.units().iter().filter(named).collect();
                let mut fits = false;
                for unit in all {
                    query.unit = unit.id;
                    fits |= ledger.read(house, &query).await == said(cell);
                }
                assert!(fits, "{row:?}");
                many += 1;
                continue;
            }
            assert_eq!(said(cell), ledger.read(house, &query).await, "{row:?}");
            many += 1;
        }
    }
    many
}

pub(crate) async fn answer(house: &House, officer: &Asker, case: &Received) {
    let late_reason = Some("waiting_resident".into());
    let act = Act::Answer { body: "Đã thu gom.".into(), late_reason, close: false };
    handle(house, officer, case.id, act).await.expect("answered");
}

/// September and October 2026 at two wards.
pub(crate) async fn live(house: &House) -> (Ledger, UnitId, UnitId) {
    let mut ledger = Ledger::default();
    let (own, other) = (ward(house, "Ngọc Hà"), ward(house, "Ba Đình"));
    let office = Office::of(house, own).await;
    house.clock.set_day("2026-09-15");
    ledger.ask(house, 6, "environment.waste", own).await;
    house.clock.set_day("2026-10-05");
    ledger.ask(house, 34, "environment.waste", own).await;
    ledger.ask(house, 9, "water.clean", own).await;
    ledger.ask(house, 3, "security.noise", own).await;
    ledger.ask(house, 12, "water.clean", other).await;
    house.clock.set_day("2026-10-06");
    for case in &ledger.cases[6..20] {
        answer(house, &office.officer, case).await;
    }
    for (at, case) in ledger.cases[6..20].iter().enumerate() {
        let what = if at < 8 { Speak::Solved } else { Speak::NotSolved("Vẫn còn rác.".into()) };
        speak(house, &case.receipt, "", what).await.expect("said");
    }
    for _ in 0..6 {
        ledger.letters.push(office.receives(house, "Kiến nghị sửa cống ngõ 12.").await);
    }
    let last = "2026-10-20";
    let typed = TypedCommitment { to: Some(Ok(day(last))), ..target(10) };
    made(house, &office.officer, typed).await;
    ledger.promises.push((own, last, false));
    house.clock.set_day("2026-10-29");
    for case in &ledger.cases[20..27] {
        answer(house, &office.officer, case).await;
    }
    house.clock.set_day("2026-11-02");
    house.run_followers().await;
    (ledger, own, other)
}

pub(crate) async fn drafted(house: &House, asker: &Asker, typed: TypedBrief) -> BriefId {
    let id = BriefId(house.new_id());
    briefs::begin(house, asker, id, &typed).await.expect("begun")
}

pub(crate) fn month() -> TypedBrief {
    TypedBrief { kind: "month".into(), ..TypedBrief::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_a_brief_is_read_back_from_raw_rows() {
    for_each_engine(|house| async move {
        let house = &house;
        let (ledger, own, _) = live(house).await;
        let officer = house.somebody(Role::CommuneOfficer, own).await;
        let analyst = house.somebody(Role::CityAnalyst, city(house, own)).await;
        for (who, typed, least) in [
            (&officer, month(), 15),
            (&officer, TypedBrief { reach: "inside".into(), ..month() }, 18),
            (
                &officer,
                TypedBrief {
                    kind: "quarter".into(),
                    from: "1/9/2026".into(),
                    to: "31/10/2026".into(),
                    ..month()
                },
                10,
            ),
            (&analyst, month(), 12),
        ] {
            let id = drafted(house, who, typed.clone()).await;
            let opened = briefs::one(house, who, id).await.expect("opened");
            let many = read_back(house, &ledger, &opened.paper).await;
            assert!(least <= many, "{many} numbers of {typed:?}:\n{}", opened.paper.letter.plain());
            for quoted in opened.it.content.numbers() {
                let raw = ledger.read(house, &quoted.query).await;
                match quoted.known {
                    Known::Hidden => assert!(typed.reach != "inside", "nothing is hidden inside: {quoted:?}"),
                    known => assert_eq!(known, raw, "{quoted:?}"),
                }
            }
        }
    })
    .await;
}

/// June 2025 at communes that ended with it: a few at one, more at two others.
async fn before_the_merger(house: &House) -> (Ledger, Vec<UnitId>) {
    let mut ledger = Ledger::default();
    house.clock.set_day("2025-06-16");
    let facts = house.facts();
    let communes: Vec<UnitId> =
        facts.tree.at_level(Level::Commune, day("2025-06-30")).map(|unit| unit.id).take(5).collect();
    for (many, place) in [(3, communes[0]), (17, communes[1]), (11, communes[2]), (6, communes[3])] {
        ledger.ask(house, many, "environment.waste", place).await;
    }
    house.clock.set_day("2025-08-11");
    house.run_followers().await;
    (ledger, communes)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_tells_of_an_older_structure_and_of_no_small_count() {
    for_each_engine(|house| async move {
        let house = &house;
        let (ledger, communes) = before_the_merger(house).await;
        let above = house.unit_on("01", day("2025-08-11"));
        let analyst = house.somebody(Role::CityAnalyst, above).await;
        let days = |text: &str| text.to_owned();
        let typed =
            TypedBrief { from: days("1/6/2025"), to: days("30/6/2025"), on: days("30/6/2025"), ..month() };
        let id = drafted(house, &analyst, typed).await;
        let opened = briefs::one(house, &analyst, id).await.expect("opened");
        let plain = opened.paper.letter.plain();
        assert!(4 <= read_back(house, &ledger, &opened.paper).await, "{plain}");
        assert!(
            plain.contains("Tiếp nhận 37 phản ánh") && plain.contains("30/6/2025"),
            "all of it, on that day's structure: {plain}"
        );
        let place = |at: usize| house.facts().tree.get(communes[at]).expect("a commune").name.clone();
        assert!(plain.contains(&format!("{} | 17", place(1))), "{plain}");
        assert!(!plain.contains(&format!("{} | 3", place(0))), "three would point to somebody: {plain}");
        let small = |quoted: &&danvan_domain::briefs::Quoted| matches!(quoted.known, Known::Count(1..=4));
        assert_eq!(opened.it.content.numbers().into_iter().find(small), None);
        // Small counts are no matter of those above: nobody of the city may ask for them.
        let inside = TypedBrief { reach: "inside".into(), ..month() };
        assert!(briefs::begin(house, &analyst, BriefId(house.new_id()), &inside).await.is_err());
    })
    .await;
}
