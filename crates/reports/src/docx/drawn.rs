//! Drawings in a DOCX: a picture as wide as the text, told to whoever does not see it.

use super::Setting;
use crate::{Picture, picture::sized};
use docx_rs::{AlignmentType, LineSpacing, Paragraph, Pic, Run};
use std::fmt::Write;

/// How wide pictures are in pixels: 200 to the inch on the widest text.
const WIDE: u32 = 1_300;
/// Twentieths of a point in the units of pictures.
const TWIP: usize = 635;
/// The highest picture, in twentieths of a point: what is left of a page above its words.
const HIGHEST: usize = 12_800;

impl Setting<'_> {
    /// A drawing in a paragraph of its own; `number` tells it from the others.
    pub(super) fn drawing(&self, picture: &Picture, number: usize) -> std::io::Result<Paragraph> {
        let (bytes, (wide, high)) = sized(&picture.svg, WIDE).map_err(std::io::Error::other)?;
        let (wide, high) = (wide as usize, high.max(1) as usize);
        let width = self.width.min(HIGHEST * wide / high);
        let size = [width * TWIP, width * TWIP * high / wide];
        let [width, height] = size.map(|length| u32::try_from(length).unwrap_or(u32::MAX));
        // An id of our own: the library's counts on from letter to letter, and the same letter gives the same bytes.
        let pic = Pic::new_with_dimensions(bytes, 1, 1).id(format!("rIdImage{number}")).size(width, height);
        let spacing = LineSpacing::new().before(120).after(0);
        let paragraph = Paragraph::new().align(AlignmentType::Center).line_spacing(spacing).keep_next(true);
        Ok(paragraph.add_run(Run::new().add_image(pic)))
    }
}

/// Says in the document what each drawing shows, in their order, and numbers them apart.
pub(super) fn tell(document: &mut Vec<u8>, told: &[&str]) {
    const UNTOLD: &str = "<wp:docPr id=\"1\" name=\"Figure\" />";
    let Ok(text) = std::str::from_utf8(document) else { return };
    if told.is_empty() {
        return;
    }
    let mut written = String::with_capacity(text.len());
    for (at, part) in text.split(UNTOLD).enumerate() {
        if at > 0 {
            let words = told.get(at - 1).copied().unwrap_or_default();
            // Writing to a String cannot fail.
            let _ = write!(written, "<wp:docPr id=\"{at}\" name=\"{at}\" descr=\"{}\" />", attribute(words));
        }
        written.push_str(part);
    }
    *document = written.into_bytes();
}

/// A text as it may stand in an attribute.
fn attribute(text: &str) -> String {
    let text = crate::notes::uncalled(text, usize::MAX).replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;").replace('\n', " ")
}
