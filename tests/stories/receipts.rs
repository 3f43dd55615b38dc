//! Codes of receipts: forgiven, foreign, guessed.

use crate::{
    desk::{Browser, somebody},
    telling::{answer, case_of, report},
};
use danvan_actions::{
    Failure,
    cases::{follow, open},
};
use danvan_domain::{
    cases::{EntryKind, Stage},
    people::Role,
    refusals::Refusal,
    rights::Asker,
};
use danvan_testkit::{Site, for_each_engine};
use reqwest::StatusCode;
use tokio::task::JoinSet;

#[tokio::test]
async fn a_code_is_forgiven_and_a_foreign_one_comes_back() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, "Nước yếu.", Vec::new()).await;
        resident.get("/receipts").await;
        let typed = code.to_lowercase().replace('-', " ");
        let found = resident.post("/receipts", &[("code", &typed)]).await;
        assert_eq!(found.location, format!("/receipts/{code}"));
        let foreign = resident.post("/receipts", &[("code", "7K2M-P9QX-4TDW-81HC")]).await;
        assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(foreign.text.contains("value=\"7K2M-P9QX-4TDW-81HC\""));
        for path in ["", "/slip", "/slip.svg", "/qr.svg", "/pictures/00", "/pictures/../../etc"] {
            let page = resident.get(&format!("/receipts/7K2M-P9QX-4TDW-81HC{path}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
        let slip = resident.get(&format!("/receipts/{code}/slip")).await;
        assert!(slip.text.contains("Ba Đình") && slip.text.contains("/qr.svg"));
        for drawing in ["slip.svg", "qr.svg"] {
            let drawing = resident.get(&format!("/receipts/{code}/{drawing}")).await;
            assert_eq!(drawing.header("content-type"), "image/svg+xml");
            assert!(drawing.text.contains("<path d=\"M"));
        }
    })
    .await;
}

#[tokio::test]
async fn guessing_codes_soon_has_to_wait() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let code = report(&site.browser(), "Nước yếu.", Vec::new()).await;
        let guesser = site.browser();
        for guess in 0..30 {
            let page = guesser.get(&format!("/api/v1/receipts/0000-0000-0000-00{guess:02}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
        }
        let waits = guesser.get("/receipts/0000-0000-0000-0099").await;
        assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(!waits.header("retry-after").is_empty());
        house.clock.pass_hours(1);
        assert_eq!(guesser.get(&format!("/receipts/{code}")).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn fifty_guesses_at_once_are_no_more_than_thirty() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let code = report(&site.browser(), "Nước yếu.", Vec::new()).await;
        let mut guesses = JoinSet::new();
        for guess in 0..50 {
            let guesser = site.browser();
            guesses.spawn(async move {
                let path = format!("/api/v1/receipts/0000-0000-0000-00{guess:02}");
                guesser.get(&path).await.status.as_u16()
            });
        }
        let mut told = guesses.join_all().await;
        told.sort_unstable();
        assert_eq!(told, [vec![404; 30], vec![429; 20]].concat());
        let waits = site.browser().get(&format!("/receipts/{code}")).await;
        assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
        house.clock.pass_seconds(15 * 60 + 1);
        // Whoever holds a code reads it as often as they like, and all of an address at once.
        let mut readers = JoinSet::new();
        for _ in 0..50 {
            let (reader, path) = (site.browser(), format!("/receipts/{code}"));
            readers.spawn(async move { reader.get(&path).await.status.as_u16() });
        }
        assert_eq!(readers.join_all().await, vec![200; 50]);
        // Nor does it hurt them that others behind the same address mistype theirs meanwhile.
        let mut mixed = JoinSet::new();
        for number in 0..70 {
            let reader = site.browser();
            let wrong = format!("/receipts/0000-0000-0000-00{number:02}");
            let path = if number % 7 < 2 { wrong } else { format!("/receipts/{code}") };
            mixed.spawn(async move { reader.get(&path).await.status.as_u16() });
        }
        let mut told = mixed.join_all().await;
        told.sort_unstable();
        assert_eq!(told, [vec![200; 50], vec![404; 20]].concat());
    })
    .await;
}

