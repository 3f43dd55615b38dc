//! Pictures in a bucket of a real S3-compatible server: kept, read back, swept, backed up, and restored into a folder.

use danvan_actions::{
    House,
    attachments::{Size, just_kept, keep_picture, sweep_orphans},
    cases::{Asked, Where, receive},
};
use danvan_domain::{
    cases::{Channel, Contact},
    rights::Asker,
    time::Moment,
};
use danvan_store::Store;
use danvan_testkit::{StillClock, facts};
use object_store::aws::AmazonS3Builder;
use std::{
    io::{BufRead, BufReader, Cursor},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::Arc,
};

/// The server; it ends with the test.
struct Bucket {
    server: Child,
    address: String,
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let _gone = self.server.kill();
        let _waited = self.server.wait();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment what they may not leave out"
)]
fn is_required() -> bool {
    std::env::var("DANVAN_REQUIRE_S3").is_ok_and(|value| value == "1")
}

impl Bucket {
    /// Starts the server and makes the bucket `pictures`; `None`, said aloud, where there is no such server.
    #[expect(clippy::print_stdout, reason = "a test that does not run says so aloud")]
    async fn start() -> Option<Self> {
        let program =
            PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/s3-tests/venv/bin/moto_server"));
        if !program.exists() {
            assert!(!is_required(), "the S3 server is required for this test: sh tests/s3/install.sh");
            println!("NOT RUN: pictures in a bucket, because there is no S3 server: sh tests/s3/install.sh");
            return None;
        }
        let mut server = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut lines = BufReader::new(server.stderr.take().expect("its words")).lines();
        let address = loop {
            let line = lines.next().expect("it says where it listens").expect("text");
            if let Some((_, address)) = line.split_once("Running on ") {
                break address.trim().to_owned();
            }
        };
        // Whoever no longer reads what it says would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        danvan_testkit::choose_cryptography();
        let made = reqwest::Client::new().put(format!("{address}/pictures")).send().await.expect("an answer");
        assert!(made.status().is_success(), "{}", made.status());
        Some(Self { server, address })
    }

    fn run(&self, folder: &Path, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_danvan"))
            .current_dir(folder)
            .args(arguments)
            .env_clear()
            .env("DANVAN_LOG", "error")
            .env("AWS_ENDPOINT_URL", &self.address)
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", "us-east-1")
            .output()
            .expect("the program starts")
    }
}

fn photo(shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([shade, x as u8, y as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_live_in_a_bucket() {
    let Some(bucket) = Bucket::start().await else { return };
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    let database = format!("sqlite:{}", folder.join("here.db").display());
    let installed = bucket.run(
        folder,
        &["units", "import", "--hanoi", "--database", &database, "--files", "s3://pictures/house"],
    );
    assert!(installed.status.success(), "{}", text(&installed));

    let files = AmazonS3Builder::new()
        .with_bucket_name("pictures")
        .with_endpoint(&bucket.address)
        .with_access_key_id("test")
        .with_secret_access_key("test")
        .with_region("us-east-1")
        .with_allow_http(true)
        .build()
        .expect("a bucket");
    let files = Arc::new(object_store::prefix::PrefixStore::new(files, "house"));
    let begin: Moment = "2026-10-05T02:00:00Z".parse().expect("an instant");
    let clock = Arc::new(StillClock::at(begin));
    let store = Store::open(&database).await.expect("a store");
    let house = House::new(store, facts(), files, clock.clone(), [3; 32]);
    let shown = keep_picture(&house, photo(10).into()).await.expect("a picture");
    let orphan = keep_picture(&house, photo(200).into()).await.expect("another");
    let place = house.facts().tree.by_code("00004", house.today()).one().expect("a ward");
    let asked = Asked {
        id: Some(house.new_id()),
        topic: "environment.waste".into(),
        body: "Rác dồn ở đầu ngõ, có ảnh.".into(),
        place: Where::Unit(place),
        point: None,
        language: "vi".into(),
        urgent: false,
        contact: Contact::default(),
        channel: Channel::Web,
        observation: None,
        photos: vec![shown.clone()],
        agreed: Vec::new(),
    };
    receive(&house, &Asker::nobody(), asked).await.expect("a case");
    let large = just_kept(&house, &shown, Size::Large).await.expect("read back");
    assert!(large.starts_with(b"\xff\xd8"), "a JPEG came back");
    clock.pass_seconds(3 * 86_400);
    assert_eq!(sweep_orphans(&house, house.now()).await.expect("swept"), 1);
    assert!(just_kept(&house, &orphan, Size::Large).await.is_err(), "what nothing shows is gone");
    assert!(just_kept(&house, &shown, Size::Small).await.is_ok(), "what is shown stays");
    house.store.close().await;

    let here = ["--database", database.as_str(), "--files", "s3://pictures/house"];
    let with = |arguments: &[&str]| {
        let all: Vec<&str> = arguments.iter().chain(&here).copied().collect();
        bucket.run(folder, &all)
    };
    let kept = with(&["backup", "kept", "--format", "json"]);
    let told: serde_json::Value =
        serde_json::from_slice(&kept.stdout).unwrap_or_else(|_| panic!("{}", text(&kept)));
    assert_eq!(told["files"], 2, "the large and the small one");
    let back = bucket.run(folder, &["restore", "kept", "--database", "sqlite:there.db", "--files", "folder"]);
    assert!(back.status.success(), "{}", text(&back));
    let shelf = folder.join(format!("folder/pictures/{}", &shown[..2]));
    let mut names = std::fs::read_dir(shelf).expect("a shelf").map(|found| found.expect("a file").path());
    let is_large = |path: &std::path::Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        name.starts_with(&shown) && name.ends_with(".large.jpg")
    };
    let file = names.find(|path| is_large(path.as_path())).expect("the large one");
    assert_eq!(std::fs::read(file).expect("the picture"), large, "the same bytes, now in a folder");
    let check = with(&["settings", "check"]);
    assert!(check.status.success(), "{}", text(&check));
    let finding = |output: &Output| -> serde_json::Value {
        let all: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        all["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .find(|one| one["about"] == "files")
            .expect("files")
            .clone()
    };
    assert_eq!(finding(&with(&["doctor", "--format", "json"]))["well"], true);

    let gone = Bucket {
        server: Command::new("true").spawn().expect("started"),
        address: "http://127.0.0.1:1".into(),
    };
    let all: Vec<&str> = ["doctor", "--format", "json"].iter().chain(&here).copied().collect();
    let ill = gone.run(folder, &all);
    assert_eq!(ill.status.code(), Some(1));
    let said = finding(&ill);
    assert!(
        said["well"] == false && said["says"].as_str().is_some_and(|text| text.contains("settings check")),
        "{said}"
    );
}
