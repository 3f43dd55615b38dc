//! An officer's morning, by the requests a browser makes.

use crate::desk::{Browser, somebody};
use danvan_actions::{
    cases::{Asked, Received, Speak, Where, follow, open, receive, speak},
    followers::drain,
};
use danvan_domain::{
    cases::{Channel, Contact, EntryKind, Stage},
    ids::UnitId,
    people::Role,
    rights::Asker,
};
use danvan_testkit::{House, for_each_engine};

fn ward(house: &House, name: &str) -> UnitId {
    house.facts().tree.find(name, house.today()).first().expect("a ward").unit
}

async fn ask(house: &House, place: UnitId, topic: &str, body: &str) -> Received {
    let asked = Asked {
        id: Some(house.new_id()),
        topic: topic.into(),
        body: body.into(),
        place: Where::Unit(place),
        point: None,
        language: "vi".into(),
        urgent: false,
        contact: Contact { phone: Some("0912 345 678".into()), ..Contact::default() },
        channel: Channel::Web,
        observation: None,
        photos: Vec::new(),
        agreed: Vec::new(),
    };
    receive(house, &Asker::nobody(), asked).await.expect("a case")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_morning_from_five_new_cases_to_none() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Hoàn Kiếm"));
        let lan = somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "hung", Role::CommuneOfficer, own).await;
        let mut cases = Vec::new();
        for n in 0..5 {
            house.clock.pass_seconds(60);
            let body = format!("Rác dồn ở đầu ngõ {n}, đã ba ngày chưa ai thu gom.");
            cases.push(ask(&house, own, "environment.waste", &body).await);
        }
        let mut browser = Browser::of(&house, "lan").await;
        browser.open("/cases").await;
        assert_eq!((browser.status, browser.tab("Mới")), (200, 5));
        let opened = |id| {
            let house = house.clone();
            async move { open(&house, &Asker::house(), id).await.expect("a case") }
        };

        // n takes the one that waits longest; a note for colleagues; the answer; the next case stands there.
        browser.send("/cases/next", &[("tab", "new")]).await;
        assert!(browser.path.contains(&format!("case={}", cases[0].id)), "{}", browser.path);
        let first = opened(cases[0].id).await;
        assert_eq!((first.case.stage, first.case.assignee), (Stage::Accepted, Some(lan)));
        let at = |n: usize, act: &str| format!("/cases/{}/{act}", cases[n].id);
        browser.send(&at(0, "note"), &[("tab", "new"), ("body", "Đội thu gom hẹn sáng nay.")]).await;
        assert!(browser.says("Đội thu gom hẹn sáng nay."));
        browser
            .send(
                &at(0, "template"),
                &[("tab", "new"), ("template", "waste_collected"), ("body", "Chào bác.")],
            )
            .await;
        assert!(
            browser.says("Chào bác.\n\nRác tại Phường Ngọc Hà"),
            "what was typed stays before the ready answer"
        );
        browser.send(&at(0, "preview"), &[("tab", "new"), ("body", "Đã thu gom lúc 8 giờ.")]).await;
        assert!(browser.says("class=\"preview\"") && browser.says("<p>Đã thu gom lúc 8 giờ.</p>"));
        browser
            .send(&at(0, "answer"), &[("tab", "new"), ("body", "Đã thu gom lúc 8 giờ."), ("close", "yes")])
            .await;
        assert!(browser.path.contains("case=") && !browser.path.contains(&format!("case={}", cases[0].id)));
        let held = follow(&house, &cases[0].receipt, "127.0.0.1").await.expect("a receipt");
        assert_eq!(held.case.stage, Stage::Closed);
        assert!(held.entries.iter().any(|entry| entry.body == "Đã thu gom lúc 8 giờ."));
        assert!(
            held.entries.iter().all(|entry| entry.kind != EntryKind::Note),
            "a note never reaches a receipt"
        );

        // The contact is shown once a reason is given, and the reading is on the receipt.
        browser.send(&at(1, "contact"), &[("tab", "new")]).await;
        assert_eq!((browser.status, browser.says("0912 345 678")), (422, false));
        browser
            .send(&at(1, "contact"), &[("tab", "new"), ("purpose", "ask_more"), ("reason", "Hỏi rõ chỗ")])
            .await;
        assert!(browser.says("0912 345 678"));
        assert_eq!(
            follow(&house, &cases[1].receipt, "127.0.0.1").await.expect("a receipt").readings[0].reason,
            "Hỏi rõ chỗ"
        );

        // Refused, merged, transferred, and the last one given to a colleague who answers it.
        browser.send(&at(1, "refuse"), &[("tab", "new"), ("body", "Đã có kết quả tuần trước.")]).await;
        assert_eq!((browser.status, browser.says("Đã có kết quả tuần trước.")), (422, true));
        browser
            .send(
                &at(1, "refuse"),
                &[("tab", "new"), ("reason", "already_settled"), ("body", "Đã có kết quả.")],
            )
            .await;
        browser.send(&at(2, "merge"), &[("tab", "new"), ("into", &cases[3].id.to_string())]).await;
        assert!(browser.says(&at(2, "unmerge")), "a merge can be undone");
        browser
            .send(
                &at(4, "transfer"),
                &[("tab", "new"), ("office", "phuong hoan kiem"), ("why", "Ngõ thuộc phường bạn")],
            )
            .await;
        let moved = opened(cases[4].id).await;
        assert_eq!(
            (moved.case.responsible, moved.case.due_at),
            (other, cases[4].due_at),
            "the clock is kept"
        );
        browser
            .send("/cases/bulk", &[("tab", "new"), ("do", "accept"), ("ids", &cases[3].id.to_string())])
            .await;
        browser.send(&at(3, "answer"), &[("tab", "mine"), ("body", "Đã thu gom cả hai chỗ.")]).await;
        for n in [2, 3] {
            let held = follow(&house, &cases[n].receipt, "127.0.0.1").await.expect("a receipt");
            assert!(held.entries.iter().any(|entry| entry.body == "Đã thu gom cả hai chỗ."), "receipt {n}");
        }
        browser.open("/cases").await;
        for tab in ["Đến hạn", "Trễ", "Mới", "Mở lại", "Của tôi", "Tất cả"] {
            assert_eq!(browser.tab(tab), 0, "{tab}");
        }
        browser.open("/cases/day").await;
        assert!(browser.says("đã xong 3 việc"), "{}", browser.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_right_is_told_who_has_and_keeps_the_words() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Hoàn Kiếm"));
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "khac", Role::CommuneOfficer, other).await;
        let case = ask(&house, own, "roads.pothole", "Ổ gà trên đường Vành đai 4 trước trường.").await;
        drain(&house).await.expect("everything followed");
        let mut stranger = Browser::of(&house, "khac").await;
        stranger.open(&format!("/cases/{}", case.id)).await;
        assert_eq!((stranger.status, stranger.says("Ngọc Hà"), stranger.says("Ổ gà")), (403, true, false));
        stranger.open("/sessions").await;
        stranger.send(&format!("/cases/{}/answer", case.id), &[("body", "Lời viết nhầm chỗ")]).await;
        assert_eq!((stranger.status, stranger.says("Lời viết nhầm chỗ")), (403, true));
        stranger.open(&format!("/cases?unit={own}")).await;
        assert_eq!(stranger.status, 403);
        let mut nobody = Browser::new(&house).await;
        nobody.open("/cases").await;
        assert_eq!(nobody.status, 401);

        // Search reaches exactly as far as the right to read.
        for said in ["duong vanh dai 4", "%C4%91%C6%B0%E1%BB%9Dng+V%C3%A0nh", "ga+truon"] {
            let path = format!("/search?q={}", said.replace(' ', "+"));
            stranger.open(&path).await;
            assert_eq!((stranger.status, stranger.says("<mark>")), (200, false), "{said}");
            let mut officer = Browser::of(&house, "lan").await;
            officer.open(&path).await;
            assert!(officer.says(&format!("/cases/{}", case.id)) && officer.says("<mark>"), "{said}");
            officer.open(&format!("/search?q={}", case.receipt)).await;
            assert_eq!(officer.path, format!("/cases/{}", case.id));
        }
        let mut officer = Browser::of(&house, "lan").await;
        for hostile in ["%22+OR+*", "NEAR(a+b)", "%27%3B--", "a%26%7C%21%3A%2A", "u*", "-rac"] {
            officer.open(&format!("/search?q={hostile}")).await;
            assert_eq!(officer.status, 200, "{hostile}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_answers_say_why_and_nobody_answers_over_somebody_else() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "hung", Role::CommuneOfficer, own).await;
        let case = ask(&house, own, "environment.waste", "Rác dồn ở đầu ngõ 12.").await;
        house.clock.pass_days(20);
        let (mut lan, mut hung) = (Browser::of(&house, "lan").await, Browser::of(&house, "hung").await);
        let page = format!("/cases?tab=late&case={}", case.id);
        lan.open(&page).await;
        hung.open(&page).await;
        assert_eq!((lan.tab("Trễ"), lan.says("Trễ vì sao?")), (1, true));
        let answer = format!("/cases/{}/answer", case.id);
        lan.send(&answer, &[("tab", "late"), ("body", "Đã thu gom.")]).await;
        assert_eq!((lan.status, lan.says("Đã thu gom."), lan.says("field-late_reason")), (422, true, true));
        lan.send(&answer, &[("tab", "late"), ("body", "Đã thu gom."), ("late_reason", "other")]).await;
        assert_eq!((lan.status, lan.says("field-late_note")), (422, true));
        let why =
            [("tab", "late"), ("body", "Đã thu gom."), ("late_reason", "other"), ("late_note", "Xe hỏng")];
        lan.send(&answer, &why).await;
        assert_eq!(lan.status, 200);
        let opened = danvan_actions::cases::open(&house, &Asker::house(), case.id).await.expect("a case");
        assert_eq!((opened.case.on_time, opened.case.late_reason.as_deref()), (Some(false), Some("other")));
        assert!(opened.entries.iter().any(|entry| entry.kind == EntryKind::Late && entry.body == "Xe hỏng"));

        hung.send(&answer, &[("tab", "late"), ("body", "Tôi cũng trả lời."), ("late_reason", "overload")])
            .await;
        assert_eq!(
            (hung.status, hung.says("Những gì đã viết vẫn còn nguyên."), hung.says("Tôi cũng trả lời.")),
            (409, true, true)
        );
        let held = follow(&house, &case.receipt, "127.0.0.1").await.expect("a receipt");
        assert_eq!(held.entries.iter().filter(|entry| entry.kind == EntryKind::Answered).count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn why_a_second_answer_is_late_is_kept_though_the_first_was_in_time() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let hung = somebody(&house, "hung", Role::CommuneOfficer, own).await;
        let case = ask(&house, own, "environment.waste", "Rác dồn ở đầu ngõ 12.").await;
        let mut lan = Browser::of(&house, "lan").await;
        let page = format!("/cases/{}", case.id);
        lan.open(&page).await;
        lan.send(&format!("{page}/answer"), &[("body", "Đã thu gom.")]).await;
        let again = Speak::NotSolved("Chiều lại đầy.".into());
        speak(&house, &case.receipt, "", again).await.expect("opened again");
        lan.send(&format!("{page}/assign"), &[("to", &hung.to_string())]).await;
        lan.open(&page).await;
        assert!(lan.says("Đã giao hung"), "{}", lan.html);
        house.clock.pass_days(20);
        let answer = format!("{page}/answer");
        let mut lan = Browser::of(&house, "lan").await;
        lan.open(&page).await;
        lan.send(&answer, &[("body", "Đã thu gom lần hai.")]).await;
        assert_eq!((lan.status, lan.says("field-late_reason")), (422, true), "the new promise has passed");
        let why = [("body", "Đã thu gom lần hai."), ("late_reason", "other"), ("late_note", "Xe hỏng")];
        lan.send(&answer, &why).await;
        assert_eq!((lan.status, lan.says("Xe hỏng")), (200, true));
        let opened = open(&house, &Asker::house(), case.id).await.expect("a case");
        assert_eq!((opened.case.on_time, opened.case.late_reason.as_deref()), (Some(true), Some("other")));
        let said: Vec<_> = opened.entries.iter().filter(|entry| entry.kind == EntryKind::Late).collect();
        assert_eq!(said.iter().map(|entry| entry.body.as_str()).collect::<Vec<_>>(), ["Xe hỏng"]);
        assert!(!said[0].public, "the reason is for colleagues");
    })
    .await;
}
