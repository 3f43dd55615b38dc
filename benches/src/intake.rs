//! How many cases a second are received, each told "saved" only after its durable commit.

use crate::{
    Stop,
    client::{Connection, Times},
    engines::Engine,
    instant, machine, say,
    server::{Server, command},
};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use uuid::Uuid;

const SECONDS: u64 = 10;
const TOPICS: [&str; 4] = ["water.clean", "environment.waste", "roads.pothole", "power.outage"];

/// Measures intake at 1, 16, 32 and 100 connections, with start-up and memory beside it.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let database = engine.database("intake")?;
    command(&["demo", "--small", "--database", &database])?;
    let server = Server::start(&database).await?;
    say(&format!("{}: ready {:.0} ms after start\n", engine.name, server.ready_after.as_secs_f64() * 1000.0));
    let (places, topics) = places_and_topics(&server.address).await?;
    say("| intake, connections | cases/s | p50 ms | p99 ms | CPU ms danvan + engine | RSS MB |");
    say("|---|---|---|---|---|---|");
    for connections in [1, 16, 32, 100] {
        let before = (machine::cpu_seconds(server.pid()), engine.cpu_seconds());
        let start = instant();
        let mut times = load(&server.address, connections, &places, &topics, &Arc::default()).await?;
        let seconds = start.elapsed().as_secs_f64();
        let count = times.count() as f64;
        let own = (machine::cpu_seconds(server.pid()) - before.0) * 1000.0 / count;
        let engines = (engine.cpu_seconds() - before.1) * 1000.0 / count;
        say(&format!(
            "| {} {connections} | {:.0} | {:.1} | {:.1} | {own:.2} + {engines:.2} | {:.0} |",
            engine.name,
            count / seconds,
            times.quantile(0.5),
            times.quantile(0.99),
            machine::resident_mb(server.pid())
        ));
    }
    say("");
    server.stop()
}

pub(crate) type Places = Arc<Vec<String>>;

pub(crate) async fn places_and_topics(address: &str) -> Result<(Places, Places), Stop> {
    let mut connection = Connection::open(address).await?;
    let answer = connection.ask("GET", "/api/v1/units?kind=ward", "", "").await?;
    let units: Value = serde_json::from_str(&answer.body)?;
    let ids = units["units"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|unit| unit["id"].as_str().map(str::to_owned));
    let places: Vec<String> = ids.collect();
    if places.is_empty() {
        return Err("no communes to report from".into());
    }
    Ok((Arc::new(places), Arc::new(TOPICS.map(str::to_owned).to_vec())))
}

pub(crate) async fn load(
    address: &str,
    connections: usize,
    places: &Places,
    topics: &Places,
    taken: &Arc<AtomicI64>,
) -> Result<Times, Stop> {
    let mut senders = Vec::new();
    for sender in 0..connections {
        let (address, places, topics) = (address.to_owned(), places.clone(), topics.clone());
        let taken = taken.clone();
        senders.push(tokio::spawn(async move { send(&address, sender, &places, &topics, &taken).await }));
    }
    let mut all = Times::default();
    for sender in senders {
        all.join(sender.await??);
    }
    Ok(all)
}

/// Sends cases one after another on one connection until the time is up.
async fn send(
    address: &str,
    sender: usize,
    places: &[String],
    topics: &[String],
    taken: &AtomicI64,
) -> Result<Times, Stop> {
    let mut connection = Connection::open(address).await?;
    let mut times = Times::default();
    let start = instant();
    let mut number = sender * 7919;
    while start.elapsed() < Duration::from_secs(SECONDS) {
        number += 1;
        let text = format!(
            "Nước yếu từ 5 giờ sáng ở ngõ {number}, các nhà cuối ngõ phải thức đêm hứng. Đã ba ngày."
        );
        let (topic, place) = (&topics[number % topics.len()], &places[number % places.len()]);
        times.time(report(&mut connection, &text, topic, place)).await?;
        taken.fetch_add(1, Ordering::SeqCst);
    }
    Ok(times)
}

/// Sends one case and waits until it is acknowledged; anything but 201 stops the bench.
pub(crate) async fn report(
    connection: &mut Connection,
    text: &str,
    topic: &str,
    place: &str,
) -> Result<(), Stop> {
    let body = json!({"id": fresh_id(), "topic": topic, "text": text, "place": {"unit": place}});
    let headers = "content-type: application/json\r\n";
    let answer = connection.ask("POST", "/api/v1/cases", headers, &body.to_string()).await?;
    if answer.status != 201 {
        return Err(format!("{}: {}", answer.status, answer.body).into());
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the bench is a stranger to the house and makes ids of its own"
)]
fn fresh_id() -> Uuid {
    Uuid::new_v4()
}
