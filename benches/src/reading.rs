//! How quickly an officer's queue, the overview and a search answer, with a small and a large archive.

use crate::{
    Stop,
    client::{Connection, Times},
    engines::Engine,
    evenness::Evenness,
    instant, machine, say,
    server::{Server, command},
};

const ROUNDS: usize = 400;
/// So many rounds come before those that count, so that memory that is filled once is filled; the slowest of them is told
/// beside.
const FIRST_ROUNDS: usize = 20;

/// So many days each question of an overview is moved back, one a round, so that no answer is only remembered.
const MOVED_BACK: i64 = 50;

/// A page to time.
pub(crate) struct Page {
    name: &'static str,
    /// Whose eyes; nobody's when empty.
    person: &'static str,
    /// Its addresses, asked for in turn.
    paths: Vec<String>,
}

impl Page {
    /// A page with one address.
    pub(crate) fn one(name: &'static str, person: &'static str, path: impl Into<String>) -> Self {
        Self { name, person, paths: vec![path.into()] }
    }

    /// A page with many.
    fn many(name: &'static str, person: &'static str, paths: impl IntoIterator<Item = String>) -> Self {
        Self { name, person, paths: paths.into_iter().collect() }
    }
}

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
    heading();
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
    let case = case.ok_or("the queue shows no case")?;
    let mut pages = vec![
        Page::one("queue, open", "canbo.ngocha", "/cases?tab=open"),
        Page::one("queue, due", "canbo.ngocha", "/cases?tab=due"),
        Page::one("queue, done", "canbo.ngocha", "/cases?tab=done"),
        Page::one("case", "canbo.ngocha", case),
        Page::one("leader's page, city", "lanhdao", "/today"),
        Page::one("leader's page, commune", "lanhdao.ngocha", "/today"),
        Page::one("receipt", "", format!("/receipts/{receipt}")),
        Page::one("report form", "", "/cases/new"),
        Page::one("deadlines, commune", "lanhdao.ngocha", "/deadlines"),
        Page::one("deadlines, city", "lanhdao", "/deadlines?whose=city"),
        Page::one("statistics of letters, commune", "lanhdao.ngocha", "/registers/statistics"),
    ];
    pages.extend(overviews(today()?));
    pages.extend(searches());
    Ok(pages)
}

/// Overviews of weeks and of years, of all and of topics, on structures of several days; each of many periods.
fn overviews(today: jiff::civil::Date) -> Vec<Page> {
    const TOPICS: [&str; 6] = ["environment", "water", "roads", "power", "land", "health"];
    let back = |days: i64| today - jiff::Span::new().days(days);
    let periods = |length: i64, more: fn(i64) -> String| {
        (0..MOVED_BACK).map(move |moved| {
            format!("/overview?from={}&to={}{}", back(length + moved), back(moved), more(moved))
        })
    };
    let topic = |moved: i64| format!("&topic={}", TOPICS[usize::try_from(moved).unwrap_or(0) % TOPICS.len()]);
    let letters =
        periods(363, |_| String::new()).map(|path| path.replace("/overview", "/registers/statistics"));
    vec![
        Page::many("overview, 4 weeks", "phantich", periods(27, |_| String::new())),
        Page::many("overview, a year", "phantich", periods(363, |_| String::new())),
        Page::many("overview, a topic, a year", "phantich", periods(363, topic)),
        Page::many(
            "overview, a year on the older structure",
            "phantich",
            periods(363, |_| "&on=2025-06-30".into()),
        ),
        Page::many(
            "overview, a year on the oldest structure",
            "phantich",
            periods(363, |_| "&on=2024-12-31".into()),
        ),
        Page::many("overview, public", "", periods(27, |_| String::new())),
        Page::many("statistics of letters, city, a year", "lanhdao", letters),
    ]
}

/// Questions of every kind, rare and common, each in several words.
fn searches() -> Vec<Page> {
    let page = |name, person, asked: &[&str]| {
        Page::many(name, person, asked.iter().map(|words| format!("/search?q={words}")))
    };
    let common =
        ["nuoc+sach", "rac+thai", "duong+hong", "den+duong", "mat+dien", "ngap+nuoc", "cap+thoat+nuoc"];
    vec![
        page(
            "search, rare words",
            "phantich",
            &["tram+bom", "hang+rao", "bien+bao", "cong+truong", "cho+dan+sinh"],
        ),
        page("search, common words", "phantich", &common),
        page("search, a word of every case", "phantich", &["phuong", "ha", "noi", "thanh"]),
        page("search, beginning of such a word", "phantich", &["phuon", "than", "phu", "xa"]),
        page(
            "search, common words seldom together",
            "phantich",
            &["nuoc+den+rac", "rac+dien+duong", "den+nuoc+duong"],
        ),
        page("search, nothing found", "phantich", &["nuoc+xyzzy", "rac+qqqq", "den+zzzz"]),
        page("search, an officer's", "canbo.ngocha", &common),
    ]
}

/// The last column tells how many times as long an empty loop took at its slowest: so much of p99 is the machine's.
pub(crate) fn heading() {
    say(
        "| page | questions | slowest of the first 20, ms | p50 ms | p99 ms | CPU ms danvan + engine | kB | loop p99/p50 |",
    );
    say("|---|---|---|---|---|---|---|---|");
}

/// Times pages of a database and prints them as a table.
pub(crate) async fn boards(engine: &Engine, database: &str, title: &str, pages: &[Page]) -> Result<(), Stop> {
    let server = Server::start(database).await?;
    say(&format!("{title}\n"));
    heading();
    for page in pages {
        time(engine, &server, page, "").await?;
    }
    say("");
    server.stop()
}

/// Times a page and prints its line; `size` is said after its name.
pub(crate) async fn time(engine: &Engine, server: &Server, page: &Page, size: &str) -> Result<(), Stop> {
    let Page { name, person, paths } = page;
    let mut connection = Connection::open(&server.address).await?;
    let cookie = if person.is_empty() { String::new() } else { sign_in(&mut connection, person).await? };
    let (mut first, mut times) = (Times::default(), Times::default());
    let (mut length, mut evenness) = (0, Evenness::default());
    let mut before = (0.0, 0.0);
    for round in 0..FIRST_ROUNDS + ROUNDS {
        if round == FIRST_ROUNDS {
            before = (machine::cpu_seconds(server.pid()), engine.cpu_seconds());
        }
        let times = if round < FIRST_ROUNDS { &mut first } else { &mut times };
        let path = &paths[round % paths.len()];
        let answer = times.time(connection.ask("GET", path, &cookie, "")).await?;
        if answer.status != 200 {
            return Err(format!("{path}: {} {}", answer.status, answer.head).into());
        }
        length = length.max(answer.body.len());
        evenness.turn();
    }
    let own = (machine::cpu_seconds(server.pid()) - before.0) * 1000.0 / ROUNDS as f64;
    let engines = (engine.cpu_seconds() - before.1) * 1000.0 / ROUNDS as f64;
    let (slowest, p50, p99) = (first.quantile(1.0), times.quantile(0.5), times.quantile(0.99));
    say(&format!(
        "| {} {name}{size} | {} | {slowest:.1} | {p50:.1} | {p99:.1} | {own:.2} + {engines:.2} | {:.0} | {:.1} |",
        engine.name,
        paths.len(),
        length as f64 / 1000.0,
        evenness.stretched()
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
