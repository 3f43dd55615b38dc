//! A letter's way over the desk: into the log, classified, split, and each part through the law to its end.

use crate::desk::{Browser, somebody};
use danvan_actions::{
    deadlines::{Wanted, Whose, lapsing},
    letters,
    proceedings::{self, stood_at},
    verify,
};
use danvan_domain::{
    ids::{LetterId, ProceedingId, UnitId},
    people::Role,
    procedures::{Done, Party},
    proceedings::Kept,
    rights::Asker,
    time::{Day, Moment},
    units::Level,
};
use danvan_store::proceedings as store;
use danvan_testkit::{House, for_each_engine};

pub(crate) fn ward(house: &House, name: &str) -> UnitId {
    house.facts().tree.resolve(&format!("Phường {name}"), house.today()).expect("a ward")
}

fn city(house: &House, ward: UnitId) -> UnitId {
    house.facts().tree.at_or_above(ward, Level::City).expect("a city").id
}

/// Goes to 09:00 on a day.
pub(crate) fn go_to(house: &House, day: &str) {
    let day: Day = day.parse().expect("a day");
    let seconds = Moment::at(day, 9, 0).seconds_since(house.now());
    assert!(seconds >= 0, "the clock only goes on");
    house.clock.pass_seconds(seconds);
}

