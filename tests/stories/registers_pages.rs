//! The register's pages: the book, the statistics and their files, as an officer and as an outsider see them.

use crate::{
    desk::{Browser, somebody},
    letters_way::ward,
    registers_counts::{city, live},
};
use calamine::{Data, Reader, Xlsx};
use danvan_domain::{people::Role, time::Day};
use danvan_testkit::{Site, for_each_engine};
use danvan_words::{Language, Words};
use std::io::Cursor;

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

/// The rows of a workbook's sheet. None of its cells is a formula.
fn rows(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a book");
    let name = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&name).expect("formulas");
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "no formula anywhere");
    book.worksheet_range(&name).expect("cells").rows().map(<[Data]>::to_vec).collect()
}

/// The rows under the heading that begins with a word.
fn under<'a>(rows: &'a [Vec<Data>], heading: &str) -> &'a [Vec<Data>] {
    let at = rows.iter().position(|row| text(&row[0]) == heading);
    &rows[at.unwrap_or_else(|| panic!("no {heading}: {rows:?}")) + 1..]
}

/// A cell as the page writes it.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}

/// What of a piece of HTML is read.
fn read(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let said: String = pieces.collect();
    said.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#38;", "&")
}

/// The lines of a page's tables: each what it is called, and its cells.
fn lines(html: &str) -> Vec<(String, Vec<String>)> {
    let line = |line: &str| {
        let line = line.split("</tr>").next().unwrap_or_default();
        let (name, cells) = line.split_once("</th>").expect("a name");
        let cells = cells.split("<td").skip(1).map(|cell| read(&format!("<td{cell}")));
        (read(name), cells.collect())
    };
    html.split("<tr><th scope=\"row\">").skip(1).map(line).collect()
}

/// Every line of the statistics stands in the file with the same numbers, and no other does.
fn statistics_agree(page: &str, file: &[Vec<Data>]) {
    let mut shown: Vec<Vec<String>> = Vec::new();
    for (name, cells) in lines(page) {
        let known = |cell: String| if cell == "(ẩn)" { String::new() } else { cell };
        shown.push(std::iter::once(name).chain(cells.into_iter().map(known)).collect());
    }
    let by = |row: &[Data], one: &str| text(&row[0]) == one;
    let (listed, written): (Vec<_>, Vec<_>) = under(file, "Chia theo")
        .iter()
        .partition(|row| by(row, "Đã xong: kết quả") || by(row, "Xong trễ: vì sao"));
    let mut written: Vec<Vec<String>> =
        written.iter().map(|row| row[1..].iter().map(text).collect()).collect();
    assert!(shown.len() > 5 && shown[0][2] == "8", "{shown:?}");
    shown.sort();
    written.sort();
    assert_eq!(written, shown);
    // What was settled, by how it ended, adds up to its number in the table; and each stands on the page.
    let settled = listed.iter().filter(|row| by(row, "Đã xong: kết quả")).map(|row| text(&row[4]));
    assert_eq!(settled.map(|count| count.parse::<i64>().expect("a number")).sum::<i64>(), 5);
    for row in listed {
        assert!(page.contains(&format!("<dt>{}</dt>", text(&row[1]))), "{row:?}");
    }
}

/// The book has the letters of its page in the same order, with as many signers and on the same days.
fn book_agrees(page: &str, file: &[Vec<Data>]) {
    let (shown, written) = (lines(page), under(file, "Số"));
    assert!(shown.len() > 10, "{shown:?}");
    assert_eq!(written.len(), shown.len());
    for ((number, cells), row) in shown.iter().zip(written) {
        let is_sealed = text(&row[0]).starts_with("Đơn niêm phong");
        assert!(text(&row[0]).ends_with(number.as_str()) || *number == text(&row[0]), "{number}: {row:?}");
        let Data::DateTime(day) = &row[2] else {
            assert!(is_sealed && row[2..14].iter().all(|cell| *cell == Data::Empty), "{row:?}");
            continue;
        };
        // Day 46296 of a sheet is the first of October 2026.
        let first = Day::new(2026, 10, 1).expect("a day");
        let day = first.plus_days(day.as_f64() as i64 - 46_296);
        let words = Words::for_language(Language::Vi);
        assert!(cells[0].starts_with(&words.day(day)), "{day}: {cells:?}");
        assert_eq!(text(&row[4]), cells[2], "{row:?}");
        assert!(text(&row[8]).is_empty() || cells.contains(&text(&row[8])), "{row:?} {cells:?}");
    }
    let evil = written.iter().find(|row| text(&row[5]).starts_with("=HYPERLINK")).expect("as it was written");
    assert!(matches!(evil[5], Data::String(_)));
}

/// The list has as many lines as its page says.
fn list_agrees(page: &str, file: &[Vec<Data>]) {
    let count =
        page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).map(read).expect("a count");
    let written = under(file, "Số");
    assert!(count.ends_with(&format!(": {}", written.len())) && !written.is_empty(), "{count} {written:?}");
    for row in written {
        assert!(page.contains(&text(&row[0])) || text(&row[0]).contains('='), "{row:?}");
    }
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
        let file = async |path: &str| {
            let file = browser.get(&format!("{path}?{QUARTER}")).await;
            assert_eq!(file.status.as_u16(), 200, "{path}");
            assert!(file.header("content-type").contains("spreadsheet"), "{path}");
            rows(file.bytes)
        };
        let page = async |path: &str| browser.get(&format!("{path}?{QUARTER}")).await.text;
        statistics_agree(&page("/registers/statistics").await, &file("/registers/statistics.xlsx").await);
        book_agrees(&page("/registers").await, &file("/registers.xlsx").await);
        list_agrees(&page("/registers/list").await, &file("/registers/list.xlsx").await);
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
