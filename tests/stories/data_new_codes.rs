//! Whoever lost their code is given a new one at the desk, once their identity was checked; and no reading is lost between
//! the pages of a letter's readings.

use crate::{
    data_holders::{ONE, SPEAKS, asks, code_for, group_letter, sheet},
    desk::{self, somebody},
    letters_way::{classify, enter, letter_of, ward},
    receptions_days::{DAY, after, booked},
    sealed_pages::ready,
};
use danvan_actions::{
    Failure,
    data::{Checked, new_signer_code},
    letters::{open, open_before, read_signers},
    verify::verify,
};
use danvan_domain::{people::Role, refusals::Refusal, rights::Asker};
use danvan_store::{data::requests, events};
use danvan_testkit::{House, Site, for_each_engine};
use reqwest::StatusCode;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The code on the slip that is shown.
fn code_on(desk: &desk::Browser) -> String {
    let code = desk.path.strip_prefix("/receipts/").and_then(|rest| rest.strip_suffix("/slip"));
    code.unwrap_or_else(|| panic!("no slip: {} {}", desk.path, desk.html)).to_owned()
}

/// Fills in the form for a lost code; the fields given stand in place of the usual ones.
async fn lost(desk: &mut desk::Browser, page: &str, to: &str, fields: &[(&str, &str)]) -> u16 {
    let mut all = vec![("checked", "identity_card"), ("why", "lost")];
    all.retain(|(known, _)| !fields.iter().any(|(name, _)| name == known));
    all.extend(fields);
    desk.open(page).await;
    desk.send(to, &all).await;
    desk.status
}

