//! The built browser files: style, script and typeface under names that carry a hash.
//!
//! They come from `browser/dist`, which may be empty: pages then stand without style and islands.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use serde::Deserialize;
use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

#[derive(RustEmbed)]
#[folder = "../../browser/dist"]
#[allow_missing = true]
struct Dist;

/// One line of the manifest Vite writes.
#[derive(Deserialize)]
struct Entry {
    file: String,
    #[serde(default)]
    assets: Vec<String>,
    #[serde(default)]
    css: Vec<String>,
}

/// What pages need to know of the manifest.
#[derive(Default)]
struct Manifest {
    style: Option<String>,
    script: Option<String>,
    faces: Vec<String>,
    hashed: BTreeSet<String>,
}

static MANIFEST: LazyLock<Manifest> =
    LazyLock::new(|| Dist::get("manifest.json").map(|file| Manifest::read(&file.data)).unwrap_or_default());

impl Manifest {
    /// An unreadable manifest is an empty one: pages stand without style.
    fn read(json: &[u8]) -> Self {
        let entries: HashMap<String, Entry> = serde_json::from_slice(json).unwrap_or_default();
        let address = |name: &str| entries.get(name).map(|entry| format!("/assets/{}", entry.file));
        let style_assets = entries.get("main.css").map(|entry| entry.assets.as_slice()).unwrap_or_default();
        let is_body_face = |file: &&String| file.contains("-400-") && file.ends_with(".woff2");
        Self {
            style: address("main.css"),
            script: address("main.ts"),
            faces: style_assets.iter().filter(is_body_face).map(|file| format!("/assets/{file}")).collect(),
            hashed: entries
                .values()
                .flat_map(|entry| entry.assets.iter().chain(&entry.css).chain([&entry.file]))
                .cloned()
                .collect(),
        }
    }
}

/// The address of the style sheet, once the browser files are built.
pub fn style_url() -> Option<&'static str> {
    MANIFEST.style.as_deref()
}

/// The address of the script with the islands, once the browser files are built.
pub fn script_url() -> Option<&'static str> {
    MANIFEST.script.as_deref()
}

/// The addresses of the typeface's body weight, asked for early so that text does not move when it arrives.
pub fn face_urls() -> &'static [String] {
    &MANIFEST.faces
}

/// Serves `/assets/{*path}`. Files with a hash in their name never change and may be kept for a year.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = Dist::get(&path).filter(|_| !path.starts_with('.')) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if MANIFEST.hashed.contains(&path) && path != "worker.js" {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let pressed = Dist::get(&format!("{path}.br"));
    let varies = pressed.is_some();
    let pressed = pressed.filter(|_| takes_brotli(&headers));
    let is_pressed = pressed.is_some();
    let mut response = pressed.unwrap_or(file).data.into_owned().into_response();
    for (name, value, is_meant) in [
        (header::CONTENT_TYPE, kind_of(&path), true),
        (header::CACHE_CONTROL, keep, true),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff", true),
        (header::CONTENT_ENCODING, "br", is_pressed),
        (header::VARY, "accept-encoding", varies),
    ] {
        if is_meant {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

/// Whether a client takes what was pressed by Brotli.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| {
        accepted.split(',').map(str::trim).any(|one| match one.split_once(';') {
            None => one.eq_ignore_ascii_case("br"),
            Some((name, weight)) => {
                name.trim().eq_ignore_ascii_case("br") && !["q=0", "q=0.0"].contains(&weight.trim())
            }
        })
    })
}

/// Serves the worker that keeps what is written while there is no signal. It stands at the root, because it may only
/// look after addresses below its own.
pub async fn worker(headers: HeaderMap) -> Response {
    serve(Path("worker.js".to_owned()), headers).await
}

/// The media type of a file, by how its name ends.
fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" | "map" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_manifest_names_style_script_and_faces() {
        let manifest = Manifest::read(
            br#"{"main.css": {"file": "style-1.css", "assets": ["face-vietnamese-400-normal-2.woff2", "face-600-3.woff2"]},
                 "main.ts": {"file": "main-4.js"}}"#,
        );
        assert_eq!(manifest.style.as_deref(), Some("/assets/style-1.css"));
        assert_eq!(manifest.script.as_deref(), Some("/assets/main-4.js"));
        assert_eq!(manifest.faces, ["/assets/face-vietnamese-400-normal-2.woff2"]);
        assert!(manifest.hashed.contains("face-600-3.woff2"));
    }

    #[test]
    fn no_manifest_or_a_broken_one_is_an_empty_one() {
        for json in ["", "{", "[]", "{\"main.css\": 3}"] {
            let manifest = Manifest::read(json.as_bytes());
            assert!(
                manifest.style.is_none() && manifest.script.is_none() && manifest.hashed.is_empty(),
                "{json}"
            );
        }
    }

    #[test]
    fn brotli_is_sent_to_those_who_take_it() {
        let check = |accepted: &'static str, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(takes_brotli(&headers), expected, "{accepted}");
        };
        check("gzip, deflate, br, zstd", true);
        check("br;q=0.5, gzip", true);
        check("gzip, br;q=0", false);
        check("gzip, brown", false);
        assert!(!takes_brotli(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn foreign_paths_are_not_found() {
        for path in ["", "nothing.css", "../Cargo.toml", "../../Cargo.toml", "/etc/passwd", ".gitkeep"] {
            let answer = serve(Path(path.to_owned()), HeaderMap::new()).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