/// A letter typed into the form; the fields given stand in place of the usual ones.
pub(crate) async fn enter(browser: &mut Browser, fields: &[(&str, &str)]) {
    browser.open("/letters/new").await;
    let id = browser.html.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.expect("an id").to_owned();
    let day =
        browser.html.split("name=\"received_on\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
    let day = day.and_then(|rest| rest.split('"').next()).expect("a day").to_owned();
    let mut all = vec![
        ("id", id.as_str()),
        ("way", "handed_in"),
        ("received_on", day.as_str()),
        ("topic", "land.clearance"),
        ("place", "Phường Ngọc Hà"),
        ("summary", "Không đồng ý với quyết định thu hồi đất số 15; kiến nghị sửa đường ngõ 12."),
        ("signers", "12"),
    ];
    all.retain(|(known, _)| !fields.iter().any(|(name, _)| name == known));
    all.extend(fields);
    browser.send("/letters/new", &all).await;
}

/// The letter whose page is shown.
pub(crate) fn letter_of(browser: &Browser) -> LetterId {
    let id = browser.path.strip_prefix("/letters/").and_then(|rest| rest.get(..36)).expect("a letter");
    id.parse().expect("an id")
}

const OPEN: [(&str, &str); 4] = [
    ("eligibility", "eligible"),
    ("competence", "own"),
    ("branch", "state"),
    ("ground", "Theo nội dung đơn"),
];

/// Classifies the letter shown.
pub(crate) async fn classify(browser: &mut Browser, letter: LetterId, fields: &[(&str, &str)]) {
    let kept = OPEN.iter().filter(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    let all: Vec<(&str, &str)> = kept.chain(fields).copied().collect();
    browser.send(&format!("/letters/{letter}/classify"), &all).await;
}

pub(crate) async fn act(browser: &mut Browser, id: ProceedingId, act: &str, fields: &[(&str, &str)]) -> u16 {
    let mut all = vec![("act", act)];
    all.extend(fields);
    browser.send(&format!("/proceedings/{id}/act"), &all).await;
    browser.status
}

pub(crate) async fn of(house: &House, letter: LetterId, procedure: &str) -> ProceedingId {
    let all = store::of_letter(&house.store, letter).await.expect("proceedings");
    let found = all.iter().filter(|it| it.procedure == procedure).max_by_key(|it| it.parent.is_some());
    found.unwrap_or_else(|| panic!("no {procedure}")).id
}

/// An act that stands in a proceeding by itself, as a house holds it from when that could still be.
pub(crate) async fn stands_alone(house: &House, id: ProceedingId, code: &str, late_reason: Option<&str>) {
    let it = store::get(&house.store, id).await.expect("a store").expect("a proceeding");
    let before = store::acts(&house.store, id).await.expect("acts");
    let done = Done {
        ground: "Theo nội dung đơn".into(),
        ..Done::new(code, house.now(), Party::CommuneOfficer)
    };
    let kept = Kept {
        proceeding: id,
        position: i64::try_from(before.len()).expect("few"),
        done,
        late_reason: late_reason.map(str::to_owned),
        person: None,
        unit: it.unit,
        recorded_at: house.now(),
        edition: it.edition.clone(),
    };
    let mut change = house.store.begin().await.expect("a change");
    store::add_act(&mut change, &kept).await.expect("an act");
    change.note(it.event(&kept));
    change.commit().await.expect("a commit");
    proceedings::recompute(house, id).await.expect("reckoned");
}

pub(crate) async fn stage(house: &House, id: ProceedingId) -> String {
    store::get(&house.store, id).await.expect("a store").expect("a proceeding").stage
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mixed_letter_from_twelve_people_becomes_a_complaint_and_a_petition() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        let mut lan = Browser::of(&house, "lan").await;
        enter(
            &mut lan,
            &[("person", "Nguyễn Thị An"), ("address", "ngõ 12"), ("phone", "0912 345 678"), ("speaks", "0")],
        )
        .await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        let letter = letter_of(&lan);
        assert!(lan.says("1/2026") && lan.says("12 người ký") && !lan.says("Nguyễn Thị An"));

        // Who signed is read for a purpose, and that is kept.
        let signers = format!("/letters/{letter}/signers");
        assert_eq!((lan.send(&signers, &[]).await.status, lan.says("Nguyễn Thị An")), (422, false));
        lan.send(&signers, &[("purpose", "other"), ("reason", "Mời đối thoại")]).await;
        assert!(lan.says("Nguyễn Thị An") && lan.says("Mời đối thoại"), "{}", lan.html);

        // A mixed letter is split, with its guidance letter; never opened as one thing.
        classify(&mut lan, letter, &[("content", "mixed"), ("disposal", "open")]).await;
        assert_eq!((lan.status, lan.says("phải tách đơn")), (422, true));
        let parts =
            [("content", "mixed"), ("parts", "complaint"), ("parts", "petition"), ("disposal", "split")];
        classify(&mut lan, letter, &parts).await;
        assert_eq!(
            (lan.status, lan.says("Xin điền ô này.")),
            (422, true),
            "the guidance letter has a number"
        );
        let numbered: Vec<_> = parts.iter().copied().chain([("document", "07/HD-UBND")]).collect();
        classify(&mut lan, letter, &numbered).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        classify(&mut lan, letter, &numbered).await;
        assert_eq!(lan.status, 409, "a letter is classified once");
        let (complaint, petition) =
            (of(&house, letter, "complaint").await, of(&house, letter, "petition").await);
        let of_letter = store::of_letter(&house.store, letter).await.expect("proceedings");
        let ended: Vec<bool> = of_letter.iter().map(|it| it.ended_at.is_some()).collect();
        assert_eq!((of_letter.len(), ended.iter().filter(|is| **is).count()), (3, 1), "the whole is split");
        assert_eq!(
            (stage(&house, petition).await.as_str(), stage(&house, complaint).await.as_str()),
            ("classified", "received")
        );

        // Its acceptance is due within seven working days, and stands among what lapses.
        lan.open("/deadlines?days=31").await;
        assert!(lan.says(&format!("/proceedings/{complaint}")), "{}", lan.html);
        assert_eq!(act(&mut lan, petition, "answer", &[]).await, 422);
        assert_eq!(act(&mut lan, petition, "answer", &[("document", "31/UBND")]).await, 200);

        // Only the chair accepts; the officer is told who.
        assert_eq!(act(&mut lan, complaint, "accept", &[]).await, 403);
        assert!(lan.says("Chủ tịch UBND cấp xã"), "{}", lan.html);
        go_to(&house, "2026-10-08");
        let mut chair = Browser::of(&house, "chu.tich").await;
        assert_eq!(act(&mut chair, complaint, "accept", &[]).await, 200, "{}", chair.html);
        assert_eq!(act(&mut chair, complaint, "mark_complex", &[("document", "9/QĐ")]).await, 422);
        assert!(chair.says("Có yếu tố nước ngoài"), "the seven grounds stand in the form");
        let complex = [("document", "9/QĐ"), ("grounds", "many_complainants")];
        assert_eq!(act(&mut chair, complaint, "mark_complex", &complex).await, 200, "{}", chair.html);
        let due = |step: &'static str| {
            let house = house.clone();
            async move {
                let opened =
                    proceedings::open(&house, &Asker::house(), complaint).await.expect("a proceeding");
                opened.seen.stand.clock(step).expect("a clock").due.at.day().to_string()
            }
        };
        assert_eq!(due("first_settlement").await, "2026-11-23", "45 days from 8 October end on a Sunday");
        let then = house.now();
        assert_eq!(act(&mut chair, complaint, "announce_dialogue", &[("document", "3/TB")]).await, 200);
        assert_eq!(
            act(&mut chair, complaint, "dialogue", &[("document", "4/BB")]).await,
            409,
            "five days ahead"
        );
        // A session ends meanwhile.
        go_to(&house, "2026-10-20");
        (lan, chair) = (Browser::of(&house, "lan").await, Browser::of(&house, "chu.tich").await);
        assert_eq!(
            act(&mut chair, complaint, "dialogue", &[("document", "4/BB")]).await,
            200,
            "{}",
            chair.html
        );
        assert_eq!(act(&mut chair, complaint, "decide_first", &[("document", "5/QĐ")]).await, 200);
        assert_eq!(act(&mut lan, complaint, "send_first", &[("document", "6/CV")]).await, 200);
        assert_eq!(act(&mut lan, complaint, "first_decision_received", &[]).await, 200);

        // The second level is the city's: its leader's list, not the ward's.
        go_to(&house, "2026-11-02");
        (lan, chair) = (Browser::of(&house, "lan").await, Browser::of(&house, "chu.tich").await);
        assert_eq!(act(&mut lan, complaint, "complain_second", &[]).await, 200, "{}", lan.html);
        let top = house.somebody(Role::CityLeader, city(&house, own)).await;
        let top_of = city(&house, own);
        let wanted = Wanted { whose: Whose::Unit(top_of), unit: top_of, days: 31, list: None };
        let mine = lapsing(&house, &top, wanted).await;
        assert_eq!(mine.expect("a list").coming_count, 1);
        assert_eq!(act(&mut chair, complaint, "accept_second", &[]).await, 403);
        let mut leader = Browser::of(&house, "thanh.pho").await;
        assert_eq!(act(&mut leader, complaint, "accept_second", &[]).await, 200, "{}", leader.html);
        assert_eq!(
            act(&mut leader, complaint, "decide_second", &[("document", "1/QĐ")]).await,
            409,
            "dialogue first"
        );

        // What was said of an earlier day is said again.
        let past = stood_at(&house, &Asker::house(), complaint, then).await.expect("as it stood");
        assert_eq!(past.stand.stage.as_deref(), Some("accepted"));
        let report = verify::verify(&house).await.expect("a report");
        assert_eq!(report.difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_denunciation_only_number_day_and_unit_are_taken() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let sealed = [("is_denunciation", "yes"), ("signers", "1")];
        let secret = "Ông Trần Văn Kín nhận tiền của dân";
        let with_words: Vec<_> = sealed.iter().copied().chain([("summary", secret)]).collect();
        enter(&mut lan, &with_words).await;
        assert_eq!((lan.status, lan.says("Không nhập nội dung")), (422, true));
        let named: Vec<_> =
            sealed.iter().copied().chain([("summary", ""), ("person", "Lê Thị Giấu")]).collect();
        enter(&mut lan, &named).await;
        assert_eq!(lan.status, 422);
        let bare: Vec<_> = sealed.iter().copied().chain([("summary", "")]).collect();
        enter(&mut lan, &bare).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        let opened = letters::open(&house, &Asker::house(), letter_of(&lan)).await.expect("a letter");
        assert!(opened.letter.is_sealed && opened.letter.summary.is_empty() && opened.named == 0);
        assert_eq!(opened.proceedings[0].title, "1/2026");

        // A letter that turns out to be one is emptied first, with the officer's consent.
        enter(&mut lan, &[("signers", "1"), ("summary", secret), ("person", "Lê Thị Giấu")]).await;
        let letter = letter_of(&lan);
        let denounced = [("content", "denunciation"), ("disposal", "open")];
        classify(&mut lan, letter, &denounced).await;
        assert_eq!((lan.status, lan.says("đồng ý xóa")), (422, true));
        let agreed: Vec<_> = denounced.iter().copied().chain([("erase", "yes")]).collect();
        classify(&mut lan, letter, &agreed).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        let opened = letters::open(&house, &Asker::house(), letter).await.expect("a letter");
        assert!(opened.letter.summary.is_empty() && opened.named == 0);
        for it in &opened.proceedings {
            assert!(it.is_sealed && it.title == "2/2026" && it.topic.is_empty(), "{it:?}");
        }
        assert_eq!(stage(&house, of(&house, letter, "denunciation").await).await, "received");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_comes_back_and_acts_out_of_order_are_refused_with_the_article() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Hoàn Kiếm"));
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "khac", Role::CommuneOfficer, other).await;
        let mut lan = Browser::of(&house, "lan").await;
        for (field, value) in [
            ("received_on", "31/2/2026"),
            ("received_on", "6/10/2026"),
            ("received_on", "1/1/1990"),
            ("signers", "-1"),
            ("signers", "nhiều"),
            ("way", "pigeon"),
            ("way", "forwarded"),
            ("topic", "no.such"),
            ("place", "Atlantis"),
            ("summary", ""),
        ] {
            enter(&mut lan, &[(field, value)]).await;
            assert_eq!(lan.status, 422, "{field} {value}");
        }
        enter(&mut lan, &[("received_on", "31/2/2026"), ("summary", "Những lời đã gõ")]).await;
        assert!(lan.says("Những lời đã gõ") && lan.says("31/2/2026"), "what was typed stays");
        enter(&mut lan, &[("person", "Một"), ("person", "Hai"), ("signers", "1")]).await;
        assert_eq!(lan.status, 422, "more named than signed");
        speakers_by_size(&mut lan).await;

        enter(&mut lan, &[]).await;
        let letter = letter_of(&lan);
        let petition = of(&house, letter, "petition").await;
        assert_eq!(act(&mut lan, petition, "answer", &[("document", "1")]).await, 409, "not classified yet");
        assert!(lan.says("TT 05/2021/TT-TTCP"), "{}", lan.html);
        assert_eq!(act(&mut lan, petition, "fly", &[]).await, 422);
        assert_eq!(
            act(&mut lan, petition, "mark_group", &[("ground", "x"), ("on", "2030-01-01")]).await,
            422
        );
        assert_eq!(act(&mut lan, petition, "mark_group", &[("ground", "x"), ("on", "30/2/2026")]).await, 422);
        let to = [("office", "Phường Hoàn Kiếm"), ("document", "8/PC")];
        assert_eq!(act(&mut lan, petition, "transfer", &[("office", "Phường Hoàn Kiếm")]).await, 422);
        act(&mut lan, petition, "transfer", &to).await;
        lan.open(&format!("/proceedings/{petition}")).await;
        assert_eq!(lan.status, 403, "it is the other office's now");
        let mut khac = Browser::of(&house, "khac").await;
        assert_eq!(act(&mut khac, petition, "receive_transferred", &[]).await, 200, "{}", khac.html);
        let back = [("office", "Phường Ngọc Hà"), ("document", "9/PC")];
        assert_eq!(act(&mut khac, petition, "transfer", &back).await, 409, "once for the same content");
        assert!(khac.says("TT 05/2021/TT-TTCP Đ14"), "{}", khac.html);

        // What is sent on while it is classified arrives as well.
        enter(&mut lan, &[]).await;
        let letter = letter_of(&lan);
        let sent = [("content", "petition"), ("competence", "other"), ("disposal", "transfer")];
        let own_office: Vec<_> =
            sent.iter().copied().chain([("document", "10/PC"), ("office", "Phường Ngọc Hà")]).collect();
        classify(&mut lan, letter, &own_office).await;
        assert_eq!(lan.status, 422, "it is there already");
        let there: Vec<_> =
            sent.iter().copied().chain([("document", "10/PC"), ("office", "Phường Hoàn Kiếm")]).collect();
        classify(&mut lan, letter, &there).await;
        assert_eq!((lan.status, lan.path.as_str()), (200, "/letters"));
        lan.open(&format!("/letters/{letter}")).await;
        assert_eq!(lan.status, 403, "it is the other office's now");
        khac.open("/letters?tab=all").await;
        assert!(khac.says(&format!("/letters/{letter}")), "{}", khac.html);
        let petition = of(&house, letter, "petition").await;
        assert_eq!(act(&mut khac, petition, "receive_transferred", &[]).await, 200, "{}", khac.html);
        let report = verify::verify(&house).await.expect("a report");
        assert_eq!(report.difference, None);
    })
    .await;
}

