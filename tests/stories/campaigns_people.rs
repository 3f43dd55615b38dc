//! People of a campaign: brought in from a table, joining by themselves, called to shifts, and what a team tells of its day.

use crate::{
    campaigns::{campaign, enrolled, formed, is_whole},
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    programmes_way::{form_id, id_after},
    registers_counts::city,
};
use danvan_actions::{
    campaigns::{self, Roster, Source, board, bring_roster},
    documents,
};
use danvan_domain::{
    ids::{MemberId, ProgrammeId, ShiftId, TeamId},
    people::Role,
    rights::Asker,
};
use danvan_store::{cases, data::consents, observations};
use danvan_testkit::for_each_engine;
use rust_xlsxwriter::{Format, Workbook};
use std::fmt::Write;

/// A table as XLSX, with cells that are merged: row, column, row, column.
pub(crate) fn table(rows: &[Vec<String>], merged: Option<[u32; 4]>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    if let Some([row, column, last_row, last_column]) = merged {
        let columns = [column, last_column].map(|column| u16::try_from(column).expect("a column"));
        sheet
            .merge_range(row, columns[0], last_row, columns[1], "Gộp", &Format::new())
            .expect("merged cells");
    }
    book.save_to_buffer().expect("a file")
}

pub(crate) fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_is_looked_at_before_it_is_kept_and_every_fault_names_its_cell() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        formed(&house, &desk, (id, own), 90).await;
        let form = format!("/campaigns/{id}/roster");
        let an = Browser::of(&house, "an").await;
        let sent = async |how: &str, bytes: Vec<u8>| {
            an.alone().get(&form).await;
            let page = an.alone().upload(&form, &[("how", how)], vec![("danh-sach.xlsx", bytes)]).await;
            (page.status.as_u16(), page.text)
        };
        let members =
            async || board(&house, &lead, id, (house.today(), house.today())).await.expect("a board").total;

        // No table, other columns, merged cells.
        let (status, html) = sent("whole", b"ho ten;to".to_vec()).await;
        assert!(status == 422 && html.contains("không phải bảng XLSX"), "{html}");
        let (status, html) = sent("whole", table(&[row(&["Mã hàng", "Giá"]), row(&["1", "2"])], None)).await;
        assert!(status == 422 && html.contains("Thiếu cột “Tổ”"), "{html}");
        let heading = row(&["Họ và tên", "Tổ", "Điện thoại", "Kỹ năng"]);
        let good = row(&["Trần Thị Bình", "1", "0912345001", "sơ cứu"]);
        let merged = table(&[heading.clone(), good.clone(), row(&["", "", "", ""])], Some([2, 0, 2, 1]));
        let (status, html) = sent("whole", merged).await;
        assert!(status == 422 && html.contains(">A3<") && html.contains("bị gộp"), "{html}");

        // A thousand bad rows are all told, and nothing is kept unless the person says so.
        let mut rows = vec![row(&["Danh sách tổ viên"]), heading.clone(), good];
        rows.extend((0..1_000).map(|at| row(&["", "9", &format!("09{at:08}"), ""])));
        rows.push(row(&["Lê Văn Cường", "Tổ 2", "0912345002", "lái xe; máy tính, nhập liệu"]));
        rows.push(row(&["Phạm Thị Dung", "", "", ""]));
        let bytes = table(&rows, None);
        for how in ["look", "whole"] {
            let (status, html) = sent(how, bytes.clone()).await;
            assert!(status == 422 && html.contains("3 dòng đúng, 1.000 dòng sai"), "{how}");
            assert!(html.contains(">A4<") && html.contains(">A1003<"), "every one by its cell");
            assert_eq!((members().await.members, members().await.waiting), (0, 0), "{how} keeps nothing");
        }
        let (status, html) = sent("good", bytes.clone()).await;
        assert!(status == 200 && html.contains("Thêm 3 người"), "{html}");
        assert_eq!((members().await.members, members().await.waiting), (2, 1));
        let (_, html) = sent("good", bytes).await;
        assert!(html.contains("Thêm 0 người; 3 người đã có"), "{html}");
        assert_eq!((members().await.members, members().await.waiting), (2, 1), "nobody twice");
        is_whole(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_whole_city_reaches_only_the_wards_of_whoever_brings_it() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let neighbour = house.somebody(Role::CommuneOfficer, other).await;
        let id = campaign(&house, &lead).await;
        formed(&house, &desk, (id, own), 90).await;
        formed(&house, &neighbour, (id, other), 90).await;
        let mut rows = vec![row(&["Phường, xã", "Tổ", "Họ và tên", "Điện thoại"])];
        rows.push(row(&["Phường Ngọc Hà", "1", "Nguyễn Văn An", "0912345001"]));
        rows.push(row(&["Phường Ba Đình", "2", "Trần Thị Bình", "0912345002"]));
        rows.push(row(&["Phường Không Có", "1", "Lê Văn Cường", "0912345003"]));
        let bytes = table(&rows, None);
        let brought = async |asker: &Asker, how| {
            bring_roster(&house, asker, (id, None), Source::Bytes(bytes.clone().into()), how)
                .await
                .expect("read")
        };
        let sorted = brought(&desk, Roster::Good).await;
        let keys = |sorted: &campaigns::Sorted| -> Vec<(String, String)> {
            sorted.faults.iter().map(|fault| (fault.cell.clone(), fault.note.key.clone())).collect()
        };
        assert_eq!((sorted.good, sorted.bad, sorted.added), (1, 2, 1), "{sorted:?}");
        assert_eq!(keys(&sorted)[0], ("A3".into(), "roster-note-not-yours".into()));
        let sorted = brought(&Asker::house(), Roster::Good).await;
        assert_eq!((sorted.good, sorted.bad, sorted.added, sorted.there), (2, 1, 1, 1), "{sorted:?}");
        is_whole(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_helps_joins_without_an_account_and_leaves_without_a_trace() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        let mut anybody = Browser::new(&house).await;
        let form = format!("/campaigns/{id}/join");
        anybody.open(&form).await;
        assert!(anybody.status == 200 && anybody.says("Tổ cộng đồng phòng dịch"), "{}", anybody.html);
        let (sent, place) = (form_id(&anybody), own.to_string());
        let person =
            [("id", sent.as_str()), ("place", &place), ("name", "Đỗ Thị Giang"), ("phone", "0912345678")];

        // Without consent nothing is kept, and what was typed comes back.
        anybody.send(&form, &person).await;
        assert!(anybody.status == 422 && anybody.says("Đỗ Thị Giang"), "{}", anybody.html);
        let agreed = [person.as_slice(), &[("agrees", "yes"), ("skills", "cooking")]].concat();
        let nameless: Vec<_> =
            agreed.iter().map(|(name, value)| (*name, if *name == "name" { " " } else { value })).collect();
        assert_eq!(anybody.send(&form, &nameless).await.status, 422);
        anybody.send(&form, &agreed).await;
        assert_eq!(anybody.status, 200, "{}", anybody.html);
        let page = anybody.path.split('?').next().expect("a path").to_owned();
        let code = page.rsplit('/').next().expect("a code").to_owned();
        assert!(anybody.says(&code) && anybody.says("nấu ăn"), "{}", anybody.html);
        assert_eq!(consents::of_receipt(&house.store, &code).await.expect("read").len(), 1, "the proof");
        anybody.open(&form).await;
        anybody.send(&form, &agreed).await;
        assert!(anybody.path.contains(&code), "the same message twice is one member: {}", anybody.path);

        // The ward gives them a team; they see it and correct what is kept.
        let member: MemberId = sent.parse().expect("an id");
        campaigns::place(&house, &desk, member, team).await.expect("placed");
        anybody.open(&page).await;
        assert!(anybody.says("Tổ 1 ·"), "{}", anybody.html);
        let better = [("act", "correct"), ("name", "Đỗ Thị Hương Giang"), ("phone", "0912345678")];
        anybody.send(&page, &better).await;
        assert_eq!(anybody.status, 200, "{}", anybody.html);
        assert!(anybody.says("Đỗ Thị Hương Giang"), "{}", anybody.html);
        let other = Browser::new(&house).await;
        let wrong = other.alone().get("/campaigns/own/0000-0000-0000-0000").await;
        assert_eq!(wrong.status.as_u16(), 404);

        // They leave: all of it is gone at once but the proof, and the numbers hold.
        assert_eq!(anybody.send(&page, &[("act", "leave")]).await.status, 422, "they must be sure");
        anybody.send(&page, &[("act", "leave"), ("sure", "yes")]).await;
        assert!(anybody.status == 200 && anybody.says("Bạn đã rút khỏi chiến dịch"), "{}", anybody.html);
        assert_eq!(anybody.open(&page).await.status, 404);
        let proof = consents::of_receipt(&house.store, &code).await.expect("read");
        assert!(proof.len() == 1 && proof[0].withdrawn_at.is_some(), "{proof:?}");
        let total = board(&house, &lead, id, (house.today(), house.today())).await.expect("a board").total;
        assert_eq!((total.teams, total.members, total.waiting), (1, 0, 0));
        is_whole(&house).await;
    })
    .await;
}

