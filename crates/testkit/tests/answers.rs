//! What extractors and layers answer by themselves is told by a page of the house, in the reader's language.

use axum::http::StatusCode;
use danvan_testkit::{House, Site};
use danvan_web::{
    doors::{Doors, get, post},
    form::Form,
};

async fn fails_with_a_form(_form: Form) -> StatusCode {
    panic!("on purpose")
}

async fn fails() -> StatusCode {
    panic!("on purpose")
}

#[tokio::test]
async fn a_panic_or_a_bare_status_is_a_page_that_keeps_what_was_typed() {
    let house = House::sqlite().await;
    let site = Site::open_with(&house, |site| {
        let bare = |status: StatusCode| post(move |_form: Form| async move { status });
        let routes = Doors::new()
            .route("/home", get(|| async { "home" }))
            .route("/panic", post(fails_with_a_form))
            .route("/slow", bare(StatusCode::REQUEST_TIMEOUT))
            .route("/busy", bare(StatusCode::SERVICE_UNAVAILABLE))
            .route("/broken", bare(StatusCode::BAD_GATEWAY))
            .route("/strange", bare(StatusCode::IM_A_TEAPOT))
            .route("/large", bare(StatusCode::PAYLOAD_TOO_LARGE))
            .route("/api/panic", post(fails));
        danvan_web::with_routes(site, routes)
    })
    .await;
    for (path, status, said) in [
        ("/panic", 500, "Lỗi của hệ thống"),
        ("/slow", 408, "Đường truyền quá chậm"),
        ("/busy", 503, "đang quá tải"),
        ("/broken", 500, "Lỗi của hệ thống"),
        ("/strange", 400, "Không đọc được"),
        ("/large", 413, "quá lớn"),
    ] {
        let visitor = site.browser();
        let secret = "0123456789abcdef0123456789abcdef";
        let cookie = format!("danvan_form={secret}");
        let heads: &[(&str, &[u8])] =
            &[("cookie", cookie.as_bytes()), ("content-type", b"application/x-www-form-urlencoded")];
        // The first answer shows the token that goes with the cookie.
        let stale = visitor.send("POST", path, heads, b"words=x".to_vec()).await;
        assert_eq!(stale.status, StatusCode::FORBIDDEN, "{path}");
        let body = format!("csrf={}&words=N%C6%B0%E1%BB%9Bc%20%3Cb%3E&topic=water", visitor.token());
        let page = visitor.send("POST", path, heads, body.into_bytes()).await;
        assert_eq!(page.status.as_u16(), status, "{path}");
        assert!(page.text.contains(said) && page.text.contains("class=\"brand\""), "{path}: {}", page.text);
        assert!(page.text.contains("Nước &#60;b&#62;"), "{path}: {}", page.text);
        assert!(!page.text.contains("on purpose") && page.header("content-type").starts_with("text/html"));
        let english: Vec<(&str, &[u8])> =
            heads.iter().copied().chain([("accept-language", &b"en"[..])]).collect();
        let page = visitor.send("POST", path, &english, b"words=x".to_vec()).await;
        assert!(page.text.contains("<html lang=\"en\">") && page.text.contains("Send again"), "{path}");
    }
    let problem = site.browser().send("POST", "/api/panic", &[], Vec::new()).await;
    assert_eq!(problem.status.as_u16(), 500);
    assert_eq!(problem.header("content-type"), "application/problem+json");
    assert!(problem.text.contains("\"status\":500") && !problem.text.contains("on purpose"));
}
