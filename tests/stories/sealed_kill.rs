//! The proof of the sealed compartment by the real program: a denunciation is received, opened by two, concluded and
//! published over HTTP, the program is killed with `kill -9` in its middle and again at its end, and then every byte of
//! database, files, temporary folder, logs, back-up and export is searched.
//!
//! Passphrases are stretched at their real cost here.

#[path = "sealed_planted.rs"]
mod sealed_planted;
#[path = "sealed_searcher.rs"]
mod sealed_searcher;

use danvan_actions::{
    backup::back_up,
    export::export,
    people::{add_person, give_position},
    units::install,
    verify::verify,
};
use danvan_domain::{
    people::Role,
    rights::Asker,
    time::Day,
    units::{Tree, facts::hanoi},
};
use danvan_store::{letters, proceedings, sealed};
use danvan_testkit::{Browser, House, Page, for_each_engine};
use sealed_planted::{EXTRACT, NAME, PHONE, PHRASE, scan};
use sealed_searcher::{Searcher, write_over_log};
use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Told by somebody whose letter was received while the program was killed.
const MIDDLE: &str = "tiếng khóa cửa lúc nửa đêm ở kho vật tư bến cũ";
/// Came in as a petition, and turned out to be a denunciation.
const PLANTED: &str = "cuốn sổ bìa da bò ghi hai cột số khác nhau";
const PLANTED_NAME: &str = "Phùng Văn Ghi Sổ Kín";
const PASSPHRASE: &str = "một câu mật khẩu dài, của riêng mỗi người";
const PASSWORD: &str = "mat-khau-cua-chuyen";

/// Where the program keeps what is no database: files, temporary files, what it says.
struct Folders {
    files: tempfile::TempDir,
    temporary: tempfile::TempDir,
    logs: tempfile::TempDir,
}

/// The program, serving, as talkative as it can be.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    async fn start(house: &House, folders: &Folders, log: &str) -> Self {
        let log = folders.logs.path().join(log);
        let errors = File::create(log.with_extension("err")).expect("a log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_danvan"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &house.database, "--files"])
            .arg(folders.files.path())
            .env("DANVAN_LOG", "debug")
            .env("TMPDIR", folders.temporary.path())
            .stdout(Stdio::piped())
            .stderr(errors)
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        let mut said = OpenOptions::new().create(true).append(true).open(log).expect("a log");
        let address = loop {
            let line = lines.next_line().await.expect("its words").expect("it says where it listens");
            writeln!(said, "{line}").expect("written");
            if let Some((_, address)) = line.split_once("listens on ") {
                break address.trim().to_owned();
            }
        };
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                writeln!(said, "{line}").expect("written");
            }
        });
        Self { child, address }
    }

    async fn kill(mut self) {
        // On Unix this is SIGKILL: nothing can be tidied up.
        self.child.kill().await.expect("killed");
    }

    async fn sign_in(&self, name: &str) -> Desk {
        let desk = Desk(Browser::at(&self.address));
        desk.0.get("/sign-in").await;
        let fields = [("name", name), ("password", PASSWORD), ("next", "/sealed")];
        let page = desk.0.post("/sign-in", &fields).await;
        assert_eq!(page.location, "/sealed", "{}: {}", page.status, page.text);
        desk.0.get("/sealed").await;
        desk
    }
}

/// Somebody at the program's pages.
struct Desk(Browser);

impl Desk {
    /// Sends a form that must be taken; gives where it leads.
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let page = self.0.post(path, fields).await;
        assert_eq!(page.status.as_u16(), 303, "{path} {fields:?}: {}", page.text);
        page.location
    }

    /// A page that shows itself.
    async fn open(&self, path: &str) -> Page {
        let page = self.0.get(path).await;
        assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.text);
        page
    }

    async fn act(&self, proceeding: &str, act: &str, fields: &[(&str, &str)]) {
        let path = format!("/proceedings/{proceeding}");
        self.open(&path).await;
        self.send(&format!("{path}/act"), &[&[("act", act)], fields].concat()).await;
    }
}

