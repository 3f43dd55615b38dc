use super::*;
use image::{ImageEncoder, Rgb, codecs::png::PngEncoder};

/// A photograph of a telephone held sideways: a red left half, so that turning it is seen, and a place in its EXIF.
fn photograph(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let drawn =
        RgbImage::from_fn(
            width,
            height,
            |x, _| {
                if x < width / 2 { Rgb([220, 30, 30]) } else { Rgb([30, 30, 220]) }
            },
        );
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&drawn).expect("a JPEG");
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"SECRET PLACE 21.0408 105.8201");
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    let mut whole = jpeg[..2].to_vec();
    whole.extend([0xFF, 0xE1, length[0], length[1]]);
    whole.extend(exif);
    whole.extend(&jpeg[2..]);
    whole
}

fn png(width: u32, height: u32, rgba: [u8; 4]) -> Vec<u8> {
    let points = rgba.repeat((width * height) as usize);
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&points, width, height, ExtendedColorType::Rgba8).expect("a PNG");
    bytes
}

/// A PNG of a few bytes that claims to be enormous.
fn bomb() -> Vec<u8> {
    let mut bytes = png(1, 1, [0; 4]);
    bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let sum = checksum(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

/// CRC-32 as PNG wants it (ISO 3309).
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}

fn refused(bytes: &[u8]) -> Option<String> {
    prepare(bytes).err().map(|note| note.key)
}

#[test]
fn a_photograph_is_turned_shrunk_and_forgets_where_it_was_taken() {
    let bytes = photograph(2400, 1200, 6);
    assert!(bytes.windows(6).any(|part| part == b"SECRET"));
    let ready = prepare(&bytes).expect("a picture");
    assert_eq!((ready.width, ready.height), (800, 1600), "turned a quarter to the right");
    for kept in [&ready.large, &ready.small] {
        assert!(!kept.windows(6).any(|part| part == b"SECRET"));
        assert!(!kept.windows(4).any(|part| part == b"Exif"));
        let drawn = image::load_from_memory_with_format(kept, ImageFormat::Jpeg).expect("a JPEG").to_rgb8();
        let (across, down) = drawn.dimensions();
        assert!(drawn.get_pixel(across / 2, down / 8)[0] > 150, "what was left is now above");
        assert!(drawn.get_pixel(across / 2, down - down / 8)[2] > 150);
    }
    let small = image::load_from_memory(&ready.small).expect("a JPEG");
    assert_eq!((small.width(), small.height()), (200, 400));
}

#[test]
fn the_same_picture_has_the_same_hash_and_another_has_another() {
    let hash = |bytes: &[u8]| prepare(bytes).expect("a picture").hash;
    let (one, other) = (photograph(64, 48, 1), photograph(48, 64, 1));
    assert_eq!(hash(&one), hash(&one));
    assert_ne!(hash(&one), hash(&other));
}

#[test]
fn what_is_clear_becomes_white() {
    let ready = prepare(&png(8, 8, [255, 0, 0, 0])).expect("a picture");
    let drawn = image::load_from_memory(&ready.large).expect("a JPEG").to_rgb8();
    assert!(drawn.pixels().all(|point| point.0.iter().all(|ink| *ink > 250)));
}

#[test]
fn what_is_no_picture_is_refused_with_its_reason() {
    let whole = photograph(640, 480, 1);
    let other_end = [whole.as_slice(), b"a film of the same moment"].concat();
    let too_large = [whole.as_slice(), &vec![0; LARGEST]].concat();
    for (what, bytes, key) in [
        ("a page called .jpg", b"<!doctype html><script>alert(1)</script>".to_vec(), Some("note-photo-kind")),
        ("nothing", Vec::new(), Some("note-photo-kind")),
        ("a GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), Some("note-photo-kind")),
        (
            "a drawing with script",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            Some("note-photo-kind"),
        ),
        ("half a photograph", whole[..whole.len() / 2].to_vec(), Some("note-photo-broken")),
        ("the first bytes of one", whole[..12].to_vec(), Some("note-photo-broken")),
        ("half a PNG", png(64, 64, [9, 8, 7, 255])[..60].to_vec(), Some("note-photo-broken")),
        ("a picture of billions of points", bomb(), Some("note-photo-points")),
        ("more than ten megabytes", too_large, Some("note-photo-large")),
        ("a photograph with a film behind it", other_end, None),
        ("a photograph", whole, None),
    ] {
        assert_eq!(refused(&bytes).as_deref(), key, "{what}");
    }
}