/// What was noted of one kind about a thing, as JSON.
async fn noted(house: &House, thing: Uuid, kind: &str) -> Vec<String> {
    let all = events::of_thing(&house.store, thing, 200).await.expect("events");
    all.into_iter()
        .map(|one| one.event)
        .filter(|one| one.kind == kind)
        .map(|one| one.payload.to_string())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signer_who_lost_their_code_is_given_another_and_sees_who_did_it() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "khac", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        let mut lan = desk::Browser::of(&house, "lan").await;
        let letter = group_letter(&mut lan).await;
        let page = format!("/letters/{letter}");
        assert!(!lan.open(&page).await.says("Cấp phiếu hẹn mới"), "nobody has a code to lose");
        let (speaks, old) = (code_for(&mut lan, letter, "0").await, code_for(&mut lan, letter, "1").await);
        let browser = Site::open(&house).await.browser();
        let request = asks(&house, &browser, &old, &[("right", "delete")]).await;

        // The identity is checked: a name, a document and a reason; what was typed comes back.
        let to = format!("/letters/{letter}/receipts/anew");
        for (fields, said) in [
            (vec![("named", "")], "Xin điền ô này"),
            (vec![("named", ONE[0]), ("checked", "")], "Xin chọn một mục"),
            (vec![("named", ONE[0]), ("why", "no.such")], "Xin chọn một mục"),
            (vec![("named", "Ai Đó Khác")], "Không có ai giữ phiếu hẹn mang họ tên này"),
            // The third signed too, and was never given a code.
            (vec![("named", "Zexivuk Thị Ba")], "Không có ai giữ phiếu hẹn mang họ tên này"),
        ] {
            assert_eq!(lost(&mut lan, &page, &to, &fields).await, 422, "{fields:?}: {}", lan.html);
            assert!(lan.says(said), "{fields:?}: {}", lan.html);
        }
        assert!(lan.says("value=\"Zexivuk Thị Ba\""), "what was typed comes back: {}", lan.html);
        let tried = noted(&house, letter.0, "letter.receipt_not_renewed").await;
        assert_eq!(tried.len(), 2, "a name that was guessed is an event: {tried:?}");
        assert!(
            tried.iter().all(|event| !event.contains("Ai Đó") && !event.contains("Zexivuk")),
            "{tried:?}"
        );
        assert!(sheet(&browser, &old).await["readings"].as_array().expect("a list").is_empty());
        let mut stranger = desk::Browser::of(&house, "khac").await;
        stranger.open("/letters").await;
        stranger.send(&to, &[("named", ONE[0]), ("why", "lost"), ("checked", "vneid")]).await;
        assert_eq!(stranger.status, 403, "another office");

        // As it stands on a card: capitals. The slip shows the new code, and the old one is that of nobody.
        house.clock.pass_seconds(1);
        let card = ONE[0].to_uppercase();
        assert_eq!(lost(&mut lan, &page, &to, &[("named", &card)]).await, 200, "{}", lan.html);
        let new = code_on(&lan);
        assert_ne!(new, old);
        for path in ["", "/mine", "/mine.json", "/slip"] {
            let gone = browser.get(&format!("/receipts/{old}{path}")).await;
            assert_eq!(gone.status, StatusCode::NOT_FOUND, "{path}");
        }

        // Their log says by which office, as what and why; what they asked goes along; the other signer reads none of it.
        let followed = browser.get(&format!("/receipts/{new}")).await;
        for said in
            ["Cấp phiếu hẹn mới vì làm mất phiếu cũ", "Đã đối chiếu thẻ căn cước", "Cán bộ xã, phường"]
        {
            assert!(followed.text.contains(said), "{said}: {}", followed.text);
        }
        let told = sheet(&browser, &new).await;
        assert_eq!(told["contact"]["name"], ONE[0]);
        assert_eq!(told["requests"].as_array().map(Vec::len), Some(1), "{told}");
        let id = request.rsplit('/').next().expect("an id").parse().expect("an id");
        let kept = requests::get(&house.store, id).await.expect("read").expect("a request");
        assert_eq!(kept.receipt, new);
        let others = browser.get(&format!("/receipts/{speaks}")).await;
        assert!(others.status == StatusCode::OK && !others.text.contains("làm mất"), "{}", others.text);
        assert_eq!(sheet(&browser, &speaks).await["contact"]["name"], SPEAKS[0]);
        lan.open(&page).await;
        assert!(lan.says("Cấp phiếu hẹn mới vì làm mất phiếu cũ"), "the office sees it too: {}", lan.html);

        // The event names why and what was compared, and no code and no name.
        let events = noted(&house, letter.0, "letter.receipt_renewed").await;
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(events[0].contains("lost") && events[0].contains("identity_card"), "{events:?}");
        for secret in [new.as_str(), old.as_str(), ONE[0]] {
            assert!(!events[0].contains(secret), "{events:?}");
        }
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_are_called_the_same_the_place_on_the_letter_decides() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = desk::Browser::of(&house, "lan").await;
        let both = [("person", "Nguyễn Văn Trùng"), ("address", "Ngõ 1"), ("phone", "0936 111 333")];
        let other = [("person", "Nguyễn Văn  Trùng"), ("address", "Ngõ 2"), ("phone", "0936 111 444")];
        enter(&mut lan, &[&[("signers", "2")], &both[..], &other[..]].concat()).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        let letter = letter_of(&lan);
        let (page, to) = (format!("/letters/{letter}"), format!("/letters/{letter}/receipts/anew"));
        let second = code_for(&mut lan, letter, "1").await;
        for (order, status) in [("", 422), ("1", 422)] {
            let typed = [("named", "Nguyễn Văn Trùng"), ("order", order)];
            let got = lost(&mut lan, &page, &to, &typed).await;
            assert_eq!(got, status, "the first was given none, and is not given the other's: {}", lan.html);
        }
        let first = code_for(&mut lan, letter, "0").await;
        for order in ["", "3", "x"] {
            let typed = [("named", "Nguyễn Văn Trùng"), ("order", order)];
            assert_eq!(lost(&mut lan, &page, &to, &typed).await, 422, "{order}: {}", lan.html);
            assert!(lan.says("Có hai người ký trùng họ tên"), "{order}: {}", lan.html);
        }
        house.clock.pass_seconds(1);
        let typed = [("named", "Nguyễn Văn Trùng"), ("order", "2"), ("why", "seen"), ("checked", "passport")];
        assert_eq!(lost(&mut lan, &page, &to, &typed).await, 200, "{}", lan.html);
        let new = code_on(&lan);
        let browser = Site::open(&house).await.browser();
        assert_eq!(sheet(&browser, &new).await["address"], "Ngõ 2");
        assert_eq!(sheet(&browser, &first).await["address"], "Ngõ 1", "the other's still opens");
        let gone = browser.get(&format!("/receipts/{second}")).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_given_another_code_and_a_denunciation_has_none() {
    const WHO: &str = "Lạc Thị Phiếu";
    for_each_engine(|house| async move {
        let (_, mut an, _) = ready(&house).await;
        let unit = house.unit("00004");
        somebody(&house, "canbo", Role::CommuneOfficer, unit).await;
        let mut officer = desk::Browser::of(&house, "canbo").await;
        officer.open("/receptions/desk").await;
        officer.send("/receptions/desk", &DAY).await;
        let day = after(&officer.html, "/receptions/desk/days/").to_owned();
        let mut first = booked(&house, &day, WHO).await;
        let old = after(&first.html, "/receipts/").split('/').next().expect("a code").to_owned();
        officer.open(&format!("/receptions/desk/days/{day}")).await;
        let visit = after(&officer.html, "/receptions/desk/visits/").to_owned();
        let (page, to) =
            (format!("/receptions/desk/visits/{visit}"), format!("/receptions/desk/visits/{visit}/receipt"));
        assert_eq!(lost(&mut officer, &page, &to, &[("named", "Ai Đó")]).await, 422, "{}", officer.html);
        assert!(officer.says("mang họ tên này") && officer.says("value=\"Ai Đó\""), "{}", officer.html);
        house.clock.pass_seconds(1);
        let typed = [("named", "lac thi phieu"), ("why", "unreadable"), ("checked", "other_paper")];
        assert_eq!(lost(&mut officer, &page, &to, &typed).await, 200, "{}", officer.html);
        let new = code_on(&officer);
        let browser = Site::open(&house).await.browser();
        assert_eq!(browser.get(&format!("/receipts/{old}")).await.status, StatusCode::NOT_FOUND);
        // Whoever has the browser of the booking sends it again, and learns nothing.
        let again =
            [("id", visit.as_str()), ("name", WHO), ("phone", "0912 345 678"), ("subject", "Hỏi về sổ đỏ")];
        first.send(&format!("/receptions/book/{day}"), &again).await;
        assert!(first.status == 409 && !first.says(&new), "{}", first.html);
        let mine = browser.get(&format!("/receipts/{new}/mine")).await;
        for said in [WHO, "Cấp phiếu hẹn mới vì phiếu cũ không còn đọc được", "giấy tờ khác có ảnh"]
        {
            assert!(mine.text.contains(said), "{said}: {}", mine.text);
        }
        assert_eq!(noted(&house, visit.parse().expect("an id"), "visit.receipt_renewed").await.len(), 1);

        // A letter that turned out to be a denunciation: its signers have no code, and get none anew.
        enter(&mut an, &[("person", "Tố Văn Giác"), ("signers", "1"), ("place", "Phường Ba Đình")]).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let letter = letter_of(&an);
        let code = code_for(&mut an, letter, "0").await;
        an.open(&format!("/letters/{letter}")).await;
        classify(&mut an, letter, &[("content", "denunciation"), ("disposal", "open"), ("erase", "yes")])
            .await;
        assert_eq!(an.status, 200, "{}", an.html);
        an.open(&format!("/letters/{letter}")).await;
        assert!(!an.says("Cấp phiếu hẹn mới"), "{}", an.html);
        let asker = house.somebody(Role::CommuneOfficer, unit).await;
        let checked = Checked {
            name: "Tố Văn Giác".into(),
            why: "lost".into(),
            document: "identity_card".into(),
            ..Checked::default()
        };
        let refused = new_signer_code(&house, &asker, letter, &checked).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::Conflict(_)))), "a denunciation has none");
        assert_eq!(browser.get(&format!("/receipts/{code}")).await.status, StatusCode::NOT_FOUND);
        assert!(noted(&house, letter.0, "letter.receipt_renewed").await.is_empty());
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_of_one_moment_are_each_on_one_page() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = desk::Browser::of(&house, "lan").await;
        let letter = group_letter(&mut lan).await;
        let asker = house.somebody(Role::CommuneOfficer, own).await;
        // The clock stands still: all of them are of one moment.
        for number in 1..=103 {
            let why = format!("lần {number}.");
            read_signers(&house, &asker, letter, ("other", &why)).await.expect("read");
        }
        let mut seen: Vec<String> = Vec::new();
        let first = open(&house, &Asker::house(), letter).await.expect("a letter");
        let mut next = first.more_readings;
        seen.extend(first.readings.into_iter().map(|one| one.reason));
        assert_eq!(seen.len(), 50);
        while let Some(behind) = next {
            let page = open_before(&house, &Asker::house(), letter, Some(behind)).await.expect("a letter");
            seen.extend(page.readings.into_iter().map(|one| one.reason));
            next = page.more_readings;
        }
        let each: BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), each.len()), (103, 103), "each once");

        // By the links of the page as well.
        lan.open(&format!("/letters/{letter}")).await;
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for page in 1..=3 {
            assert_eq!(lan.status, 200, "{}", lan.html);
            told.extend((1..=103).filter(|number| lan.html.contains(&format!("lần {number}."))));
            let link = format!("/letters/{letter}?before=");
            // The page's own address stands in it as well, for the other language.
            let next = lan
                .html
                .split(&link)
                .skip(1)
                .find_map(|rest| rest.split('"').next()?.strip_suffix("#readings"));
            let Some(place) = next.map(str::to_owned) else {
                assert_eq!(page, 3, "the last page leads on to nothing");
                break;
            };
            lan.open(&format!("{link}{place}")).await;
        }
        assert_eq!(told.len(), 103);
    })
    .await;
}
