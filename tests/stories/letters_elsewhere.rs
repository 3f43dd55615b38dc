//! A denunciation that is not handled here: without a name but with facts to inspection, on the Party's own rules to its
//! competent body. And the scan that comes with a letter.

use crate::{
    desk::{Browser, somebody},
    figures::signed_in,
    letters_way::{act, classify, enter, letter_of, of, stage, ward},
    telling::photograph,
};
use danvan_actions::verify;
use danvan_domain::{ids::LetterId, people::Role};
use danvan_store::proceedings as store;
use danvan_testkit::{House, Site, for_each_engine};
use reqwest::StatusCode;

/// The acts of a letter's denunciation, in order.
async fn acts(house: &House, letter: LetterId) -> Vec<String> {
    let denunciation = of(house, letter, "denunciation").await;
    let acts = store::acts(&house.store, denunciation).await.expect("acts");
    acts.into_iter().map(|kept| kept.done.act).collect()
}

fn proposes(browser: &Browser, disposal: &str) -> bool {
    browser.says("<option value=\"denunciation\" selected>")
        && browser.says(&format!("<option value=\"{disposal}\" selected>"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_signed_but_tells_facts_goes_to_inspection() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let said = "Tố cáo cán bộ nhận hối lộ 20 triệu đồng ngày 3/9, có ảnh biên nhận.";
        let words = [("signers", "0"), ("summary", said)];
        let sealed = [("signers", "0"), ("summary", ""), ("is_denunciation", "yes")];
        for fields in [&words[..], &sealed[..]] {
            enter(&mut lan, fields).await;
            assert_eq!(lan.status, 200, "{}", lan.html);
            let letter = letter_of(&lan);
            assert!(proposes(&lan, "inspection") && lan.says("Không có ai ký tên."), "{}", lan.html);
            let found = [("content", "denunciation"), ("erase", "yes")];
            let there = [("disposal", "inspection"), ("office", "Thanh tra thành phố")];
            // Not opened as a denunciation, and not passed on without facts or without saying where.
            classify(&mut lan, letter, &[&found[..], &[("disposal", "open")]].concat()).await;
            assert_eq!((lan.status, lan.says("Luật Tố cáo 25/2018 Đ25")), (422, true), "{}", lan.html);
            classify(&mut lan, letter, &[&found[..], &there[..]].concat()).await;
            assert_eq!((lan.status, lan.says("chứng cứ cụ thể")), (422, true), "{}", lan.html);
            classify(&mut lan, letter, &[&found[..], &there[..1], &[("has_facts", "yes")]].concat()).await;
            assert_eq!((lan.status, lan.says("Xin điền ô này.")), (422, true), "{}", lan.html);
            classify(&mut lan, letter, &[&found[..], &there[..], &[("has_facts", "yes")]].concat()).await;
            assert_eq!(lan.status, 200, "{}", lan.html);
            assert_eq!(acts(&house, letter).await, ["receive", "to_inspection"]);
            let denunciation = of(&house, letter, "denunciation").await;
            assert_eq!(stage(&house, denunciation).await, "inspection");
            let it = store::get(&house.store, denunciation).await.expect("read").expect("one");
            assert!(it.ended_at.is_some() && it.is_sealed, "{it:?}");
            assert!(!lan.says("hối lộ") && lan.says("Chuyển thanh tra, kiểm tra"), "{}", lan.html);
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denunciation_on_the_partys_own_rules_goes_to_its_competent_body() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let said = "Tố cáo một đảng viên vi phạm Điều lệ Đảng khi bỏ phiếu ở chi bộ.";
        enter(&mut lan, &[("signers", "1"), ("summary", said)]).await;
        let letter = letter_of(&lan);
        assert!(proposes(&lan, "party_body"), "{}", lan.html);
        for because in ["dieu le dang", "TT 05/2021/TT-TTCP Đ15", "Chuyển cơ quan có thẩm quyền của Đảng"]
        {
            assert!(lan.says(because), "{because}: {}", lan.html);
        }
        let found = [("content", "denunciation"), ("disposal", "party_body"), ("erase", "yes")];
        classify(&mut lan, letter, &found).await;
        assert_eq!((lan.status, lan.says("Xin điền ô này.")), (422, true), "where, and by which paper");
        let petition = [("content", "petition"), ("disposal", "party_body")];
        let there = [("office", "Ủy ban Kiểm tra Đảng ủy"), ("document", "3/PC-UBND")];
        classify(&mut lan, letter, &[&petition[..], &there[..]].concat()).await;
        assert_eq!((lan.status, lan.says("TT 05/2021/TT-TTCP Đ15")), (422, true), "{}", lan.html);
        classify(&mut lan, letter, &[&found[..], &there[..]].concat()).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        assert_eq!(acts(&house, letter).await, ["receive", "forward_party"]);
        let denunciation = of(&house, letter, "denunciation").await;
        assert_eq!(stage(&house, denunciation).await, "forwarded_party");
        assert_eq!(
            act(&mut lan, denunciation, "accept", &[("document", "1/TB")]).await,
            409,
            "its rules apply"
        );

        // One that came as a denunciation, so that its words are not known here.
        enter(&mut lan, &[("is_denunciation", "yes"), ("summary", ""), ("signers", "1")]).await;
        let letter = letter_of(&lan);
        assert!(proposes(&lan, "open"), "{}", lan.html);
        classify(&mut lan, letter, &[&found[..2], &there[..]].concat()).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        assert_eq!(acts(&house, letter).await, ["receive", "forward_party"]);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_is_uploaded_with_its_letter_and_what_is_none_costs_nothing_typed() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let site = Site::open(&house).await;
        let lan = signed_in(&house, &site, "lan", Role::CommuneOfficer, own).await;
        let page = lan.get("/letters/new").await;
        let id = page.hidden().into_iter().find(|(name, _)| name == "id").expect("an id").1;
        let fields = [
            ("id", id.as_str()),
            ("way", "post"),
            ("received_on", "5/10/2026"),
            ("topic", "land.clearance"),
            ("place", "Phường Ngọc Hà"),
            ("summary", "Lời đã gõ: kiến nghị sửa cống ngõ 12."),
            ("signers", "1"),
            ("person", "Nguyễn Thị Gõ"),
            ("address", "số 3 ngõ 12"),
        ];
        // A text that calls itself a photograph, beside one that is a photograph.
        let lie = ("don.jpg", "Đây là văn bản, không phải ảnh.".as_bytes().to_vec());
        let page = lan.upload("/letters/new", &fields, vec![lie, ("trang1.jpg", photograph(3))]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
        assert!(page.text.contains("JPEG, PNG"), "{}", page.text);
        for typed in ["Lời đã gõ: kiến nghị", "Nguyễn Thị Gõ", "số 3 ngõ 12", "5/10/2026", id.as_str()]
        {
            assert!(page.text.contains(typed), "{typed} is lost: {}", page.text);
        }
        let kept =
            page.hidden().into_iter().find(|(name, _)| name == "photo").expect("the good scan is kept").1;
        assert_eq!(lan.get(&format!("/letters/{id}")).await.status, StatusCode::NOT_FOUND, "nothing entered");

        // Sent again with what the page brought back, and one more scan.
        let again: Vec<(&str, &str)> = fields.into_iter().chain([("photo", kept.as_str())]).collect();
        let sent = lan.upload("/letters/new", &again, vec![("trang2.jpg", photograph(4))]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let page = lan.get(&sent.location).await;
        let pictures = page.text.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let scans: Vec<&str> = pictures.filter(|address| address.starts_with("/pictures/")).collect();
        assert_eq!(scans.len(), 2, "{}", page.text);
        assert!(scans[0].contains(&kept) || scans[1].contains(&kept), "{scans:?}");
        for scan in scans {
            let picture = lan.get(scan).await;
            assert_eq!(picture.status, StatusCode::OK, "{scan}");
            assert!(picture.header("content-type").starts_with("image/"), "{scan}");
            assert_eq!(
                site.browser().get(scan).await.status,
                StatusCode::UNAUTHORIZED,
                "strangers see none: {scan}"
            );
        }
    })
    .await;
}
