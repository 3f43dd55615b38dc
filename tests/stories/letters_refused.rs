//! What the law does not leave open is refused with its article and the reason, on both engines; what was typed stays.

use crate::{
    desk::{Browser, somebody},
    letters_way::{act, classify, enter, go_to, letter_of, of, ward},
};
use danvan_actions::verify;
use danvan_domain::{ids::ProceedingId, people::Role};
use danvan_store::proceedings;
use danvan_testkit::{House, for_each_engine};

async fn acts(house: &House, id: ProceedingId) -> usize {
    proceedings::acts(&house.store, id).await.expect("acts").len()
}

/// Tries an act that is refused: with this status, these words on the page, and nothing written.
async fn refused(
    house: &House,
    browser: &mut Browser,
    id: ProceedingId,
    (code, fields): (&str, &[(&str, &str)]),
    (status, said): (u16, &[&str]),
) {
    let before = acts(house, id).await;
    assert_eq!(act(browser, id, code, fields).await, status, "{code}: {}", browser.html);
    for said in said {
        assert!(browser.says(said), "{code} does not say {said:?}: {}", browser.html);
    }
    assert_eq!(acts(house, id).await, before, "{code} has written something");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_without_grounds_is_refused_and_what_was_typed_stays() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let mut chair = Browser::of(&house, "chu.tich").await;
        enter(&mut lan, &[("is_denunciation", "yes"), ("summary", ""), ("signers", "1")]).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        let denunciation = of(&house, letter_of(&lan), "denunciation").await;
        assert_eq!(act(&mut chair, denunciation, "accept", &[("document", "1/TB")]).await, 200);
        let complex = [("ground", "Phải xác minh ở nhiều nơi")];
        assert_eq!(act(&mut chair, denunciation, "mark_complex", &complex).await, 200, "{}", chair.html);
        let article = "Luật Tố cáo 25/2018 Đ30";
        for fields in
            [&[("document", "số đã gõ 7/QĐ")][..], &[("document", "số đã gõ 7/QĐ"), ("ground", "  ")]]
        {
            let told = ["phải có căn cứ bằng văn bản", article, "value=\"số đã gõ 7/QĐ\""];
            refused(&house, &mut chair, denunciation, ("extend", fields), (422, &told)).await;
        }
        let words = "Đang chờ kết quả giám định, lời đã gõ";
        refused(&house, &mut chair, denunciation, ("extend", &[("ground", words)]), (422, &[article, words]))
            .await;
        let whole = [("ground", words), ("document", "7/QĐ")];
        refused(
            &house,
            &mut lan,
            denunciation,
            ("extend", &whole),
            (403, &[article, "Chủ tịch UBND cấp xã"]),
        )
        .await;
        assert_eq!(act(&mut chair, denunciation, "extend", &whole).await, 200, "{}", chair.html);
        // Once more than the law allows.
        refused(&house, &mut chair, denunciation, ("extend", &whole), (409, &[article])).await;
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_decide_acts_out_of_order_and_impossible_days_are_refused() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let mut chair = Browser::of(&house, "chu.tich").await;
        enter(&mut lan, &[("summary", "Khiếu nại quyết định thu hồi đất số 15."), ("signers", "1")]).await;
        let letter = letter_of(&lan);
        classify(&mut lan, letter, &[("content", "complaint"), ("disposal", "open")]).await;
        let complaint = of(&house, letter, "complaint").await;

        // Out of order: nothing is decided before it is accepted, nor accepted twice, nor published at the first level.
        let decision = [("document", "5/QĐ gõ dở")];
        let early = ["Chưa thể", "mức chắc chắn"];
        refused(&house, &mut chair, complaint, ("decide_first", &decision), (409, &early)).await;
        refused(&house, &mut chair, complaint, ("dialogue", &decision), (409, &early)).await;
        refused(&house, &mut chair, complaint, ("receive", &[]), (409, &["chỉ để mở thủ tục"])).await;
        assert_eq!(act(&mut chair, complaint, "accept", &[]).await, 200, "{}", chair.html);
        refused(&house, &mut chair, complaint, ("accept", &[]), (409, &early)).await;

        // Impossible days: none such, tomorrow, before the act before it.
        let on = |day| [("document", "5/QĐ gõ dở"), ("on", day)];
        for day in ["31/2/2026", "hôm kia", "2026-13-01", "1/1/26"] {
            refused(&house, &mut chair, complaint, ("decide_first", &on(day)), (422, &[day, "5/QĐ gõ dở"]))
                .await;
        }
        let future = ["còn ở tương lai", "5/QĐ gõ dở"];
        refused(&house, &mut chair, complaint, ("decide_first", &on("6/10/2026")), (422, &future)).await;
        let past = ["không thể trước việc làm gần nhất", "5/QĐ gõ dở"];
        refused(&house, &mut chair, complaint, ("decide_first", &on("1/10/2026")), (422, &past)).await;

        // Who may not: the officer at the first level, the chair at the second.
        go_to(&house, "2026-10-12");
        (lan, chair) = (Browser::of(&house, "lan").await, Browser::of(&house, "chu.tich").await);
        let who = ["Chủ tịch UBND cấp xã", "Luật Khiếu nại"];
        refused(&house, &mut lan, complaint, ("decide_first", &[("document", "5/QĐ")]), (403, &who)).await;
        assert_eq!(act(&mut chair, complaint, "decide_first", &[("document", "5/QĐ")]).await, 200);
        assert_eq!(act(&mut lan, complaint, "first_decision_received", &[]).await, 200, "{}", lan.html);
        assert_eq!(act(&mut lan, complaint, "complain_second", &[]).await, 200, "{}", lan.html);
        let city = ["Chủ tịch UBND thành phố", "mức chắc chắn"];
        refused(&house, &mut chair, complaint, ("accept_second", &[]), (403, &city)).await;
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
