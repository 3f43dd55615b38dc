//! A letter that is sent on within the house is read anew by the office that receives it, and never sent on twice.

use crate::{
    desk::{Browser, somebody},
    letters_intake::waits,
    letters_way::{act, classify, enter, go_to, letter_of, of, stage, ward},
};
use danvan_actions::{
    proceedings,
    registers::{Question, statistics},
    verify,
};
use danvan_domain::{
    ids::{ProceedingId, UnitId},
    people::Role,
    registers::{Kind, Measure},
    rights::Asker,
};
use danvan_store::contents::damage;
use danvan_testkit::{House, for_each_engine};

const SENT: [(&str, &str); 4] = [
    ("competence", "other"),
    ("disposal", "transfer"),
    ("office", "Phường Hoàn Kiếm"),
    ("document", "8/PC-UBND"),
];

async fn due(house: &House, id: ProceedingId, step: &str) -> String {
    let opened = proceedings::open(house, &Asker::house(), id).await.expect("a proceeding");
    opened.seen.stand.clock(step).expect("a clock").due.at.day().to_string()
}

/// How many of a kind an office received, settled and passed on this month.
async fn counted(house: &House, unit: UnitId, kind: Kind) -> [Option<i64>; 3] {
    let (from, to) = ("2026-10-01".parse().expect("a day"), "2026-10-31".parse().expect("a day"));
    let asked = Question { unit, from, to, on: house.today() };
    let found = statistics(house, &Asker::house(), asked).await.expect("statistics");
    let row = found.kinds.rows.into_iter().find(|row| row.key == kind.word());
    let told = |measure| row.as_ref().and_then(|row| row.told(measure));
    [Measure::Received, Measure::Settled, Measure::Passed].map(told)
}

