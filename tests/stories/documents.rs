//! Documents: numbers without gaps or doubles, templates that are checked when they are kept, letters that name nobody who
//! must not be named, and tables as sheets.

use crate::figures::signed_in;
use calamine::{Data, Reader, Xlsx};
use danvan_actions::{
    Failure,
    documents::{self, Format, Request, Subject},
};
use danvan_domain::{
    documents::{Kind, Signing, System},
    ids::UnitId,
    people::Role,
    refusals::{FieldNote, Refusal},
    rights::Asker,
    units::Level,
};
use danvan_store::{documents as store, events};
use danvan_testkit::{House, Site, for_each_engine};
use reqwest::StatusCode;
use std::io::Cursor;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Communes of the present day, in order.
fn communes(house: &House) -> Vec<UnitId> {
    house.facts().tree.at_level(Level::Commune, house.today()).map(|unit| unit.id).collect()
}

fn subject(house: &House, unit: UnitId) -> Subject {
    Subject {
        thing: house.new_id(),
        unit,
        procedure: "khiếu nại lần đầu".into(),
        register_number: "KN-2026-0012".into(),
        received_on: Some(house.today()),
        summary: "Khiếu nại quyết định thu hồi đất.".into(),
        person: "Nguyễn Thị Rất Riêng".into(),
        address: "Số 1 ngõ 2".into(),
        is_sealed: false,
    }
}

fn request(kind: Kind, said: &[(&str, &str)]) -> Request {
    Request {
        kind,
        act: String::new(),
        system: None,
        signing: Signing::OnBehalf,
        signer: "Trần Văn Ký".into(),
        said: said.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    }
}

fn refusal() -> Request {
    request(Kind::Refusal, &[("reasons", "Không có chữ ký\nHết thời hiệu")])
}

fn notes(failure: Failure) -> Vec<FieldNote> {
    match failure {
        Failure::Refused(Refusal::Invalid(notes)) => notes,
        other => panic!("not refused for its fields: {other}"),
    }
}

#[tokio::test]
async fn numbers_have_no_gaps_and_no_doubles_when_many_issue_at_once() {
    for_each_engine(|house| async move {
        let (unit, other) = (communes(&house)[0], communes(&house)[1]);
        let officer = house.somebody(Role::CommuneOfficer, unit).await;
        let twice = house.new_id();
        let mut issuing = JoinSet::new();
        for at in 0..24u32 {
            let (house, officer) = (house.clone(), officer.clone());
            issuing.spawn(async move {
                let mut it = subject(&house, unit);
                it.thing = Uuid::from_u128(7);
                // Three of them are one document that was sent three times.
                let id = if at % 8 == 0 { twice } else { house.new_id() };
                documents::issue(&house, &officer, id, &it, &refusal()).await.expect("issued").number
            });
        }
        let mut numbers = issuing.join_all().await;
        numbers.sort_unstable();
        let twice_is = store::one(&house.store, twice).await.expect("read").expect("kept").number;
        assert_eq!(numbers.iter().filter(|number| **number == twice_is).count(), 3);
        numbers.dedup();
        assert_eq!(numbers, (1..=22).collect::<Vec<i64>>());

        // A refused document takes no number, another series and another unit count by themselves.
        let it = subject(&house, unit);
        let faulty = request(Kind::Refusal, &[]);
        assert!(documents::issue(&house, &officer, house.new_id(), &it, &faulty).await.is_err());
        let slip = request(Kind::Transfer, &[("to_office", "Thanh tra"), ("reason", "Thuộc thẩm quyền.")]);
        let issued = documents::issue(&house, &officer, house.new_id(), &it, &slip).await.expect("issued");
        assert_eq!((issued.number, issued.number_text.as_str()), (1, "Số: 01/PC-UBND"));
        let next = documents::issue(&house, &officer, house.new_id(), &it, &refusal()).await.expect("issued");
        assert_eq!((next.number, next.number_text.as_str()), (23, "Số: 23/TB-UBND"));
        let neighbour = house.somebody(Role::CommuneOfficer, other).await;
        let theirs = subject(&house, other);
        let theirs = documents::issue(&house, &neighbour, house.new_id(), &theirs, &refusal()).await;
        assert_eq!(theirs.expect("issued").number, 1);

        // The same id with another letter is refused; nobody issues in another unit's name.
        let reused = documents::issue(&house, &officer, next.id, &it, &slip).await;
        assert!(matches!(reused, Err(Failure::Refused(Refusal::Conflict(_)))), "{reused:?}");
        let foreign = documents::issue(&house, &neighbour, house.new_id(), &it, &refusal()).await;
        assert!(matches!(foreign, Err(Failure::Refused(Refusal::NotAllowed(_)))), "{foreign:?}");

        // A cancelled number stays, with its reason, once; a new year begins at 1.
        let blank = documents::cancel(&house, &officer, next.id, "  ").await.expect_err("no reason");
        assert_eq!(notes(blank)[0].field, "reason");
        documents::cancel(&house, &officer, next.id, "Ghi sai tên").await.expect("cancelled");
        let again = documents::cancel(&house, &officer, next.id, "Ghi sai tên").await;
        assert!(matches!(again, Err(Failure::Refused(Refusal::Conflict(_)))), "{again:?}");
        let after =
            documents::issue(&house, &officer, house.new_id(), &it, &refusal()).await.expect("issued");
        assert_eq!(after.number, 24);
        house.clock.set_day("2027-01-04");
        let of_2027 =
            documents::issue(&house, &officer, house.new_id(), &it, &refusal()).await.expect("issued");
        assert_eq!((of_2027.year, of_2027.number), (2027, 1));

        let register = documents::register(&house, &officer, unit, 2026).await.expect("a register");
        let notices: Vec<i64> = register
            .iter()
            .filter(|document| document.series == "TB")
            .map(|document| document.number)
            .collect();
        assert_eq!(notices, (1..=24).collect::<Vec<i64>>());
        let cancelled = register.iter().find(|document| document.id == next.id).expect("still there");
        assert_eq!(cancelled.cancel_reason, "Ghi sai tên");
        assert!(store::torn_registers(&house.store).await.expect("read").is_empty());
    })
    .await;
}

