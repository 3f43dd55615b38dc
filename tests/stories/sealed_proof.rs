//! The proof of the sealed compartment: a name, a phrase and a scan that exist nowhere else are sealed and live a whole
//! life; then every byte on disk is searched for them.

use crate::{
    sealed_house::{Unit, passphrase},
    sealed_planted::{EXTRACT, NAME, PHONE, PHRASE, scan},
    sealed_searcher::Searcher,
};
use danvan_actions::{
    backup::back_up,
    export::export,
    sealed::{self, Sealing},
    verify::verify,
};
use danvan_domain::{people::Role, sealed::Contents};
use danvan_store::contents::damage;
use danvan_testkit::{House, for_each_engine};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock},
};

const ADDRESS: &str = "Số 99 ngách Kín Như Bưng";
const MEASURES: &str = "chuyển chỗ ngồi làm việc sang phòng khác tầng";
/// Written long after the letter came.
const DECIDED: &str = "công an phường cử người trực đầu ngõ mỗi tối thứ bảy";

fn searcher() -> Searcher {
    let scan = scan();
    let pieces: Vec<&[u8]> = [8, 1_000, 3_000].iter().map(|from| &scan[*from..from + 24]).collect();
    Searcher::new(&[NAME, PHONE, "0987013579", ADDRESS, PHRASE, MEASURES, DECIDED, EXTRACT], &pieces)
}

/// Everything the program says while stories run, as talkative as a developer would have it.
fn log() -> PathBuf {
    static LOG: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let begin = || {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("danvan.log");
        let file = Mutex::new(File::create(&path).expect("a log"));
        let level = tracing_subscriber::filter::LevelFilter::DEBUG;
        let talkative = tracing_subscriber::fmt().with_max_level(level).with_writer(file).try_init();
        talkative.expect("no other story listens");
        (folder, path)
    };
    LOG.get_or_init(begin).1.clone()
}

/// Where the engine keeps what this house holds.
pub(crate) fn data_folder(house: &House) -> PathBuf {
    match house.database.strip_prefix("sqlite:") {
        Some(file) => Path::new(file).parent().expect("a folder").to_owned(),
        None => {
            let host = house.database.split_once("host=").and_then(|(_, rest)| rest.split('&').next());
            Path::new(host.expect("the server's folder")).join("data")
        }
    }
}

/// Makes the engine write to disk what it holds in memory; on SQLite both the file and its journal are there.
async fn to_disk(house: &House) {
    if house.store.engine() == "postgres" {
        damage(&house.store, "checkpoint").await.expect("a checkpoint");
    }
}

/// A denunciation from its letter to the end of its openings, with everything that may go wrong on its way.
async fn lives(house: &House, all: &Unit) {
    let Unit { unit, leader, an, binh, chi, shares } = all;
    let mut contents = Contents {
        name: NAME.to_owned().into(),
        contacts: PHONE.to_owned().into(),
        address: ADDRESS.to_owned().into(),
        text: PHRASE.to_owned().into(),
        measures: MEASURES.to_owned().into(),
        scans: Vec::new(),
    };
    contents.add_scans([&scan()[..]]).expect("a scan");
    let sealing = Sealing { thing: house.new_id(), unit: *unit, contents, extract: String::new().into() };
    let seal = sealed::seal(house, an, sealing).await.expect("sealed").id;
    let opening = sealed::ask(house, an, seal, "write_extract", &passphrase(an)).await.expect("asked");
    sealed::approve(house, binh, opening, &passphrase(binh)).await.expect("approved");
    let read = sealed::read_original(house, an, opening, &passphrase(an)).await.expect("read");
    assert_eq!((read.text.as_str(), read.scans[0].bytes.to_vec()), (PHRASE, scan()));
    let tells = format!("{NAME} kể rằng {EXTRACT}");
    assert!(sealed::write_extract(house, an, opening, &tells, &passphrase(an)).await.is_err());
    sealed::write_extract(house, an, opening, EXTRACT, &passphrase(an)).await.expect("an extract");
    sealed::end(house, an, opening).await.expect("ended");
    let extract = sealed::read_extract(house, chi, seal, &passphrase(chi)).await.expect("an extract");
    assert_eq!(extract.as_str(), EXTRACT);
    // Protection is decided: it is written into the seal, and both read on.
    let opening = sealed::ask(house, chi, seal, "protect_author", &passphrase(chi)).await.expect("asked");
    sealed::approve(house, an, opening, &passphrase(an)).await.expect("approved");
    sealed::write_measures(house, chi, opening, DECIDED, &passphrase(chi)).await.expect("measures");
    let read = sealed::read_original(house, an, opening, &passphrase(an)).await.expect("read");
    assert_eq!((read.measures.as_str(), read.text.as_str()), (DECIDED, PHRASE));
    sealed::end(house, an, opening).await.expect("ended");
    // Somebody leaves, the paper brings everything back, and what nobody ends lapses.
    let change = sealed::ask_change(house, an, *unit, chi.person, &passphrase(an)).await.expect("asked");
    sealed::approve(house, binh, change, &passphrase(binh)).await.expect("changed");
    sealed::recover(house, leader, *unit, &shares[..3]).await.expect("recovered");
    let last = sealed::ask(house, binh, seal, "examine_original", &passphrase(binh)).await.expect("asked");
    sealed::approve(house, an, last, &passphrase(an)).await.expect("approved");
    sealed::read_original(house, binh, last, &passphrase(binh)).await.expect("read");
    house.clock.pass_hours(30);
    sealed::sweep(house).await.expect("a sweep");
    house.run_followers().await;
}

