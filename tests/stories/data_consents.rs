//! Consent and restriction have their effect where data is read: at the desk, in pictures, in what others are offered, in
//! search and in exports.

use crate::{
    desk::{self, somebody},
    telling::{COMMUNE, case_of, code_of, go_on, photograph},
};
use danvan_actions::{data::requests, export::export, search};
use danvan_domain::{data::requests::Right, people::Role};
use danvan_store::data::requests as rows;
use danvan_testkit::{Browser, House, Site, for_each_engine};
use danvan_words::Language;
use reqwest::StatusCode;

const WHO: [&str; 4] = ["Xuzêmi Trầnvô", "xuzemi", "0973 111 222", "xuzemi@trongrung.example"];

/// Reports with a picture and both ways of being reached, ticking what is given.
async fn report(browser: &Browser, [name, short, phone, email]: [&str; 4], ticked: &[&str]) -> String {
    let first = browser.get("/cases/new").await;
    let id = first.hidden().into_iter().find(|(name, _)| name == "id").expect("an id").1;
    let words = &format!("Cột điện nghiêng trước nhà {name} từ tối qua.");
    let fields = [("step", "what"), ("id", &id), ("words", words), ("place_text", COMMUNE), ("go", "next")];
    let topic = browser.upload("/cases/new", &fields, vec![("a.jpg", photograph(91))]).await;
    let more = go_on(browser, &topic, &[("topic", "water.clean"), ("go", "next")]).await;
    assert!(more.text.contains("name=\"news_phone\"") && more.text.contains("name=\"news_email\""));
    let ticks = more.text.split("type=\"checkbox\"").skip(1);
    assert!(ticks.clone().count() >= 2);
    for tick in ticks {
        assert!(!tick.split('>').next().unwrap_or_default().contains("checked"), "nothing is ticked: {tick}");
    }
    let answer = format!("Nhà có {short} già yếu.");
    let mut reach = vec![("answer", answer.as_str()), ("name", name), ("phone", phone), ("email", email)];
    reach.extend(ticked.iter().map(|purpose| (*purpose, "yes")));
    reach.push(("go", "next"));
    let mut page = go_on(browser, &more, &reach).await;
    if page.hidden().contains(&("step".into(), "similar".into())) {
        page = go_on(browser, &page, &[("go", "next")]).await;
    }
    code_of(&go_on(browser, &page, &[("go", "send")]).await)
}

/// Opens how to reach whoever asked, for a purpose.
async fn read(officer: &mut desk::Browser, case: danvan_domain::ids::CaseId, purpose: &str) -> u16 {
    officer.open(&format!("/cases/{case}")).await;
    officer.send(&format!("/cases/{case}/contact"), &[("purpose", purpose), ("reason", "")]).await;
    officer.status
}

#[tokio::test(flavor = "multi_thread")]
async fn news_is_told_only_by_the_ways_that_were_agreed_to_and_not_withdrawn() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, WHO, &["news_phone"]).await;
        let mine = format!("/receipts/{code}/mine");
        let case = case_of(&house, &code).await;
        somebody(&house, "lan", Role::CommuneOfficer, case.responsible).await;
        let mut officer = desk::Browser::of(&house, "lan").await;
        officer.open(&format!("/cases/{}", case.id)).await;
        assert!(officer.says("Đồng ý nhận tin qua: Điện thoại"), "{}", officer.html);

        // The proof says in which words, and that it was in the report.
        let known = resident.get(&format!("{mine}.json")).await.text;
        assert!(known.contains("gọi điện báo tin") && known.contains("news_phone"), "{known}");
        assert!(!known.contains("news_email"), "each purpose by itself: {known}");

        assert_eq!(read(&mut officer, case.id, "tell_answer").await, 200, "{}", officer.html);
        assert!(officer.says(WHO[2]) && !officer.says(WHO[3]), "by telephone only: {}", officer.html);
        assert_eq!(read(&mut officer, case.id, "ask_more").await, 200);
        assert!(officer.says(WHO[2]) && officer.says(WHO[3]), "what settles the matter needs no consent");

        resident.get(&mine).await;
        resident.post(&mine, &[("say", "withdraw"), ("purpose", "news_phone")]).await;
        assert_eq!(read(&mut officer, case.id, "tell_answer").await, 409, "withdrawn: {}", officer.html);
        assert!(officer.says("đã rút lại đồng ý") && !officer.says(WHO[2]), "{}", officer.html);
        officer.open(&format!("/cases/{}", case.id)).await;
        assert!(officer.says("Chưa đồng ý nhận tin"), "{}", officer.html);
        resident.get(&mine).await;
        resident.post(&mine, &[("say", "agree"), ("purpose", "news_email"), ("news_email", "yes")]).await;
        assert_eq!(read(&mut officer, case.id, "tell_answer").await, 200);
        assert!(officer.says(WHO[3]) && !officer.says(WHO[2]), "by e-mail only: {}", officer.html);

        // Every consent at once, by the request of the law.
        resident.get(&mine).await;
        resident.post(&mine, &[("say", "ask"), ("right", "withdraw")]).await;
        assert_eq!(read(&mut officer, case.id, "tell_answer").await, 409);

        // Whoever ticked nothing agreed to nothing.
        let other = site.browser();
        let code = report(&other, ["Vô Ngữ Khác", "khác", "0974 333 444", "khac@vidu.example"], &[]).await;
        let case = case_of(&house, &code).await;
        assert_eq!(read(&mut officer, case.id, "tell_answer").await, 409);
    })
    .await;
}

