//! How quickly an officer's queue, the overview and a search answer, with a small and a large archive.

use crate::{
    Stop,
    client::{Connection, Times},
    engines::Engine,
    machine, say,
    server::{Server, command},
};

const ROUNDS: usize = 400;

/// The pages to time: name, whose eyes, address.
const PAGES: [(&str, &str, &str); 6] = [
    ("queue", "canbo.ngocha", "/cases?tab=open"),
    ("queue and case", "canbo.ngocha", "/cases?tab=due"),
    ("overview, 4 weeks", "phantich", "/overview"),
    ("overview, a year", "phantich", "/overview?from=2025-11-24&to=2026-11-22"),
    ("search, rare words", "phantich", "/search?q=tram+bom"),
    ("search, common words", "phantich", "/search?q=nuoc+sach"),
];

/// Fills a city with so many cases and times each page.
pub(crate) async fn measure(engine: &Engine, cases: u64) -> Result<(), Stop> {
    let database = engine.database(&format!("reading{cases}"))?;
    command(&["demo", "--cases", &cases.to_string(), "--database", &database])?;
    let server = Server::start(&database).await?;
    say(&format!(
        "{} with {cases} cases: ready {:.0} ms after start\n",
        engine.name,
        server.ready_after.as_secs_f64() * 1000.0
    ));
    say("| page | p50 ms | p99 ms | kB |");
    say("|---|---|---|---|");
    for (name, person, path) in PAGES {
        let mut connection = Connection::open(&server.address).await?;
        let cookie = sign_in(&mut connection, person).await?;
        let mut times = Times::default();
        let mut size = 0;
        for _ in 0..ROUNDS {
            let answer = times.time(connection.ask("GET", path, &cookie, "")).await?;
            if answer.status != 200 {
                return Err(format!("{path}: {} {}", answer.status, answer.head).into());
            }
            size = answer.body.len();
        }
        let (p50, p99) = (times.quantile(0.5), times.quantile(0.99));
        say(&format!(
            "| {} {name}, {cases} | {p50:.1} | {p99:.1} | {:.0} |",
            engine.name,
            size as f64 / 1000.0
        ));
    }
    say(&format!("\nRSS while serving: {:.0} MB\n", machine::resident_mb(server.pid())));
    server.stop()
}

/// Signs in as a browser does and returns the header that keeps it signed in.
async fn sign_in(connection: &mut Connection, person: &str) -> Result<String, Stop> {
    let form = connection.ask("GET", "/sign-in", "", "").await?;
    let cookies = |head: &str| -> Vec<String> {
        let lines = head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
        lines.filter_map(|line| line.split(';').next().map(str::to_owned)).collect()
    };
    let token = form.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let token = token.ok_or("the sign-in page has no token")?;
    let first = cookies(&form.head).join("; ");
    let headers = format!("cookie: {first}\r\ncontent-type: application/x-www-form-urlencoded\r\n");
    let body = format!("csrf={token}&name={person}&password={PASSWORD}&next=/");
    let answer = connection.ask("POST", "/sign-in", &headers, &body).await?;
    if answer.status != 303 {
        return Err(format!("{person} could not sign in: {}", answer.status).into());
    }
    Ok(format!("cookie: {first}; {}\r\n", cookies(&answer.head).join("; ")))
}

/// The password that `danvan demo` prints.
const PASSWORD: &str = "danvan-demo-2026";
