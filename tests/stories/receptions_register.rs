//! How many came to receptions: counted at the desk, checked, and summed by office and month in the register.

use crate::{
    desk::{Browser, somebody},
    letters_way::go_to,
    receptions_days::after,
};
use danvan_domain::{ids::UnitId, people::Role};
use danvan_testkit::{House, Site, for_each_engine};

const PERIOD: &str = "from=2026-10-01&to=2026-12-31";

/// A day is published and so many book; gives the addresses of their visits on the desk.
async fn a_day(house: &House, officer: &mut Browser, day: &str, names: &[&str]) -> Vec<String> {
    officer.open("/receptions/desk").await;
    let fields = [
        ("day", day),
        ("begins", "08:30"),
        ("seats", "9"),
        ("place", "Trụ sở UBND phường"),
        ("host", "Chủ tịch UBND phường"),
    ];
    officer.send("/receptions/desk", &fields).await;
    assert_eq!(officer.status, 200, "{}", officer.html);
    let published = officer.html.split("/receptions/desk/days/").skip(1);
    let ids: Vec<String> = published.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect();
    let mut found = Vec::new();
    for id in ids {
        officer.open(&format!("/receptions/desk/days/{id}")).await;
        if officer.html.contains("/receptions/desk/visits/") {
            continue;
        }
        for name in names {
            let mut resident = Browser::new(house).await;
            resident.open(&format!("/receptions/book/{id}")).await;
            let own = after(&resident.html, "name=\"id\" value=\"").to_owned();
            let fields = [("id", own.as_str()), ("name", *name), ("subject", "=Hỏi về đường")];
            resident.send(&format!("/receptions/book/{id}"), &fields).await;
            assert_eq!(resident.status, 200, "{}", resident.html);
            found.push(format!("/receptions/desk/visits/{own}"));
        }
    }
    found
}

/// Receives and counts.
async fn receive(desk: &mut Browser, visit: &str, people: &str, spoke: &str) {
    desk.open(visit).await;
    desk.send(visit, &[("act", "receive")]).await;
    assert_eq!(desk.status, 200, "{}", desk.html);
    if !people.is_empty() {
        desk.send(&format!("{visit}/people"), &[("people", people), ("representatives", spoke)]).await;
        assert_eq!(desk.status, 200, "{}", desk.html);
    }
}

pub(crate) async fn file(house: &House, name: &str, path: &str) -> danvan_testkit::Page {
    let browser = Site::open(house).await.browser();
    browser.get("/sign-in").await;
    let fields = [("name", name), ("password", "mat-khau-cua-chuyen"), ("next", "/sessions")];
    browser.post("/sign-in", &fields).await;
    browser.get(path).await
}

/// The numbers of a line of a CSV.
fn numbers<'a>(csv: &'a str, line: &str) -> Vec<&'a str> {
    let found = csv.lines().find(|row| row.contains(line)).unwrap_or_else(|| panic!("no {line}: {csv}"));
    found.trim_end_matches('\r').rsplitn(7, ',').collect::<Vec<_>>().into_iter().take(6).rev().collect()
}