/// The address to which a form of a page posts, by its last word.
fn form(page: &Page, last: &str) -> String {
    let ends = format!("/{last}");
    let mut actions =
        page.text.split("action=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default());
    actions
        .find(|action| action.ends_with(&ends))
        .unwrap_or_else(|| panic!("no {last}: {}", page.text))
        .to_owned()
}

/// The units of Hanoi, a ward's chair and two officers: in the database, for the program.
async fn people(house: &House) {
    let (units, links) = hanoi().expect("the units of Hanoi");
    house.stand_on(Tree::default());
    install(house, &Asker::house(), units, links).await.expect("installed");
    let ward = house.facts().tree.resolve("Phường Ba Đình", house.today()).expect("a ward");
    let from = Day::new(2025, 7, 1).expect("a day");
    for (name, role) in
        [("truong", Role::CommuneLeader), ("an", Role::CommuneOfficer), ("binh", Role::CommuneOfficer)]
    {
        let person = add_person(house, &Asker::house(), name, name, PASSWORD).await.expect("a person");
        give_position(house, &Asker::house(), person, role, ward, from).await.expect("a position");
    }
}

/// Handlers, their keys and the paper.
async fn prepare(server: &Server) {
    let leader = server.sign_in("truong").await;
    leader.open("/sealed/handlers").await;
    for name in ["an", "binh"] {
        leader.send("/sealed/handlers", &[("person", name)]).await;
        let desk = server.sign_in(name).await;
        desk.open("/sealed/key").await;
        desk.send("/sealed/key", &[("passphrase", PASSPHRASE), ("again", PASSPHRASE)]).await;
    }
    leader.open("/sealed/recovery").await;
    let fields = [("count", "3"), ("needed", "2"), ("witness", "an"), ("passphrase", PASSPHRASE)];
    let shares = leader.0.post("/sealed/recovery", &fields).await;
    assert_eq!(shares.text.matches("<code>").count(), 3, "{}", shares.text);
}

fn row<'a>(id: &'a str, today: &'a str) -> [(&'a str, &'a str); 4] {
    [("id", id), ("way", "post"), ("received_on", today), ("signers", "1")]
}

/// The day as the program sees it, out of its own form.
async fn today(desk: &Desk) -> String {
    let page = desk.open("/letters/new").await;
    let field = page.text.split("name=\"received_on\"").nth(1).expect("a field");
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a day").to_owned()
}

/// From the desk into the seal, and an opening asked for; then the program is killed while another is being sealed.
async fn received_and_killed(house: &House, server: Server) -> String {
    let an = server.sign_in("an").await;
    let today = today(&an).await;
    let (id, middle) = (house.new_id().to_string(), house.new_id().to_string());
    let told = [&row(&id, &today)[..], &[("is_denunciation", "yes"), ("summary", PHRASE), ("person", NAME)]]
        .concat();
    let page = an.0.post("/letters/new", &told).await;
    assert!(page.status.is_success() && page.text.contains("action=\"/sealed/new\""), "{}", page.text);
    let sealing =
        [&row(&id, &today)[..], &[("name", NAME), ("contacts", PHONE), ("letter", PHRASE)]].concat();
    let page = an.0.upload("/sealed/new", &sealing, vec![("scans", scan())]).await;
    assert_eq!(page.status.as_u16(), 303, "{}", page.text);
    let seal = page.location.trim_end_matches("?sealed=yes").to_owned();
    let page = an.open(&seal).await;
    assert!(!page.text.contains(NAME));
    an.send(&seal, &[("reason", "verify_author"), ("passphrase", PASSPHRASE)]).await;
    // A letter that comes in as a petition and turns out to be a denunciation.
    let petition = house.new_id().to_string();
    let place = ("place", "Phường Ba Đình");
    let typed = [("topic", "land.clearance"), place, ("summary", PLANTED), ("person", PLANTED_NAME)];
    an.open("/letters/new").await;
    an.send("/letters/new", &[&row(&petition, &today)[..], &typed].concat()).await;
    an.open(&format!("/letters/{petition}")).await;
    let classified = [
        ("content", "denunciation"),
        ("disposal", "open"),
        ("eligibility", "eligible"),
        ("competence", "own"),
        ("branch", "state"),
        ("ground", "Theo nội dung đơn"),
        ("erase", "yes"),
    ];
    an.send(&format!("/letters/{petition}/classify"), &classified).await;

    let another = server.sign_in("binh").await;
    let fields: Vec<(String, String)> = [&row(&middle, &today)[..], &[("name", NAME), ("letter", MIDDLE)]]
        .concat()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    // It may be sealed or not when the program dies; never its row without its seal.
    let process = server.child.id().expect("it runs").to_string();
    let sending = tokio::spawn(async move {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        another.0.post("/sealed/new", &fields).await
    });
    tokio::task::yield_now().await;
    let killed = Command::new("kill").args(["-9", &process]).status().await.expect("kill");
    assert!(killed.success());
    drop(sending.await);
    server.kill().await;
    seal
}

/// The second handler agrees, both read, and the law goes its way to the published conclusion.
async fn concluded(house: &House, server: &Server, seal: &str) {
    let (an, binh) = (server.sign_in("an").await, server.sign_in("binh").await);
    let approve = form(&binh.open(seal).await, "approve");
    binh.send(&approve, &[("passphrase", PASSPHRASE)]).await;
    let page = an.open(seal).await;
    let read = an.0.post(&form(&page, "read"), &[("passphrase", PASSPHRASE)]).await;
    for said in [NAME, PHONE, PHRASE] {
        assert!(read.text.contains(said), "{said}: {}", read.text);
    }
    an.send(&form(&read, "extract"), &[("extract", EXTRACT), ("passphrase", PASSPHRASE)]).await;
    an.send(&form(&an.open(seal).await, "end"), &[]).await;

    let seal: uuid::Uuid = seal.trim_start_matches("/sealed/").parse().expect("an id");
    let thing = sealed::get(&house.store, seal).await.expect("read").expect("a seal").thing;
    let running =
        proceedings::of_letter(&house.store, danvan_domain::ids::LetterId(thing)).await.expect("read");
    let proceeding = running[0].id.to_string();
    let leader = server.sign_in("truong").await;
    leader.act(&proceeding, "accept", &[("document", "1/TB")]).await;
    an.act(&proceeding, "notify_acceptance", &[("document", "2/TB")]).await;
    leader.act(&proceeding, "conclude", &[("document", "3/KL")]).await;
    an.act(&proceeding, "publish", &[("forms", "posting")]).await;
    let page = an.open(&format!("/proceedings/{proceeding}")).await;
    assert!(!page.text.contains(NAME) && !page.text.contains(PHRASE) && !page.text.contains(EXTRACT));
    for page in ["/letters?tab=all", "/proceedings", "/deadlines", "/sealed"] {
        let shown = an.open(page).await.text;
        assert!(!shown.contains(NAME) && !shown.contains(PHRASE), "{page}");
    }
}