#[tokio::test]
async fn a_right_code_among_guesses_is_looked_up_after_they_were_counted() {
    for_each_engine(|house| async move {
        let code = house.resident_asks("water.clean", house.unit("00004")).await.receipt.to_string();
        let told = async |code: &str| match follow(&house, code, "203.0.113.9").await {
            Ok(_) => "found",
            Err(Failure::Refused(Refusal::NotFound)) => "wrong",
            Err(Failure::Refused(Refusal::TooMany { .. })) => "wait",
            Err(failure) => panic!("{failure}"),
        };
        let wrong = "0000-0000-0000-0000";
        for _ in 0..28 {
            assert_eq!(told(wrong).await, "wrong");
        }
        // The second comes while nobody knows yet how the first goes.
        assert_eq!(tokio::join!(told(wrong), told(&code)), ("wrong", "found"));
        assert_eq!(tokio::join!(told(wrong), told(&code)), ("wrong", "wait"));
        house.clock.pass_seconds(15 * 60 + 1);
        assert_eq!(told(&code).await, "found");
    })
    .await;
}

#[tokio::test]
async fn solved_is_said_once() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, "Nước yếu.", Vec::new()).await;
        let address = format!("/receipts/{code}");
        let early = resident.post(&address, &[("say", "solved")]).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "nothing was answered yet");
        let case = case_of(&house, &code).await;
        answer(&house, case.id, "Đã xong.").await;
        assert_eq!(resident.post(&address, &[("say", "solved")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(case_of(&house, &code).await.stage, Stage::Closed);
        assert_eq!(resident.post(&address, &[("say", "solved")]).await.status, StatusCode::CONFLICT);
        let more = resident.post(&address, &[("say", "add"), ("more", "Cảm ơn phường.")]).await;
        assert_eq!(more.location, format!("{address}?said=added"));
        assert!(resident.get(&address).await.text.contains("Cảm ơn phường."));
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_a_receipt_says_how_the_answer_was() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, "Nước yếu.", Vec::new()).await;
        let address = format!("/receipts/{code}");
        let rate = [("say", "rate"), ("how", "fair")];
        resident.get(&address).await;
        assert_eq!(
            resident.post(&address, &rate).await.status,
            StatusCode::CONFLICT,
            "nothing was answered yet"
        );
        let case = case_of(&house, &code).await;
        answer(&house, case.id, "Đã xong.").await;
        let page = resident.get(&address).await;
        for how in ["good", "fair", "poor"] {
            assert!(page.text.contains(&format!("name=\"how\" value=\"{how}\"")), "{how}");
        }
        let unknown = resident.post(&address, &[("say", "rate"), ("how", "angry")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let said = resident.post(&address, &rate).await;
        assert_eq!(said.location, format!("{address}?said=rated"));
        assert!(resident.get(&said.location).await.text.contains("Cảm ơn bác đã nhận xét."));

        // Its office reads it; it changes nothing else, and no other receipt shows it.
        let after = case_of(&house, &code).await;
        assert_eq!((after.stage, after.solved), (Stage::Answered, None));
        let opened = open(&house, &Asker::house(), case.id).await.expect("a case");
        let rated: Vec<_> = opened.entries.iter().filter(|entry| entry.kind == EntryKind::Rated).collect();
        assert_eq!(
            rated.iter().map(|entry| (entry.detail.as_str(), entry.public)).collect::<Vec<_>>(),
            [("fair", false)]
        );
        somebody(&house, "lan", Role::CommuneOfficer, case.responsible).await;
        let mut lan = Browser::of(&house, "lan").await;
        lan.open(&format!("/cases/{}", case.id)).await;
        assert!(lan.says("Bà con nhận xét câu trả lời: Tạm được"), "{}", lan.html);
    })
    .await;
}
