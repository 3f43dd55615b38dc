//! Settings of the command line and of the environment.

use super::Found;
use crate::{
    files,
    house::{Stop, open_without_files, shown},
    procedures, returns, secrets,
    secrets::variable,
    terminal::{sentence, words},
};
use clap::{ArgMatches, parser::ValueSource};
use danvan_actions::people::is_provider;
use danvan_domain::passkeys::Party;
use danvan_web::health::readers::MetersKey;
use futures_util::TryStreamExt;
use std::{collections::BTreeMap, net::SocketAddr, path::Path};

/// Where the settings that every command takes come from.
pub(crate) struct Given {
    sources: BTreeMap<&'static str, ValueSource>,
}

impl Given {
    /// Reads them off the command line.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let mut sources = BTreeMap::new();
        for name in ["database", "place_of_files", "language"] {
            // A global argument stands with the innermost command that it was given to.
            let mut at = Some(matches);
            while let Some(matches) = at {
                if let Some(source) = matches.value_source(name) {
                    sources.insert(name, source);
                }
                at = matches.subcommand().map(|(_, below)| below);
            }
        }
        Self { sources }
    }

    /// Whether it was given at all, on the command line or in the environment.
    pub(crate) fn is_said(&self, name: &str) -> bool {
        self.of_argument(name) != "default"
    }

    fn of_argument(&self, name: &str) -> &'static str {
        match self.sources.get(name) {
            Some(ValueSource::CommandLine) => "command_line",
            Some(ValueSource::EnvVariable) => "environment",
            _ => "default",
        }
    }
}

/// A setting of the environment that only some commands read.
struct Variable {
    name: &'static str,
    default: &'static str,
    /// What it may be: the sentence `accepts-…`.
    accepts: &'static str,
    hidden: bool,
    fits: fn(&str) -> bool,
}

fn is_truth(text: &str) -> bool {
    ["true", "false", "1", "0", "yes", "no", "on", "off", "y", "n", "t", "f"]
        .contains(&text.to_lowercase().as_str())
}

fn is_public_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.trim_end_matches('/'));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', ' ', '?', '#', '@']))
}

fn is_filter(text: &str) -> bool {
    text.parse::<tracing_subscriber::filter::EnvFilter>().is_ok()
}

const VARIABLES: &[Variable] = &[
    Variable {
        name: "DANVAN_LISTEN",
        default: "127.0.0.1:8080",
        accepts: "listen",
        hidden: false,
        fits: |text| text.parse::<SocketAddr>().is_ok(),
    },
    Variable {
        name: "DANVAN_PUBLIC_URL",
        default: "",
        accepts: "public-url",
        hidden: false,
        fits: is_public_url,
    },
    Variable {
        name: "DANVAN_BEHIND_PROXY",
        default: "false",
        accepts: "truth",
        hidden: false,
        fits: is_truth,
    },
    Variable {
        name: "DANVAN_LOG",
        default: "info,sqlx=warn",
        accepts: "log-levels",
        hidden: false,
        fits: is_filter,
    },
    Variable {
        name: "DANVAN_METRICS_TOKEN",
        default: "",
        accepts: "meters-key",
        hidden: true,
        fits: |text| MetersKey::of(text).is_some(),
    },
    Variable {
        name: "DANVAN_OIDC_ISSUER",
        default: "",
        accepts: "provider",
        hidden: false,
        fits: is_provider,
    },
    Variable {
        name: "DANVAN_OIDC_CLIENT_ID",
        default: "",
        accepts: "client",
        hidden: false,
        fits: |text| !text.trim().is_empty(),
    },
    Variable {
        name: "DANVAN_OIDC_CLIENT_SECRET",
        default: "",
        accepts: "client",
        hidden: true,
        fits: |text| !text.trim().is_empty(),
    },
    Variable { name: "DANVAN_PASSWORD", default: "", accepts: "password", hidden: true, fits: |_| true },
];

/// Names that the command line itself reads.
const ARGUMENTS: [&str; 5] =
    ["DANVAN_DATABASE", files::SETTING, "DANVAN_LANGUAGE", procedures::SETTING, returns::SETTING];

/// What to say of a name that nobody knows.
pub(super) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|other| (distance(name, other), other)).min().filter(|(far, _)| *far <= 3);
    match near {
        Some((_, other)) => sentence("terminal-perhaps", &[("name", other.into())]),
        None => words().say("terminal-unknown-name"),
    }
}