#[tokio::test]
async fn letters_say_what_was_said_and_name_nobody_who_is_sealed() {
    for_each_engine(|house| async move {
        let unit = communes(&house)[0];
        let officer = house.somebody(Role::CommuneOfficer, unit).await;
        let it = subject(&house, unit);
        let check = |request: Request, expected: &'static [(&'static str, &'static str)]| {
            let (house, officer, it) = (house.clone(), officer.clone(), it.clone());
            async move {
                let failure = documents::draft(&house, &officer, &it, &request, Format::Docx)
                    .await
                    .expect_err("refused");
                let found = notes(failure);
                let found: Vec<(&str, &str)> =
                    found.iter().map(|note| (note.field.as_str(), note.note.key.as_str())).collect();
                assert_eq!(found, expected);
            }
        };
        check(request(Kind::Refusal, &[]), &[("reasons", "note-required")]).await;
        check(request(Kind::Acceptance, &[("due_on", "31/02/2026")]), &[("due_on", "note-day")]).await;
        check(
            request(Kind::Dialogue, &[("meeting_at", "x\0y")]),
            &[
                ("meeting_at", "text-has-nul"),
                ("meeting_place", "note-required"),
                ("attendees", "note-required"),
            ],
        )
        .await;
        let many = "một dòng\n".repeat(51);
        let many = request(Kind::Refusal, &[("reasons", &many)]);
        check(many, &[("reasons", "note-too-many-entries")]).await;

        let file = documents::draft(&house, &officer, &it, &refusal(), Format::Docx).await.expect("a draft");
        assert_eq!(
            (file.name.as_str(), file.kind),
            ("thong-bao-khong-thu-ly-kn-2026-0012.docx", documents::DOCX)
        );
        assert!(file.bytes.starts_with(b"PK"));
        assert!(
            store::of_thing(&house.store, it.thing).await.expect("read").is_empty(),
            "a draft takes no number"
        );

        let issued =
            documents::issue(&house, &officer, house.new_id(), &it, &refusal()).await.expect("issued");
        let page = documents::page(&house, &officer, issued.id).await.expect("a page");
        let letter = page.letter.expect("its words");
        let said = letter.plain();
        for text in
            ["Nguyễn Thị Rất Riêng", "- Không có chữ ký;", "- Hết thời hiệu.", "Trần Văn Ký", "mô phỏng"]
        {
            assert!(said.contains(text) || letter.remark.contains(text), "{text}: {said}");
        }
        let again = documents::file(&house, &officer, issued.id, Format::Docx).await.expect("a file");
        assert_eq!(again, documents::file(&house, &officer, issued.id, Format::Docx).await.expect("a file"));

        // What is sealed names nobody, whatever the proceeding knows; a publication never does.
        let sealed = Subject { is_sealed: true, ..it.clone() };
        let notice = request(Kind::Refusal, &[("reasons", "Hết thời hiệu"), ("person", "Tên Gõ Vào")]);
        let told = request(
            Kind::Publication,
            &[
                ("content", "Kết luận nội dung tố cáo."),
                ("forms", "Niêm yết"),
                ("from_on", "05/10/2026"),
                ("to_on", "20/10/2026"),
                ("person", "Tên Gõ Vào"),
            ],
        );
        for (subject, request) in [(&sealed, &notice), (&it, &told)] {
            let issued =
                documents::issue(&house, &officer, house.new_id(), subject, request).await.expect("issued");
            for name in ["Rất Riêng", "Tên Gõ Vào", "Số 1 ngõ 2", "thu hồi đất"] {
                assert!(!issued.letter.contains(name), "{name}: {}", issued.letter);
            }
        }

        // A party office's page, and no personal word in any event.
        let party = Request { system: Some(System::Party), ..refusal() };
        let issued = documents::issue(&house, &officer, house.new_id(), &it, &party).await.expect("issued");
        assert!(issued.number_text.ends_with("-TB/ĐU") && issued.letter.contains("T/M BAN THƯỜNG VỤ"));
        let log = format!("{:?}", events::of_thing(&house.store, it.thing, 1_000).await.expect("events"));
        assert!(
            log.contains("document.issued")
                && log.contains("document.read")
                && log.contains("document.drafted")
        );
        assert!(!log.contains("Riêng") && !log.contains("thu hồi"), "no personal word in events");
    })
    .await;
}

