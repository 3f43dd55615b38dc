//! How quickly an officer's queue, the overview and a search answer, with a small and a large archive.

use crate::{
    Stop,
    client::{Connection, Times},
    engines::Engine,
    instant, machine, say,
    server::{Server, command},
};

const ROUNDS: usize = 400;
/// So many rounds come before those that count, so that memory that is filled once is filled.
const FIRST_ROUNDS: usize = 20;

/// A page to time: its name, whose eyes (nobody's when empty), its address.
pub(crate) type Page = (&'static str, &'static str, String);

/// Fills a city with so many cases, unless it was kept, and times each page.
pub(crate) async fn measure(engine: &Engine, cases: u64) -> Result<(), Stop> {
    let database = engine.database(&format!("reading{cases}"))?;
    let start = instant();
    let told = command(&["demo", "--cases", &cases.to_string(), "--database", &database])?;
    let filled = start.elapsed().as_secs_f64();
    let mut ready = Times::default();
    for _ in 0..4 {
        let server = Server::start(&database).await?;
        ready.add(server.ready_after);
        server.stop()?;
    }
    let server = Server::start(&database).await?;
    ready.add(server.ready_after);
    say(&format!(
        "{} with {cases} cases: filled or found in {filled:.0} s; ready {:.0} ms after start (median of 5)\n",
        engine.name,
        ready.quantile(0.5),
    ));
    say("| page | p50 ms | p99 ms | CPU ms danvan + engine | kB |");
    say("|---|---|---|---|---|");
    let receipt = told.lines().find(|line| line.ends_with("being worked on"));
    let receipt =
        receipt.and_then(|line| line.split_whitespace().next()).ok_or("the demo named no receipt")?;
    for page in pages(&server, receipt).await? {
        time(engine, &server, &page, &format!(", {cases}")).await?;
    }
    say(&format!("\nRSS while serving: {:.0} MB\n", machine::resident_mb(server.pid())));
    server.stop()
}

/// The present day in Hanoi.
#[expect(clippy::disallowed_methods, reason = "the bench asks for pages of today")]
fn today() -> Result<jiff::civil::Date, Stop> {
    Ok(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh")?).date())
}

/// The pages that must stay quick however much was said.
async fn pages(server: &Server, receipt: &str) -> Result<Vec<Page>, Stop> {
    let mut connection = Connection::open(&server.address).await?;
    let cookie = sign_in(&mut connection, "canbo.ngocha").await?;
    let queue = connection.ask("GET", "/cases?tab=open", &cookie, "").await?;
    let is_id = |word: &&str| word.len() == 36 && word.matches('-').count() == 4;
    let case = queue.body.split("/cases").skip(1).find_map(|rest| {
        let address = rest.split('"').next()?;
        let id = address.split(|sign: char| !sign.is_ascii_hexdigit() && sign != '-').find(is_id)?;
        Some(format!("/cases/{id}"))
    });
    let today = today()?;
    let year = format!("from={}&to={today}", today - jiff::Span::new().days(363));
    let search = |words: &str| format!("/search?q={words}");
    Ok(vec![
        ("queue, open", "canbo.ngocha", "/cases?tab=open".into()),
        ("queue, due", "canbo.ngocha", "/cases?tab=due".into()),
        ("queue, done", "canbo.ngocha", "/cases?tab=done".into()),
        ("case", "canbo.ngocha", case.ok_or("the queue shows no case")?),
        ("leader's page, city", "lanhdao", "/today".into()),
        ("leader's page, commune", "lanhdao.ngocha", "/today".into()),
        ("overview, 4 weeks", "phantich", "/overview".into()),
        ("overview, a year", "phantich", format!("/overview?{year}")),
        ("overview, a topic, a year", "phantich", format!("/overview?{year}&topic=environment")),
        (
            "overview, a year before the reorganisation",
            "phantich",
            "/overview?from=2025-03-01&to=2026-02-27".into(),
        ),
        (
            "overview, older structure",
            "phantich",
            "/overview?from=2025-06-01&to=2026-02-27&on=2025-06-30".into(),
        ),
        ("overview, a year on the oldest structure", "phantich", format!("/overview?{year}&on=2024-12-31")),
        ("overview, public", "", "/overview".into()),
        ("receipt", "", format!("/receipts/{receipt}")),
        ("report form", "", "/cases/new".into()),
        ("deadlines, commune", "lanhdao.ngocha", "/deadlines".into()),
        ("deadlines, city", "lanhdao", "/deadlines?whose=city".into()),
        ("statistics of letters, commune", "lanhdao.ngocha", "/registers/statistics".into()),
        ("statistics of letters, city, a year", "lanhdao", format!("/registers/statistics?{year}")),
        ("search, rare words", "phantich", search("tram+bom")),
        ("search, common words", "phantich", search("nuoc+sach")),
        ("search, a word of every case", "phantich", search("phuong")),
        ("search, beginning of such a word", "phantich", search("phuon")),
        ("search, common words seldom together", "phantich", search("nuoc+den+rac")),
        ("search, nothing found", "phantich", search("nuoc+xyzzy")),
        ("search, an officer's", "canbo.ngocha", search("nuoc+sach")),
    ])
}

/// Times a page and prints its line; `size` is said after its name.
pub(crate) async fn time(engine: &Engine, server: &Server, page: &Page, size: &str) -> Result<(), Stop> {
    let (name, person, path) = page;
    let mut connection = Connection::open(&server.address).await?;
    let cookie = if person.is_empty() { String::new() } else { sign_in(&mut connection, person).await? };
    let mut times = Times::default();
    let mut length = 0;
    let mut before = (0.0, 0.0);
    for round in 0..FIRST_ROUNDS + ROUNDS {
        if round == FIRST_ROUNDS {
            times = Times::default();
            before = (machine::cpu_seconds(server.pid()), engine.cpu_seconds());
        }
        let answer = times.time(connection.ask("GET", path, &cookie, "")).await?;
        if answer.status != 200 {
            return Err(format!("{path}: {} {}", answer.status, answer.head).into());
        }
        length = answer.body.len();
    }
    let own = (machine::cpu_seconds(server.pid()) - before.0) * 1000.0 / ROUNDS as f64;
    let engines = (engine.cpu_seconds() - before.1) * 1000.0 / ROUNDS as f64;
    let (p50, p99) = (times.quantile(0.5), times.quantile(0.99));
    say(&format!(
        "| {} {name}{size} | {p50:.1} | {p99:.1} | {own:.2} + {engines:.2} | {:.0} |",
        engine.name,
        length as f64 / 1000.0
    ));
    Ok(())
}

/// Signs in as a browser does and returns the header that keeps it signed in.
pub(crate) async fn sign_in(connection: &mut Connection, person: &str) -> Result<String, Stop> {
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
