//! Requests no browser of ours would make: cookies, encodings, days, ids and methods of every wrong kind.

use crate::{
    desk::{Browser, somebody},
    kept_words::rows,
    telling::{photograph, report},
};
use danvan_domain::people::Role;
use danvan_testkit::{Site, for_each_engine};

const PLAIN: (&str, &[u8]) = ("content-type", b"application/x-www-form-urlencoded");
const NOBODY: &str = "0192f0c1-5d3e-7a10-8000-00000000dead";

#[tokio::test]
async fn cookies_of_every_wrong_kind_are_no_cookies() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let before = rows(&house).await;
        let long = "a".repeat(4000);
        for cookie in [
            &b"danvan_form="[..],
            b"danvan_form=0",
            b"danvan_form=0123456789abcdef0123456789abcde",
            b"danvan_form=0123456789abcdef0123456789abcdefg",
            b"danvan_form=\"; danvan_session=\"",
            b"danvan_session=",
            b"danvan_session=%00%ff",
            b"danvan_session=\xff\xfe\xfd",
            b"danvan_session=' or 1=1 --",
            b"danvan_language=xx; danvan_language=<script>",
            b";;;===;danvan_form",
            long.as_bytes(),
        ] {
            let shown = String::from_utf8_lossy(cookie).into_owned();
            let visitor = site.browser();
            let page = visitor.send("GET", "/cases/new", &[("cookie", cookie)], Vec::new()).await;
            assert_eq!(page.status.as_u16(), 200, "{shown}");
            assert!(page.text.contains("<html lang=\"vi\">"), "{shown}");
            let page = visitor.send("GET", "/sessions", &[("cookie", cookie)], Vec::new()).await;
            assert_eq!(
                (page.status.as_u16(), page.text.contains("/sign-in?next=/sessions")),
                (401, true),
                "{shown}"
            );
            let heads = [("cookie", cookie), PLAIN];
            let page = visitor.send("POST", "/cases/new", &heads, b"csrf=x&words=giu".to_vec()).await;
            assert_eq!((page.status.as_u16(), page.text.contains("giu")), (403, true), "{shown}");
        }
        assert_eq!(rows(&house).await, before);
    })
    .await;
}

#[tokio::test]
async fn words_that_are_not_utf_8_come_back_to_be_typed_again() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, "Đèn đường hỏng.", Vec::new()).await;
        let path = format!("/receipts/{code}");
        resident.get(&path).await;
        let before = rows(&house).await;
        for (name, words) in [
            ("Latin-1, escaped", &b"n%E0y%20l%E0%20ch%FA"[..]),
            ("Latin-1, raw", b"n\xe0y l\xe0 ch\xfa"),
            ("UTF-16", b"%FF%FEN%00%B0%01%DB%1E"),
            ("overlong", b"%C0%AF%E0%80%AF"),
            ("half a letter", b"%C4"),
            ("a surrogate", b"%ED%A0%80"),
            ("NUL", b"a%00b"),
        ] {
            let body = [b"csrf=", resident.token().as_bytes(), b"&say=add&more=", words].concat();
            let page = resident.send("POST", &path, &[PLAIN], body).await;
            assert_eq!(page.status.as_u16(), 422, "{name}");
            assert!(page.text.contains("Có ký tự không đọc được"), "{name}: {}", page.text);
            assert!(page.fields(&path).iter().any(|(field, value)| field == "more" && value.contains('\u{fffd}')), "{name}");
            assert_eq!(rows(&house).await, before, "{name}");
        }
        let program = site.browser();
        for text in [r#""\ud800""#, r#""\udc00 x""#, "\"\u{1}\"", "\"a\\u0000b\"", "nul"] {
            let body = format!(r#"{{"id":"{NOBODY}","topic":"water.clean","text":{text},"place":{{"code":"00004","on":"2026-10-05"}}}}"#);
            for bytes in [body.clone().into_bytes(), [b"\xff\xfe", body.as_bytes()].concat(), body.replace("water", "w\u{e0}").into_bytes()] {
                let page = program.send("POST", "/api/v1/cases", &[("content-type", b"application/json")], bytes).await;
                assert!(matches!(page.status.as_u16(), 400 | 422), "{text}: {}", page.status);
                assert_eq!(page.header("content-type"), "application/problem+json", "{text}");
            }
        }
        assert_eq!(rows(&house).await, before);
    })
    .await;
}