#[tokio::test]
async fn templates_hold_for_what_lies_below_and_faulty_ones_are_refused() {
    for_each_engine(|house| async move {
        let (unit, other) = (communes(&house)[0], communes(&house)[1]);
        let leader = house.somebody(Role::CommuneLeader, unit).await;
        let operator = house.somebody(Role::Operator, house.unit("01")).await;
        let officer = house.somebody(Role::CommuneOfficer, unit).await;
        let body = "== about\nVề {{ procedure }}\n== body\nRIÊNG CỦA XÃ {{ person }}\n";
        let all = body.replace("RIÊNG CỦA XÃ", "CHUNG CỦA THÀNH PHỐ");
        let key = (unit, Kind::Refusal);
        for (asker, at) in [(&officer, unit), (&leader, other), (&Asker::nobody(), unit)] {
            let refused = documents::save(&house, asker, (at, Kind::Refusal), body).await;
            assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
        }
        let faulty = body.replace("person", "nguoi_gui");
        let faults =
            documents::save(&house, &leader, key, &faulty).await.expect("asked").expect_err("faults");
        assert_eq!((faults[0].line, faults[0].note.key.as_str()), (4, "template-unknown-name"));
        assert_eq!(documents::current(&house, unit, Kind::Refusal).await.expect("one").version, 0);

        let seen = documents::preview(&house, &leader, key, body).expect("asked").expect("a letter");
        assert!(seen.plain().contains("RIÊNG CỦA XÃ Nguyễn Văn Ví Dụ") && seen.number.contains("……"));
        assert!(documents::preview(&house, &leader, key, &faulty).expect("asked").is_err());
        assert!(documents::preview(&house, &officer, key, body).is_err());

        let city = house.unit("01");
        documents::save(&house, &operator, (city, Kind::Refusal), &all).await.expect("asked").expect("kept");
        documents::save(&house, &leader, key, body).await.expect("asked").expect("kept");
        documents::save(&house, &leader, key, &body.replace("XÃ", "PHƯỜNG"))
            .await
            .expect("asked")
            .expect("kept");
        let holds = |unit| {
            let house = house.clone();
            async move { documents::current(&house, unit, Kind::Refusal).await.expect("one").body }
        };
        assert!(holds(unit).await.contains("CỦA PHƯỜNG"));
        assert!(holds(other).await.contains("CHUNG"));
        let it = subject(&house, unit);
        let issued =
            documents::issue(&house, &officer, house.new_id(), &it, &refusal()).await.expect("issued");
        assert!(issued.letter.contains("RIÊNG CỦA PHƯỜNG Nguyễn Thị Rất Riêng"), "{}", issued.letter);

        documents::restore(&house, &leader, unit, Kind::Refusal).await.expect("restored");
        assert!(holds(unit).await.contains("CHUNG"));
        let versions = documents::versions(&house, &leader, unit, Kind::Refusal).await.expect("versions");
        let numbers: Vec<i64> = versions.iter().map(|version| version.version).collect();
        assert_eq!(numbers, [3, 2, 1]);
        assert!(versions[0].body.is_empty() && versions[2].body.contains("CỦA XÃ"));
    })
    .await;
}

