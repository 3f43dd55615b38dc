//! Whoever signed a letter, or came to a reception, has the rights over their data that whoever sent a case has: by a code of
//! their own, which opens nothing of anybody else.

use crate::{
    data_rights::found,
    desk::{self, somebody},
    letters_sealed::opened,
    letters_way::{classify, enter, letter_of, ward},
    receptions_days::{DAY, after, booked},
    sealed_pages::ready,
};
use danvan_actions::{
    Failure,
    data::certificate,
    letters::{hand_out, open, scrub as scrub_now},
    verify::verify,
};
use danvan_domain::{ids::LetterId, people::Role, refusals::Refusal, rights::Asker};
use danvan_store::{data::requests, data::scrub, letters, receptions};
use danvan_testkit::{Browser, House, Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::Value;

/// Who speaks for twelve, one of the others, and a third: names, where they live, and how to reach them.
pub(crate) const SPEAKS: [&str; 3] = ["Qavuxên Thị Đại", "Ngõ Qavuxên số 1", "0936 111 274"];
pub(crate) const ONE: [&str; 3] = ["Wuzoqat Văn Một", "Ngách Wuzoqat số 8", "0936 222 385"];
const THIRD: [&str; 3] = ["Zexivuk Thị Ba", "Hẻm Zexivuk số 9", "0936 333 496"];

pub(crate) async fn group_letter(desk: &mut desk::Browser) -> LetterId {
    let mut fields = vec![("signers", "12"), ("speaks", "0")];
    for [name, lives, phone] in [SPEAKS, ONE, THIRD] {
        fields.extend([("person", name), ("address", lives), ("phone", phone)]);
    }
    enter(desk, &fields).await;
    assert_eq!(desk.status, 200, "{}", desk.html);
    letter_of(desk)
}

/// Hands a code out at the desk, as the slip then shows it.
pub(crate) async fn code_for(desk: &mut desk::Browser, letter: LetterId, position: &str) -> String {
    desk.open(&format!("/letters/{letter}")).await;
    desk.send(&format!("/letters/{letter}/receipts"), &[("position", position)]).await;
    assert_eq!(desk.status, 200, "{}", desk.html);
    let code = desk.path.strip_prefix("/receipts/").and_then(|rest| rest.strip_suffix("/slip"));
    code.unwrap_or_else(|| panic!("no slip: {}", desk.path)).to_owned()
}

pub(crate) async fn sheet(browser: &Browser, code: &str) -> Value {
    let page = browser.get(&format!("/receipts/{code}/mine.json")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    serde_json::from_str(&page.text).expect("JSON")
}

/// The holder of a code asks; the address of the request at the desk.
pub(crate) async fn asks(house: &House, browser: &Browser, code: &str, fields: &[(&str, &str)]) -> String {
    let mine = format!("/receipts/{code}/mine");
    browser.get(&mine).await;
    let all = [&[("say", "ask")][..], fields].concat();
    let sent = browser.post(&mine, &all).await;
    assert_eq!(sent.location, format!("{mine}?said=asked"), "{}", sent.text);
    let all = requests::of_receipt(&house.store, code).await.expect("read");
    let right = fields.iter().find(|(name, _)| *name == "right").expect("a right").1;
    let id =
        all.iter().find(|one| one.right.word() == right && one.ended_at.is_none()).expect("a request").id;
    format!("/data/requests/{id}")
}

/// The office does what was asked; the status of its page.
async fn fulfil(desk: &mut desk::Browser, request: &str) -> u16 {
    desk.open(request).await;
    assert_eq!(desk.status, 200, "{}", desk.html);
    desk.send(request, &[("act", "fulfil"), ("answer", "Đã làm theo yêu cầu.")]).await;
    desk.status
}

async fn kept(house: &House, letter: LetterId) -> Vec<[String; 3]> {
    let all = letters::signers(&house.store, letter).await.expect("read");
    all.into_iter().map(|one| [one.name, one.address, one.phone]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signer_of_twelve_sees_who_read_and_has_their_contact_erased_while_the_others_stays() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = desk::Browser::of(&house, "lan").await;
        let letter = group_letter(&mut lan).await;
        let signers = format!("/letters/{letter}/signers");
        lan.send(&signers, &[("reason", "xem")]).await;
        assert_eq!((lan.status, lan.says(ONE[0])), (422, false), "a purpose is chosen");
        lan.send(&signers, &[("purpose", "other"), ("reason", "")]).await;
        assert_eq!((lan.status, lan.says(ONE[0])), (422, false), "another purpose is said");
        lan.send(&signers, &[("purpose", "tell_news"), ("reason", "")]).await;
        assert!(!lan.says(ONE[0]) && lan.says("chưa đồng ý"), "nobody agreed to be told news: {}", lan.html);
        lan.open(&format!("/letters/{letter}")).await;
        lan.send(&signers, &[("purpose", "ask_more"), ("reason", "")]).await;
        assert!(lan.status == 200 && lan.says(ONE[0]) && lan.says("Cấp phiếu hẹn"), "{}", lan.html);

        // The slip names nobody; a code is given once.
        let code = code_for(&mut lan, letter, "1").await;
        assert!(lan.says("1/2026") && lan.says("/qr.svg"), "{}", lan.html);
        for name in [SPEAKS[0], ONE[0], THIRD[0]] {
            assert!(!lan.says(name), "{name}");
        }
        lan.open(&format!("/letters/{letter}")).await;
        lan.send(&format!("/letters/{letter}/receipts"), &[("position", "1")]).await;
        assert!(lan.status == 409 && lan.says("đã được cấp phiếu hẹn"), "{}", lan.html);
        lan.send(&format!("/letters/{letter}/receipts"), &[("position", "11")]).await;
        assert_eq!(lan.status, 404, "nobody is named there");

        // Number, stage and day; who read it as what and for what; of the others not a word.
        let site = Site::open(&house).await;
        let one = site.browser();
        one.get("/receipts").await;
        let typed = code.to_lowercase().replace('-', " ");
        let led = one.post("/receipts", &[("code", &typed)]).await;
        assert_eq!(led.location, format!("/receipts/{code}"));
        let page = one.get(&format!("/receipts/{code}")).await;
        for said in ["Đơn số 1/2026", "Cán bộ xã, phường", "Hỏi thêm để giải quyết đơn", "chậm nhất"]
        {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        assert_eq!(page.header("x-robots-tag"), "noindex");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        let mine = one.get(&format!("/receipts/{code}/mine")).await;
        for own in ONE {
            assert!(mine.text.contains(own), "{own}: {}", mine.text);
        }
        for others in [SPEAKS, THIRD].concat() {
            for shown in [&page, &mine] {
                assert!(!shown.text.contains(others), "{others}");
            }
        }
        assert!(!mine.text.contains("quyết định thu hồi đất số 15"), "words may name others who signed");
        for drawing in ["slip.svg", "qr.svg"] {
            let drawing = one.get(&format!("/receipts/{code}/{drawing}")).await;
            assert_eq!(drawing.header("content-type"), "image/svg+xml");
        }

        // Asked under the law's clock, seen at the desk, done for this one alone.
        let words = ("words", "Tôi là Wuzoqat Văn Một, xin xóa.");
        let request = asks(&house, &one, &code, &[("right", "delete"), words]).await;
        assert!(sheet(&one, &code).await["requests"][0]["due_at"].is_string());
        lan.open("/data").await;
        assert!(lan.says(&request) && lan.says("người ký đơn"), "{}", lan.html);
        scrub(&house.store).await.expect("written anew");
        let seen: Vec<&str> =
            found(&house, &[ONE[1], ONE[2]]).into_iter().map(|(needle, _)| needle).collect();
        assert!(seen.contains(&ONE[1]) && seen.contains(&ONE[2]), "{seen:?}");
        assert_eq!(fulfil(&mut lan, &request).await, 200, "{}", lan.html);
        let after = sheet(&one, &code).await;
        assert!(after["contact"]["phone"].is_null() && after["address"].is_null(), "{after}");
        assert_eq!(after["contact"]["name"], ONE[0], "the file keeps the name");
        assert_eq!(after["requests"][0]["answer"], "Đã làm theo yêu cầu.");
        let mine = one.get(&format!("/receipts/{code}/mine")).await;
        assert!(mine.text.contains("Địa chỉ và điện thoại của bạn đã xóa"), "{}", mine.text);
        let kept = kept(&house, letter).await;
        assert_eq!(kept[0], SPEAKS.map(str::to_owned));
        assert_eq!(kept[1], [ONE[0], "", ""].map(str::to_owned));
        assert_eq!(kept[2], THIRD.map(str::to_owned));
        let made = danvan_store::data::erasures(&house.store, 1).await.expect("read");
        let paper = certificate(&house, &Asker::house(), made[0].id).await.expect("a certificate");
        assert_eq!((paper.rule.as_str(), paper.counts.get("signer_contacts")), ("signer", Some(&1)));
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
        scrub(&house.store).await.expect("written anew");
        assert_eq!(found(&house, &[ONE[1], ONE[2]]), []);
        assert!(!found(&house, &[THIRD[2]]).is_empty(), "the others' stays");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_signer_corrects_and_restricts_is_done_and_whoever_speaks_is_not_forgotten() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        somebody(&house, "khac", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        let mut lan = desk::Browser::of(&house, "lan").await;
        let letter = group_letter(&mut lan).await;
        let (speaks, third) = (code_for(&mut lan, letter, "0").await, code_for(&mut lan, letter, "2").await);
        let browser = Site::open(&house).await.browser();

        // Whoever speaks for the others must be told by law while the matter runs.
        let request = asks(&house, &browser, &speaks, &[("right", "delete")]).await;
        let mut stranger = desk::Browser::of(&house, "khac").await;
        stranger.open(&request).await;
        assert_eq!(stranger.status, 403, "another office");
        assert_eq!(fulfil(&mut lan, &request).await, 409, "{}", lan.html);
        assert!(lan.says("TT 07/2014/TT-TTCP"), "the article is named: {}", lan.html);
        let mut chair = desk::Browser::of(&house, "chu.tich").await;
        chair.open(&request).await;
        chair
            .send(&request, &[("act", "refuse"), ("ground", "TT 07/2014"), ("answer", "Chưa xóa được.")])
            .await;
        assert_eq!(chair.status, 200, "{}", chair.html);
        assert_eq!(sheet(&browser, &speaks).await["requests"][0]["answer"], "Chưa xóa được.");

        // Corrected: what was given stands, what was left empty stays.
        let change = [("right", "correct"), ("address", "Hẻm mới số 5"), ("phone", "0936 444 507")];
        let request = asks(&house, &browser, &third, &change).await;
        assert_eq!(fulfil(&mut lan, &request).await, 200, "{}", lan.html);
        assert_eq!(
            kept(&house, letter).await[2],
            [THIRD[0], "Hẻm mới số 5", "0936 444 507"].map(str::to_owned)
        );

        // Agreed to, news may be told to this one, and withdrawn it may not.
        let mine = format!("/receipts/{third}/mine");
        browser.get(&mine).await;
        let agree = [("say", "agree"), ("purpose", "news_phone"), ("news_phone", "yes")];
        assert_eq!(browser.post(&mine, &agree).await.location, format!("{mine}?said=done"));
        browser.get(&mine).await;
        let wrong = [("say", "agree"), ("purpose", "news_email"), ("news_email", "yes")];
        assert_eq!(browser.post(&mine, &wrong).await.status, StatusCode::NOT_FOUND, "no e-mail is kept");
        let read = format!("/letters/{letter}/signers");
        lan.open(&format!("/letters/{letter}")).await;
        lan.send(&read, &[("purpose", "tell_news"), ("reason", "")]).await;
        assert!(lan.says("0936 444 507") && !lan.says(SPEAKS[2]) && !lan.says(ONE[2]), "{}", lan.html);

        // Restricted: kept, and shown to nobody.
        let request = asks(&house, &browser, &third, &[("right", "restrict")]).await;
        assert_eq!(fulfil(&mut lan, &request).await, 200, "{}", lan.html);
        lan.open(&format!("/letters/{letter}")).await;
        lan.send(&read, &[("purpose", "notice"), ("reason", "")]).await;
        assert!(lan.says(ONE[2]) && !lan.says(THIRD[0]) && !lan.says("0936 444 507"), "{}", lan.html);
        assert_eq!(sheet(&browser, &third).await["contact"]["name"], THIRD[0], "its holder sees it");

        // One signer's code takes back nothing of another's.
        let request = asks(&house, &browser, &third, &[("right", "delete")]).await;
        let id = request.rsplit('/').next().expect("an id");
        let other = format!("/receipts/{speaks}/mine");
        browser.get(&other).await;
        let taken = browser.post(&other, &[("say", "take-back"), ("id", id)]).await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND);

        // A representative who was chosen after the letter came in is named later, within the law's number.
        lan.open(&format!("/letters/{letter}")).await;
        let people = format!("/letters/{letter}/people");
        lan.send(&people, &[("person", " "), ("speaks", "yes")]).await;
        assert_eq!(lan.status, 422);
        for number in 2..=6 {
            let name = format!("Người đại diện {number}");
            lan.open(&format!("/letters/{letter}")).await;
            lan.send(&people, &[("person", &name), ("speaks", "yes")]).await;
            assert_eq!(lan.status == 200, number <= 5, "{number}: {}", lan.html);
        }
        let found = open(&house, &Asker::house(), letter).await.expect("a letter");
        assert_eq!((found.named, found.speakers), (7, 5));
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denunciation_gets_no_code_and_one_that_was_given_opens_nothing() {
    // Nobody else is called so: other tests write into the same server.
    const AUTHOR: [&str; 3] = ["Puxoqim Văn Tố", "Ngách Puxoqim số 6", "0936 777 418"];
    const SAID: &str = "Xin sửa số Vuqamôz của tôi";
    for_each_engine(|house| async move {
        let (_, mut an, mut binh) = ready(&house).await;
        let who = [("person", AUTHOR[0]), ("address", AUTHOR[1]), ("phone", AUTHOR[2]), ("signers", "2")];
        enter(&mut an, &[&who[..], &[("place", "Phường Ba Đình")]].concat()).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let letter = letter_of(&an);
        let code = code_for(&mut an, letter, "0").await;
        let browser = Site::open(&house).await.browser();
        let fields = [("right", "correct"), ("words", SAID), ("phone", "0936 555 618")];
        let request = asks(&house, &browser, &code, &fields).await;
        an.open(&format!("/letters/{letter}")).await;
        let denounced = [("content", "denunciation"), ("disposal", "open"), ("erase", "yes")];
        classify(&mut an, letter, &denounced).await;
        assert!(an.status == 200 && an.says("Đơn niêm phong số 1"), "{}", an.html);

        // The code is that of nobody; the request is nowhere; what it said is in the seal.
        for path in ["", "/mine", "/mine.json", "/slip", "/slip.svg", "/qr.svg"] {
            let page = browser.get(&format!("/receipts/{code}{path}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
        an.open(&request).await;
        assert_eq!(an.status, 404);
        an.open("/data").await;
        assert!(!an.says("/data/requests/") && !an.says("người ký đơn"), "{}", an.html);
        assert!(requests::of_receipt(&house.store, &code).await.expect("read").is_empty());
        let officer = house.somebody(Role::CommuneOfficer, house.unit("00004")).await;
        let refused = hand_out(&house, &officer, letter, 0);
        assert!(matches!(refused.await, Err(Failure::Refused(Refusal::Conflict(_)))));
        an.open(&format!("/letters/{letter}")).await;
        assert!(!an.says("Cấp phiếu hẹn") && !an.says("Ghi thêm người ký"), "{}", an.html);
        an.send(&format!("/letters/{letter}/people"), &[("person", "Ai Đó")]).await;
        assert_eq!(an.status, 409, "{}", an.html);
        let found_letter = open(&house, &Asker::house(), letter).await.expect("a letter");
        assert_eq!(found_letter.named, 0);
        scrub_now(&house).await.expect("written anew");
        scrub(&house.store).await.expect("written anew");
        assert_eq!(found(&house, &[SAID, "0936 555 618", AUTHOR[2]]), []);
        let seal = format!("/sealed/{}", found_letter.seal.expect("a seal").0);
        opened(&mut an, &mut binh, &seal).await;
        for said in [SAID, "0936 555 618", AUTHOR[2]] {
            assert!(an.says(said), "{said}: {}", an.html);
        }
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_books_comes_corrects_and_is_forgotten_once_the_visit_is_over() {
    // Nobody else is called so: other tests write into the same server.
    const WHO: &str = "Xivaqon Thị Hẹn";
    const RIGHT: &str = "Xivaqôn Thị Hẹn Đúng";
    const PHONE: &str = "0936 666 729";
    for_each_engine(|house| async move {
        let commune = house.unit("00004");
        somebody(&house, "canbo", Role::CommuneOfficer, commune).await;
        let mut officer = desk::Browser::of(&house, "canbo").await;
        officer.open("/receptions/desk").await;
        officer.send("/receptions/desk", &DAY).await;
        let day = after(&officer.html, "/receptions/desk/days/").to_owned();
        let first = booked(&house, &day, WHO).await;
        let code = after(&first.html, "/receipts/").split('/').next().expect("a code").to_owned();
        let browser = Site::open(&house).await.browser();
        let led = browser.get(&format!("/receipts/{code}")).await;
        assert_eq!(led.location, format!("/receptions/visits/{code}"));
        let slip = browser.get(&format!("/receipts/{code}/slip")).await;
        assert!(slip.text.contains("/qr.svg") && slip.text.contains("08:30") && !slip.text.contains(WHO));

        // They come; who called them in is told to them.
        officer.open(&format!("/receptions/desk/days/{day}")).await;
        let visit = after(&officer.html, "/receptions/desk/visits/").to_owned();
        let at = format!("/receptions/desk/visits/{visit}");
        officer.open(&at).await;
        officer.send(&format!("{at}/contact"), &[("purpose", "other"), ("reason", "")]).await;
        assert_eq!((officer.status, officer.says(WHO)), (422, false), "another purpose is said");
        officer.send(&format!("{at}/contact"), &[("purpose", "call_in")]).await;
        assert!(officer.says(WHO), "{}", officer.html);
        let mine = browser.get(&format!("/receipts/{code}/mine")).await;
        for said in [WHO, "Mời vào gặp khi tiếp công dân", "Cán bộ xã, phường", "Hỏi về sổ đỏ"]
        {
            assert!(mine.text.contains(said), "{said}: {}", mine.text);
        }

        let change = [("right", "correct"), ("name", RIGHT), ("phone", PHONE)];
        let request = asks(&house, &browser, &code, &change).await;
        officer.open("/data").await;
        assert!(officer.says(&request) && officer.says("người đăng ký tiếp dân"), "{}", officer.html);
        assert_eq!(fulfil(&mut officer, &request).await, 200, "{}", officer.html);
        let id = visit.parse().expect("an id");
        let visitor = receptions::visitor(&house.store, id).await.expect("read").expect("a visitor");
        assert_eq!((visitor.name.as_str(), visitor.phone.as_deref()), (RIGHT, Some(PHONE)));

        // Not while they wait to be called in or answered; afterwards to the last byte.
        let request = asks(&house, &browser, &code, &[("right", "delete")]).await;
        assert_eq!(fulfil(&mut officer, &request).await, 409, "{}", officer.html);
        assert!(officer.says("Luật Tiếp công dân 42/2013"), "the article is named: {}", officer.html);
        somebody(&house, "chutich", Role::CommuneLeader, commune).await;
        let mut leader = desk::Browser::of(&house, "chutich").await;
        leader.open(&at).await;
        leader.send(&at, &[("act", "receive")]).await;
        assert_eq!(fulfil(&mut officer, &request).await, 409, "it is not answered: {}", officer.html);
        leader.open(&at).await;
        leader.send(&at, &[("act", "answer"), ("document", "6/TL-UBND")]).await;
        assert!(leader.says("Đã trả lời"), "{}", leader.html);
        scrub(&house.store).await.expect("written anew");
        assert!(!found(&house, &[PHONE]).is_empty(), "it is there until then");
        assert_eq!(fulfil(&mut officer, &request).await, 200, "{}", officer.html);
        assert_eq!(receptions::visitor(&house.store, id).await.expect("read"), None);
        let mine = browser.get(&format!("/receipts/{code}/mine")).await;
        assert!(mine.text.contains("Tên và điện thoại của bạn đã xóa"), "{}", mine.text);
        assert!(mine.text.contains("Hỏi về sổ đỏ"), "the book keeps what it was about");
        officer.open(&at).await;
        officer.send(&format!("{at}/contact"), &[("purpose", "call_in")]).await;
        assert_eq!(officer.status, 404, "nobody is left to be read");
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
        scrub(&house.store).await.expect("written anew");
        assert_eq!(found(&house, &[WHO, RIGHT, PHONE]), []);
    })
    .await;
}

#[tokio::test]
async fn codes_of_letters_and_visits_are_guessed_no_more_than_those_of_cases() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = desk::Browser::of(&house, "lan").await;
        let letter = group_letter(&mut lan).await;
        let code = code_for(&mut lan, letter, "1").await;
        let site = Site::open(&house).await;
        let guesser = site.browser();
        // A right code opens nothing that it is not for, says nothing more than a wrong one, and is no guess.
        for path in [format!("/receptions/visits/{code}"), format!("/api/v1/receipts/{code}")] {
            for _ in 0..20 {
                assert_eq!(guesser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
            }
        }
        guesser.get("/receipts").await;
        let spoken = guesser.post(&format!("/receipts/{code}"), &[("say", "solved")]).await;
        assert_eq!(spoken.status, StatusCode::NOT_FOUND);
        for guess in 0..30 {
            let page = guesser.get(&format!("/receptions/visits/0000-0000-0000-00{guess:02}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
        }
        for path in ["/receptions/visits/0000-0000-0000-0099", "/receipts/0000-0000-0000-0099/mine"] {
            assert_eq!(guesser.get(path).await.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        }
    })
    .await;
}
