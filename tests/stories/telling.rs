//! What several stories begin with.

use danvan_actions::cases::{Act, handle};
use danvan_domain::{ids::CaseId, people::Role, rights::Asker};
use danvan_testkit::{Browser, House, Page};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use std::{collections::BTreeMap, sync::Mutex};

/// The commune of the stories: Phường Ba Đình in 2026.
pub(crate) const COMMUNE: &str = "Phường Ba Đình";

/// A photograph; another number draws another one. Drawn once: many stories send the same.
pub(crate) fn photograph(number: u8) -> Vec<u8> {
    static DRAWN: Mutex<BTreeMap<u8, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let mut drawn = DRAWN.lock().expect("no drawing failed");
    drawn.entry(number).or_insert_with(|| draw(number)).clone()
}

fn draw(number: u8) -> Vec<u8> {
    let points: Vec<u8> =
        (0..640 * 480_u32).flat_map(|at| [number, (at % 251) as u8, (at / 640 % 249) as u8]).collect();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85)
        .encode(&points, 640, 480, ExtendedColorType::Rgb8)
        .expect("a JPEG");
    bytes
}

/// Goes on from a page with its hidden fields and more.
pub(crate) async fn go_on(browser: &Browser, page: &Page, more: &[(&str, &str)]) -> Page {
    let hidden = page.hidden();
    let kept = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> =
        kept.filter(|(name, _)| *name != "csrf" && !more.iter().any(|(own, _)| own == name)).collect();
    let fields: Vec<(&str, &str)> = fields.into_iter().chain(more.iter().copied()).collect();
    browser.post("/cases/new", &fields).await
}

/// Walks through a report up to its last page, which shows everything once more.
pub(crate) async fn report_up_to_check(browser: &Browser, words: &str, photos: Vec<Vec<u8>>) -> Page {
    let first = browser.get("/cases/new").await;
    let id = first.hidden().into_iter().find(|(name, _)| name == "id").expect("an id").1;
    let fields = [("step", "what"), ("id", &id), ("words", words), ("place_text", COMMUNE), ("go", "next")];
    let photos = photos.into_iter().map(|bytes| ("a.jpg", bytes)).collect();
    let topic = browser.upload("/cases/new", &fields, photos).await;
    let more = go_on(browser, &topic, &[("topic", "water.clean"), ("go", "next")]).await;
    let next = go_on(browser, &more, &[("answer", "Yếu từ tuần trước."), ("go", "next")]).await;
    if next.hidden().contains(&("step".into(), "similar".into())) {
        return go_on(browser, &next, &[("go", "next")]).await;
    }
    next
}

/// Reports and returns the code of the receipt.
pub(crate) async fn report(browser: &Browser, words: &str, photos: Vec<Vec<u8>>) -> String {
    let check = report_up_to_check(browser, words, photos).await;
    let sent = go_on(browser, &check, &[("go", "send")]).await;
    code_of(&sent)
}

/// The code a redirect leads to.
pub(crate) fn code_of(sent: &Page) -> String {
    let code =
        sent.location.strip_prefix("/receipts/").unwrap_or_else(|| panic!("no receipt: {}", sent.text));
    code.split('?').next().unwrap_or_default().to_owned()
}

/// The case of a receipt.
pub(crate) async fn case_of(house: &House, code: &str) -> danvan_domain::cases::Case {
    danvan_store::cases::by_receipt(&house.store, code).await.expect("read").expect("a case")
}

/// An officer of the commune takes a case and answers it.
pub(crate) async fn answer(house: &House, id: CaseId, body: &str) -> Asker {
    let case = danvan_store::cases::get(&house.store, id).await.expect("read").expect("a case");
    let officer = house.somebody(Role::CommuneOfficer, case.responsible).await;
    handle(house, &officer, id, Act::Accept).await.expect("taken");
    let act = Act::Answer { body: body.to_owned(), late_reason: None, close: false };
    handle(house, &officer, id, act).await.expect("answered");
    officer
}
