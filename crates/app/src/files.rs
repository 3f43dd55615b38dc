//! Where pictures are kept: a folder beside the database, or a bucket.

use crate::{house::Stop, secrets};
use danvan_actions::house::Files;
use object_store::{
    BackoffConfig, ClientOptions, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem,
    prefix::PrefixStore,
};
use std::{
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

/// The setting: a folder, or `s3://bucket/prefix` with its keys in the usual `AWS_…` settings.
pub(crate) const SETTING: &str = "DANVAN_FILES";

/// What the command line or the setting says; chosen once, before anything is opened.
static CHOSEN: OnceLock<String> = OnceLock::new();

/// Chooses the place for the whole run of the program.
pub(crate) fn choose(place: Option<String>) {
    if let Some(place) = place.filter(|place| !place.is_empty()) {
        CHOSEN.get_or_init(|| place);
    }
}

/// Where to keep files: as chosen, else the folder `danvan-files` beside a SQLite file or in the working folder.
pub(crate) fn place(database: &str) -> String {
    if let Some(chosen) = CHOSEN.get() {
        return chosen.clone();
    }
    let file = database.strip_prefix("sqlite:").and_then(|file| file.split('?').next()).unwrap_or("");
    Path::new(file).parent().unwrap_or(Path::new("")).join("danvan-files").display().to_string()
}

/// Opens the place; a folder is made when it is not there.
pub(crate) fn open(place: &str) -> Result<Files, Stop> {
    if let Some(bucket) = place.strip_prefix("s3://") {
        let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
        if bucket.is_empty() {
            return Err(format!(
                "{SETTING}={place}: name the bucket, as in s3://bucket or s3://bucket/prefix"
            )
            .into());
        }
        let store = with_keys(AmazonS3Builder::from_env())?
            .with_bucket_name(bucket)
            // A server without a certificate is reached where its address says http.
            .with_client_options(patience().with_allow_http(true))
            .with_retry(retries())
            .build()
            .map_err(|error| format!("{SETTING}={place}: {error}"))?;
        return Ok(Arc::new(PrefixStore::new(store, prefix)));
    }
    std::fs::create_dir_all(place).map_err(|error| format!("the folder {place:?} for files: {error}"))?;
    let store = LocalFileSystem::new_with_prefix(place)
        .map_err(|error| format!("the folder {place:?} for files: {error}"))?;
    Ok(Arc::new(store.with_automatic_cleanup(true)))
}

/// The keys of a bucket, which may stand in files of their own.
fn with_keys(mut builder: AmazonS3Builder) -> Result<AmazonS3Builder, Stop> {
    if let Some(id) = secrets::take("AWS_ACCESS_KEY_ID", None)? {
        builder = builder.with_access_key_id(id);
    }
    if let Some(key) = secrets::take("AWS_SECRET_ACCESS_KEY", None)? {
        builder = builder.with_secret_access_key(key);
    }
    if let Some(token) = secrets::take("AWS_SESSION_TOKEN", None)? {
        builder = builder.with_token(token);
    }
    Ok(builder)
}

/// Nobody waits minutes for a bucket that does not answer.
fn patience() -> ClientOptions {
    ClientOptions::new().with_connect_timeout(Duration::from_secs(3)).with_timeout(Duration::from_secs(60))
}

fn retries() -> RetryConfig {
    RetryConfig { backoff: BackoffConfig::default(), max_retries: 3, retry_timeout: Duration::from_secs(20) }
}

/// What a place of files said, to its last cause, in one line.
pub(crate) fn reason(error: &object_store::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let said = inner.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = inner.source();
    }
    text.replace('\n', " ")
}
