//! The slip: what is printed and handed over, or kept as a picture.

use super::{Answered, follow, names, shell, unknown, written};
use crate::{answer::Sorry, guard::Reader, shell::Shell, site::Site};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use danvan_actions::{
    Failure,
    data::{Holder, holder_of},
    receptions::one_day,
};
use qrcode::{Color, EcLevel, QrCode};

#[derive(Template)]
#[template(path = "pages/receipts/slip.html")]
struct Slip {
    shell: Shell,
    code: String,
    groups: (String, String, String, String),
    address: String,
    about: Vec<(String, String)>,
    office: String,
    due: Option<String>,
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

/// What is printed of a code, whatever it opens. Nobody's name stands on it.
async fn slip(site: &Site, reader: &Reader, code: &str) -> Result<Slip, Failure> {
    let (house, facts, from) = (&site.house, site.house.facts(), reader.address.as_str());
    let held = holder_of(house, code, from).await?;
    let shell = shell(site, reader);
    let words = shell.words;
    let code = written(code);
    let mut groups = code.split('-').map(str::to_owned);
    let mut group = || groups.next().unwrap_or_default();
    let blank = Slip {
        groups: (group(), group(), group(), group()),
        address: address(site, &code),
        about: Vec::new(),
        office: String::new(),
        due: None,
        code: code.clone(),
        shell,
    };
    let shell = &blank.shell;
    let (about, office, due) = match held {
        Holder::Case(..) => {
            let followed = follow(house, &code, from).await?;
            let standing = followed.carried.as_ref().unwrap_or(&followed.case);
            let place = names::place(&facts, followed.case.place, house.today());
            let about = vec![
                (shell.say("label-topic"), names::topic(&facts, &followed.case.topic, shell.language)),
                (shell.say("label-place"), place),
                (shell.say("receipt-received"), words.moment(followed.case.received_at)),
            ];
            (about, standing.responsible, Some(standing.due_at))
        }
        Holder::Signer(letter, _) => {
            let number = format!("{}/{}", letter.number, letter.year);
            let about = vec![
                (shell.say("receipt-letter-number"), number),
                (shell.say("label-received_on"), words.day(letter.received_on)),
            ];
            let followed = danvan_actions::letters::follow(house, &code, from).await?;
            (about, letter.unit, followed.proceedings.iter().filter_map(|one| one.1).min())
        }
        Holder::Visit(visit, _) => {
            let day = one_day(house, visit.reception_day).await?.day;
            let when = [("day", words.day_long(day.day).into()), ("time", day.begins.clone().into())];
            let about = vec![
                (shell.say("reception-slip"), words.say_with("reception-when", &when)),
                (shell.say("label-place"), day.place),
                (shell.say("reception-column-number"), visit.number.to_string()),
            ];
            (about, visit.unit, None)
        }
    };
    let due = due.map(|at| words.day_long(at.day()));
    Ok(Slip { about, office: names::unit(&facts, office), due, ..blank })
}

/// The slip as a page, for printing.
pub(super) async fn show(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    match slip(&site, &reader, &code).await {
        Ok(slip) => super::super::show(&reader, &slip),
        Err(failure) => unknown(&site, &reader, code, failure, StatusCode::NOT_FOUND),
    }
}

/// The slip as a picture.
pub(super) async fn picture(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    let slip = slip(&site, &reader, &code).await.map_err(super::super::sorry(&reader))?;
    let qr = drawn(&slip.address).ok_or_else(|| Sorry::broken(reader.language))?;
    svg(&reader, &Drawing { slip, qr })
}

/// The QR code of the receipt's address.
pub(super) async fn qr(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    holder_of(&site.house, &code, &reader.address).await.map_err(super::super::sorry(&reader))?;
    let qr = drawn(&address(&site, &written(&code))).ok_or_else(|| Sorry::broken(reader.language))?;
    svg(&reader, &Alone { qr })
}

fn svg(reader: &Reader, drawing: &impl Template) -> Answered {
    let text = drawing.render().map_err(|_| Sorry::broken(reader.language))?;
    let mut response: Response = text.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    Ok(response)
}
