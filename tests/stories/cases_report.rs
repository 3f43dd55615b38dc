//! A resident reports, follows, and says that it is not solved.

use crate::telling::{answer, case_of, code_of, go_on, photograph, report, report_up_to_check};
use danvan_domain::cases::Stage;
use danvan_testkit::{Site, for_each_engine};
use reqwest::StatusCode;
use uuid::Uuid;

#[tokio::test]
async fn a_resident_reports_with_a_photo_and_opens_it_again() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, "Nước yếu ở ngõ 189. Gọi 0912 345 678.", vec![photograph(1)]).await;
        let case = case_of(&house, &code).await;
        assert!(!case.body.contains("0912"), "numbers are masked before they are kept: {}", case.body);
        assert!(case.body.contains("Yếu từ tuần trước."));

        let receipt = resident.get(&format!("/receipts/{code}")).await;
        assert_eq!(receipt.header("referrer-policy"), "no-referrer");
        let hash = receipt.between("/pictures/", "\"").expect("a picture").to_owned();
        let picture = resident.get(&format!("/receipts/{code}/pictures/{hash}")).await;
        assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/jpeg"));
        assert_eq!(picture.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(resident.get(&format!("/pictures/{hash}")).await.status, StatusCode::UNAUTHORIZED);

        house.clock.pass_hours(3);
        answer(&house, case.id, "Trạm bơm đã thay máy.").await;
        let answered = resident.get(&format!("/receipts/{code}")).await;
        let (said, way) = (answered.text.find("Trạm bơm đã thay máy."), answered.text.find("class=\"way\""));
        assert!(said.expect("the answer") < way.expect("the way"), "the answer stands first");

        let address = format!("/receipts/{code}");
        let silent = resident.post(&address, &[("say", "not-solved"), ("body", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = resident.post(&address, &[("say", "not-solved"), ("body", "Tối vẫn yếu.")]).await;
        assert_eq!(said.location, format!("/receipts/{code}?said=not-solved"));
        let case = case_of(&house, &code).await;
        assert_eq!((case.stage, case.reopened), (Stage::Reopened, 1));
        assert!(resident.get(&address).await.text.contains("Tối vẫn yếu."));
    })
    .await;
}

#[tokio::test]
async fn a_double_tap_stores_once_and_other_words_ask_first() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let check = report_up_to_check(&resident, "Mất nước cả ngõ.", vec![photograph(2)]).await;
        let first = code_of(&go_on(&resident, &check, &[("go", "send")]).await);
        let second = code_of(&go_on(&resident, &check, &[("go", "send")]).await);
        assert_eq!(first, second);
        let other = go_on(&resident, &check, &[("go", "send"), ("words", "Vỡ ống nước ở đầu ngõ.")]).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        assert!(other.text.contains("Vỡ ống nước ở đầu ngõ."), "what was typed is still there");
        let third = code_of(&go_on(&resident, &other, &[("go", "send")]).await);
        assert_ne!(first, third);
    })
    .await;
}

#[tokio::test]
async fn a_neighbour_says_me_too_and_gets_the_same_answer() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let code = report(&site.browser(), "Nước yếu ở ngõ 189 Hoàng Hoa Thám.", Vec::new()).await;
        let case = case_of(&house, &code).await;

        let neighbour = site.browser();
        let first = neighbour.get("/cases/new").await;
        let words = [("words", "Ngõ 189 Hoàng Hoa Thám nước yếu"), ("place_text", "Ba Đình"), ("go", "next")];
        let topic = go_on(&neighbour, &first, &words).await;
        let more = go_on(&neighbour, &topic, &[("topic", "water.clean"), ("go", "next")]).await;
        let similar = go_on(&neighbour, &more, &[("go", "next")]).await;
        let me_too = format!("me-too:{}", case.id);
        assert!(similar.text.contains(&me_too), "{}", similar.text);
        let own = code_of(&go_on(&neighbour, &similar, &[("go", &me_too)]).await);
        let again = code_of(&go_on(&neighbour, &similar, &[("go", &me_too)]).await);
        assert_eq!(own, again, "joining twice counts once");
        assert_ne!(own, code);
        assert_eq!(case_of(&house, &code).await.supporters, 1);
        answer(&house, case.id, "Đã sửa xong đường ống.").await;
        let receipt = neighbour.get(&format!("/receipts/{own}")).await;
        assert!(receipt.text.contains("Đã sửa xong đường ống."));
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_is_named_and_nothing_typed_is_lost() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let first = resident.get("/cases/new").await;
        let typed = [("words", "Đèn <hỏng> & \"tối\""), ("place_text", "Nơi không có thật"), ("go", "next")];
        let page = go_on(&resident, &first, &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("Đèn &#60;hỏng&#62;") && page.text.contains("Nơi không có thật"));
        assert!(page.text.contains("id=\"error-place\""));

        let settled = [("words", "Đèn hỏng"), ("place_text", "Trúc Bạch"), ("go", "next")];
        let topic = go_on(&resident, &first, &settled).await;
        assert_eq!(topic.status, StatusCode::OK, "an old name is known");
        let unknown = go_on(&resident, &topic, &[("topic", "no.such.topic"), ("go", "next")]).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);

        let more = go_on(&resident, &topic, &[("topic", "power.lighting"), ("go", "next")]).await;
        let check = go_on(&resident, &more, &[("phone", "12"), ("answer", "Ba đèn"), ("go", "next")]).await;
        let wrong = go_on(&resident, &check, &[("go", "send")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("id=\"error-phone\"") && wrong.text.contains("Ba đèn"));
    })
    .await;
}

#[tokio::test]
async fn a_form_without_its_token_does_nothing() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let stranger = site.browser();
        let id = Uuid::from_u128(7).to_string();
        let sent = stranger.post("/cases/new", &[("id", &id), ("step", "check"), ("go", "send")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        let none =
            danvan_store::cases::get(&house.store, danvan_domain::ids::CaseId(Uuid::from_u128(7))).await;
        assert!(none.expect("read").is_none());
        let page = stranger.get("/cases/new?for=desk").await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "only an officer writes at the desk");
    })
    .await;
}
