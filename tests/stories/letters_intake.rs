//! What belongs to classifying a letter is done there: no proceeding is ended while nobody opens what follows.

use crate::{
    desk::{Browser, somebody},
    letters_way::{act, classify, enter, go_to, letter_of, of, stage, stands_alone, ward},
};
use danvan_actions::{proceedings, verify};
use danvan_domain::{
    ids::{LetterId, ProceedingId, UnitId},
    people::Role,
    rights::Asker,
};
use danvan_store::{
    letters::{self, Which},
    proceedings as store,
};
use danvan_testkit::{House, for_each_engine};

/// What belongs to classifying.
const OF_CLASSIFYING: [&str; 5] = ["move", "split", "classify", "guide", "archive"];

/// Whatever any of these acts asks for.
const WHOLE: [(&str, &str); 5] = [
    ("ground", "Lời đã gõ"),
    ("document", "7/HD"),
    ("office", "Sở Xây dựng"),
    ("parts", "complaint"),
    ("parts", "petition"),
];

pub(crate) async fn waits(house: &House, unit: UnitId, letter: LetterId) -> bool {
    let waiting = letters::list(&house.store, unit, Which::Fresh, (100, 0)).await.expect("a list");
    let counted = letters::count(&house.store, unit, Which::Fresh).await.expect("a count");
    assert_eq!(i64::try_from(waiting.len()).expect("few"), counted);
    waiting.iter().any(|one| one.id == letter)
}

/// Whether the page offers an act.
fn offers(browser: &Browser, code: &str) -> bool {
    browser.says(&format!("name=\"act\" value=\"{code}\""))
}

/// Each act is refused with these words, and nothing is written.
async fn refused(house: &House, lan: &mut Browser, id: ProceedingId, codes: &[&str], said: &str) {
    let before = store::get(&house.store, id).await.expect("read");
    let done = store::acts(&house.store, id).await.expect("acts").len();
    lan.open(&format!("/proceedings/{id}")).await;
    for code in codes {
        assert!(!offers(lan, code), "{code} is offered: {}", lan.html);
    }
    for code in codes {
        assert_eq!(act(lan, id, code, &WHOLE).await, 409, "{code}: {}", lan.html);
        assert!(lan.says(said), "{code} does not say {said}: {}", lan.html);
    }
    assert_eq!(store::acts(&house.store, id).await.expect("acts").len(), done);
    assert_eq!(store::get(&house.store, id).await.expect("read"), before);
}

async fn due(house: &House, id: ProceedingId, step: &str) -> String {
    let opened = proceedings::open(house, &Asker::house(), id).await.expect("a proceeding");
    opened.seen.stand.clock(step).expect("a clock").due.at.day().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intake_is_ended_by_classifying_its_letter_only() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        enter(&mut lan, &[("signers", "1")]).await;
        let letter = letter_of(&lan);
        let intake = of(&house, letter, "petition").await;
        let link = format!("/letters/{letter}#classify-title");
        lan.open(&format!("/proceedings/{intake}")).await;
        assert!(lan.says(&link) && offers(&lan, "mark_group"), "{}", lan.html);
        refused(&house, &mut lan, intake, &OF_CLASSIFYING, "mở trang của đơn để phân loại").await;
        assert!(lan.says(&link), "the refusal leads to the letter: {}", lan.html);
        assert!(waits(&house, own, letter).await);

        // Classified there, what follows is opened with its clock.
        classify(&mut lan, letter, &[("content", "complaint"), ("disposal", "open")]).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        let complaint = of(&house, letter, "complaint").await;
        assert_eq!(due(&house, complaint, "acceptance").await, "2026-10-14");
        assert!(!waits(&house, own, letter).await);
        // A proceeding of one content is not split either: nothing would be opened.
        refused(&house, &mut lan, complaint, &["split"], "chỉ có một nội dung").await;
        assert!(offers(&lan, "guide") && !lan.says("#classify-title"), "{}", lan.html);

        // Found to be a petition, it goes on by its answer.
        enter(&mut lan, &[("signers", "1")]).await;
        let letter = letter_of(&lan);
        classify(&mut lan, letter, &[("content", "petition"), ("disposal", "open")]).await;
        let petition = of(&house, letter, "petition").await;
        refused(&house, &mut lan, petition, &OF_CLASSIFYING, "đã được phân loại").await;
        assert_eq!(act(&mut lan, petition, "answer", &[("document", "31/UBND")]).await, 200, "{}", lan.html);

        // Nor is a denunciation split.
        enter(&mut lan, &[("is_denunciation", "yes"), ("summary", ""), ("signers", "1")]).await;
        let sealed = of(&house, letter_of(&lan), "denunciation").await;
        refused(&house, &mut lan, sealed, &["split"], "chỉ có một nội dung").await;
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_whose_intake_was_ended_alone_can_still_be_classified() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        for (code, content, disposal, procedure, stands) in [
            ("move", "complaint", "open", "complaint", "received"),
            ("classify", "petition", "open", "petition", "classified"),
            ("classify", "complaint", "open", "complaint", "received"),
            ("archive", "petition", "archive", "petition", "archived"),
        ] {
            enter(&mut lan, &[("signers", "1")]).await;
            let letter = letter_of(&lan);
            let intake = of(&house, letter, "petition").await;
            stands_alone(&house, intake, code, None).await;
            assert!(waits(&house, own, letter).await, "{code}: nobody has classified it");
            lan.open(&format!("/proceedings/{intake}")).await;
            assert!(lan.says(&format!("/letters/{letter}#classify-title")), "{code}: {}", lan.html);
            let eligibility = if disposal == "archive" { "illegible" } else { "eligible" };
            let found = [("content", content), ("disposal", disposal), ("eligibility", eligibility)];
            classify(&mut lan, letter, &found).await;
            assert_eq!(lan.status, 200, "{code} {content}: {}", lan.html);
            let id = of(&house, letter, procedure).await;
            assert_eq!(stage(&house, id).await, stands, "{code} {content}");
            assert!(!waits(&house, own, letter).await, "{code}");
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_or_left_the_house_waits_no_more() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let outside = [("office", "Sở Xây dựng tỉnh bên"), ("document", "8/PC")];
        for (code, fields) in [("withdraw", &[("document", "Đơn xin rút")][..]), ("transfer", &outside[..])]
        {
            enter(&mut lan, &[("signers", "1")]).await;
            let letter = letter_of(&lan);
            let intake = of(&house, letter, "petition").await;
            assert!(waits(&house, own, letter).await);
            assert_eq!(act(&mut lan, intake, code, fields).await, 200, "{code}: {}", lan.html);
            assert!(!waits(&house, own, letter).await, "{code}");
            lan.open(&format!("/letters/{letter}")).await;
            assert!(lan.status == 200 && !lan.says("classify-title"), "{code}: {}", lan.html);
        }
        go_to(&house, "2026-10-06");
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