/// How many may speak for how many is the law's; that nobody does yet turns no letter away, and its page asks for them.
async fn speakers_by_size(lan: &mut Browser) {
    for (signers, named, speak, status, said) in [
        ("1", 1, 1, 422, "dưới 5 người ký không phải đơn đông người"),
        ("4", 2, 1, 422, "TT 07/2014/TT-TTCP"),
        ("5", 5, 3, 422, "cử từ 1 đến 2 người đại diện"),
        ("10", 3, 3, 422, "Luật Tiếp công dân 42/2013 Đ29"),
        ("12", 7, 6, 422, "cử từ 1 đến 5 người đại diện"),
        ("4", 2, 0, 200, "4 người ký"),
        ("5", 2, 2, 200, "2 người đại diện"),
        ("10", 2, 1, 200, "1 người đại diện"),
        ("12", 6, 5, 200, "5 người đại diện"),
        ("12", 0, 0, 200, "chưa ghi ai đại diện"),
        ("5", 3, 0, 200, "cử từ 1 đến 2 người"),
    ] {
        let places: Vec<String> = (0..speak).map(|place: usize| place.to_string()).collect();
        let mut fields = vec![("signers", signers)];
        fields.extend(std::iter::repeat_n(("person", "Trần Thị Thử"), named));
        fields.extend(places.iter().map(|place| ("speaks", place.as_str())));
        enter(lan, &fields).await;
        assert_eq!(lan.status, status, "{signers} {named} {speak}: {}", lan.html);
        assert!(lan.says(said), "{signers} {named} {speak}: {said}: {}", lan.html);
        assert_eq!(lan.says("Trần Thị Thử"), status == 422 && named > 0, "what was typed stays");
    }
}
