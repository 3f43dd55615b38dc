//! A drawing as PNG. A drawing asks for nothing outside itself: no file, no address, no picture inside it is followed, and its
//! words are set in the faces of this crate alone.

use crate::faces::{SANS, SERIF};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{ImageHrefResolver, Options, Tree, fontdb},
};
use std::{
    fmt,
    sync::{Arc, LazyLock},
};

/// The widest and the highest picture, in pixels.
const LARGEST: u32 = 8_000;

/// Why a drawing could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// The drawing cannot be read; with the reader's words.
    Unreadable(String),
    /// It would have no pixels, or more than the largest picture in a direction.
    Size(u32, u32),
    /// It cannot be written; with the writer's words.
    Unwritten(String),
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "the drawing cannot be read: {why}"),
            Self::Size(width, height) => write!(f, "a picture of {width} by {height} pixels is not made"),
            Self::Unwritten(why) => write!(f, "the picture cannot be written: {why}"),
        }
    }
}

impl std::error::Error for PictureError {}

static FACES: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut faces = fontdb::Database::new();
    for bytes in SERIF.iter().chain(&SANS) {
        faces.load_font_source(fontdb::Source::Binary(Arc::new(*bytes)));
    }
    faces.set_serif_family("Liberation Serif");
    for set in [
        fontdb::Database::set_sans_serif_family,
        fontdb::Database::set_monospace_family,
        fontdb::Database::set_cursive_family,
        fontdb::Database::set_fantasy_family,
    ] {
        set(&mut faces, "Liberation Sans");
    }
    Arc::new(faces)
});

/// Reads a drawing.
///
/// # Errors
/// [`PictureError::Unreadable`].
pub(crate) fn tree(svg: &str) -> Result<Tree, PictureError> {
    let nothing =
        ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = Options {
        font_family: "Liberation Sans".to_owned(),
        languages: vec!["vi".to_owned()],
        image_href_resolver: nothing,
        fontdb: Arc::clone(&FACES),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| PictureError::Unreadable(error.to_string()))
}

/// Draws an SVG on white, `width` pixels wide and as high as its proportions ask. The same drawing gives the same bytes.
///
/// # Errors
/// [`PictureError`].
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>, PictureError> {
    Ok(sized(svg, width)?.0)
}

/// The picture with its width and height in pixels.
pub(crate) fn sized(svg: &str, width: u32) -> Result<(Vec<u8>, (u32, u32)), PictureError> {
    let tree = tree(svg)?;
    let size = tree.size();
    let scale = width as f32 / size.width();
    let height = (size.height() * scale).ceil().clamp(1.0, u32::MAX as f32) as u32;
    if width == 0 || width.max(height) > LARGEST {
        return Err(PictureError::Size(width, height));
    }
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size(width, height))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let bytes = pixels.encode_png().map_err(|error| PictureError::Unwritten(error.to_string()))?;
    Ok((bytes, (width, height)))
}

#[cfg(test)]
mod tests;
