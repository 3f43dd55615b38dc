use super::{PictureError, png, sized};

fn drawn(inside: &str) -> Vec<u8> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 100\">{inside}</svg>");
    png(&svg, 400).expect("a picture")
}

#[test]
fn a_drawing_is_as_wide_as_asked_and_always_the_same() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 50\"><rect width=\"9\" height=\"9\"/></svg>";
    let (bytes, size) = sized(svg, 640).expect("a picture");
    assert!(bytes.starts_with(b"\x89PNG"));
    assert_eq!(size, (640, 160));
    assert_eq!(bytes, png(svg, 640).expect("the same"));
}

#[test]
fn vietnamese_words_show_in_every_family() {
    let empty = drawn("");
    let mut seen = vec![empty];
    for family in ["Be Vietnam Pro, system-ui, sans-serif", "serif", "Times New Roman", "Nobody Knows"] {
        for text in ["ộ", "o", "ữ", "Đ"] {
            let it = drawn(&format!(
                "<text x=\"9\" y=\"60\" font-size=\"50\" font-family=\"{family}\">{text}</text>"
            ));
            assert_ne!(it, seen[0], "{family} {text}");
            seen.push(it);
        }
    }
    assert_ne!(seen[1], seen[2], "the marks are drawn");
}

#[test]
fn nothing_outside_a_drawing_is_followed() {
    let empty = drawn("");
    for href in [
        "/etc/hostname",
        "file:///etc/passwd",
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/pictures/overview.png"),
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9'/%3E%3C/svg%3E",
    ] {
        let it = drawn(&format!("<image href=\"{href}\" width=\"200\" height=\"100\"/>"));
        assert_eq!(it, empty, "{href}");
    }
}

#[test]
fn what_is_no_drawing_is_refused() {
    for svg in ["", "<svg", "<p>chào</p>", "không phải hình"] {
        assert!(matches!(png(svg, 100), Err(PictureError::Unreadable(_))), "{svg}");
    }
    let thin = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 10000\"/>";
    assert_eq!(png(thin, 100), Err(PictureError::Size(100, 1_000_000)));
    assert_eq!(png(thin, 0), Err(PictureError::Size(0, 1)));
}
