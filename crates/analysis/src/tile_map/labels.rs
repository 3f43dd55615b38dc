//! Names short enough to stand in a tile.

/// Longest name that stands in a tile as it is, in characters.
const WHOLE: usize = 8;

/// A commune's name for its tile: whole when short (`Ba Đình`), else initials before the last word (`H.Kiếm`, `H.B.Trưng`).
/// Words for the kind are left out; of a double name the first half stands (`Văn Miếu` of `Văn Miếu - Quốc Tử Giám`).
pub fn short_label(name: &str) -> String {
    let mut rest = name.trim();
    for kind in ["Phường ", "Xã ", "Thị trấn ", "Thị xã ", "Quận ", "Huyện ", "Đặc khu "] {
        rest = rest.strip_prefix(kind).unwrap_or(rest);
    }
    for mark in [" - ", " – "] {
        rest = rest.split_once(mark).map_or(rest, |(first, _)| first);
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.chars().count() <= WHOLE {
        return whole;
    }
    let Some((last, before)) = words.split_last() else { return whole };
    let mut label = String::new();
    for word in before {
        label.extend(word.chars().next());
        label.push('.');
    }
    label.push_str(last);
    label
}

#[cfg(test)]
mod tests {
    use super::short_label;

    #[test]
    fn labels() {
        for (name, expected) in [
            ("Phường Hoàn Kiếm", "H.Kiếm"),
            ("Hoàn Kiếm", "H.Kiếm"),
            ("Phường Ba Đình", "Ba Đình"),
            ("Phường Ô Chợ Dừa", "Ô.C.Dừa"),
            ("Phường Hai Bà Trưng", "H.B.Trưng"),
            ("Phường Văn Miếu - Quốc Tử Giám", "Văn Miếu"),
            ("Xã Đại Thanh", "Đ.Thanh"),
            ("Xã Xuân Mai", "Xuân Mai"),
            ("Phường Láng", "Láng"),
            ("Downtown", "Downtown"),
            ("Northeastern", "Northeastern"),
            ("", ""),
            ("Phường", "Phường"),
        ] {
            assert_eq!(short_label(name), expected, "{name}");
        }
    }
}