async fn restrict(house: &House, browser: &Browser, code: &str) {
    let mine = format!("/receipts/{code}/mine");
    browser.get(&mine).await;
    let asked = browser.post(&mine, &[("say", "ask"), ("right", "restrict")]).await;
    assert_eq!(asked.location, format!("{mine}?said=asked"), "{}", asked.text);
    let all = rows::of_receipt(&house.store, code).await.expect("read");
    let one = all.iter().find(|one| one.right == Right::Restrict).expect("a request");
    let officer = house.somebody(Role::CommuneOfficer, one.unit).await;
    let doing = requests::Doing { act: "fulfil".into(), ..requests::Doing::default() };
    requests::act(house, &officer, one.id, doing).await.expect("fulfilled");
}

/// What an export with contacts says.
async fn exported(house: &House) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let operator = house.somebody(Role::Operator, house.unit("01")).await;
    let out = folder.path().join("out");
    export(house, &operator, &out, true).await.expect("an export");
    let mut all = String::new();
    for file in std::fs::read_dir(&out).expect("a folder").flatten() {
        all.push_str(&std::fs::read_to_string(file.path()).expect("text"));
    }
    (all, std::fs::read_to_string(out.join("README.md")).expect("a page"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_restricted_is_not_shown_offered_found_or_given_out() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, WHO, &["news_phone"]).await;
        let case = case_of(&house, &code).await;
        house.run_followers().await;
        let city = house.facts().tree.roots(house.today()).next().expect("a city").id;
        let analyst = house.somebody(Role::CityAnalyst, city).await;
        somebody(&house, "lan", Role::CommuneOfficer, case.responsible).await;
        let mut officer = desk::Browser::of(&house, "lan").await;
        officer.open(&format!("/cases/{}", case.id)).await;
        let picture = officer.html.split("href=\"/pictures/").nth(1).and_then(|rest| rest.split('"').next());
        let picture = format!("/pictures/{}", picture.expect("a picture"));
        assert_eq!(officer.open(&picture).await.status, 200);
        assert_eq!(search::find(&house, &analyst, "xuzemi").await.expect("a search").cases.len(), 1);
        let (all, readme) = exported(&house).await;
        assert!(all.contains(WHO[2]) && all.contains(WHO[0]) && !readme.contains("restricted the use"));

        // Somebody with the same matter restricts their own: nothing changes for whoever asked first.
        let friend = site.browser();
        let joined = danvan_domain::cases::Contact {
            phone: Some("0975 555 666".into()),
            ..danvan_domain::cases::Contact::default()
        };
        let own =
            danvan_actions::cases::support(&house, case.id, &joined, (&[], Language::Vi), house.new_id())
                .await;
        let own = own.expect("a receipt").to_string();
        assert!(exported(&house).await.0.contains("0975 555 666"));
        restrict(&house, &friend, &own).await;
        assert_eq!(read(&mut officer, case.id, "ask_more").await, 200, "{}", officer.html);
        let (all, readme) = exported(&house).await;
        assert!(!all.contains("0975 555 666") && all.contains(WHO[2]), "theirs only");
        assert!(readme.contains("restricted the use"), "with a notice: {readme}");

        restrict(&house, &resident, &code).await;
        officer.open(&format!("/cases/{}", case.id)).await;
        assert!(officer.says("yêu cầu hạn chế sử dụng"), "a notice: {}", officer.html);
        assert!(!officer.says("/pictures/") && !officer.says("/contact\""), "{}", officer.html);
        for purpose in ["ask_more", "tell_answer", "visit"] {
            assert_eq!(read(&mut officer, case.id, purpose).await, 409, "{purpose}");
            assert!(!officer.says(WHO[2]), "{}", officer.html);
        }
        assert_eq!(officer.open(&picture).await.status, 409, "nor by its address");
        assert_eq!(search::find(&house, &analyst, "xuzemi").await.expect("a search").cases.len(), 0);
        let near = danvan_actions::cases::nearby(&house, "water.clean", case.place, None, &case.body).await;
        assert!(near.expect("read").iter().all(|near| near.case.id != case.id), "offered to nobody");
        let list = format!("/cases/list?unit={}&measure=received", case.responsible);
        officer.open(&list).await;
        assert!(officer.says(&format!("/cases/{}", case.id)), "it counts: {}", officer.html);
        assert!(!officer.says(WHO[0]), "its words are in no list: {}", officer.html);
        let (all, _) = exported(&house).await;
        for said in [WHO[0], WHO[2], WHO[3]] {
            assert!(!all.contains(said), "{said} leaves");
        }
        // Whoever it is about sees all of it.
        let own = resident.get(&format!("/receipts/{code}/mine.json")).await;
        assert_eq!((own.status, own.text.contains(WHO[2])), (StatusCode::OK, true), "{}", own.text);
        assert_eq!(danvan_actions::verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
