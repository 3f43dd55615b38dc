//! Letters that say the same: proposed by their words, linked or told apart by the officer, and what the law makes of it.

use crate::{
    desk::{Browser, somebody},
    letters_way::{act, classify, enter, letter_of, of, ward},
};
use danvan_actions::{letters::mark_all, verify};
use danvan_analysis::similarity::marks;
use danvan_domain::{fold::fold, ids::LetterId, people::Role};
use danvan_store::{contents::damage, letters::same};
use danvan_testkit::{House, for_each_engine};

/// One text, sent by twelve people who each add who they are.
fn text(number: usize) -> String {
    format!(
        "Hộ số {number}: chúng tôi không đồng ý với giá bồi thường khi thu hồi đất làm đường Vành đai 4 đoạn qua ngõ 12, \
        thấp hơn giá đất liền kề; đề nghị đối thoại và xem lại phương án tái định cư."
    )
}

async fn send(lan: &mut Browser, summary: &str) -> LetterId {
    enter(lan, &[("summary", summary), ("signers", "1"), ("person", "Lê Thị Kín Đáo")]).await;
    assert_eq!(lan.status, 200, "{}", lan.html);
    letter_of(lan)
}

/// How many letters the page proposes.
fn proposed(browser: &Browser) -> usize {
    browser.html.matches("value=\"differs\"").count()
}

/// How many letters the page shows as linked.
fn linked(browser: &Browser) -> usize {
    let Some(rest) = browser.html.split("<h2>Đơn cùng nội dung</h2>").nth(1) else { return 0 };
    rest.split("</section>").next().unwrap_or_default().matches("list-row").count()
}