async fn desks(house: &House) -> (UnitId, UnitId, Browser, Browser) {
    let (own, there) = (ward(house, "Ngọc Hà"), ward(house, "Hoàn Kiếm"));
    somebody(house, "lan", Role::CommuneOfficer, own).await;
    somebody(house, "khac", Role::CommuneOfficer, there).await;
    somebody(house, "chu.tich", Role::CommuneLeader, there).await;
    (own, there, Browser::of(house, "lan").await, Browser::of(house, "khac").await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_that_was_sent_on_runs_from_the_day_it_is_received_and_is_sent_on_once() {
    for_each_engine(|house| async move {
        let (own, there, mut lan, mut khac) = desks(&house).await;
        enter(&mut lan, &[("signers", "1")]).await;
        let letter = letter_of(&lan);
        classify(&mut lan, letter, &[&SENT[..], &[("content", "complaint")]].concat()).await;
        assert_eq!((lan.status, lan.path.as_str()), (200, "/letters"), "{}", lan.html);
        assert!(!waits(&house, own, letter).await && waits(&house, there, letter).await);

        // It stands at the other office, which records first that it has come.
        khac.open("/letters").await;
        assert!(khac.says(&format!("/letters/{letter}")) && khac.says("chưa phân loại"), "{}", khac.html);
        let intake = of(&house, letter, "petition").await;
        khac.open(&format!("/letters/{letter}")).await;
        assert!(
            !khac.says("classify-title") && khac.says(&format!("/proceedings/{intake}\"")),
            "{}",
            khac.html
        );
        assert!(khac.says("Ghi nhận đã nhận") && khac.says("8/PC-UBND"), "{}", khac.html);
        let found = [("content", "complaint"), ("disposal", "open")];
        classify(&mut khac, letter, &found).await;
        assert_eq!(khac.status, 409, "not before it is received: {}", khac.html);
        go_to(&house, "2026-10-08");
        khac = Browser::of(&house, "khac").await;
        assert_eq!(act(&mut khac, intake, "receive_transferred", &[]).await, 200, "{}", khac.html);
        assert!(khac.says(&format!("/letters/{letter}#classify-title")), "{}", khac.html);
        assert!(waits(&house, there, letter).await);

        // Not sent on once more, neither by classifying nor by the act; what was typed stays.
        let back = [("content", "complaint"), ("ground", "Lời đã gõ còn đây"), ("office", "Phường Ngọc Hà")];
        classify(&mut khac, letter, &[&back[..], &SENT[..2], &SENT[3..]].concat()).await;
        assert_eq!(khac.status, 422, "{}", khac.html);
        for said in ["TT 05/2021/TT-TTCP Đ14", "đơn 1/2026", "Lời đã gõ còn đây"] {
            assert!(khac.says(said), "{said}: {}", khac.html);
        }
        let to = [("office", "Phường Ngọc Hà"), ("document", "9/PC")];
        assert_eq!(act(&mut khac, intake, "transfer", &to).await, 409);

        // A complaint: its clock runs from the day on which this office received it.
        go_to(&house, "2026-10-09");
        khac = Browser::of(&house, "khac").await;
        classify(&mut khac, letter, &found).await;
        assert_eq!(khac.status, 200, "{}", khac.html);
        assert!(!waits(&house, there, letter).await);
        let complaint = of(&house, letter, "complaint").await;
        assert_eq!(due(&house, complaint, "acceptance").await, "2026-10-19", "seven working days");
        assert_eq!(act(&mut khac, complaint, "transfer", &to).await, 409, "the same content: {}", khac.html);
        assert!(khac.says("TT 05/2021/TT-TTCP Đ14"), "{}", khac.html);
        classify(&mut khac, letter, &found).await;
        assert_eq!(khac.status, 409, "once by each office");

        go_to(&house, "2026-10-16");
        let mut chair = Browser::of(&house, "chu.tich").await;
        assert_eq!(act(&mut chair, complaint, "accept", &[]).await, 200, "{}", chair.html);
        assert_eq!(
            due(&house, complaint, "first_settlement").await,
            "2026-11-16",
            "thirty days end on a Sunday"
        );
        go_to(&house, "2026-10-28");
        chair = Browser::of(&house, "chu.tich").await;
        assert_eq!(act(&mut chair, complaint, "decide_first", &[("document", "5/QĐ")]).await, 200);
        assert_eq!(stage(&house, complaint).await, "decided");

        // Both offices have had it, each once.
        house.run_followers().await;
        assert_eq!(counted(&house, own, Kind::Complaint).await, [Some(1), Some(1), Some(1)]);
        assert_eq!(counted(&house, there, Kind::Complaint).await, [Some(1), Some(1), Some(0)]);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_petition_sent_on_by_its_own_act_is_read_anew_too() {
    for_each_engine(|house| async move {
        let (_, there, mut lan, mut khac) = desks(&house).await;
        enter(&mut lan, &[("signers", "1")]).await;
        let letter = letter_of(&lan);
        classify(&mut lan, letter, &[("content", "petition"), ("disposal", "open")]).await;
        let petition = of(&house, letter, "petition").await;
        let to = [("office", "Phường Hoàn Kiếm"), ("document", "9/PC")];
        act(&mut lan, petition, "transfer", &to).await;
        assert_eq!(lan.path, "/proceedings", "{}", lan.html);
        assert_eq!(act(&mut khac, petition, "receive_transferred", &[]).await, 200, "{}", khac.html);
        assert!(waits(&house, there, letter).await);
        let parts = [("content", "mixed"), ("parts", "complaint"), ("parts", "petition")];
        classify(&mut khac, letter, &[&parts[..], &[("disposal", "split"), ("document", "7/HD")]].concat())
            .await;
        assert_eq!(khac.status, 200, "{}", khac.html);
        // Neither part is sent on again.
        for procedure in ["complaint", "petition"] {
            let part = of(&house, letter, procedure).await;
            let back = [("office", "Phường Ngọc Hà"), ("document", "9/PC")];
            assert_eq!(act(&mut khac, part, "transfer", &back).await, 409, "{procedure}: {}", khac.html);
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_part_of_a_letter_is_a_content_of_its_own() {
    for_each_engine(|house| async move {
        let (_, _, mut lan, _) = desks(&house).await;
        enter(&mut lan, &[("signers", "1")]).await;
        let letter = letter_of(&lan);
        let parts = [("content", "mixed"), ("parts", "complaint"), ("parts", "petition")];
        classify(&mut lan, letter, &[&parts[..], &[("disposal", "split"), ("document", "7/HD")]].concat())
            .await;
        let (complaint, petition) =
            (of(&house, letter, "complaint").await, of(&house, letter, "petition").await);
        let to = [("office", "Phường Hoàn Kiếm"), ("document", "9/PC")];
        act(&mut lan, complaint, "transfer", &to).await;
        assert_eq!(lan.path, "/proceedings", "{}", lan.html);
        act(&mut lan, petition, "transfer", &to).await;
        assert_eq!(lan.path, "/proceedings", "another content: {}", lan.html);
        // A complaint that runs already goes on as one, with its clock begun again.
        go_to(&house, "2026-10-08");
        let mut khac = Browser::of(&house, "khac").await;
        assert_eq!(act(&mut khac, complaint, "receive_transferred", &[]).await, 200, "{}", khac.html);
        assert_eq!(due(&house, complaint, "acceptance").await, "2026-10-19");
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denunciation_that_was_sent_on_waits_at_its_new_office() {
    for_each_engine(|house| async move {
        let (own, there, mut lan, mut khac) = desks(&house).await;
        enter(&mut lan, &[("is_denunciation", "yes"), ("summary", ""), ("signers", "1")]).await;
        let letter = letter_of(&lan);
        classify(&mut lan, letter, &[&SENT[..], &[("content", "denunciation")]].concat()).await;
        assert_eq!(lan.path, "/letters", "{}", lan.html);
        assert!(!waits(&house, own, letter).await && waits(&house, there, letter).await);
        let denunciation = of(&house, letter, "denunciation").await;
        assert_eq!(act(&mut khac, denunciation, "receive_transferred", &[]).await, 200, "{}", khac.html);
        assert!(waits(&house, there, letter).await);
        let back = [("office", "Phường Ngọc Hà"), ("document", "9/PC")];
        assert_eq!(act(&mut khac, denunciation, "transfer", &back).await, 409, "{}", khac.html);
        let again = [("content", "denunciation"), ("office", "Phường Ngọc Hà")];
        classify(&mut khac, letter, &[&again[..], &SENT[..2], &SENT[3..]].concat()).await;
        assert_eq!((khac.status, khac.says("TT 05/2021/TT-TTCP Đ14")), (422, true), "{}", khac.html);
        let mut chair = Browser::of(&house, "chu.tich").await;
        assert_eq!(act(&mut chair, denunciation, "accept", &[("document", "1/TB")]).await, 200);
        assert!(!waits(&house, there, letter).await);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

/// What the migration does to what an earlier program left.
const REOPEN: &str = include_str!("../../crates/store/migrations/0044_sent_on.sql");

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_were_sent_on_before_are_opened_again() {
    for_each_engine(|house| async move {
        let (own, there, mut lan, mut khac) = desks(&house).await;
        let (mut sent, mut kept) = (Vec::new(), Vec::new());
        for (disposal, is_received) in [("transfer", false), ("transfer", true), ("open", false)] {
            enter(&mut lan, &[("signers", "1")]).await;
            let letter = letter_of(&lan);
            let found = [("content", "petition"), ("disposal", disposal)];
            let rest = if disposal == "open" { &[][..] } else { &SENT[..] };
            let rest: Vec<_> = rest.iter().filter(|(name, _)| *name != "disposal").copied().collect();
            classify(&mut lan, letter, &[&found[..], &rest[..]].concat()).await;
            assert_eq!(lan.status, 200, "{}", lan.html);
            if is_received {
                let intake = of(&house, letter, "petition").await;
                assert_eq!(act(&mut khac, intake, "receive_transferred", &[]).await, 200);
            }
            if disposal == "open" { kept.push(letter) } else { sent.push(letter) }
        }
        damage(&house.store, "update letters set classified_at = recorded_at")
            .await
            .expect("as it was before");
        for letter in &sent {
            assert!(!waits(&house, there, *letter).await);
        }
        damage(&house.store, REOPEN).await.expect("opened again");
        for letter in &sent {
            assert!(waits(&house, there, *letter).await);
        }
        assert!(!waits(&house, own, kept[0]).await);
    })
    .await;
}
