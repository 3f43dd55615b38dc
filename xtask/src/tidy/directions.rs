//! Dependencies point one way.

use crate::programs::{Stop, asked};
use serde_json::Value;

/// What each of our crates may use of ours.
const MAY_USE: &[(&str, &[&str])] = &[
    ("danvan-domain", &[]),
    ("danvan-analysis", &["danvan-domain"]),
    ("danvan-words", &["danvan-domain"]),
    ("danvan-interop", &["danvan-domain"]),
    ("danvan-pictures", &["danvan-domain"]),
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
            "danvan-pictures",
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
    ("sqlx-macros", &["danvan-store"]),
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
    Ok(wrong_ways(&metadata))
}

fn wrong_ways(metadata: &Value) -> Vec<String> {
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
    faults
}

/// Whether one crate may use another.
fn is_allowed(name: &str, used: &str) -> bool {
    let within = MAY_USE.iter().find(|(crate_name, _)| *crate_name == name);
    let ours = used.starts_with("danvan");
    let points_down = !ours || within.is_none_or(|(_, list)| list.contains(&used));
    let reserved = ONLY.iter().find(|(library, _)| *library == used);
    points_down && reserved.is_none_or(|(_, users)| users.contains(&name))
}

#[cfg(test)]
mod test {
    use super::*;
    use serde_json::json;

    #[test]
    fn dependencies_point_one_way() {
        let check = |name: &str, used: &str, expected: bool| {
            assert_eq!(is_allowed(name, used), expected, "{name} uses {used}");
        };
        check("danvan-actions", "danvan-store", true);
        check("danvan-store", "danvan-actions", false);
        check("danvan-domain", "danvan-words", false);
        check("danvan-domain", "serde", true);
        check("danvan-domain", "tokio", false);
        check("danvan-jobs", "danvan-web", false);
        check("danvan-web", "danvan-jobs", false);
        check("danvan-web", "sqlx", false);
        check("danvan-actions", "axum", false);
        check("danvan-store", "sqlx", true);
        check("danvan", "danvan-web", true);
        for (name, _) in MAY_USE {
            check(name, "danvan-testkit", false);
        }
    }

    #[test]
    fn a_wrong_way_is_named_unless_only_tests_take_it() {
        let metadata = |kind: Value| {
            json!({"packages": [{"name": "danvan-domain", "dependencies": [
                {"name": "serde", "kind": null},
                {"name": "danvan-store", "kind": kind},
            ]}]})
        };
        let expected = ["danvan-domain must not use danvan-store"];
        assert_eq!(wrong_ways(&metadata(Value::Null)), expected);
        assert_eq!(wrong_ways(&metadata(json!("build"))), expected);
        assert!(wrong_ways(&metadata(json!("dev"))).is_empty());
    }
}