#[tokio::test]
async fn what_is_sealed_is_nowhere_on_disk() {
    let log = log();
    for_each_engine(|house| {
        let log = log.clone();
        async move {
            let all = Unit::ready(&house).await;
            let operator = house.somebody(Role::Operator, house.unit("01")).await;
            lives(&house, &all).await;
            let kept = tempfile::tempdir().expect("a folder");
            back_up(&house, &operator, &kept.path().join("danvan.backup"), &mut |_| {})
                .await
                .expect("a back-up");
            export(&house, &operator, &kept.path().join("export"), true).await.expect("an export");
            assert!(verify(&house).await.expect("verified").difference.is_none());
            to_disk(&house).await;
            let searcher = searcher();
            for folder in
                [data_folder(&house), kept.path().to_owned(), log.parent().expect("a folder").to_owned()]
            {
                let (found, bytes) = searcher.find_in(&folder);
                assert!(found.is_empty(), "{}: {found:#?}", house.store.engine());
                assert!(bytes > 0, "{} holds something to search", folder.display());
            }
            let said = std::fs::read_to_string(&log).expect("the log");
            assert!(said.contains("backed up"), "the log listens");
            // The same search finds each of them once it does stand there, so that it can fail.
            for (at, words) in
                [NAME, PHONE, ADDRESS, PHRASE, MEASURES, DECIDED, EXTRACT].into_iter().enumerate()
            {
                let clear = format!("insert into settings (name, value) values ('clear {at}', '{words}')");
                damage(&house.store, &clear).await.expect("in clear");
            }
            to_disk(&house).await;
            let (found, _) = searcher.find_in(&data_folder(&house));
            for words in [NAME, PHONE, ADDRESS, PHRASE, MEASURES, DECIDED, EXTRACT] {
                assert!(
                    found.iter().any(|line| line.contains(words)),
                    "{words} in clear is found: {found:#?}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_export_holds_no_cipher_text_and_no_key() {
    for_each_engine(|house| async move {
        let all = Unit::ready(&house).await;
        Unit::seals(&house, &all.an).await;
        let operator = house.somebody(Role::Operator, house.unit("01")).await;
        let kept = tempfile::tempdir().expect("a folder");
        let folder = kept.path().join("export");
        export(&house, &operator, &folder, true).await.expect("an export");
        for (table, columns) in [
            (
                "seals",
                "id,thing,unit,number,edition,sealed_by,sealed_at,sealed_on,original_edition,extract_edition",
            ),
            ("seal_pieces", "seal,at"),
            ("seal_shares", "seal,part,recipient"),
            ("seal_keys", "id,person,public,lock,memory,passes,made_at,ended_at"),
        ] {
            let csv = std::fs::read_to_string(folder.join(format!("{table}.csv"))).expect("a table");
            assert_eq!(csv.lines().next(), Some(columns), "{table}");
        }
        assert!(!folder.join("seal_loans.csv").exists(), "what is lent travels nowhere");
    })
    .await;
}
