//! A resident asks what is known about them and has it erased; afterwards no byte of it is in the database.

use crate::{
    desk::{self, somebody},
    telling::{COMMUNE, answer, case_of, code_of, go_on, photograph},
};
use aho_corasick::AhoCorasick;
use danvan_actions::{backup, search, verify::verify};
use danvan_domain::{people::Role, rights::Asker};
use danvan_store::data::scrub;
use danvan_testkit::{Browser, House, Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Words that stand nowhere else, as they are written, folded for search, and in parts. Stories share PostgreSQL's folder,
/// so that each that looks through it has its own.
const NEEDLES: [&str; 4] = ["Zunaxiq Vôkhuê", "zunaxiq", "0912 345 987", "zunaxiq@quatrang.example"];

/// Somebody else, for stories beside the one whose words are looked for.
pub(crate) const OTHER: [&str; 4] = ["Nguyễn Văn Mẫu", "mẫu", "0912 000 000", "mau@vidu.example"];

/// Reports with a picture and everything by which one may be reached.
pub(crate) async fn report(browser: &Browser, [name, short, phone, email]: [&str; 4]) -> String {
    let first = browser.get("/cases/new").await;
    let id = first.hidden().into_iter().find(|(name, _)| name == "id").expect("an id").1;
    let words = &format!("Ống nước vỡ trước cửa nhà {name} từ tối qua.");
    let fields = [("step", "what"), ("id", &id), ("words", words), ("place_text", COMMUNE), ("go", "next")];
    let topic = browser.upload("/cases/new", &fields, vec![("a.jpg", photograph(77))]).await;
    let more = go_on(browser, &topic, &[("topic", "water.clean"), ("go", "next")]).await;
    let reach = [
        ("answer", &format!("Nhà có {short} già yếu.") as &str),
        ("name", name),
        ("phone", phone),
        ("email", email),
        ("go", "next"),
    ];
    let mut page = go_on(browser, &more, &reach).await;
    if page.hidden().contains(&("step".into(), "similar".into())) {
        page = go_on(browser, &page, &[("go", "next")]).await;
    }
    code_of(&go_on(browser, &page, &[("go", "send")]).await)
}

fn files_under(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files_under(&path, files) } else { files.push(path) }
    }
}

/// Every file of the database: of SQLite the file, its log and its index; of PostgreSQL all tables and indexes, not its
/// own log, which keeps bytes until it is reused.
fn database_files(house: &House) -> Vec<PathBuf> {
    let mut files = Vec::new();
    match house.database.strip_prefix("sqlite:") {
        Some(file) => files_under(Path::new(file).parent().expect("a folder"), &mut files),
        None => {
            let folder = house.database.split("host=").nth(1).and_then(|rest| rest.split('&').next());
            files_under(&Path::new(folder.expect("a folder")).join("data/base"), &mut files);
        }
    }
    files
}

