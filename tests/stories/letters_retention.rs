//! Letters and their signers are kept by rule: previewed, erased, certified; never while something runs on them or an appeal
//! is open, and a seal by none.

use crate::{
    data_rights::found,
    desk::{Browser, somebody},
    documents_pages::letter,
    letters_sealed::scan,
    letters_way::{act, classify, enter, letter_of, of, ward},
    sealed_house::Unit,
};
use danvan_actions::{
    attachments::{Size, just_kept, keep_picture},
    data::{Certificate, certificate, retention},
    letters::{list, open, scrub},
    operations::settings,
    proceedings::{Doing, act as do_act},
    registers, verify,
};
use danvan_domain::{
    ids::{LetterId, ProceedingId},
    letters::Content,
    people::Role,
    rights::Asker,
};
use danvan_store::{letters as store, sealed as seals};
use danvan_testkit::{House, for_each_engine};

/// Words that stand nowhere else: who signed, where, their telephone, what they said, who sent it on, the grounds of its
/// classification and of an act, why it was late, and why who signed was read.
const NEEDLES: [&str; 9] = [
    "Zuqêvan Mithộra",
    "Ngách Zuqêvan số 3",
    "0971 302 468",
    "xin đổi cột Mithọra đầu ngõ",
    "Hội Vuqêzan chuyển",
    "chữ Xuvônaq nhòe hết",
    "do ông Kuvazê đưa",
    "vì Nuqavêz nghỉ ốm",
    "hỏi lại Ruvaqên",
];

async fn due(house: &House, rule: &str) -> i64 {
    let due = retention::preview(house, &Asker::house()).await.expect("a preview");
    due.iter().find(|one| one.rule.rule == rule).expect("the rule").things
}

/// Runs what is due; the certificates of a rule.
async fn run(house: &House, rule: &str) -> Vec<Certificate> {
    let mut papers = Vec::new();
    for id in retention::run(house, &Asker::house()).await.expect("a run") {
        papers.push(certificate(house, &Asker::house(), id).await.expect("a certificate"));
    }
    papers.retain(|paper| paper.rule == rule);
    papers
}

fn doing(act: &str, document: &str) -> Doing {
    Doing { act: act.into(), document: document.into(), ground: "Theo luật".into(), ..Doing::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_could_not_be_accepted_is_kept_a_year_and_then_gone_to_the_last_byte() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let hash = keep_picture(&house, scan().into()).await.expect("kept");
        let who = [("person", NEEDLES[0]), ("address", NEEDLES[1]), ("phone", NEEDLES[2]), ("signers", "1")];
        let said = [("summary", NEEDLES[3]), ("forwarded_by", NEEDLES[4]), ("photo", hash.as_str())];
        enter(&mut lan, &[&who[..], &said[..]].concat()).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        let kept = letter_of(&lan);
        lan.send(&format!("/letters/{kept}/signers"), &[("purpose", "other"), ("reason", NEEDLES[8])]).await;
        assert!(lan.says(NEEDLES[0]), "{}", lan.html);
        let intake = of(&house, kept, "petition").await;
        assert_eq!(act(&mut lan, intake, "mark_forwarded", &[("ground", NEEDLES[6])]).await, 200);
        house.clock.pass_days(40);
        lan = Browser::of(&house, "lan").await;
        let archived = [("content", "petition"), ("disposal", "archive")];
        let why = [("eligibility", "illegible"), ("ground", NEEDLES[5])];
        let late = [("late_reason", "complex"), ("late_note", NEEDLES[7])];
        classify(&mut lan, kept, &[&archived[..], &why[..], &late[..]].concat()).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        registers::keep(&house, &[intake]).await.expect("kept");
        // Beside it one that waits for its answer, and a seal.
        let (running, _) = letter(&house, own, Some(Content::Petition)).await;
        let Unit { an, .. } = Unit::ready(&house).await;
        let seal = Unit::seals(&house, &an).await;
        scrub(&house).await.expect("written anew");
        let seen: Vec<&str> = found(&house, &NEEDLES).into_iter().map(|(needle, _)| needle).collect();
        for needle in NEEDLES {
            assert!(seen.contains(&needle), "{needle} is not found while it is there");
        }

        house.clock.pass_days(365);
        assert_eq!(due(&house, "letter_archived").await, 0, "the last day still counts");
        retention::run_by_itself(&house).await.expect("a look");
        house.clock.pass_days(1);
        assert_eq!((due(&house, "letter_archived").await, due(&house, "letter").await), (1, 0));
        retention::run_by_itself(&house).await.expect("a look");
        assert_eq!(
            due(&house, "letter_archived").await,
            1,
            "nothing by itself until the installation says so"
        );
        let papers = run(&house, "letter_archived").await;
        assert_eq!((papers.len(), papers[0].things), (1, 1));
        for (what, count) in [("letters", 1), ("signers", 1), ("pictures", 1), ("purposes", 1)] {
            assert_eq!(papers[0].counts.get(what), Some(&count), "{what}: {:?}", papers[0].counts);
        }
        let city = house.unit("01");
        somebody(&house, "vanhanh", Role::Operator, city).await;
        let mut operator = Browser::of(&house, "vanhanh").await;
        operator.open(&format!("/data/erasures/{}", papers[0].id)).await;
        for counted in ["lời của 1 đơn", "1 người ký", "1 ảnh"] {
            assert!(operator.says(counted), "{counted}: {}", operator.html);
        }
        assert_eq!(
            (run(&house, "letter_archived").await.len(), due(&house, "letter_archived").await),
            (0, 0)
        );

        gone(&house, kept, intake).await;
        for size in [Size::Large, Size::Small] {
            assert!(just_kept(&house, &hash, size).await.is_err(), "the file is gone");
        }
        // What runs, and what is sealed, is untouched.
        let other = store::get(&house.store, running).await.expect("read").expect("a letter");
        assert!(!other.summary.is_empty());
        assert_eq!(store::count_signers(&house.store, running).await.expect("read"), 1);
        assert!(seals::original(&house.store, seal).await.is_ok_and(|closed| !closed.is_empty()));
    })
    .await;
}

