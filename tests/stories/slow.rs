//! Who is too slow is told so in their own words, with what had arrived; who never ends a head is cut off; and a server at
//! fault says that it is.

use crate::kept_words::rows;
use danvan_testkit::{Page, Site, for_each_engine};
use danvan_web::{
    answer::Sorry,
    doors::{Doors, get, post},
    form::Form,
    patience::Patience,
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_secs(120);

/// Patient with everything.
const PATIENT: Patience = Patience { head: LONG, piece: LONG, body: LONG, answer: LONG, stop: SHORT };

/// Sends bytes that are no whole request and reads what comes back before the server closes.
async fn answered(site: &Site, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(site.socket()).await.expect("a connection");
    stream.write_all(bytes).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("closed by the server");
    String::from_utf8_lossy(&answer).into_owned()
}

/// The head of a form that says it is longer than what follows, sent by the browser that opened a page.
fn unfinished(page: &Page, path: &str, heads: &str, body: &str) -> Vec<u8> {
    let cookie = page.header("set-cookie").split(';').next().unwrap_or_default();
    format!(
        "POST {path} HTTP/1.1\r\nhost: danvan\r\nconnection: close\r\ncookie: {cookie}\r\n{heads}\r\ncontent-length: 50000000\r\n\r\n{body}"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_body_that_stops_arriving_is_answered_with_what_had_come() {
    for_each_engine(|house| async move {
        let patience = Patience { piece: SHORT, ..PATIENT };
        let site = Site::open_patient(&house, patience, danvan_web::router).await;
        let before = rows(&house).await;
        let page = site.browser().get("/cases/new").await;
        let part = "--x\r\ncontent-disposition: form-data; name=\"words\"\r\n\r\nNắp cống bị vỡ\r\n--x\r\n";
        let heads = "content-type: multipart/form-data; boundary=x";
        let answer = answered(&site, &unfinished(&page, "/cases/new", heads, part)).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains("Đường truyền quá chậm") && answer.contains("Nắp cống bị vỡ"), "{answer}");
        let english = format!("{heads}\r\naccept-language: en");
        let answer = answered(&site, &unfinished(&page, "/cases/new?lang=en", &english, part)).await;
        assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("The connection was too slow"));
        let json = "content-type: application/json";
        let answer = answered(&site, &unfinished(&page, "/api/v1/cases", json, "{\"id\":")).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(
            answer.contains("application/problem+json") && answer.contains("request-timeout"),
            "{answer}"
        );
        assert_eq!(rows(&house).await, before, "nothing half-written");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_trickles_for_ever_is_ended() {
    for_each_engine(|house| async move {
        let patience = Patience { body: SHORT, ..PATIENT };
        let site = Site::open_patient(&house, patience, danvan_web::router).await;
        let page = site.browser().get("/cases/new").await;
        let plain = "content-type: application/x-www-form-urlencoded";
        let stream = TcpStream::connect(site.socket()).await.expect("a connection");
        let (mut reading, mut writing) = stream.into_split();
        writing.write_all(&unfinished(&page, "/cases/new", plain, "words=")).await.expect("sent");
        let trickle = async {
            // Every piece comes in time; the whole does not. It ends when the server closes.
            while writing.write_all(b"a").await.is_ok() {
                tokio::task::yield_now().await;
            }
            std::future::pending::<()>().await;
        };
        let mut answer = [0; 12];
        tokio::select! {
            read = reading.read_exact(&mut answer) => { read.expect("an answer"); }
            () = trickle => {}
        }
        assert_eq!(&answer, b"HTTP/1.1 408");
    })
    .await;
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    for_each_engine(|house| async move {
        let patience = Patience { head: SHORT, ..PATIENT };
        let site = Site::open_patient(&house, patience, danvan_web::router).await;
        let answer = answered(&site, b"GET / HTTP/1.1\r\nhost: danvan\r\nx-slow: ").await;
        assert!(!answer.contains(" 200 "), "{answer}");
        assert_eq!(site.browser().get("/").await.status.as_u16(), 200, "others are served meanwhile");
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_never_comes_is_a_page_that_keeps_what_was_typed() {
    for_each_engine(|house| async move {
        let patience = Patience { answer: SHORT, ..PATIENT };
        let site = Site::open_patient(&house, patience, |site| {
            let routes = Doors::new()
                .route("/home", get(|| async { "home" }))
                .route("/stuck", post(|_form: Result<Form, Sorry>| std::future::pending::<()>()))
                .route("/api/stuck", get(std::future::pending::<()>));
            danvan_web::with_routes(site, routes)
        })
        .await;
        let visitor = site.browser();
        assert_eq!(visitor.get("/home").await.status.as_u16(), 200);
        let page = visitor.post("/stuck", &[("words", "Cây đổ chắn đường")]).await;
        assert_eq!(page.status.as_u16(), 503);
        assert!(
            page.text.contains("đang quá tải") && page.text.contains("Cây đổ chắn đường"),
            "{}",
            page.text
        );
        let problem = visitor.get("/api/stuck").await;
        assert_eq!(
            (problem.status.as_u16(), problem.header("content-type")),
            (503, "application/problem+json")
        );
    })
    .await;
}