/// Which needles stand in which file.
pub(crate) fn found(house: &House, needles: &[&'static str]) -> Vec<(&'static str, PathBuf)> {
    let all = AhoCorasick::new(needles).expect("few needles");
    let mut found = Vec::new();
    for file in database_files(house) {
        // A file may be gone by the time it is read.
        let bytes = fs::read(&file).unwrap_or_default();
        let stand: BTreeSet<usize> =
            all.find_overlapping_iter(&bytes).map(|one| one.pattern().as_usize()).collect();
        found.extend(stand.into_iter().map(|at| (needles[at], file.clone())));
    }
    found
}

async fn known(browser: &Browser, code: &str) -> Value {
    let page = browser.get(&format!("/receipts/{code}/mine.json")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    serde_json::from_str(&page.text).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_asks_what_is_known_about_them_and_has_it_erased() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, NEEDLES).await;
        let mine = format!("/receipts/{code}/mine");
        let case = case_of(&house, &code).await;
        somebody(&house, "lan", Role::CommuneOfficer, case.responsible).await;
        let mut officer = desk::Browser::of(&house, "lan").await;
        officer.open(&format!("/cases/{}", case.id)).await;
        let contact = format!("/cases/{}/contact", case.id);
        officer.send(&contact, &[("reason", "Gọi hỏi")]).await;
        assert_eq!((officer.status, officer.says("0912 345 987")), (422, false), "a purpose is chosen");
        officer.send(&contact, &[("purpose", "other"), ("reason", "")]).await;
        assert_eq!((officer.status, officer.says("0912 345 987")), (422, false), "another purpose is said");
        officer.send(&contact, &[("purpose", "ask_more"), ("reason", "")]).await;
        assert!(officer.says("0912 345 987"), "{}", officer.html);
        answer(&house, case.id, "Đã nối lại ống trước nhà Zunaxiq Vôkhuê.").await;
        house.run_followers().await;
        let city = house.facts().tree.roots(house.today()).next().expect("a city").id;
        let reader = house.somebody(Role::CityAnalyst, city).await;
        let hits = || async { search::find(&house, &reader, "zunaxiq").await.expect("a search").cases.len() };
        assert_eq!(hits().await, 1);

        // What is known: words, contact, who read it as what and for what; the same for machines.
        let page = resident.get(&mine).await;
        for said in
            [NEEDLES[0], NEEDLES[2], "Cán bộ xã, phường", "Hỏi thêm để giải quyết việc", "mức chắc chắn C"]
        {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        let sheet = known(&resident, &code).await;
        assert_eq!(sheet["contact"]["phone"], NEEDLES[2]);
        assert_eq!(sheet["readings"][0]["role"], "commune_officer");
        assert_eq!(sheet["readings"][0]["purpose"], "ask_more");
        assert_eq!(sheet["pictures"].as_array().map(Vec::len), Some(1));
        assert!(sheet.to_string().find("lan\"").is_none(), "no officer is named");
        let hash = sheet["pictures"][0].as_str().expect("a hash").to_owned();

        // Asked; the clock of the law runs; asked twice it is refused; the office fulfils it.
        resident.get(&mine).await;
        let refused = resident.post(&mine, &[("say", "ask"), ("right", ""), ("words", "giữ chữ này")]).await;
        assert_eq!(
            (refused.status, refused.text.contains("giữ chữ này")),
            (StatusCode::UNPROCESSABLE_ENTITY, true)
        );
        let ask = [("say", "ask"), ("right", "delete"), ("words", "Tôi là Zunaxiq Vôkhuê, xin xóa.")];
        assert_eq!(resident.post(&mine, &ask).await.location, format!("{mine}?said=asked"));
        assert_eq!(resident.post(&mine, &ask).await.status, StatusCode::CONFLICT);
        let due = known(&resident, &code).await["requests"][0]["due_at"].clone();
        assert!(due.is_string(), "{due}");
        let folder = tempfile::tempdir().expect("a folder");
        backup::back_up(&house, &Asker::house(), &folder.path().join("a.backup"), &mut |_| {})
            .await
            .expect("a back-up");
        let before = verify(&house).await.expect("verified");
        // What is not erased is found, after a rewriting too: on PostgreSQL it brings everything to the files.
        scrub(&house.store).await.expect("written anew");
        let seen: Vec<&str> = found(&house, &NEEDLES).into_iter().map(|(needle, _)| needle).collect();
        assert!(NEEDLES.iter().all(|needle| seen.contains(needle)), "{seen:?}");
        officer.open("/data").await;
        let id = officer.html.split("/data/requests/").nth(1).and_then(|rest| rest.split('"').next());
        let request = format!("/data/requests/{}", id.expect("a request"));
        officer.open(&request).await;
        assert_eq!((officer.status, officer.says("xin xóa")), (200, true), "{}", officer.html);
        officer.send(&request, &[("act", "refuse"), ("ground", "Còn cần"), ("answer", "Không xóa.")]).await;
        assert_eq!(
            (officer.status, officer.says("Không xóa.")),
            (403, true),
            "only the chair refuses: {}",
            officer.html
        );
        officer.open(&request).await;
        officer.send(&request, &[("act", "fulfil"), ("answer", "Đã xóa theo yêu cầu.")]).await;
        assert_eq!((officer.status, officer.says("Yêu cầu đã xong")), (200, true), "{}", officer.html);

        // Gone from the receipt, the desk, search and the pictures; figures and chain are what they were.
        house.run_followers().await;
        let after = known(&resident, &code).await;
        assert!(after["erased"] == true && after["contact"]["phone"].is_null(), "{after}");
        assert_eq!(after["requests"][0]["answer"], "Đã xóa theo yêu cầu.");
        assert_eq!(hits().await, 0);
        let picture = resident.get(&format!("/receipts/{code}/pictures/{hash}")).await;
        assert_eq!(picture.status, StatusCode::NOT_FOUND);
        officer.open(&format!("/cases/{}", case.id)).await;
        assert!(officer.says("Nội dung đã xóa") && !officer.says("Zunaxiq"), "{}", officer.html);
        let report = verify(&house).await.expect("verified");
        assert_eq!(report.difference, None);
        assert_eq!(report.tallies_digest, before.tallies_digest, "figures stay");

        // The certificate says how much and until when a back-up holds it, and nothing else.
        somebody(&house, "vanhanh", Role::Operator, city).await;
        let mut operator = desk::Browser::of(&house, "vanhanh").await;
        operator.open("/data/retention").await;
        let id = operator.html.split("/data/erasures/").nth(1).and_then(|rest| rest.split('"').next());
        operator.open(&format!("/data/erasures/{}", id.expect("a certificate"))).await;
        assert!(operator.says("1 cách liên hệ") && operator.says("1 ảnh"), "{}", operator.html);
        assert!(operator.says("còn giữ đến"), "the back-up is named: {}", operator.html);
        assert!(!operator.says("Zunaxiq"));

        // Not one byte is left once the database was written anew.
        scrub(&house.store).await.expect("written anew");
        assert_eq!(found(&house, &NEEDLES), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_is_given_by_hand_for_each_purpose_and_withdrawn_at_once() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, OTHER).await;
        let mine = format!("/receipts/{code}/mine");
        let page = resident.get(&mine).await;
        assert!(!page.text.contains("checked"), "nothing is ticked beforehand");
        let agree = |ticked: bool| {
            let mut fields = vec![("say", "agree"), ("purpose", "news_phone")];
            if ticked {
                fields.push(("news_phone", "yes"));
            }
            fields
        };
        assert_eq!(resident.post(&mine, &agree(false)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(known(&resident, &code).await["consents"], Value::Array(Vec::new()));
        resident.get(&mine).await;
        assert_eq!(resident.post(&mine, &agree(true)).await.location, format!("{mine}?said=done"));
        let consents = known(&resident, &code).await["consents"].clone();
        assert_eq!(consents.as_array().map(Vec::len), Some(1));
        assert!(consents[0]["words"].as_str().is_some_and(|words| words.contains("gọi điện")), "{consents}");
        assert_eq!(consents[0]["version"].as_str().map(str::len), Some(12));
        use danvan_actions::data::consents::agrees;
        use danvan_domain::data::consents::ConsentPurpose::{NewsEmail, NewsPhone};
        assert!(agrees(&house, &code, NewsPhone).await.expect("read"));
        assert!(!agrees(&house, &code, NewsEmail).await.expect("read"), "each purpose by itself");
        resident.get(&mine).await;
        resident.post(&mine, &[("say", "withdraw"), ("purpose", "news_phone")]).await;
        assert!(!agrees(&house, &code, NewsPhone).await.expect("read"), "at once");
        let consents = known(&resident, &code).await["consents"].clone();
        assert!(consents[0]["withdrawn_at"].is_string(), "the proof stays: {consents}");
        let page = resident.post(&mine, &[("say", "agree"), ("purpose", "everything")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_put_in_place_and_a_restriction_closes_the_contact() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, OTHER).await;
        let mine = format!("/receipts/{code}/mine");
        let case = case_of(&house, &code).await;
        somebody(&house, "lan", Role::CommuneOfficer, case.responsible).await;
        somebody(&house, "ngoai", Role::CommuneOfficer, house.unit("00008")).await;
        let mut officer = desk::Browser::of(&house, "lan").await;
        resident.get(&mine).await;
        let bad = [("say", "ask"), ("right", "correct"), ("phone", "gọi tôi")];
        assert_eq!(resident.post(&mine, &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        for ask in [
            vec![("say", "ask"), ("right", "correct"), ("phone", "0987 000 111")],
            vec![("say", "ask"), ("right", "restrict")],
            vec![("say", "ask"), ("right", "delete")],
        ] {
            assert_eq!(resident.post(&mine, &ask).await.location, format!("{mine}?said=asked"));
        }
        let requests =
            danvan_store::data::requests::of_receipt(&house.store, &case.receipt).await.expect("read");
        let mut stranger = desk::Browser::of(&house, "ngoai").await;
        for request in &requests {
            let path = format!("/data/requests/{}", request.id);
            stranger.open(&path).await;
            assert_eq!(stranger.status, 403, "another office");
            officer.open(&path).await;
            officer.send(&path, &[("act", "fulfil")]).await;
            let expected = if request.right.word() == "delete" { 409 } else { 200 };
            assert_eq!(officer.status, expected, "{}: {}", request.right, officer.html);
        }
        assert_eq!(known(&resident, &code).await["contact"]["phone"], "0987 000 111");
        let contact = format!("/cases/{}/contact", case.id);
        officer.open(&format!("/cases/{}", case.id)).await;
        officer.send(&contact, &[("purpose", "ask_more"), ("reason", "")]).await;
        assert!(!officer.says("0987 000 111"), "restricted: {}", officer.html);

        // Late once the clock has run out; the holder may still take it back.
        house.clock.pass_days(40);
        let late = danvan_store::data::requests::late(&house.store, house.now()).await.expect("a count");
        assert_eq!(late, 1);
        let id = requests.iter().find(|request| request.right.word() == "delete").expect("a request").id;
        resident.get(&mine).await;
        resident.post(&mine, &[("say", "take-back"), ("id", &id.to_string())]).await;
        assert_eq!(danvan_store::data::requests::late(&house.store, house.now()).await.expect("a count"), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn third_parties_and_an_extension_give_the_days_that_the_law_gives() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, OTHER).await;
        let mine = format!("/receipts/{code}/mine");
        let case = case_of(&house, &code).await;
        somebody(&house, "lan", Role::CommuneOfficer, case.responsible).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, case.responsible).await;
        let (mut lan, mut chair) =
            (desk::Browser::of(&house, "lan").await, desk::Browser::of(&house, "chu.tich").await);
        // Asked on Monday 5 October: 10, 15 and 20 days; with third parties 15, 20 and 30; and once 10, 15 and 20 more. A
        // last day of rest moves on: 25 October is a Sunday, 24 November a holiday.
        for (right, step, plain, third, extended) in [
            ("correct", "view_or_correct", "2026-10-15", "2026-10-20", "2026-10-30"),
            ("restrict", "withdraw_or_restrict", "2026-10-20", "2026-10-26", "2026-11-09"),
            ("delete", "delete", "2026-10-26", "2026-11-04", "2026-11-25"),
        ] {
            resident.get(&mine).await;
            let ask = [("say", "ask"), ("right", right), ("phone", "0987 000 111")];
            assert_eq!(resident.post(&mine, &ask).await.location, format!("{mine}?said=asked"), "{right}");
            let all = danvan_store::data::requests::of_receipt(&house.store, &case.receipt).await;
            let id = all.expect("read").iter().find(|one| one.right.word() == right).expect("a request").id;
            let request = format!("/data/requests/{id}");
            let dues = async || {
                let kept = danvan_store::data::requests::get(&house.store, id).await.expect("read");
                let kept = kept.expect("a request");
                [kept.reply_due_at, kept.due_at]
                    .map(|at| at.map(|at| at.day().to_string()).unwrap_or_default())
            };
            assert_eq!(dues().await, ["2026-10-07", plain], "{right}: two working days to reply");
            lan.open(&request).await;
            lan.send(&request, &[("act", "mark_third_parties"), ("ground", "")]).await;
            assert_eq!(lan.status, 422, "{right}: the ground is written");
            let ground = ("ground", "Sở Xây dựng cũng giữ");
            lan.send(&request, &[("act", "mark_third_parties"), ground]).await;
            assert_eq!(dues().await, ["2026-10-07", third], "{right}: {}", lan.html);
            let extend = format!("extend_{step}");
            let more = [("act", extend.as_str()), ("ground", "Hồ sơ ở kho lưu trữ")];
            lan.send(&request, &more).await;
            assert_eq!(lan.status, 403, "{right}: the chair extends: {}", lan.html);
            chair.open(&request).await;
            chair.send(&request, &more).await;
            assert_eq!(dues().await, ["2026-10-07", extended], "{right}: {}", chair.html);
            assert!(chair.says("Hồ sơ ở kho lưu trữ"), "{right}: the ground stands on the page");
            chair.send(&request, &more).await;
            assert_ne!(chair.status, 200, "{right}: once");
            assert_eq!(dues().await, ["2026-10-07", extended], "{right}");
        }
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}
