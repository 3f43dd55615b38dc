//! Uploads that are no pictures, or mean harm.

use crate::telling::{COMMUNE, case_of, photograph, report};
use base64::{Engine, engine::general_purpose::STANDARD};
use danvan_actions::attachments::{self, Size, keep_picture, sweep_orphans};
use danvan_domain::{people::Role, refusals::Refusal, units::Level};
use danvan_testkit::{Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::json;

/// A PNG of a few bytes that claims sixty thousand by sixty thousand points.
fn bomb() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0".to_vec();
    let sum = bytes[12..].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    });
    bytes.extend((!sum).to_be_bytes());
    bytes.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

#[tokio::test]
async fn what_is_no_picture_comes_back_with_its_reason_and_the_words_stay() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let whole = photograph(3);
        let half = whole[..whole.len() / 2].to_vec();
        for (name, bytes, said) in [
            ("page.jpg", b"<!doctype html><script>alert(1)</script>".to_vec(), "JPEG, PNG"),
            ("a.gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "JPEG, PNG"),
            ("half.jpg", half, "bị hỏng"),
            ("bomb.png", bomb(), "điểm ảnh"),
            ("large.jpg", [whole.clone(), vec![0; 20_000_000]].concat(), "10 MB"),
        ] {
            resident.get("/cases/new").await;
            let fields = [("step", "what"), ("words", "Nước yếu"), ("place_text", COMMUNE), ("go", "next")];
            let page = resident
                .upload("/cases/new", &fields, vec![(name, bytes), ("good.jpg", whole.clone())])
                .await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            assert!(page.text.contains(said), "{name}: {said}");
            assert!(page.text.contains("Nước yếu"), "{name}");
            assert!(
                page.hidden().iter().any(|(field, _)| field == "photo"),
                "{name}: the good picture is kept"
            );
        }
        let resident = site.browser();
        resident.get("/cases/new").await;
        let huge =
            resident.upload("/cases/new", &[("step", "what")], vec![("huge.jpg", vec![0; 40_000_000])]).await;
        assert!(huge.status.is_client_error(), "{}", huge.status);
    })
    .await;
}

#[tokio::test]
async fn a_program_sends_pictures_in_base64() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let program = site.browser();
        let body = |photo: &str| {
            json!({"id": "018f7f5e-0000-7000-8000-000000000001", "topic": "water.clean", "text": "Nước đục.",
                "place": {"unit": house.facts().tree.find(COMMUNE, house.today())[0].unit}, "photos": [photo]})
        };
        let bad = program.post_json("/api/v1/cases", &body("no base64!")).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text.contains("\"field\":\"photos\""));
        let good = body(&STANDARD.encode(photograph(4)));
        let first = program.post_json("/api/v1/cases", &good).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        let again = program.post_json("/api/v1/cases", &good).await;
        assert_eq!((again.status, &again.text), (StatusCode::OK, &first.text));
        let other = program.post_json("/api/v1/cases", &body(&STANDARD.encode(photograph(5)))).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
    })
    .await;
}

#[tokio::test]
async fn only_the_office_and_the_holder_see_a_picture_and_orphans_go() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let code = report(&site.browser(), "Ống nước vỡ.", vec![photograph(6)]).await;
        let case = case_of(&house, &code).await;
        let hash = attachments::of_thing(&house, case.id.0).await.expect("read")[0].hash.clone();
        let own = house.somebody(Role::CommuneOfficer, case.responsible).await;
        let tree = &house.facts().tree;
        let mut communes = tree.at_level(Level::Commune, house.today()).map(|unit| unit.id);
        let elsewhere = communes.find(|unit| *unit != case.responsible).expect("another commune");
        let other = house.somebody(Role::CommuneOfficer, elsewhere).await;
        assert!(attachments::picture(&house, &own, &hash, Size::Small).await.is_ok());
        let refused = attachments::picture(&house, &other, &hash, Size::Small).await;
        assert!(matches!(refused, Err(danvan_actions::Failure::Refused(Refusal::NotAllowed(_)))));
        let foreign = report(&site.browser(), "Một việc khác hẳn: mất điện.", Vec::new()).await;
        let refused = attachments::picture_of_receipt(&house, &foreign, &hash, Size::Small, "").await;
        assert!(matches!(refused, Err(danvan_actions::Failure::Refused(Refusal::NotFound))));

        let orphan = keep_picture(&house, photograph(7).into()).await.expect("kept");
        house.clock.pass_days(2);
        let before = house.now().plus_seconds(-86_400);
        assert_eq!(sweep_orphans(&house, before).await.expect("swept"), 1);
        assert!(attachments::just_kept(&house, &orphan, Size::Large).await.is_err());
        assert!(attachments::just_kept(&house, &hash, Size::Large).await.is_ok());
    })
    .await;
}
