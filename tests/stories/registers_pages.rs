//! The register's pages: the book, the statistics and their files, as an officer and as an outsider see them.

use crate::{
    desk::{Browser, somebody},
    letters_way::ward,
    registers_counts::{city, live},
};
use danvan_domain::people::Role;
use danvan_testkit::{Site, for_each_engine};

const QUARTER: &str = "from=2026-10-01&to=2026-12-31";

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_reads_the_book_and_follows_a_number_to_its_list() {
    for_each_engine(|house| async move {
        live(&house).await;
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        lan.open(&format!("/registers?{QUARTER}")).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        assert!(
            lan.says("Khiếu nại quyết định số 15") && lan.says("Đơn niêm phong số 8/2026"),
            "{}",
            lan.html
        );
        assert!(lan.says("mức chắc chắn C"), "the grade is told");
        lan.open(&format!("/registers/statistics?{QUARTER}")).await;
        assert!(
            lan.says("Tồn đầu kỳ 0 + nhận 8 = đã xong 5 + tồn cuối kỳ 3") && lan.says("khớp"),
            "{}",
            lan.html
        );
        let href = lan
            .html
            .split("href=\"")
            .find(|part| part.contains("/registers/list") && part.contains("measure=late\""));
        let href = href
            .and_then(|part| part.split('"').next())
            .expect("a list of what was late")
            .replace("&amp;", "&")
            .replace("&#38;", "&");
        lan.open(&href).await;
        assert!(lan.says("quyết định số 16") && lan.says("trễ từ"), "{}", lan.html);
        // What is typed wrong is told and nothing is lost.
        lan.open("/registers?from=2026-13-40").await;
        assert_eq!(lan.status, 422);
        lan.open("/registers/statistics?from=2026-10-01&to=2025-10-01").await;
        assert_eq!(lan.status, 422);
        lan.open("/registers/list?kind=no_such_kind&measure=nothing&branch='or'1'='1").await;
        assert_eq!(lan.status, 200, "what means nothing asks for nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_tell_what_was_asked_and_run_no_formula() {
    for_each_engine(|house| async move {
        live(&house).await;
        somebody(&house, "lan", Role::CommuneOfficer, ward(&house, "Ngọc Hà")).await;
        let site = Site::open(&house).await;
        let browser = site.browser();
        browser.get("/sign-in").await;
        browser
            .post("/sign-in", &[("name", "lan"), ("password", "mat-khau-cua-chuyen"), ("next", "/sessions")])
            .await;
        let book = browser.get(&format!("/registers.csv?{QUARTER}")).await;
        assert!(book.header("content-disposition").contains("danvan-so-don-"), "{}", book.text);
        for said in ["Dữ liệu mô phỏng,có", "Từ ngày,1/10/2026", "Lập lúc", "'=HYPERLINK", "8/2026"]
        {
            assert!(book.text.contains(said), "{said}: {}", book.text);
        }
        let statistics = browser.get(&format!("/registers/statistics.csv?{QUARTER}")).await;
        assert!(statistics.text.contains("Số liệu cân đối,có"), "{}", statistics.text);
        for path in ["/registers.xlsx", "/registers/statistics.xlsx", "/registers/list.xlsx"] {
            let file = browser.get(&format!("{path}?{QUARTER}")).await;
            assert_eq!(file.status.as_u16(), 200, "{path}");
            assert!(file.header("content-type").contains("spreadsheet"), "{path}");
        }
        let list =
            browser.get(&format!("/registers/list.csv?{QUARTER}&measure=received&kind=denunciation")).await;
        assert!(list.text.contains("Đơn niêm phong số"), "{}", list.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outsiders_read_the_whole_protected_and_no_list() {
    for_each_engine(|house| async move {
        live(&house).await;
        let own = ward(&house, "Ngọc Hà");
        let top = city(&house, own);
        somebody(&house, "an", Role::CityAnalyst, top).await;
        somebody(&house, "khac", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        let mut analyst = Browser::of(&house, "an").await;
        analyst.open(&format!("/registers/statistics?{QUARTER}")).await;
        assert_eq!(analyst.status, 200, "{}", analyst.html);
        assert!(analyst.says("(ẩn)") && !analyst.says("/registers/list"), "{}", analyst.html);
        analyst.open(&format!("/registers?{QUARTER}")).await;
        assert_eq!(analyst.status, 403);
        let mut neighbour = Browser::of(&house, "khac").await;
        for path in ["/registers", "/registers/statistics", "/registers/list", "/registers.csv"] {
            neighbour.open(&format!("{path}?unit={own}")).await;
            assert_eq!(neighbour.status, 403, "{path}");
        }
        let nobody = Browser::new(&house).await.open("/registers/statistics").await.status;
        assert!(nobody == 401 || nobody == 200, "{nobody}");
    })
    .await;
}