/// A shift of a team over its form.
async fn shift(desk: &mut Browser, team: TeamId, (day, begins, ends): (&str, &str, &str)) -> ShiftId {
    let form = format!("/campaigns/teams/{team}/shifts/new");
    desk.open(&form).await;
    let id = form_id(desk);
    let fields = [
        ("id", id.as_str()),
        ("what", "Trực chốt đầu ngõ 12"),
        ("day", day),
        ("begins", begins),
        ("ends", ends),
        ("skill-1", ""),
        ("many-1", "2"),
    ];
    desk.send(&form, &fields).await;
    assert_eq!(desk.status, 200, "{}", desk.html);
    id_after(&desk.path, "/campaigns/shifts/").parse().expect("an id")
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_called_too_often_and_hours_become_a_certificate() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        let binh = enrolled(&house, &desk, team, "Trần Thị Bình", "0912345001").await;
        let cuong = enrolled(&house, &desk, team, "Lê Văn Cường", "0912345002").await;
        let mut an = Browser::of(&house, "an").await;

        // Two shifts of twelve hours fill a week of twenty-four; a third is refused, and so are two at once.
        let call = async |an: &mut Browser, id: ShiftId, whom: &[MemberId]| {
            let names: Vec<String> = whom.iter().map(MemberId::to_string).collect();
            let fields: Vec<(&str, &str)> = names.iter().map(|name| ("call", name.as_str())).collect();
            an.open(&format!("/campaigns/shifts/{id}")).await;
            an.send(&format!("/campaigns/shifts/{id}/call"), &fields).await.status
        };
        let first = shift(&mut an, team, ("06/10/2026", "7:00", "19:00")).await;
        assert_eq!(call(&mut an, first, &[binh, cuong]).await, 200, "{}", an.html);
        assert!(an.says("Đủ người"), "{}", an.html);
        let same_time = shift(&mut an, team, ("06/10/2026", "18:00", "20:00")).await;
        assert_eq!(call(&mut an, same_time, &[binh]).await, 422);
        assert!(an.says("đã có ca khác vào giờ này"), "{}", an.html);
        let second = shift(&mut an, team, ("08/10/2026", "7h", "19h")).await;
        assert_eq!(call(&mut an, second, &[binh]).await, 200, "{}", an.html);
        let third = shift(&mut an, team, ("10/10/2026", "7:00", "8:00")).await;
        assert_eq!(call(&mut an, third, &[binh, cuong]).await, 422, "one too many stops the whole call");
        assert!(an.says("25 giờ trong bảy ngày"), "{}", an.html);
        assert_eq!(call(&mut an, third, &[cuong]).await, 200, "of whom less was asked");

        // One answers no: then the shift lacks somebody, and they are free again.
        let no = [("member", &*cuong.to_string()), ("answer", "no")];
        an.send(&format!("/campaigns/shifts/{third}/answer"), &no).await;
        assert!(an.status == 200 && an.says("Còn thiếu: 2"), "{}", an.html);

        // Handed over: who was there, for how long.
        let there = format!("there-{binh}");
        let minutes = format!("minutes-{binh}");
        let over = [(there.as_str(), "yes"), (minutes.as_str(), ""), ("handover", "Còn hai hộ chưa gặp.")];
        an.open(&format!("/campaigns/shifts/{first}")).await;
        assert_eq!(
            an.send(&format!("/campaigns/shifts/{first}/close"), &over).await.status,
            409,
            "not begun"
        );
        go_to(&house, "2026-10-07");
        let mut an = Browser::of(&house, "an").await;
        an.open(&format!("/campaigns/shifts/{first}")).await;
        let wrong =
            [(there.as_str(), "yes"), (minutes.as_str(), "1000"), ("handover", "Còn hai hộ chưa gặp.")];
        assert_eq!(an.send(&format!("/campaigns/shifts/{first}/close"), &wrong).await.status, 422);
        assert!(an.says("Còn hai hộ chưa gặp."), "nothing typed is lost");
        an.send(&format!("/campaigns/shifts/{first}/close"), &over).await;
        assert_eq!(an.status, 200, "{}", an.html);
        assert!(an.says("12 giờ") && an.says("Không đến"), "{}", an.html);
        let found = board(&house, &lead, id, (house.today(), house.today())).await.expect("a board");
        assert_eq!(found.minutes, 12 * 60);

        // Whoever worked gets a certificate for Word, whoever did not gets none.
        let page = an.alone().post(&format!("/campaigns/members/{binh}/certificate"), &[]).await;
        assert_eq!(page.status.as_u16(), 200);
        let kept = campaigns::certificate(&house, &desk, binh, documents::Format::Docx)
            .await
            .expect("a certificate");
        let words = document(&kept.bytes);
        assert!(words.contains("Trần Thị Bình") && words.contains("12 giờ"), "{words}");
        let page = an.alone().post(&format!("/campaigns/members/{binh}/certificate"), &[("as", "pdf")]).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.bytes.starts_with(b"%PDF-"));
        for form in [&[][..], &[("as", "pdf")]] {
            let none = an.alone().post(&format!("/campaigns/members/{cuong}/certificate"), form).await;
            assert_eq!(none.status.as_u16(), 409);
        }
        is_whole(&house).await;
    })
    .await;
}

