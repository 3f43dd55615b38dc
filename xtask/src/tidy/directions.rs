//! Dependencies point one way.

use crate::programs::{Stop, asked};
use serde_json::Value;

/// What each of our crates may use of ours.
const MAY_USE: &[(&str, &[&str])] = &[
    ("danvan-domain", &[]),
    ("danvan-analysis", &["danvan-domain"]),
    ("danvan-words", &["danvan-domain"]),
    ("danvan-interop", &["danvan-domain"]),
    ("danvan-reports", &["danvan-domain", "danvan-analysis", "danvan-words"]),
    ("danvan-simulation", &["danvan-domain"]),
    ("danvan-store", &["danvan-domain"]),
    (
        "danvan-actions",
        &[
            "danvan-domain",
            "danvan-analysis",
            "danvan-words",
            "danvan-interop",
            "danvan-reports",
            "danvan-store",
        ],
    ),
    ("danvan-jobs", &["danvan-domain", "danvan-store", "danvan-actions"]),
    ("danvan-web", &["danvan-domain", "danvan-analysis", "danvan-words", "danvan-store", "danvan-actions"]),
];

/// Which crates alone may use a library.
const ONLY: &[(&str, &[&str])] = &[
    ("sqlx", &["danvan-store"]),
    ("axum", &["danvan-web", "danvan-testkit"]),
    ("hyper", &["danvan-web"]),
    (
        "tokio",
        &[
            "danvan-store",
            "danvan-actions",
            "danvan-jobs",
            "danvan-web",
            "danvan",
            "danvan-testkit",
            "danvan-bench",
            "danvan-stories",
        ],
    ),
];

/// Every dependency that points the wrong way.
pub(super) fn faults() -> Result<Vec<String>, Stop> {
    let text = asked("cargo", &["metadata", "--format-version", "1", "--no-deps"])
        .ok_or_else(|| Stop("cargo metadata failed".into()))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| Stop(error.to_string()))?;
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // What only tests use may point anywhere.
            if dependency["kind"].as_str() == Some("dev") {
                continue;
            }
            let used = dependency["name"].as_str().unwrap_or_default();
            if !is_allowed(name, used) {
                faults.push(format!("{name} must not use {used}"));
            }
        }
    }
    Ok(faults)
}

fn is_allowed(name: &str, used: &str) -> bool {
    let within = MAY_USE.iter().find(|(crate_name, _)| *crate_name == name);
    let ours = used.starts_with("danvan");
    let points_down = !ours || within.is_none_or(|(_, list)| list.contains(&used));
    let reserved = ONLY.iter().find(|(library, _)| *library == used);
    points_down && reserved.is_none_or(|(_, users)| users.contains(&name))
}
