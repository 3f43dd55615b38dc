//! Pictures, to whoever may see the case they belong to.

use crate::{answer::Sorry, guard::Reader, site::Site};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use danvan_actions::{
    Done,
    attachments::{Size, picture, picture_of_receipt},
};

pub(in crate::pages) type Served = Result<Response, Sorry>;

/// A picture is drawn by us, and still it is served as if it were not: never run, never guessed, never shared.
pub(in crate::pages) fn served(reader: &Reader, bytes: Done<Bytes>) -> Served {
    let bytes = bytes.map_err(super::super::sorry(reader))?;
    let mut response = bytes.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"picture.jpg\""),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, max-age=86400"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    Ok(response)
}

pub(super) async fn of_case(State(site): State<Site>, reader: Reader, Path(hash): Path<String>) -> Served {
    served(&reader, picture(&site.house, &reader.visitor.asker, &hash, Size::Large).await)
}

pub(super) async fn small_of_case(
    State(site): State<Site>,
    reader: Reader,
    Path(hash): Path<String>,
) -> Served {
    served(&reader, picture(&site.house, &reader.visitor.asker, &hash, Size::Small).await)
}

pub(super) async fn of_receipt(
    State(site): State<Site>,
    reader: Reader,
    Path((code, hash)): Path<(String, String)>,
) -> Served {
    served(&reader, picture_of_receipt(&site.house, &code, &hash, Size::Large, &reader.address).await)
}

pub(super) async fn small_of_receipt(
    State(site): State<Site>,
    reader: Reader,
    Path((code, hash)): Path<(String, String)>,
) -> Served {
    served(&reader, picture_of_receipt(&site.house, &code, &hash, Size::Small, &reader.address).await)
}