async fn live(house: &House) -> (UnitId, UnitId) {
    let (own, other) = (house.unit("00004"), house.unit("00082"));
    somebody(house, "chutich", Role::CommuneLeader, own).await;
    somebody(house, "khac", Role::CommuneLeader, other).await;
    somebody(house, "thanh.pho", Role::CityLeader, house.unit("01")).await;
    let mut leader = Browser::of(house, "chutich").await;
    let visits =
        a_day(house, &mut leader, "15/10/2026", &["An Bình", "Chi Dung", "Em Giang", "Hà Khoa"]).await;
    let later = a_day(house, &mut leader, "5/11/2026", &["Lan Minh"]).await;
    let mut neighbour = Browser::of(house, "khac").await;
    let beside = a_day(house, &mut neighbour, "15/10/2026", &["Nam Oanh"]).await;
    go_to(house, "2026-10-15");
    leader = Browser::of(house, "chutich").await;
    receive(&mut leader, &visits[0], "1", "").await;
    receive(&mut leader, &visits[1], "12", "5").await;
    receive(&mut leader, &visits[2], "", "").await;
    leader.open(&visits[3]).await;
    leader.send(&visits[3], &[("act", "refuse"), ("ground", "Đã có quyết định cuối cùng")]).await;
    assert_eq!(leader.status, 200, "{}", leader.html);
    neighbour = Browser::of(house, "khac").await;
    receive(&mut neighbour, &beside[0], "5", "2").await;
    go_to(house, "2026-11-05");
    leader = Browser::of(house, "chutich").await;
    receive(&mut leader, &later[0], "3", "").await;
    (own, other)
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_came_is_counted_checked_and_summed_by_office_and_month() {
    for_each_engine(|house| async move {
        let (own, other) = live(&house).await;
        let mut leader = Browser::of(&house, "chutich").await;
        leader.open(&format!("/registers/receptions?{PERIOD}")).await;
        assert_eq!(leader.status, 200, "{}", leader.html);
        assert!(leader.says("Số đoàn đông người") && leader.says("tháng 10/2026"), "{}", leader.html);
        assert!(leader.says("mức chắc chắn C"), "the grade is told");
        // Days, visits, people, delegations, people in them, visits that nobody counted.
        let counts = file(&house, "chutich", &format!("/registers/receptions.csv?{PERIOD}&unit={own}")).await;
        assert_eq!(numbers(&counts.text, "Tất cả"), ["2", "4", "16", "1", "12", "1"], "{}", counts.text);
        assert_eq!(
            numbers(&counts.text, "tháng 10/2026"),
            ["1", "3", "13", "1", "12", "1"],
            "{}",
            counts.text
        );
        assert_eq!(numbers(&counts.text, "tháng 11/2026"), ["1", "1", "3", "0", "0", "0"], "{}", counts.text);
        assert!(counts.header("content-disposition").contains("danvan-tiep-dan-"));
        let whole = file(&house, "thanh.pho", &format!("/registers/receptions.csv?{PERIOD}")).await;
        assert_eq!(numbers(&whole.text, "Tất cả"), ["3", "5", "21", "2", "17", "1"], "{}", whole.text);
        let october = "from=2026-10-01&to=2026-10-31";
        let part =
            file(&house, "thanh.pho", &format!("/registers/receptions.csv?{october}&unit={other}")).await;
        assert_eq!(numbers(&part.text, "Tất cả"), ["1", "1", "5", "1", "5", "0"], "{}", part.text);

        // The register lists each visit without a name, and runs no formula.
        let book = file(&house, "chutich", &format!("/registers/receptions/book.csv?{PERIOD}")).await;
        assert!(book.text.contains("'=Hỏi về đường") && book.text.contains("2026-10-15"), "{}", book.text);
        assert!(!book.text.contains("Chi Dung") && !book.text.contains("Hà Khoa"), "{}", book.text);
        for path in ["/registers/receptions.xlsx", "/registers/receptions/book.xlsx"] {
            let sheet = file(&house, "chutich", &format!("{path}?{PERIOD}")).await;
            assert_eq!(sheet.status.as_u16(), 200, "{path}");
            assert!(sheet.header("content-type").contains("spreadsheet"), "{path}");
        }
        leader.open("/registers/receptions?from=2026-13-40").await;
        assert_eq!(leader.status, 422);
        leader.open(&format!("/registers/receptions?unit={other}")).await;
        assert_eq!(leader.status, 403, "another office's receptions");
        assert_eq!(danvan_actions::verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_number_or_names_too_many_representatives_is_told_and_kept_in_the_form() {
    for_each_engine(|house| async move {
        somebody(&house, "chutich", Role::CommuneLeader, house.unit("00004")).await;
        let mut leader = Browser::of(&house, "chutich").await;
        let visit = a_day(&house, &mut leader, "15/10/2026", &["An Bình"]).await.remove(0);
        let at = format!("{visit}/people");
        for (people, spoke, said) in [
            ("", "", "Ghi số người"),
            ("x", "", "Ghi số người"),
            ("0", "", "Ghi số người"),
            ("10001", "1", "Ghi số người"),
            ("7", "", "từ 1 đến 2 người đại diện"),
            ("7", "3", "từ 1 đến 2 người đại diện"),
            ("70", "6", "từ 1 đến 5 người đại diện"),
            ("3", "1", "không phải đoàn đông người"),
        ] {
            leader.open(&visit).await;
            leader.send(&at, &[("people", people), ("representatives", spoke)]).await;
            assert!(leader.status == 422 && leader.says(said), "{people} {spoke}: {}", leader.html);
        }
        assert!(leader.says("name=\"people\" value=\"3\"") || leader.says("value=\"3\""), "{}", leader.html);
        leader.send(&at, &[("people", "7"), ("representatives", "2")]).await;
        assert!(leader.says("Đoàn đông người: 7 người, 2 đại diện"), "{}", leader.html);
        leader.send(&at, &[("people", "8"), ("representatives", "1")]).await;
        assert!(leader.says("Đoàn đông người: 8 người, 1 đại diện"), "counted again: {}", leader.html);
        somebody(&house, "khac", Role::CommuneOfficer, house.unit("00082")).await;
        let mut other = Browser::of(&house, "khac").await;
        other.open("/receptions").await;
        assert_eq!(other.send(&at, &[("people", "2")]).await.status, 403);
        leader.send(&visit, &[("act", "refuse"), ("ground", "Đã có quyết định cuối cùng")]).await;
        leader.send(&at, &[("people", "2")]).await;
        assert_eq!(leader.status, 409, "a refused visit: {}", leader.html);
    })
    .await;
}
