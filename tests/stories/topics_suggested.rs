//! What was decided on others' words helps the next to say what theirs are about: it suggests, and they decide.

use crate::telling::{COMMUNE, go_on};
use danvan_actions::topics::{SURE, learn, suggest};
use danvan_domain::{cases::Stage, ids::CaseId, receipt::ReceiptCode};
use danvan_store::bulk;
use danvan_testkit::{Browser, House, Page, Site, for_each_engine};

/// Words that no topic's own words hold, and the topic officers settled them under.
const TAUGHT: [(&str, &str); 3] = [
    ("Cái trụ sắt kêu ken két suốt đêm.", "security.noise"),
    ("Tấm bạt xanh phủ kín lối đi chung.", "order.pavement"),
    ("Nắp tròn giữa ngõ kênh lên mỗi sáng.", "environment.waste"),
];
/// Words of cases that nobody has answered yet.
const OPEN: (&str, &str) = ("Màng mỏng vo ve trên mái hiên.", "living.prices");

/// Adds some cases as though they had come in, each under its topic and at its stage.
async fn add(house: &House, many: usize, (words, topic): (&str, &str), stage: Stage) {
    let received = house.resident_asks(topic, house.unit("00004")).await;
    let case = danvan_store::cases::get(&house.store, received.id).await.expect("read").expect("a case");
    let copy = |number: usize| {
        let mut case = case.clone();
        case.id = CaseId(house.new_id());
        case.receipt = ReceiptCode::from_chance(house.chance()).to_string();
        case.body = format!("{words} Lần thứ {number}.");
        case.stage = stage;
        case
    };
    let cases: Vec<_> = (0..many).map(copy).collect();
    let mut change = house.store.begin().await.expect("a change");
    bulk::cases(&mut change, &cases).await.expect("added");
    change.commit().await.expect("a commit");
}

/// The page that asks for a topic, after some words.
async fn asked_for_topic(browser: &Browser, words: &str) -> Page {
    let first = browser.get("/cases/new").await;
    go_on(browser, &first, &[("words", words), ("place_text", COMMUNE), ("go", "next")]).await
}

#[tokio::test]
async fn what_was_decided_is_suggested_and_never_decides() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        for taught in TAUGHT {
            add(&house, 30, taught, Stage::Answered).await;
        }
        assert_eq!(learn(&house).await.expect("read"), None, "too few to be believed");
        let before = asked_for_topic(&resident, TAUGHT[0].0).await;
        assert!(!before.text.contains(" checked>"), "nothing is chosen beforehand: {}", before.text);

        for taught in TAUGHT {
            add(&house, 150, taught, Stage::Closed).await;
        }
        add(&house, 300, OPEN, Stage::Received).await;
        let tried = learn(&house).await.expect("read").expect("enough");
        assert!(tried.first > 0.95 && tried.texts > 40, "{tried:?}");
        for (words, topic) in TAUGHT {
            let suggested = suggest(&house, words);
            assert_eq!(suggested[0].topic, topic, "{suggested:?}");
            assert!(suggested[0].chance >= SURE, "{suggested:?}");
            let page = asked_for_topic(&resident, &words.to_uppercase()).await;
            assert!(page.text.contains(&format!("value=\"{topic}\" checked>")), "{}", page.text);
            // Whoever asks decides.
            let more = go_on(&resident, &page, &[("topic", "water.clean"), ("go", "next")]).await;
            assert!(more.hidden().contains(&("topic".into(), "water.clean".into())), "{}", more.text);
        }
        let open = suggest(&house, OPEN.0);
        assert!(open.iter().all(|one| one.topic != OPEN.1), "what is not decided teaches nothing: {open:?}");
        let strange = asked_for_topic(&resident, "Xyz qwerty.").await;
        assert!(!strange.text.contains(" checked>"), "of unknown words nothing is sure: {}", strange.text);
    })
    .await;
}
