//! Pictures that come with a form and hang on what it makes.

use super::notes_of;
use crate::{answer::Sorry, form::Form, guard::Reader, site::Site};
use danvan_actions::attachments::{self, keep_picture};
use danvan_domain::refusals::{FieldNote, Note};

/// Keeps the pictures of a form, so that a fault elsewhere does not cost them: the hashes of all that are kept, with those that were
/// kept when it came before, and what is wrong with the rest.
pub(super) async fn keep_photos(
    site: &Site,
    reader: &Reader,
    form: &mut Form,
) -> Result<(Vec<String>, Vec<FieldNote>), Sorry> {
    let mut photos: Vec<String> = form.all("photo").map(str::to_owned).collect();
    let mut notes = Vec::new();
    for picture in std::mem::take(&mut form.pictures) {
        if photos.len() >= attachments::MOST {
            let note = Note::new("note-photos-many").with("limit", attachments::MOST);
            notes.push(FieldNote::new("photos", note));
            break;
        }
        match keep_picture(&site.house, picture).await {
            Ok(hash) if photos.contains(&hash) => {}
            Ok(hash) => photos.push(hash),
            Err(failure) => notes.extend(notes_of(reader, failure)?),
        }
    }
    Ok((photos, notes))
}