/// Where the engine keeps what this house holds.
fn data_folder(house: &House) -> PathBuf {
    match house.database.strip_prefix("sqlite:") {
        Some(file) => Path::new(file).parent().expect("a folder").to_owned(),
        None => {
            let host = house.database.split_once("host=").and_then(|(_, rest)| rest.split('&').next());
            Path::new(host.expect("the server's folder")).join("data")
        }
    }
}

/// Every row that is a denunciation has its seal, and every seal its row.
async fn rows_and_seals_agree(house: &House) {
    let ward = house.facts().tree.resolve("Phường Ba Đình", house.today()).expect("a ward");
    let rows = letters::list(&house.store, ward, letters::Which::All, (100, 0)).await.expect("rows");
    let seals = sealed::at_unit(&house.store, ward, 100).await.expect("seals");
    assert!(
        rows.iter().all(|row| row.is_sealed) && rows.len() == seals.len(),
        "{} {}",
        rows.len(),
        seals.len()
    );
    for row in rows {
        assert!(row.summary.is_empty() && seals.iter().any(|seal| seal.thing == row.id.0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_is_nowhere_after_the_program_was_killed_twice() {
    for_each_engine(|house| async move {
        let folder = || tempfile::tempdir().expect("a folder");
        let folders = Folders { files: folder(), temporary: folder(), logs: folder() };
        people(&house).await;
        let server = Server::start(&house, &folders, "danvan.1.log").await;
        prepare(&server).await;
        let seal = received_and_killed(&house, server).await;
        let server = Server::start(&house, &folders, "danvan.2.log").await;
        concluded(&house, &server, &seal).await;
        server.kill().await;
        rows_and_seals_agree(&house).await;

        danvan_actions::letters::scrub(&house).await.expect("written anew");
        let operator = house.somebody(Role::Operator, house.unit("01")).await;
        let kept = folder();
        back_up(&house, &operator, &kept.path().join("danvan.backup"), &mut |_| {}).await.expect("a back-up");
        export(&house, &operator, &kept.path().join("export"), true).await.expect("an export");
        house.run_followers().await;
        assert!(verify(&house).await.expect("verified").difference.is_none());
        let kept_folder = data_folder(&house);
        let planted = Searcher::new(&[PLANTED, PLANTED_NAME], &[]);
        if house.store.engine() == "postgres" {
            // Its log keeps what was once received in clear, so that the search below can fail.
            let (found, _) = planted.find_in(&kept_folder);
            assert!(found.iter().all(|line| line.contains("pg_wal")) && !found.is_empty(), "{found:#?}");
        }
        write_over_log(&house).await;
        let scan = scan();
        let pieces: Vec<&[u8]> = [8, 1_000, 3_000].iter().map(|from| &scan[*from..from + 24]).collect();
        let sealed = [NAME, PHONE, "0987013579", PHRASE, EXTRACT, MIDDLE, PASSPHRASE];
        let searcher = Searcher::new(&sealed, &pieces);
        for place in [folders.files.path(), folders.temporary.path(), folders.logs.path(), kept.path()] {
            for searcher in [&planted, &searcher] {
                let (found, _) = searcher.find_in(place);
                assert!(found.is_empty(), "{}: {found:#?}", house.store.engine());
            }
        }
        // What was once received in clear is gone too: from SQLite's file, and from PostgreSQL's files and its log.
        for searcher in [&planted, &searcher] {
            let (found, bytes) = searcher.find_in(&kept_folder);
            assert!(found.is_empty() && bytes > 0, "{}: {found:#?}", house.store.engine());
        }
        for log in ["danvan.1.log", "danvan.1.err", "danvan.2.log", "danvan.2.err"] {
            assert!(folders.logs.path().join(log).exists(), "{log}");
        }
        let (_, said) = searcher.find_in(folders.logs.path());
        assert!(said > 0, "the logs say something");
        // The same search finds what does stand there, so that it can fail.
        std::fs::write(folders.logs.path().join("danvan.3.log"), format!("INFO sent {PHRASE}"))
            .expect("a log");
        let (found, _) = searcher.find_in(folders.logs.path());
        assert!(!found.is_empty(), "what stands in a log is found");
    })
    .await;
}