/// The texts of a sheet's cells, row by row.
fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a book");
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).expect("cells");
    let text = |cell: &Data| if *cell == Data::Empty { String::new() } else { cell.to_string() };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

#[tokio::test]
async fn tables_go_into_spreadsheets_with_their_question() {
    for_each_engine(|house| async move {
        let unit = communes(&house)[0];
        let site = Site::open(&house).await;
        for _ in 0..6 {
            house.resident_asks("environment.waste", unit).await;
        }
        let few = communes(&house)[1];
        house.resident_asks("environment.waste", few).await;
        house.run_followers().await;
        let query = "from=2026-10-05&to=2026-10-05&on=2026-10-05&unit=01";
        let sheet = site.browser().get(&format!("/overview.xlsx?{query}&lang=vi")).await;
        assert_eq!((sheet.status, sheet.header("content-type")), (StatusCode::OK, documents::XLSX));
        assert!(sheet.header("content-disposition").ends_with(".xlsx\""));
        let rows = cells(&sheet.bytes);
        let find =
            |name: &str| rows.iter().find(|row| row.iter().any(|cell| cell == name)).expect(name).clone();
        assert_eq!(find("Từ ngày")[1], "5/10/2026");
        assert_eq!(find("Dữ liệu mô phỏng")[1], "có");
        assert_eq!(find("Đã ẩn số nhỏ")[1], "có");
        assert!(!find("Lập lúc")[1].is_empty());
        let name = |unit: UnitId| house.facts().tree.get(unit).expect("a unit").name.clone();
        assert_eq!(find(&name(few))[2], "", "one case alone stays hidden");

        let listing = format!("/cases/list.xlsx?{query}&measure=received");
        let stranger = site.browser().get(&listing).await;
        assert_ne!(stranger.status, StatusCode::OK, "a list is for who may read it");
        let officer = signed_in(&house, &site, "officer", Role::CommuneOfficer, unit).await;
        let code = house.facts().tree.get(unit).and_then(|unit| unit.code.clone()).expect("a code");
        let query = query.replace("unit=01", &format!("unit={code}"));
        let list = officer.get(&format!("/cases/list.xlsx?{query}&measure=received")).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.text);
        let rows = cells(&list.bytes);
        assert_eq!(rows.iter().filter(|row| row[1].starts_with("Rác chưa")).count(), 6);
        let csv = officer.get(&format!("/cases/list.csv?{query}&measure=received")).await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(csv.text.matches("Rác chưa").count(), 6);
        let wrong = officer.get("/cases/list.xlsx?from=32/1/2026").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = officer.get(&format!("/cases/list?{query}&measure=received")).await;
        assert!(page.text.contains("/cases/list.xlsx?") && page.text.contains("/cases/list.csv?"));
    })
    .await;
}
