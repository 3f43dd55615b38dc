//! Land clearance at the desk: who speaks for a file is read by few, a field office's sheet is read whole, wishes are counts, and a file
//! goes with its ward.

use crate::{
    clearance::{check_verified, file, project, stage},
    desk::{Browser, somebody},
    letters_way::ward,
    programmes_way::{form_id, id_after},
    registers_counts::city,
};
use danvan_actions::clearance::{Cell, Sheet};
use danvan_domain::{
    ids::{ProjectId, UnitId},
    people::Role,
    rights::Asker,
};
use danvan_store::{
    clearance as store, events, proceedings,
    units::care::{Care, cared_for},
};
use danvan_testkit::{House, for_each_engine};

/// A sheet as a field office writes it: a title, a line about it, the heading, the rows.
fn workbook(house: &House, heading: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let sheet = Sheet {
        title: "DANH SÁCH HỘ BỊ THU HỒI ĐẤT".into(),
        about: vec![("Đơn vị".into(), "Phường Ngọc Hà".into())],
        heading: heading.iter().map(|name| (*name).to_owned()).collect(),
        rows: rows.iter().map(|row| row.iter().map(|cell| Cell::text(cell.clone())).collect()).collect(),
    };
    sheet.xlsx(house.now()).expect("a sheet")
}