/// Words and signers are in no row, list or byte; number, day, disposal and acts stay.
async fn gone(house: &House, letter: LetterId, intake: ProceedingId) {
    let found_now = open(house, &Asker::house(), letter).await.expect("a letter");
    assert!(found_now.letter.summary.is_empty() && found_now.named == 0 && found_now.pictures.is_empty());
    assert_eq!((found_now.letter.number, found_now.letter.year), (1, 2026));
    assert!(found_now.letter.disposal.is_some());
    let unit = found_now.letter.unit;
    somebody(house, "mai", Role::CommuneOfficer, unit).await;
    let mut mai = Browser::of(house, "mai").await;
    mai.open(&format!("/letters/{letter}")).await;
    assert!(mai.status == 200 && mai.says("đã xóa theo thời hạn giữ"), "{}", mai.html);
    mai.open(&format!("/proceedings/{intake}")).await;
    assert!(mai.status == 200 && mai.says("đã xóa theo thời hạn giữ"), "{}", mai.html);
    let listed = list(house, &Asker::house(), unit, true, (100, 0)).await.expect("a list");
    assert!(listed.rows.iter().any(|one| one.id == letter));
    for page in ["/letters?tab=all", "/registers", "/search?q=mithora", "/search?q=zuqevan"] {
        mai.open(page).await;
        assert!(mai.status == 200, "{page}: {}", mai.status);
        for needle in NEEDLES {
            assert!(!mai.says(needle), "{page} says {needle}");
        }
    }
    house.run_followers().await;
    assert_eq!(verify::verify(house).await.expect("a report").difference, None);
    scrub(house).await.expect("written anew");
    assert_eq!(found(house, &NEEDLES), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_settled_letter_is_never_erased_while_it_runs_or_an_appeal_is_open() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let leader = house.somebody(Role::CommuneLeader, own).await;
        let officer = house.somebody(Role::CommuneOfficer, own).await;
        settings::set(&house, &Asker::house(), "retention.letter", "10").await.expect("set");
        let (complaint_letter, complaint) = letter(&house, own, Some(Content::Complaint)).await;
        do_act(&house, &leader, complaint, doing("accept", "1/TB")).await.expect("accepted");
        house.clock.pass_days(20);
        assert_eq!(due(&house, "letter").await, 0, "it runs");
        do_act(&house, &leader, complaint, doing("decide_first", "2/QĐ")).await.expect("decided");
        do_act(&house, &officer, complaint, doing("send_first", "3/CV")).await.expect("sent");
        house.clock.pass_days(25);
        assert_eq!(due(&house, "letter").await, 0, "thirty days to complain again are not over");
        house.clock.pass_days(12);
        assert_eq!(due(&house, "letter").await, 0, "over since less than ten days");
        house.clock.pass_days(5);
        assert_eq!(due(&house, "letter").await, 1);

        // Whoever complains again after all, as the law leaves open, has their words until that is settled too.
        let (second_letter, second) = letter(&house, own, Some(Content::Complaint)).await;
        do_act(&house, &leader, second, doing("accept", "4/TB")).await.expect("accepted");
        do_act(&house, &leader, second, doing("decide_first", "5/QĐ")).await.expect("decided");
        do_act(&house, &officer, second, doing("send_first", "6/CV")).await.expect("sent");
        do_act(&house, &officer, second, doing("first_decision_received", "")).await.expect("received");
        do_act(&house, &officer, second, doing("complain_second", "")).await.expect("again");
        house.clock.pass_days(400);
        let papers = run(&house, "letter").await;
        assert_eq!(papers.iter().map(|paper| paper.things).sum::<i64>(), 1);
        let words = |letter: LetterId| {
            let house = house.clone();
            async move {
                let kept = store::get(&house.store, letter).await.expect("read").expect("a letter");
                let signers = store::count_signers(&house.store, letter).await.expect("read");
                (kept.summary.is_empty(), signers)
            }
        };
        assert_eq!(words(complaint_letter).await, (true, 0));
        assert_eq!(words(second_letter).await, (false, 1));
        house.run_followers().await;
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