#[tokio::test]
async fn kinds_and_methods_no_form_has_are_answered_by_pages() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let before = rows(&house).await;
        let words = b"words=x".to_vec();
        for (method, path, kind, status, said) in [
            ("GET", "/sign-out", "", 405, "không mở trực tiếp được"),
            ("GET", "/cases/next", "", 405, "không mở trực tiếp được"),
            ("GET", "/cases/x/answer", "", 405, "không mở trực tiếp được"),
            ("PUT", "/cases/new", "application/x-www-form-urlencoded", 405, "không mở trực tiếp được"),
            ("DELETE", "/", "", 405, "không mở trực tiếp được"),
            ("POST", "/cases/new", "application/json", 415, "chỉ nhận biểu mẫu"),
            ("POST", "/cases/new", "text/plain", 415, "chỉ nhận biểu mẫu"),
            ("POST", "/cases/new", "image/jpeg", 415, "chỉ nhận biểu mẫu"),
            ("POST", "/cases/new", "\u{e0}", 415, "chỉ nhận biểu mẫu"),
            ("POST", "/cases/new", "multipart/form-data", 400, "Không đọc được"),
            ("POST", "/cases/new", "multipart/form-data; boundary=", 400, "Không đọc được"),
            ("POST", "/cases/new", "multipart/form-data; boundary=y", 400, "Không đọc được"),
            ("POST", "/cases/new", "application/x-www-form-urlencoded; charset=utf-16", 403, "còn nguyên"),
            ("GET", "/cases/not-an-id", "", 404, "Không tìm thấy"),
            ("GET", "/observations/not-an-id", "", 404, "Không tìm thấy"),
            ("GET", "/no/such/page", "", 404, "Không tìm thấy"),
        ] {
            let shown = format!("{method} {path} {kind}");
            let page =
                site.browser().send(method, path, &[("content-type", kind.as_bytes())], words.clone()).await;
            assert_eq!(page.status.as_u16(), status, "{shown}");
            assert!(page.header("content-type").starts_with("text/html"), "{shown}");
            assert!(
                page.text.contains("class=\"brand\"") && page.text.contains(said),
                "{shown}: {}",
                page.text
            );
            assert!(!page.header("content-security-policy").is_empty(), "{shown}");
        }
        for (method, path, status) in [
            ("PUT", "/api/v1/cases", 405),
            ("GET", "/api/v1/nothing", 404),
            ("GET", "/api/v1/units/x/overview", 404),
        ] {
            let page = site.browser().send(method, path, &[], Vec::new()).await;
            assert_eq!(page.status.as_u16(), status, "{method} {path}: {}", page.text);
            assert_eq!(page.header("content-type"), "application/problem+json", "{method} {path}");
        }
        assert_eq!(rows(&house).await, before);
    })
    .await;
}