/// A project that the city's leader has begun, and an officer of one of its wards.
async fn begun(house: &House) -> (Browser, Browser, ProjectId) {
    let own = ward(house, "Ngọc Hà");
    somebody(house, "thanh.pho", Role::CityLeader, city(house, own)).await;
    somebody(house, "an", Role::CommuneOfficer, own).await;
    let (mut lead, an) = (Browser::of(house, "thanh.pho").await, Browser::of(house, "an").await);
    let id = project(&mut lead).await;
    (lead, an, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_for_a_file_is_read_for_a_purpose_and_by_few() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "binh", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        let id = project(&mut lead).await;
        let one = file(&mut an, id, &[]).await.expect("a file");
        let form = format!("/clearance/files/{one}/holder");
        an.open(&form).await;
        assert!(!an.says("Mận"), "no purpose, no name: {}", an.html);
        assert_eq!(an.send(&form, &[]).await.status, 422, "for what?");
        assert!(!an.says("Mận"), "{}", an.html);
        an.send(&form, &[("purpose", "call_on")]).await;
        assert!(an.says("Trần Thị Mận") && an.says("0912345678"), "{}", an.html);
        let need = format!("{form}/need");
        assert_eq!(an.send(&need, &[("need", "poor"), ("remarks", "")]).await.status, 422, "not a label");
        an.open(&form).await;
        assert_eq!(
            an.send(&need, &[("need", "transport"), ("remarks", "Xe chở đồ ngày bàn giao")]).await.status,
            200
        );
        assert!(!an.says("Xe chở đồ"), "the file itself tells no need: {}", an.html);
        an.open(&form).await;
        assert!(an.says("Chỉ xã, phường giữ hồ sơ xem được"), "{}", an.html);
        let named = [("purpose", "other"), ("reason", "Hỏi ông Nguyễn Văn Tám ở nhà bên")];
        an.send(&form, &named).await;
        assert_eq!(an.status, 422, "the words stay for ever: {}", an.html);
        an.open(&form).await;
        an.send(&form, &[("purpose", "other"), ("reason", "Chuẩn bị buổi bàn giao")]).await;
        assert!(an.says("Xe chở đồ ngày bàn giao"), "{}", an.html);
        let all = events::of_thing(&house.store, one.0, 100).await.expect("events");
        let read: Vec<_> = all.iter().filter(|placed| placed.event.kind == "clearance.holder_read").collect();
        assert_eq!(read.len(), 2, "each reading is an event");
        assert!(read.iter().any(|placed| placed.payload.contains("Chuẩn bị buổi bàn giao")), "and says why");
        assert!(
            all.iter().all(|placed| !placed.event.payload.to_string().contains("transport")),
            "no need in an event"
        );

        // Neither a neighbour nor the city's leader reads it.
        let mut binh = Browser::of(&house, "binh").await;
        for browser in [&mut lead, &mut binh] {
            browser.open(&form).await;
            assert_ne!(browser.status, 200, "{}", browser.html);
            browser.open("/clearance").await;
            browser.send(&form, &[("purpose", "call_on")]).await;
            assert!(browser.status == 403 && !browser.says("Mận"), "{} {}", browser.status, browser.html);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_read_whole_and_kept_only_when_somebody_says_so() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let house = &house;
        let own = ward(house, "Ngọc Hà");
        somebody(house, "thanh.pho", Role::CityLeader, city(house, own)).await;
        somebody(house, "an", Role::CommuneOfficer, own).await;
        let (mut lead, mut an) = (Browser::of(house, "thanh.pho").await, Browser::of(house, "an").await);
        let id = project(&mut lead).await;
        let address = format!("/clearance/{id}/sheet");
        an.open(&address).await;
        let heading = ["Số hồ sơ", "Loại hồ sơ", "Đoạn", "Phường", "Diện tích (m2)", "Chủ hộ"];
        let good = |number: usize| {
            ["hộ", "1", "Phường Ngọc Hà", "100", "Trần Thị Mận"].iter().fold(
                vec![format!("NH-{number}")],
                |mut row, cell| {
                    row.push((*cell).to_owned());
                    row
                },
            )
        };
        let bad = |number: usize| {
            let mut row = good(number);
            row[4] = "12,5".into();
            row
        };
        let rows: Vec<Vec<String>> = (1..=30).map(good).chain((31..=1_030).map(bad)).collect();
        let bytes = workbook(house, &heading, &rows);
        let page = an.alone().upload(&address, &[], vec![("sheet.xlsx", bytes)]).await;
        assert_eq!(page.status.as_u16(), 422, "{}", page.text);
        assert!(
            page.text.contains("30 hồ sơ đúng") && page.text.contains("1.000 dòng có lỗi"),
            "{}",
            page.text
        );
        // Title, one line about it, an empty line, the heading: the first file stands in row 5.
        for row in [35, 500, 1_034] {
            assert!(page.text.contains(&format!("<th scope=\"row\">E{row}</th>")), "row {row}");
        }
        assert!(store::numbers(&house.store, id).await.expect("read").is_empty(), "nothing is kept yet");
        let sheet = id_after(&page.text, "name=\"sheet\" value=\"");
        an.open(&address).await;
        an.send(&format!("{address}/keep"), &[("sheet", &sheet)]).await;
        assert_eq!(an.status, 200, "{}", an.html);
        assert_eq!(store::numbers(&house.store, id).await.expect("read").len(), 30);
        an.open(&address).await;
        an.send(&format!("{address}/keep"), &[("sheet", &sheet)]).await;
        assert_eq!(an.status, 404, "a sheet is kept once: {}", an.html);

        // Other files: no sheet at all, other columns, numbers that are there already.
        let page = an.alone().upload(&address, &[], vec![("sheet.xlsx", b"not a sheet".to_vec())]).await;
        assert!(
            page.status.as_u16() == 422 && page.text.contains("không đọc được như bảng XLSX"),
            "{}",
            page.text
        );
        let page = an.alone().upload(&address, &[], Vec::new()).await;
        assert!(page.status.as_u16() == 422 && page.text.contains("Chọn tệp"), "{}", page.text);
        let other = workbook(house, &["Số hồ sơ", "Tên"], &[vec!["1".into(), "x".into()]]);
        let page = an.alone().upload(&address, &[], vec![("sheet.xlsx", other)]).await;
        assert!(page.status.as_u16() == 422 && page.text.contains("Thiếu cột “Diện tích”"), "{}", page.text);
        let again = workbook(house, &heading, &[good(1)]);
        let page = an.alone().upload(&address, &[], vec![("sheet.xlsx", again)]).await;
        assert!(page.text.contains("NH-1 đã có trong dự án"), "{}", page.text);
        lead.open(&format!("/clearance/{id}")).await;
        assert!(lead.says("0,00 / 0,30"), "{}", lead.html);

        // What nobody kept within a day is kept no more.
        let late = workbook(house, &heading, &[good(2_000)]);
        let page = an.alone().upload(&address, &[], vec![("sheet.xlsx", late)]).await;
        let sheet = id_after(&page.text, "name=\"sheet\" value=\"");
        house.clock.pass_seconds(86_401);
        let mut an = Browser::of(house, "an").await;
        an.open(&address).await;
        an.send(&format!("{address}/keep"), &[("sheet", &sheet)]).await;
        assert_eq!(an.status, 404, "{}", an.html);
        check_verified(house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_are_counted_and_few_are_not_told_outside() {
    for_each_engine(|house| async move {
        let (mut lead, mut an, id) = begun(&house).await;
        let address = format!("/clearance/{id}/wishes");
        an.open(&address).await;
        let own_id = form_id(&an);
        let counts = [
            ("id", own_id.as_str()),
            ("on", "5/10/2026"),
            ("households_asked", "60"),
            ("households_answered", "50"),
            ("wish-near", "44"),
            ("wish-trade", "3"),
        ];
        let more = [counts.as_slice(), &[("wish-price", "51")]].concat();
        assert_eq!(an.send(&address, &more).await.status, 422, "more than answered");
        an.send(&address, &counts).await;
        assert_eq!(an.status, 200, "{}", an.html);
        assert!(an.says(">44<") && an.says(">3<"), "{}", an.html);
        lead.open(&address).await;
        assert!(lead.says(">44<") && !lead.says(">3<") && lead.says("dưới 5"), "{}", lead.html);
        assert!(lead.says("hỏi 60 hộ, 50 hộ trả lời"), "{}", lead.html);
        // What is taken along keeps back what the page keeps back.
        let file = format!("{address}/wishes.csv");
        let (inside, outside) = (an.alone().get(&file).await.text, lead.alone().get(&file).await.text);
        assert!(inside.contains(",44\n") && inside.contains(",3\n"), "{inside}");
        assert!(outside.contains(",44\n") && outside.contains("dưới 5"), "{outside}");
        assert!(!outside.contains(",3\n"), "{outside}");
        // The same form twice is one survey; with other wishes under its id it is told.
        an.open(&address).await;
        an.send(&address, &counts).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let other = [&counts[..5], &[("wish-trade", "4")]].concat();
        an.send(&address, &other).await;
        assert_eq!(an.status, 409, "{}", an.html);
        let told = events::of_thing(&house.store, own_id.parse().expect("an id"), 10).await.expect("events");
        assert!(told.len() == 1 && !told[0].payload.contains("asked"), "{}", told[0].payload);

        // Few in one ward: neither its numbers nor those beside, from which they could be had, are told outside.
        somebody(&house, "binh", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        let mut binh = Browser::of(&house, "binh").await;
        binh.open(&address).await;
        let few_id = form_id(&binh);
        let few = [
            ("id", few_id.as_str()),
            ("on", "5/10/2026"),
            ("households_asked", "10"),
            ("households_answered", "3"),
        ];
        binh.send(&address, &few).await;
        assert!(binh.status == 200 && binh.says("hỏi 10 hộ, 3 hộ trả lời"), "{}", binh.html);
        assert!(!binh.says("hỏi 60 hộ"), "what the neighbour asked: {}", binh.html);
        lead.open(&address).await;
        assert!(lead.says("Đã hỏi 70 hộ, 53 hộ trả lời"), "{}", lead.html);
        assert!(!lead.says("hỏi 10 hộ") && !lead.says("hỏi 60 hộ"), "{}", lead.html);
        an.open(&address).await;
        assert!(an.says("hỏi 60 hộ, 50 hộ trả lời") && !an.says("hỏi 10 hộ"), "{}", an.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_surveys_are_listed_and_those_before_counted() {
    for_each_engine(|house| async move {
        let (_, mut an, id) = begun(&house).await;
        let address = format!("/clearance/{id}/wishes");
        for many in 20..72 {
            an.open(&address).await;
            let (survey, asked) = (form_id(&an), many.to_string());
            let counts = [
                ("id", survey.as_str()),
                ("on", "5/10/2026"),
                ("households_asked", asked.as_str()),
                ("households_answered", "10"),
                ("wish-near", "10"),
            ];
            an.send(&address, &counts).await;
            assert_eq!(an.status, 200, "{}", an.html);
        }
        an.open(&address).await;
        assert!(an.says("Còn 2 lần khảo sát trước đó không kê ở đây."), "{}", an.html);
        assert_eq!(an.html.matches("10 hộ trả lời").count(), 50, "{}", an.html);
        assert!(an.says("Đã hỏi 2.366 hộ, 520 hộ trả lời"), "all are counted: {}", an.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_given_to_a_colleague_stands_where_it_stood() {
    for_each_engine(|house| async move {
        let (_, mut an, id) = begun(&house).await;
        let to = somebody(&house, "binh", Role::CommuneOfficer, ward(&house, "Ngọc Hà")).await;
        let neighbour = somebody(&house, "cuc", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        let file = file(&mut an, id, &[]).await.expect("a file");
        let before = stage(&house, file).await;
        let address = format!("/proceedings/{file}");
        an.open(&address).await;
        an.send(&format!("{address}/assign"), &[("to", &neighbour.to_string())]).await;
        assert_eq!(an.status, 422, "no colleague: {}", an.html);
        an.open(&address).await;
        an.send(&format!("{address}/assign"), &[("to", &to.to_string())]).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let kept = proceedings::get(&house.store, file).await.expect("read").expect("a proceeding");
        assert_eq!(kept.handler, Some(to));
        assert_eq!(stage(&house, file).await, before);
        check_verified(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_with_its_ward_and_is_counted_where_it_lay() {
    for_each_engine(|house| async move {
        use danvan_actions::units::{File, reorganise};
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        let id = project(&mut lead).await;
        let one = file(&mut an, id, &[]).await.expect("a file");
        let form = format!("/clearance/files/{one}/call");
        an.open(&form).await;
        let own_id = form_id(&an);
        let call = [
            ("id", own_id.as_str()),
            ("on", "5/10/2026"),
            ("who", "Tổ công tác"),
            ("asked", "Xem bản đo."),
            ("promised", "Mời xem bản đo."),
            ("until", "30/10/2026"),
        ];
        an.send(&form, &call).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let place = store::file(&house.store, one).await.expect("read").expect("a file").place;
        let cared = cared_for(&house.store, Care::Call, own, house.today()).await.expect("read");
        let call: uuid::Uuid = own_id.parse().expect("an id");
        assert_eq!(cared, [(call, Some(place))], "a promise goes by the place of its file");
        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let bytes = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        reorganise(&house, &Asker::house(), &bytes, house.today()).await.expect("done");
        let new: UnitId = house.unit("00008");
        let moved = store::file(&house.store, one).await.expect("read").expect("a file");
        assert_eq!(
            (moved.unit == own, moved.unit == new, moved.place == new),
            (false, true, false),
            "it is counted where it lay"
        );
        let promise = store::calls::call(&house.store, own_id.parse().expect("an id")).await.expect("read");
        assert_eq!(
            promise.expect("a call").unit,
            new,
            "what was promised is owed by whoever stands for the ward"
        );
        lead.open(&format!("/clearance/{id}?by=commune")).await;
        assert!(lead.says("Phường Ba Đình Mới"), "{}", lead.html);
        // The list tells a commune what its board does.
        let mut an = Browser::of(&house, "an").await;
        an.open("/clearance").await;
        assert!(an.says("0,00 / 0,13 ha") && an.says("còn 1 hồ sơ"), "{}", an.html);
        an.open(&format!("/clearance/{id}")).await;
        assert!(an.says("0,00 / 0,13"), "{}", an.html);
        check_verified(&house).await;
    })
    .await;
}