/// How many letters must be changed, added or left out to make one name of another.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (to, other) in other.bytes().enumerate() {
            let changed = corner + usize::from(letter != other);
            corner = row[to + 1];
            row[to + 1] = changed.min(row[to] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}

/// Looks at everything outside the database.
pub(super) async fn check(given: &Given, database: &str) -> Vec<Found> {
    let found = |name: &str, value: String, from: &'static str, says: String| Found {
        name: name.to_owned(),
        value,
        from,
        good: says.is_empty(),
        says,
    };
    let mut all = vec![of_database(given, database).await];
    let place = files::place(database);
    let lost = files_trouble(&place).await.err().map(|error| error.to_string()).unwrap_or_default();
    all.push(found(files::SETTING, place.clone(), given.of_argument("place_of_files"), lost));
    let language = words().language.word().to_owned();
    let from = match given.sources.get("language") {
        None => "system",
        Some(_) => given.of_argument("language"),
    };
    all.push(found("DANVAN_LANGUAGE", language, from, String::new()));
    let own = variable(procedures::SETTING);
    let from = if own.is_some() { "environment" } else { "default" };
    let wrong = procedures::trouble().unwrap_or_default();
    all.push(found(procedures::SETTING, own.unwrap_or_default(), from, wrong));
    let own = variable(returns::SETTING);
    let from = if own.is_some() { "environment" } else { "default" };
    let wrong = returns::trouble().unwrap_or_default();
    all.push(found(returns::SETTING, own.unwrap_or_default(), from, wrong));
    all.extend(VARIABLES.iter().map(of_variable));
    all.push(passkeys());
    if place.starts_with("s3://") {
        all.extend(bucket_settings());
    }
    let files: Vec<String> = secrets::NAMES.into_iter().map(secrets::file_name).collect();
    let mut known: Vec<&str> = ARGUMENTS.into_iter().chain(VARIABLES.iter().map(|one| one.name)).collect();
    known.extend(files.iter().map(String::as_str));
    let names = || known.iter().copied();
    let mut strange: Vec<String> =
        std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect();
    strange.retain(|name| name.starts_with("DANVAN_") && names().all(|known| known != name));
    strange.sort();
    for name in strange {
        let says = unknown(&name, names());
        all.push(found(&name, String::new(), "environment", says));
    }
    all
}

/// The database: its address may hold a password, so it may stand in a file.
async fn of_database(given: &Given, database: &str) -> Found {
    let said = Some(database.to_owned()).filter(|_| given.of_argument("database") == "command_line");
    let (is_said, file) = (said.is_some(), secrets::file("DANVAN_DATABASE"));
    let trouble = match secrets::take("DANVAN_DATABASE", said) {
        Err(wrong) => Some(wrong),
        Ok(_) => match open_without_files(database).await {
            Ok(house) => {
                house.store.close().await;
                None
            }
            Err(error) => Some(error),
        },
    };
    let from = if file.is_some() && !is_said { "file" } else { given.of_argument("database") };
    Found {
        name: "DANVAN_DATABASE".to_owned(),
        value: shown(database),
        from,
        good: trouble.is_none(),
        says: trouble.map(|error| error.to_string().replace('\n', " ")).unwrap_or_default(),
    }
}