async fn judge(browser: &mut Browser, letter: LetterId, other: LetterId, say: &str) -> u16 {
    let other = other.to_string();
    browser.send(&format!("/letters/{letter}/same"), &[("other", &other), ("say", say)]).await;
    browser.status
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_letters_of_one_text_are_proposed_linked_and_taken_apart() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let other = send(&mut lan, "Đèn đường ngõ 31 hỏng ba tháng nay, đề nghị phường sửa.").await;
        let mut letters = Vec::new();
        for number in 1..=12 {
            letters.push(send(&mut lan, &text(number)).await);
            assert_eq!(proposed(&lan), number - 1, "letter {number}: {}", lan.html);
        }
        assert!(lan.says("<q>chúng tôi không đồng ý với giá bồi thường"), "words that agree: {}", lan.html);
        assert!(!lan.says("Kín Đáo"), "nobody's name stands beside a letter");

        // The officer judges; whoever was linked with either is linked with both.
        let last = letters[11];
        assert_eq!(judge(&mut lan, last, other, "perhaps").await, 422);
        assert_eq!(judge(&mut lan, last, last, "same").await, 404);
        for earlier in &letters[..11] {
            assert_eq!(judge(&mut lan, last, *earlier, "same").await, 200, "{}", lan.html);
        }
        assert_eq!((linked(&lan), proposed(&lan)), (11, 0), "{}", lan.html);
        assert!(lan.says("có 12 người ký"), "together they are a group: {}", lan.html);
        assert_eq!(judge(&mut lan, last, letters[0], "same").await, 200, "linked twice is linked once");
        assert_eq!(judge(&mut lan, last, letters[0], "differs").await, 409);
        lan.open(&format!("/letters/{}", letters[3])).await;
        assert_eq!((linked(&lan), proposed(&lan)), (11, 0), "they show each other");

        // Undone: the oldest leaves, the rest stay together under the next.
        lan.send(&format!("/letters/{}/part", letters[0]), &[]).await;
        assert_eq!(
            (linked(&lan), proposed(&lan)),
            (0, 1),
            "one of the group is proposed again: {}",
            lan.html
        );
        lan.open(&format!("/letters/{}", letters[5])).await;
        assert_eq!((linked(&lan), proposed(&lan)), (10, 1));
        // Said to differ, it is proposed no more; linked after all, it is.
        let next = letters[1];
        assert_eq!(judge(&mut lan, letters[0], next, "differs").await, 200);
        lan.open(&format!("/letters/{next}")).await;
        assert_eq!(proposed(&lan), 0, "{}", lan.html);
        assert_eq!(judge(&mut lan, letters[0], next, "same").await, 200);
        assert_eq!(linked(&lan), 11);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_at_another_office_is_a_number_a_day_and_how_alike() {
    for_each_engine(|house| async move {
        let (own, there) = (ward(&house, "Ngọc Hà"), ward(&house, "Hoàn Kiếm"));
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "khac", Role::CommuneOfficer, there).await;
        let mut lan = Browser::of(&house, "lan").await;
        let mut khac = Browser::of(&house, "khac").await;
        let theirs = send(&mut khac, &format!("{} Riêng nhà tôi có cây khế cổ thụ.", text(7))).await;
        classify(&mut khac, theirs, &[("content", "petition"), ("disposal", "open")]).await;
        assert_eq!(khac.status, 200, "{}", khac.html);
        let mine = send(&mut lan, &text(8)).await;
        assert_eq!(proposed(&lan), 1, "{}", lan.html);
        assert!(lan.says("Đơn số 1/2026") && lan.says("Hoàn Kiếm") && lan.says("giống"), "{}", lan.html);
        for hidden in ["cây khế", "Kín Đáo", "<q>", &format!("/letters/{theirs}\"")] {
            assert!(!lan.says(hidden), "{hidden}: {}", lan.html);
        }
        assert_eq!(judge(&mut lan, theirs, mine, "same").await, 403, "their letter is theirs to judge");

        // Linked with the competent office's letter, it is proposed to be kept without processing, with the source.
        assert_eq!(judge(&mut lan, mine, theirs, "same").await, 200);
        assert!(lan.says("đơn gửi nhiều nơi thì lưu") && lan.says("TT 05/2021/TT-TTCP"), "{}", lan.html);
        assert!(
            lan.says("<option value=\"sent_many\" selected>")
                && lan.says("<option value=\"archive\" selected>")
        );
        assert!(!lan.says("cây khế"));
        khac.open(&format!("/letters/{theirs}")).await;
        assert!(linked(&khac) == 1 && khac.says("Ngọc Hà") && !khac.says("Hộ số 8"), "{}", khac.html);
        let kept = [("content", "petition"), ("eligibility", "sent_many"), ("disposal", "archive")];
        classify(&mut lan, mine, &kept).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        lan.send(&format!("/letters/{mine}/part"), &[]).await;
        assert_eq!((lan.status, linked(&lan)), (200, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_content_is_sent_on_once() {
    for_each_engine(|house| async move {
        let (own, there) = (ward(&house, "Ngọc Hà"), ward(&house, "Hoàn Kiếm"));
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "khac", Role::CommuneOfficer, there).await;
        let mut lan = Browser::of(&house, "lan").await;
        let (first, second, third) =
            (send(&mut lan, &text(1)).await, send(&mut lan, &text(2)).await, send(&mut lan, &text(3)).await);
        for other in [second, third] {
            assert_eq!(judge(&mut lan, first, other, "same").await, 200);
        }
        let sent = [
            ("content", "petition"),
            ("competence", "other"),
            ("disposal", "transfer"),
            ("office", "Phường Hoàn Kiếm"),
            ("document", "8/PC"),
        ];
        classify(&mut lan, first, &sent).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        classify(&mut lan, second, &[&sent[..], &[("ground", "Lời đã gõ còn đây")]].concat()).await;
        assert_eq!(lan.status, 422, "{}", lan.html);
        for said in ["TT 05/2021/TT-TTCP Đ14", "đơn 1/2026", "Lời đã gõ còn đây"] {
            assert!(lan.says(said), "{said}: {}", lan.html);
        }
        // Nor by the act of the proceeding; guiding is still open.
        let petition = of(&house, third, "petition").await;
        let to = [("office", "Phường Hoàn Kiếm"), ("document", "9/PC")];
        assert_eq!(act(&mut lan, petition, "transfer", &to).await, 409);
        assert!(lan.says("TT 05/2021/TT-TTCP Đ14"), "{}", lan.html);
        let guided = [("content", "petition"), ("competence", "other"), ("disposal", "guide")];
        classify(&mut lan, second, &[&guided[..], &sent[3..]].concat()).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        // Taken out of the group it is another content, and may be sent on.
        lan.send(&format!("/letters/{third}/part"), &[]).await;
        act(&mut lan, petition, "transfer", &to).await;
        assert_eq!(lan.path, "/proceedings", "{}", lan.html);
        lan.open(&format!("/letters/{third}")).await;
        assert_eq!(lan.status, 403, "sent on, it is the other office's");
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

/// Whether anything of these words leads to a letter.
async fn is_found(house: &House, summary: &str, letter: LetterId) -> bool {
    let marks = marks(&fold(summary));
    let found = same::with_marks(&house.store, &marks, 1000, 1000).await.expect("a store");
    found.iter().any(|one| one.id == letter)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denunciation_takes_no_part_and_older_letters_get_their_marks() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let (first, second) = (send(&mut lan, &text(1)).await, send(&mut lan, &text(2)).await);
        let third = send(&mut lan, &text(3)).await;
        for other in [first, third] {
            assert_eq!(judge(&mut lan, second, other, "same").await, 200);
        }
        // The oldest turns out to be a denunciation: it leaves the group and is found by nothing.
        assert!(is_found(&house, &text(1), first).await);
        let denounced = [("content", "denunciation"), ("disposal", "open"), ("erase", "yes")];
        classify(&mut lan, first, &denounced).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        assert!(!is_found(&house, &text(1), first).await);
        lan.open(&format!("/letters/{second}")).await;
        assert_eq!((linked(&lan), proposed(&lan)), (1, 0), "{}", lan.html);
        assert!(!lan.says(&first.to_string()));
        assert_eq!(judge(&mut lan, second, first, "same").await, 409);
        assert!(lan.says("Đơn tố cáo không so sánh"), "{}", lan.html);

        // Words that speak for one are compared with nothing before the letter is classified.
        let speaks = format!("{} Tố cáo cán bộ đo đạc nhận hối lộ.", text(4));
        let fourth = send(&mut lan, &speaks).await;
        assert!(proposed(&lan) == 0 && !is_found(&house, &speaks, fourth).await, "{}", lan.html);
        lan.open(&format!("/letters/{second}")).await;
        assert_eq!(proposed(&lan), 0, "{}", lan.html);
        classify(&mut lan, fourth, &[("content", "petition"), ("disposal", "open")]).await;
        assert!(
            is_found(&house, &speaks, fourth).await && proposed(&lan) == 1,
            "read, it is none: {}",
            lan.html
        );

        // Letters from before there were marks get theirs once, and a denunciation none.
        damage(&house.store, "delete from letter_marks").await.expect("without marks");
        assert!(!is_found(&house, &text(2), second).await);
        assert_eq!(mark_all(&house).await.expect("marked"), 3);
        assert_eq!(mark_all(&house).await.expect("marked"), 0);
        assert!(is_found(&house, &text(2), second).await && !is_found(&house, &text(1), first).await);
    })
    .await;
}