#[tokio::test]
async fn days_out_of_range_and_unknown_ids_are_told_and_break_nothing() {
    for_each_engine(|house| async move {
        somebody(&house, "lan", Role::CommuneOfficer, house.unit("00004")).await;
        somebody(&house, "phan", Role::CityAnalyst, house.unit("01")).await;
        let mut officer = Browser::of(&house, "lan").await;
        let mut analyst = Browser::of(&house, "phan").await;
        officer.open("/sessions").await;
        let before = rows(&house).await;
        for day in [
            "9999999-01-01",
            "-0001-01-01",
            "2026-02-30",
            "0000-00-00",
            "1800-01-01",
            "9999-12-31",
            "31/12/2026",
            "%00",
            "%ff",
        ] {
            for path in [
                "/overview?on=",
                "/overview?from=",
                "/overview?to=",
                "/units?on=",
                "/observations?from=",
                "/observations?to=",
            ] {
                analyst.open(&format!("{path}{day}")).await;
                assert!(matches!(analyst.status, 200 | 404 | 422), "{path}{day}: {}", analyst.status);
                assert!(analyst.says("class=\"brand\""), "{path}{day}");
            }
        }
        for path in [
            "/cases?page=-1",
            "/cases?page=99999999999999999999",
            "/cases?tab=x&sort=y",
            "/observations?days=999999999",
            "/search?q=%00&page=0",
        ] {
            officer.open(path).await;
            assert!(matches!(officer.status, 200 | 404 | 422), "{path}: {}", officer.status);
        }
        for path in [
            format!("/cases/{NOBODY}"),
            format!("/observations/{NOBODY}"),
            format!("/observations/{NOBODY}/edit"),
            format!("/pictures/{}", "0".repeat(64)),
            format!("/units/{NOBODY}"),
        ] {
            officer.open(&path).await;
            assert_eq!((officer.status, officer.says("class=\"brand\"")), (404, true), "{path}");
        }
        officer.open("/sessions").await;
        for (path, fields) in [
            (format!("/cases/{NOBODY}/answer"), vec![("body", "Lời viết dở")]),
            (format!("/cases/{NOBODY}/no-such-act"), vec![("body", "Lời viết dở")]),
            ("/cases/not-an-id/answer".to_owned(), vec![("body", "Lời viết dở")]),
            (format!("/observations/{NOBODY}/case"), vec![("ask", "Lời viết dở"), ("id", NOBODY)]),
            (format!("/observations/{NOBODY}/withdraw"), vec![("note", "Lời viết dở")]),
            ("/receipts/AAAA-AAAA-AAAA-AAAA".to_owned(), vec![("say", "add"), ("body", "Lời viết dở")]),
        ] {
            officer.send(&path, &fields).await;
            assert_eq!(officer.status, 404, "{path}");
            if !path.contains("not-an-id") {
                assert!(officer.says("Lời viết dở"), "{path}: what was typed can still be copied");
            }
            officer.open("/sessions").await;
        }
        assert_eq!(rows(&house).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_receipt_opens_its_own_case_and_no_other() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let own = report(&site.browser(), "Ống nước vỡ.", vec![photograph(11)]).await;
        let visitor = site.browser();
        let foreign = report(&visitor, "Mất điện cả ngõ từ tối qua.", Vec::new()).await;
        let hash = visitor
            .get(&format!("/receipts/{own}"))
            .await
            .between("/pictures/", "\"")
            .expect("a picture")
            .to_owned();
        let before = rows(&house).await;
        assert_eq!(visitor.get(&format!("/receipts/{foreign}/pictures/{hash}")).await.status.as_u16(), 404);
        let near = format!("{}{}", &own[..own.len() - 1], if own.ends_with('0') { '1' } else { '0' });
        for code in [near.as_str(), "0000-0000-0000-0000", "x", "%00", "..%2f..", &"A".repeat(3000)] {
            for path in [
                format!("/receipts/{code}"),
                format!("/receipts/{code}/slip"),
                format!("/receipts/{code}/slip.svg"),
                format!("/receipts/{code}/qr.svg"),
            ] {
                let page = visitor.get(&path).await;
                assert_eq!(
                    (page.status.as_u16(), page.text.contains("class=\"brand\"")),
                    (404, true),
                    "{path:.60}: {}",
                    page.status
                );
            }
            visitor.get("/receipts").await;
            let page = visitor
                .post(&format!("/receipts/{code}"), &[("say", "not-solved"), ("body", "Chưa xong")])
                .await;
            assert_eq!(
                (page.status.as_u16(), page.text.contains("Chưa xong")),
                (404, true),
                "{code:.60}: {}",
                page.status
            );
        }
        assert_eq!(rows(&house).await, before);
    })
    .await;
}