/// What a value must be like, in words, and whether one is.
type Accepts = (&'static str, fn(&str) -> bool);

/// Where a secret comes from, whether it is there, and what is wrong with it; never what it is.
fn of_secret(name: &str, accepts: Option<Accepts>) -> (Found, bool) {
    let (file, taken) = (secrets::file(name), secrets::take(name, None));
    let is_there = !matches!(taken, Ok(None));
    let says = match taken {
        Err(wrong) => wrong.to_string(),
        Ok(Some(value)) => {
            accepts.filter(|(_, fits)| !fits(&value)).map(|(what, _)| must(what)).unwrap_or_default()
        }
        Ok(None) => String::new(),
    };
    let from = match &file {
        Some(_) => "file",
        None if is_there => "environment",
        None => "default",
    };
    let value = if is_there { secrets::hidden(file.as_deref()) } else { String::new() };
    (Found { name: name.to_owned(), value, from, good: says.is_empty(), says }, is_there)
}

fn must(accepts: &str) -> String {
    sentence("terminal-must-be", &[("accepts", words().of("accepts", accepts).into())])
}

fn of_variable(known: &Variable) -> Found {
    if known.hidden {
        return of_secret(known.name, Some((known.accepts, known.fits))).0;
    }
    let value = variable(known.name);
    let bad = value.as_deref().is_some_and(|value| !(known.fits)(value));
    let says = if bad { must(known.accepts) } else { String::new() };
    let from = if value.is_some() { "environment" } else { "default" };
    let value = value.unwrap_or_else(|| known.default.to_owned());
    Found { name: known.name.to_owned(), value, from, good: !bad, says }
}

/// For which host passkeys are made; without one a house is whole, so it is no fault.
fn passkeys() -> Found {
    let address = variable("DANVAN_PUBLIC_URL");
    let party = address.as_deref().and_then(Party::of);
    let says = if party.is_some() { String::new() } else { words().say("terminal-passkeys-off") };
    let from = if address.is_some() { "environment" } else { "default" };
    let value = party.map(|party| party.id).unwrap_or_default();
    Found { name: "passkeys".to_owned(), value, from, good: true, says }
}

/// What a bucket needs to know, secrets hidden.
fn bucket_settings() -> Vec<Found> {
    let endpoint = variable("AWS_ENDPOINT_URL").or_else(|| variable("AWS_ENDPOINT"));
    let lacks = |name: &str| sentence("terminal-bucket-lacks", &[("name", name.into())]);
    let row = |name: &str, value: Option<String>, needed: bool| {
        let says = if value.is_none() && needed { lacks(name) } else { String::new() };
        let from = if value.is_some() { "environment" } else { "default" };
        Found { name: name.to_owned(), value: value.unwrap_or_default(), from, good: says.is_empty(), says }
    };
    let key = |name: &str, needed: bool| match of_secret(name, None) {
        (found, false) if needed => Found { good: false, says: lacks(name), ..found },
        (found, _) => found,
    };
    // On a machine of Amazon's own, keys come with the machine; a name of a role says so.
    let own = variable("AWS_WEB_IDENTITY_TOKEN_FILE").is_some()
        || variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").is_some();
    vec![
        key("AWS_ACCESS_KEY_ID", !own),
        key("AWS_SECRET_ACCESS_KEY", !own),
        key("AWS_SESSION_TOKEN", false),
        row("AWS_ENDPOINT_URL", endpoint.clone(), false),
        row(
            "AWS_REGION",
            variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION")),
            endpoint.is_none(),
        ),
    ]
}

/// Writes and removes a file in the folder, or lists the bucket.
async fn files_trouble(place: &str) -> Result<(), Stop> {
    if place.starts_with("s3://") {
        let bucket = files::open(place)?;
        let first = bucket.list(None).try_next().await;
        return first.map(drop).map_err(|error| {
            sentence("terminal-bucket-trouble", &[("reason", files::reason(&error).into())]).into()
        });
    }
    let mut folder = Path::new(place);
    // A folder that is not there yet is made when it is needed, so the one above it counts.
    while !folder.exists() {
        match folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) => folder = parent,
            None => folder = Path::new("."),
        }
    }
    let probe = folder.join(".danvan-probe");
    std::fs::write(&probe, b"")
        .and_then(|()| std::fs::remove_file(&probe))
        .map_err(|error| sentence("terminal-folder-trouble", &[("reason", error.to_string().into())]).into())
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn names_near_each_other_are_told() {
        let check =
            |one: &str, other: &str, far: usize| assert_eq!(distance(one, other), far, "{one} {other}");
        check("DANVAN_LISTN", "DANVAN_LISTEN", 1);
        check("DANVAN_LISTEN", "DANVAN_LISTEN", 0);
        check("", "abc", 3);
        check("abc", "", 3);
        check("kitten", "sitting", 3);
    }

    #[test]
    fn addresses_for_residents_have_a_scheme_a_host_and_nothing_after() {
        let check = |text: &str, good: bool| assert_eq!(is_public_url(text), good, "{text}");
        check("https://danvan.example.vn", true);
        check("http://10.0.0.7:8080/", true);
        check("danvan.example.vn", false);
        check("ftp://danvan.example.vn", false);
        check("https://", false);
        check("https://danvan.example.vn/app", false);
    }
}
