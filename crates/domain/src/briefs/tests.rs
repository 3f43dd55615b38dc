use super::*;
use crate::facts::Grade;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn the_days_that_nobody_says_are_the_last_that_are_over() {
    let check = |kind: Kind, today: &str, from: &str, to: &str| {
        assert_eq!(last_whole(kind, day(today)), Period { from: day(from), to: day(to) }, "{kind} {today}");
    };
    check(Kind::Week, "2026-10-05", "2026-09-28", "2026-10-04");
    check(Kind::Week, "2026-10-04", "2026-09-21", "2026-09-27");
    check(Kind::Month, "2026-10-05", "2026-09-01", "2026-09-30");
    check(Kind::Month, "2026-01-31", "2025-12-01", "2025-12-31");
    check(Kind::Quarter, "2026-10-05", "2026-07-01", "2026-09-30");
    check(Kind::Quick, "2026-10-05", "2026-09-29", "2026-10-05");
    check(Kind::Topic, "2024-03-01", "2024-02-01", "2024-02-29");
}

#[test]
fn weeks_are_whole_and_the_last_is_over() {
    let check = |weeks: i64, until: &str, from: &str, to: &str| {
        assert_eq!(whole_weeks(weeks, day(until)), (day(from), day(to)), "{weeks} {until}");
    };
    check(1, "2026-10-04", "2026-09-28", "2026-10-04");
    check(1, "2026-10-05", "2026-09-28", "2026-10-04");
    check(2, "2026-10-10", "2026-09-21", "2026-10-04");
    check(12, "2026-09-30", "2026-07-06", "2026-09-27");
}

#[test]
fn every_kind_has_an_outline_with_its_source() {
    for kind in Kind::ALL {
        let outline = Outlines::facts().of(*kind);
        assert_eq!(outline.kind, *kind);
        assert!(!outline.source.is_empty() && outline.grade <= Grade::C, "{kind}: {outline:?}");
        let codes: BTreeSet<&str> = outline.sections.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes.len(), outline.sections.len(), "{kind}");
        assert!(codes.contains("proposals"), "{kind} proposes");
    }
    let of = |kind: Kind| {
        Outlines::facts().of(kind).sections.iter().map(|one| one.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(Kind::Quick), ["course", "assessment", "proposals"]);
    assert_eq!(of(Kind::Month), ["people", "done", "proposals", "ahead"]);
}

#[test]
fn outlines_with_faults_name_their_lines() {
    let check = |from: &str, to: &str, note: &str| {
        let text = include_str!("../../facts/briefs/outlines.toml");
        assert!(text.contains(from), "{from}");
        let faults = Outlines::read(&text.replacen(from, to, 1)).expect_err("a fault");
        assert!(faults.iter().any(|fault| fault.note.key == note), "{from}: {faults:?}");
    };
    check("kind = \"quick\"", "kind = \"week\"", "return-fact-twice");
    check("kind = \"quick\"", "kind = \"yearly\"", "fact-malformed");
    check("code = \"course\"", "code = \"Course 1\"", "return-fact-word");
    check("code = \"course\"", "code = \"proposals\"", "return-fact-twice");
    check("holds = [\"received\", \"heard\"]", "holds = [\"mood\"]", "fact-malformed");
}

fn content() -> Content {
    let section = |code: &str, sentences: &[&str]| Section {
        code: code.into(),
        sentences: sentences.iter().map(|code| Sentence::new(*code, "brief-say-received")).collect(),
        tables: Vec::new(),
        charts: Vec::new(),
    };
    Content { sections: vec![section("people", &["received", "heard"]), section("done", &["on_time"])] }
}

#[test]
fn what_is_typed_is_cleaned_and_names_nobody() {
    let outline = Outlines::facts().of(Kind::Month);
    let read = |typed: &[(&str, &str)]| {
        let said = |name: &str| typed.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
        Written::read(&content(), outline, said)
    };
    let written =
        read(&[("words-people", " Nhân dân quan tâm. "), ("say-received", "yes"), ("words-none", "x")]);
    let written = written.expect("good");
    assert_eq!(written.section("people"), "Nhân dân quan tâm.");
    assert_eq!(written.words.len(), 1, "a section that nobody knows is nobody's to write");
    let gone: Vec<&str> = written.left_out.iter().map(String::as_str).collect();
    assert_eq!(gone, ["heard", "on_time"]);
    for (typed, field) in [
        ("Gọi ông Nguyễn Văn Bình số 0912345678.", "words-done"),
        ("a\0b", "words-done"),
        (&"a".repeat(NARRATIVE_LIMIT + 1), "words-done"),
    ] {
        match read(&[("words-done", typed)]) {
            Err(Refusal::Invalid(notes)) => assert_eq!(notes[0].field, field),
            other => panic!("{typed}: {other:?}"),
        }
    }
}

#[test]
fn content_tells_every_number_and_travels_as_text() {
    let on = day("2026-10-05");
    let query = Query {
        measure: Measure::Received,
        unit: UnitId(Uuid::from_u128(1)),
        topic: None,
        from: on,
        to: on,
        on,
        thing: None,
        reason: None,
    };
    let quoted = |known| Quoted { known, query: query.clone() };
    let mut content = content();
    content.sections[0].sentences[0] = Sentence::new("received", "brief-say-received")
        .number("received", quoted(Known::Count(7)))
        .with("change", Arg::Change(Change::Same));
    let line = Line { of: Arg::Topic("water".into()), cells: vec![quoted(Known::Hidden)], change: None };
    content.sections[1].tables.push(Table {
        code: "topics".into(),
        columns: vec![query.clone()],
        lines: vec![line],
    });
    let bar = Bar { of: None, now: quoted(Known::share(3, 4)), before: Some(quoted(Known::share(0, 0))) };
    content.sections[1].charts.push(Chart { code: "weeks".into(), query: query.clone(), bars: vec![bar] });
    let known: Vec<Known> = content.numbers().iter().map(|one| one.known).collect();
    assert_eq!(known, [Known::Count(7), Known::Hidden, Known::Share(3, 4), Known::Nothing]);
    let text = serde_json::to_string(&content).expect("written");
    assert_eq!(serde_json::from_str::<Content>(&text).expect("read"), content);
}
