//! How long after a case is acknowledged it is counted and found, while as many come in as the house can take.

use crate::{
    Stop,
    client::{Connection, Times},
    engines::Engine,
    instant,
    intake::{load, places_and_topics, report},
    reading, say,
    server::{Server, command},
};
use serde_json::Value;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

const CONNECTIONS: usize = 32;
/// Between two looks: often enough to tell, seldom enough not to be the load.
const LOOK: Duration = Duration::from_millis(50);

/// Measures both delays during ten seconds of intake.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let database = engine.database("lag")?;
    command(&["demo", "--small", "--database", &database])?;
    let server = Server::start(&database).await?;
    let (places, topics) = places_and_topics(&server.address).await?;
    let city = city(&server.address).await?;
    let taken = Arc::new(AtomicI64::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let begin = received(&mut Connection::open(&server.address).await?, &city).await?;
    let counting = tokio::spawn(counted(server.address.clone(), (city, begin), taken.clone(), over.clone()));
    let finding = tokio::spawn(found(server.address.clone(), places[0].clone(), taken.clone(), over.clone()));
    let start = instant();
    let times = load(&server.address, CONNECTIONS, &places, &topics, &taken).await?;
    let speed = times.count() as f64 / start.elapsed().as_secs_f64();
    over.store(true, Ordering::SeqCst);
    let (mut counted, mut found) = (counting.await??, finding.await??);
    say(
        "| under full intake | cases/s | counted after, p50 s | worst s | found after, p50 s | worst s | looks |",
    );
    say("|---|---|---|---|---|---|---|");
    let seconds = |times: &mut Times, share: f64| times.quantile(share) / 1000.0;
    say(&format!(
        "| {} {CONNECTIONS} connections | {speed:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {} + {} |\n",
        engine.name,
        seconds(&mut counted, 0.5),
        seconds(&mut counted, 1.0),
        seconds(&mut found, 0.5),
        seconds(&mut found, 1.0),
        counted.count(),
        found.count(),
    ));
    server.stop()
}

async fn city(address: &str) -> Result<String, Stop> {
    let mut connection = Connection::open(address).await?;
    let answer = connection.ask("GET", "/api/v1/units?kind=city", "", "").await?;
    let units: Value = serde_json::from_str(&answer.body)?;
    Ok(units["units"][0]["id"].as_str().ok_or("no city")?.to_owned())
}

/// How many cases the city tells of the last four weeks.
async fn received(connection: &mut Connection, city: &str) -> Result<i64, Stop> {
    let answer = connection.ask("GET", &format!("/api/v1/units/{city}/overview"), "", "").await?;
    let figures: Value = serde_json::from_str(&answer.body)?;
    figures["total"]["figures"]["received"].as_i64().ok_or_else(|| "the figure is hidden".into())
}

/// Takes what was acknowledged by now, and looks until the city's figure holds it all.
async fn counted(
    address: String,
    (city, begin): (String, i64),
    taken: Arc<AtomicI64>,
    over: Arc<AtomicBool>,
) -> Result<Times, Stop> {
    let mut connection = Connection::open(&address).await?;
    let mut times = Times::default();
    while !over.load(Ordering::SeqCst) {
        let (wanted, start) = (begin + taken.load(Ordering::SeqCst), instant());
        while received(&mut connection, &city).await? < wanted {
            tokio::time::sleep(LOOK).await;
        }
        times.add(start.elapsed());
        tokio::time::sleep(LOOK).await;
    }
    Ok(times)
}

/// Sends a case with a word of its own, and looks until an analyst finds it.
async fn found(
    address: String,
    place: String,
    taken: Arc<AtomicI64>,
    over: Arc<AtomicBool>,
) -> Result<Times, Stop> {
    let mut connection = Connection::open(&address).await?;
    let cookie = reading::sign_in(&mut connection, "phantich").await?;
    let mut times = Times::default();
    let mut number = 0;
    while !over.load(Ordering::SeqCst) {
        number += 1;
        let word = format!("timthay{number}x{}", std::process::id());
        report(&mut connection, &format!("Nước đục ở ngõ {word}."), "water.clean", &place).await?;
        taken.fetch_add(1, Ordering::SeqCst);
        let start = instant();
        let path = format!("/search?q={word}");
        // The page repeats the word asked for, but marks it only where it was found.
        while !connection.ask("GET", &path, &cookie, "").await?.body.contains("<mark>timthay") {
            tokio::time::sleep(LOOK).await;
        }
        times.add(start.elapsed());
    }
    Ok(times)
}