/// What a DOCX says.
pub(crate) fn document(bytes: &[u8]) -> String {
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    let mut part = parts.by_name("word/document.xml").expect("a document");
    std::io::Read::read_to_string(&mut part, &mut text).expect("text");
    let mut plain = String::new();
    for piece in text.split('<').filter_map(|piece| piece.split_once('>')) {
        write!(plain, "{}", piece.1).expect("a string");
    }
    plain
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teams_day_becomes_an_observation_and_a_case_in_one_change() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        somebody(&house, "to", Role::TeamMember, own).await;
        somebody(&house, "ben", Role::TeamMember, ward(&house, "Ba Đình")).await;
        let id: ProgrammeId = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        let (mut to, mut ben) = (Browser::of(&house, "to").await, Browser::of(&house, "ben").await);
        to.open("/campaigns/mine").await;
        assert!(to.says("Tổ 1 ·"), "{}", to.html);
        ben.open("/campaigns/mine").await;
        assert!(!ben.says("Tổ 1 ·"), "{}", ben.html);
        let form = format!("/campaigns/teams/{team}/log");
        assert_eq!(ben.open(&form).await.status, 403);

        to.open(&form).await;
        assert_eq!(to.status, 200, "{}", to.html);
        let ids = ["id-1", "case-1"].map(|name| id_after(&to.html, &format!("name=\"{name}\" value=\"")));
        let fields = [
            ("visited", "12"),
            ("helped", "3"),
            ("id-1", ids[0].as_str()),
            ("case-1", ids[1].as_str()),
            ("topic-1", "water.clean"),
            ("how_many-1", "few"),
            ("need-1", "Cả ngõ mất nước sạch hai ngày."),
            ("answer-1", "yes"),
        ];
        // A need without a topic keeps nothing of the log either.
        let half: Vec<_> =
            fields.iter().map(|(name, value)| (*name, if *name == "topic-1" { "" } else { value })).collect();
        to.send(&form, &half).await;
        assert!(to.status == 422 && to.says("Cả ngõ mất nước"), "{}", to.html);
        let done =
            async || board(&house, &lead, id, (house.today(), house.today())).await.expect("a board").total;
        assert_eq!(done().await.logs, 0);
        to.send(&form, &fields).await;
        assert!(to.status == 200 && to.path.contains("/slip"), "{} {}", to.path, to.html);
        let heard = observations::get(&house.store, ids[0].parse().expect("an id")).await.expect("read");
        assert_eq!(heard.expect("an observation").heard.note, "Cả ngõ mất nước sạch hai ngày.");
        let case =
            cases::get(&house.store, ids[1].parse().expect("an id")).await.expect("read").expect("a case");
        assert_eq!(
            (case.responsible, case.observation.map(|id| id.0.to_string())),
            (own, Some(ids[0].clone()))
        );
        let total = done().await;
        assert_eq!((total.logs, total.visited, total.helped, total.needs), (1, 12, 3, 1));

        // The same message twice is one and shows the same slip; the day told anew replaces its numbers.
        let slip = to.path.clone();
        to.open(&form).await;
        to.send(&form, &fields).await;
        assert_eq!((to.status, &to.path), (200, &slip), "{}", to.html);
        assert_eq!(done().await.needs, 1);
        to.open(&form).await;
        assert!(to.says("value=\"12\""), "what was told stands there to be mended: {}", to.html);
        to.send(&form, &[("visited", "15"), ("helped", "4")]).await;
        assert_eq!(to.status, 200, "{}", to.html);
        let total = done().await;
        assert_eq!((total.logs, total.visited, total.helped, total.needs), (1, 15, 4, 1));
        assert_eq!(to.send(&form, &[("visited", "1"), ("day", "01/09/2026")]).await.status, 422, "too late");
        is_whole(&house).await;
    })
    .await;
}
