//! A picture as it comes from a telephone, made safe: decoded within limits, turned upright, drawn anew. What the
//! telephone wrote beside it (where, when, which device) does not survive, because only the drawn points are kept.
//!
//! A crate of its own because drawing is made of generics, which are compiled where they are used: here they are always
//! optimised (docs/decisions/0055-pictures-apart.md).

use danvan_domain::refusals::Note;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, Rgba,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// Largest picture taken, in bytes.
pub const LARGEST: usize = 10_000_000;
/// Longest side of a picture as kept, in pixels.
const LONG: u32 = 1600;
/// Longest side of its small twin, in pixels.
const SHORT: u32 = 400;
/// More points than this are refused before any is decoded: a file of a few kilobytes may claim billions.
const MOST_POINTS: u64 = 50_000_000;
/// Longest side before decoding, in pixels.
const LONGEST_SIDE: u32 = 20_000;
/// Memory a decoder may take, in bytes: fifty million points of four bytes.
const MOST_MEMORY: u64 = 220 * 1024 * 1024;
/// Quality of the JPEG, 1 to 100.
const QUALITY: u8 = 82;

/// A picture ready to be kept.
pub struct Ready {
    /// SHA-256 of `large`, in hexadecimal.
    pub hash: String,
    /// Of `large`, in pixels.
    pub width: u32,
    /// Of `large`, in pixels.
    pub height: u32,
    /// The picture as JPEG, its longer side 1,600 pixels at most.
    pub large: Vec<u8>,
    /// Its small twin as JPEG, 400 pixels at most.
    pub small: Vec<u8>,
}

/// Reads a JPEG, PNG or WebP and draws it anew.
///
/// # Errors
/// A note for whoever sent it: too many bytes or points, another kind, or broken.
pub fn prepare(bytes: &[u8]) -> Result<Ready, Note> {
    if bytes.len() > LARGEST {
        return Err(Note::new("note-photo-large").with("limit", "10 MB"));
    }
    let drawn = upright(bytes)?;
    let large = on_white(&shrunk(&drawn, LONG));
    let small = on_white(&shrunk(&drawn, SHORT));
    let (width, height) = large.dimensions();
    let (large, small) = (encoded(&large)?, encoded(&small)?);
    let hash = Sha256::digest(&large).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Ready { hash, width, height, large, small })
}

fn broken<E>(_error: E) -> Note {
    Note::new("note-photo-broken")
}

/// Decodes by what the bytes are, never by what the file is called, and turns the picture the way it was held.
fn upright(bytes: &[u8]) -> Result<DynamicImage, Note> {
    let kind = image::guess_format(bytes).map_err(|_| Note::new("note-photo-kind"))?;
    if !matches!(kind, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(Note::new("note-photo-kind"));
    }
    if kind == ImageFormat::Jpeg && !reaches_its_end(bytes) {
        return Err(Note::new("note-photo-broken"));
    }
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), kind).into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Note::new("note-photo-broken"));
    }
    if u64::from(width) * u64::from(height) > MOST_POINTS || width.max(height) > LONGEST_SIDE {
        return Err(Note::new("note-photo-points").with("limit", MOST_POINTS / 1_000_000));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(broken)?;
    let orientation = decoder.orientation().map_err(broken)?;
    let mut drawn = DynamicImage::from_decoder(decoder).map_err(broken)?;
    // Small before turning: turning needs the picture twice in memory.
    drawn = shrunk(&drawn, LONG);
    drawn.apply_orientation(orientation);
    Ok(drawn)
}

/// Whether a JPEG goes on to its end mark. Decoders fill what is missing with grey, and half a picture is not
/// what somebody meant to send.
fn reaches_its_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[mark, kind]) = bytes.get(at..at + 2).and_then(|two| two.first_chunk::<2>()) {
        match (mark, kind) {
            (0xFF, 0xD9) => return true,
            (0xFF, 0x01 | 0xD0..=0xD8) => at += 2,
            (0xFF, 0xFF) => at += 1,
            (0xFF, _) => {
                let Some(&length) = bytes.get(at + 2..at + 4).and_then(|two| two.first_chunk::<2>()) else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes(length)).max(2);
                if kind == 0xDA {
                    at = after_scan(bytes, at);
                }
            }
            _ => return false,
        }
    }
    false
}

/// The place of the first mark after the points of a scan.
fn after_scan(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(pair) = bytes.get(at..at + 2) {
        if pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// The picture with its longer side at most so long; a smaller one stays as it is.
fn shrunk(drawn: &DynamicImage, longest: u32) -> DynamicImage {
    if drawn.width().max(drawn.height()) <= longest {
        return drawn.clone();
    }
    // A quick first step to twice the size keeps memory low; the careful step follows.
    let near = if drawn.width().max(drawn.height()) > 2 * longest {
        &drawn.thumbnail(2 * longest, 2 * longest)
    } else {
        drawn
    };
    near.resize(longest, longest, FilterType::CatmullRom)
}

/// JPEG knows no transparency: what shows through is white, as paper.
fn on_white(drawn: &DynamicImage) -> RgbImage {
    if !drawn.color().has_alpha() {
        return drawn.to_rgb8();
    }
    let clear = drawn.to_rgba8();
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let Rgba([red, green, blue, cover]) = *clear.get_pixel(x, y);
        let blend = |ink: u8| {
            let (ink, cover) = (u16::from(ink), u16::from(cover));
            u8::try_from((ink * cover + 255 * (255 - cover)) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([blend(red), blend(green), blend(blue)])
    })
}

fn encoded(drawn: &RgbImage) -> Result<Vec<u8>, Note> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode(drawn, drawn.width(), drawn.height(), ExtendedColorType::Rgb8)
        .map_err(broken)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
