//! The server is killed with `kill -9` while many send: whoever was told “saved” finds their case, and finds it once.
//!
//! This is the real program in a process of its own; only a process can be killed.

use danvan_actions::{units::install, verify::verify};
use danvan_domain::{
    rights::Asker,
    units::{Tree, facts::hanoi},
};
use danvan_store::{snapshot, tables::TABLES};
use danvan_testkit::{House, for_each_engine};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::{
    collections::{HashMap, HashSet},
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};
use uuid::Uuid;

/// How many send at the same time.
const SENDERS: usize = 16;
/// After so many were told “saved”, the server is killed; then once more.
const KILL_AFTER: usize = 150;

/// The program, serving.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    async fn start(house: &House, files: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_danvan"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &house.database, "--files"])
            .arg(files)
            .env("DANVAN_LOG", "error")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        let address = loop {
            let line = lines.next_line().await.expect("its words").expect("it says where it listens");
            if let Some((_, address)) = line.split_once("listens on ") {
                break address.to_owned();
            }
        };
        Self { child, address }
    }

    async fn kill(mut self) {
        // On Unix this is SIGKILL: nothing can be tidied up.
        self.child.kill().await.expect("killed");
    }

    async fn send(&self, client: &Client, body: &Value) -> Option<(StatusCode, Value)> {
        let answer = client.post(format!("{}/api/v1/cases", self.address)).json(body).send().await.ok()?;
        let status = answer.status();
        Some((status, answer.json().await.ok()?))
    }
}

fn case(number: usize, id: Uuid) -> Value {
    json!({
        "id": id, "topic": "water.clean", "text": format!("Nước yếu từ sáng, lần thứ {number}."),
        "place": {"code": "00004", "on": "2026-10-05"},
    })
}

/// What the senders know: every body by its id, and the receipts of those who were told “saved”.
#[derive(Default)]
struct Known {
    sent: HashMap<Uuid, Value>,
    saved: HashMap<Uuid, String>,
}

/// Sends until the server is gone; it is killed in the middle.
async fn send_until_killed(server: Server, known: &Arc<Mutex<Known>>, house: &House) {
    let (server, told) = (Arc::new(server), Arc::new(AtomicUsize::new(0)));
    let enough = Arc::new(tokio::sync::Notify::new());
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| {
            let (server, told, enough, known) = (server.clone(), told.clone(), enough.clone(), known.clone());
            let house = house.house.clone();
            tokio::spawn(async move {
                let client = Client::new();
                loop {
                    let id = house.new_id();
                    let body = case(known.lock().expect("whole").sent.len(), id);
                    known.lock().expect("whole").sent.insert(id, body.clone());
                    let Some((status, answer)) = server.send(&client, &body).await else { return };
                    if status != StatusCode::CREATED {
                        enough.notify_one();
                        panic!("{status}: {answer}");
                    }
                    let receipt = answer["receipt"].as_str().expect("a receipt").to_owned();
                    known.lock().expect("whole").saved.insert(id, receipt);
                    if told.fetch_add(1, Ordering::SeqCst) + 1 >= KILL_AFTER {
                        enough.notify_one();
                    }
                }
            })
        })
        .collect();
    enough.notified().await;
    let process = server.child.id().expect("it runs").to_string();
    let killed = Command::new("kill").args(["-9", &process]).status().await.expect("kill");
    assert!(killed.success());
    for sender in senders {
        sender.await.expect("a sender saw only good answers until the end");
    }
}

/// Everybody asks again after the restart, whether they were answered or not.
async fn send_again(server: &Server, known: &Arc<Mutex<Known>>) {
    let client = Client::new();
    let (sent, saved) = {
        let known = known.lock().expect("whole");
        (known.sent.clone(), known.saved.clone())
    };
    for (id, body) in &sent {
        let (status, answer) = server.send(&client, body).await.expect("an answer");
        match saved.get(id) {
            Some(receipt) => {
                assert_eq!(status, StatusCode::OK, "{id} was saved before: {answer}");
                assert_eq!(answer["receipt"].as_str(), Some(receipt.as_str()), "{id}");
            }
            // Nobody was told: it may be there or not, and now it is.
            None => assert!(status.is_success(), "{status}: {answer}"),
        }
        let receipt = answer["receipt"].as_str().expect("a receipt").to_owned();
        known.lock().expect("whole").saved.insert(*id, receipt);
    }
}

async fn count(house: &House, name: &str) -> usize {
    let table = TABLES.iter().find(|table| table.name == name).expect("a table");
    let count = snapshot::count(&house.store, table).await.expect("a count");
    usize::try_from(count).expect("a count")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_told_saved_finds_their_case_once_after_kill_9() {
    for_each_engine(|house| async move {
        let files = tempfile::tempdir().expect("a folder");
        let (units, links) = hanoi().expect("the units of Hanoi");
        house.stand_on(Tree::default());
        install(&house, &Asker::house(), units, links).await.expect("installed");
        let known = Arc::new(Mutex::new(Known::default()));
        for _ in 0..2 {
            let server = Server::start(&house, files.path()).await;
            send_until_killed(server, &known, &house).await;
            let server = Server::start(&house, files.path()).await;
            send_again(&server, &known).await;
            server.kill().await;
        }
        let known = std::mem::take(&mut *known.lock().expect("whole"));
        assert_eq!(count(&house, "cases").await, known.sent.len(), "none lost, none twice");
        let receipts: HashSet<&String> = known.saved.values().collect();
        assert_eq!(receipts.len(), known.sent.len(), "no receipt leads to two cases");
        house.run_followers().await;
        let report = verify(&house).await.expect("verified");
        assert!(report.difference.is_none(), "{:?}", report.difference);
    })
    .await;
}
