//! The slip: what is printed and handed over, or kept as a picture.

use super::{Answered, Followed, follow, names, shell, unknown, written};
use crate::{answer::Sorry, guard::Reader, shell::Shell, site::Site};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use qrcode::{Color, EcLevel, QrCode};

#[derive(Template)]
#[template(path = "pages/receipts/slip.html")]
struct Slip {
    shell: Shell,
    code: String,
    groups: (String, String, String, String),
    address: String,
    topic: String,
    place: String,
    received: String,
    office: String,
    due_day: String,
}

/// The same as one drawing, for a telephone's pictures.
#[derive(Template)]
#[template(path = "pages/receipts/slip.svg")]
struct Drawing {
    slip: Slip,
    qr: Drawn,
}

/// A QR code alone.
#[derive(Template)]
#[template(path = "pages/receipts/qr.svg")]
struct Alone {
    qr: Drawn,
}

/// A QR code as a path in a square of `side` units.
struct Drawn {
    side: usize,
    path: String,
}

/// Four empty units around it, as readers expect (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// Draws the dark squares of a code, row by row in runs.
fn drawn(text: &str) -> Option<Drawn> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                let n = run.len();
                path.push_str(&format!("M{} {}h{n}v1h-{n}z", x + QUIET_ZONE, y + QUIET_ZONE));
            }
            x += run.len();
        }
    }
    Some(Drawn { side: width + 2 * QUIET_ZONE, path })
}

fn address(site: &Site, code: &str) -> String {
    format!("{}/receipts/{code}", site.setup.public_url.trim_end_matches('/'))
}

fn slip(site: &Site, reader: &Reader, code: &str, followed: &Followed) -> Slip {
    let facts = site.house.facts();
    let shell = shell(site, reader);
    let standing = followed.carried.as_ref().unwrap_or(&followed.case);
    let code = written(code);
    let mut groups = code.split('-').map(str::to_owned);
    let mut group = || groups.next().unwrap_or_default();
    Slip {
        groups: (group(), group(), group(), group()),
        address: address(site, &code),
        topic: names::topic(&facts, &followed.case.topic, shell.language),
        place: names::place(&facts, followed.case.place, site.house.today()),
        received: shell.words.moment(followed.case.received_at),
        office: names::unit(&facts, standing.responsible),
        due_day: shell.words.day_long(standing.due_at.day()),
        code,
        shell,
    }
}

/// The slip as a page, for printing.
pub(super) async fn show(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    match follow(&site.house, &code, &reader.address).await {
        Ok(followed) => super::super::show(&reader, &slip(&site, &reader, &code, &followed)),
        Err(failure) => unknown(&site, &reader, code, failure, StatusCode::NOT_FOUND),
    }
}

/// The slip as a picture.
pub(super) async fn picture(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    let followed = follow(&site.house, &code, &reader.address).await.map_err(super::super::sorry(&reader))?;
    let slip = slip(&site, &reader, &code, &followed);
    let qr = drawn(&slip.address).ok_or_else(|| Sorry::broken(reader.language))?;
    svg(&reader, &Drawing { slip, qr })
}

/// The QR code of the receipt's address.
pub(super) async fn qr(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    follow(&site.house, &code, &reader.address).await.map_err(super::super::sorry(&reader))?;
    let qr = drawn(&address(&site, &written(&code))).ok_or_else(|| Sorry::broken(reader.language))?;
    svg(&reader, &Alone { qr })
}

fn svg(reader: &Reader, drawing: &impl Template) -> Answered {
    let text = drawing.render().map_err(|_| Sorry::broken(reader.language))?;
    let mut response: Response = text.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    Ok(response)
}
