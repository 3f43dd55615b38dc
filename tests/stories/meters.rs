//! What the one who looks after the machine reads: whether the program lives and can work, and its meters.

use crate::telling::report;
use axum::extract::ConnectInfo;
use danvan_testkit::{Browser, METERS_KEY, Site, for_each_engine};
use reqwest::StatusCode;
use std::net::SocketAddr;

/// The meters of a site, each line by its name and labels.
async fn meters(browser: &Browser) -> Vec<(String, f64)> {
    let page = browser.get("/metrics").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.header("content-type").starts_with("application/openmetrics-text"), "{:?}", page.headers);
    assert!(page.text.ends_with("# EOF\n"), "{}", page.text);
    let lines = page.text.lines().filter(|line| !line.starts_with('#'));
    let meter = |line: &str| {
        let (name, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
        (name.to_owned(), value.parse().unwrap_or_else(|_| panic!("{line}")))
    };
    lines.map(meter).collect()
}

fn read(meters: &[(String, f64)], name: &str) -> f64 {
    meters.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value)
}

#[tokio::test]
async fn meters_count_what_was_answered_by_route_alone() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let visitor = site.browser();
        let answered = |method: &str, route: &str, status: u16| {
            format!("danvan_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}")
        };
        let before = meters(&visitor).await;
        assert_eq!(read(&before, &answered("GET", "/cases/new", 200)), 0.0);
        let code = report(&visitor, "Đèn đường hỏng.", Vec::new()).await;
        for _ in 0..3 {
            visitor.get(&format!("/receipts/{code}")).await;
        }
        visitor.get("/receipts/0000-0000-0000-0000").await;
        let after = meters(&visitor).await;
        let grown = |name: &str| read(&after, name) - read(&before, name);
        assert_eq!(grown(&answered("GET", "/receipts/{code}", 200)), 3.0);
        assert_eq!(grown(&answered("GET", "/receipts/{code}", 404)), 1.0);
        assert!(grown(&answered("GET", "/cases/new", 200)) >= 1.0);
        assert_eq!(grown("danvan_cases_received_total"), 1.0);
        assert!(grown("danvan_http_seconds_count") >= 6.0);
        // Who follows a receipt stands in no meter.
        assert!(after.iter().all(|(name, _)| !name.contains(&code)), "{after:?}");
    })
    .await;
}

#[tokio::test]
async fn the_meters_are_told_to_the_house_and_to_whoever_brings_the_key() {
    for_each_engine(|house| async move {
        let here = Site::open(&house).await;
        // The same house, reached over the network.
        let from_elsewhere = |peer: &'static str| {
            let peer: SocketAddr = peer.parse().expect("an address");
            Site::open_with(&house, move |site| {
                danvan_web::router(site).layer(axum::Extension(ConnectInfo(peer)))
            })
        };
        let there = from_elsewhere("10.0.0.7:40000").await;
        let mapped = from_elsewhere("[::ffff:127.0.0.1]:40000").await;
        let right = format!("Bearer {METERS_KEY}");
        let wrong = format!("Bearer {}", METERS_KEY.replace('9', "8"));
        for (site, headers, opens) in [
            (&here, &[][..], true),
            (&mapped, &[], true),
            (&there, &[], false),
            (&here, &[("x-forwarded-for", "203.0.113.9")], false),
            (&here, &[("x-forwarded-for", "127.0.0.1")], false),
            (&there, &[("x-forwarded-for", "127.0.0.1")], false),
            (&there, &[("authorization", right.as_str())], true),
            (&here, &[("authorization", right.as_str()), ("x-forwarded-for", "203.0.113.9")], true),
            (&there, &[("authorization", wrong.as_str())], false),
            (&there, &[("authorization", METERS_KEY)], false),
        ] {
            let page = site.browser().get_with("/metrics", headers).await;
            let expected = if opens { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(page.status, expected, "{headers:?}");
            assert_eq!(page.text.contains("danvan_http_seconds_count"), opens, "{headers:?}: {}", page.text);
            assert_eq!(page.text.contains("DANVAN_METRICS_TOKEN"), !opens, "it says who may: {}", page.text);
        }
        // Whoever looks whether it lives needs no key.
        assert_eq!(there.browser().get("/health/live").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn the_lag_of_the_tallies_is_measured() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let visitor = site.browser();
        house.run_followers().await;
        let lag = async || read(&meters(&visitor).await, "danvan_tally_lag_events");
        assert_eq!(lag().await, 0.0);
        let ward = house.unit("00004");
        for _ in 0..3 {
            house.resident_asks("environment.waste", ward).await;
        }
        assert_eq!(lag().await, 3.0);
        house.run_followers().await;
        assert_eq!(lag().await, 0.0);
    })
    .await;
}

#[tokio::test]
async fn without_its_database_the_program_lives_and_is_not_ready() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let visitor = site.browser();
        let check = async |path: &str, status: u16, text: &str| {
            let page = visitor.get(path).await;
            assert_eq!((page.status.as_u16(), page.text.as_str()), (status, text), "{path}");
        };
        check("/health/live", 200, "live\n").await;
        check("/health/ready", 200, "ready\n").await;
        house.store.close().await;
        check("/health/live", 200, "live\n").await;
        check("/health/ready", 503, "the store does not answer\n").await;
        // The meters are there when they are needed most.
        assert!(!meters(&visitor).await.is_empty());
        // A page says sorry and tells nothing of the database.
        let page = visitor.get("/receipts/0000-0000-0000-0000").await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!page.text.contains("database") && !page.text.contains("pool"), "{}", page.text);
    })
    .await;
}
