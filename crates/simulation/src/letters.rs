//! What is said and answered, topic by topic: our own templates in `texts/letters.txt`.

use crate::chance::Chance;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// One way to speak about a topic.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Letter {
    topic: String,
    /// How often the topic comes in towns, against the others.
    urban: f64,
    /// The same in the country.
    rural: f64,
    /// What a resident says.
    pub(crate) said: String,
    /// What the office answers.
    pub(crate) done: String,
    /// What a team hears; it names nobody.
    pub(crate) heard: String,
}

/// All ways to speak about one topic.
pub(crate) struct Subject {
    pub(crate) topic: String,
    pub(crate) urban: f64,
    pub(crate) rural: f64,
    pub(crate) letters: Vec<Letter>,
}

/// Every topic there is something to say about, in the order of their codes.
///
/// # Panics
/// Never: a test reads the embedded text.
pub(crate) static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    let mut subjects = BTreeMap::new();
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(b'|')
        .from_reader(include_str!("../texts/letters.txt").as_bytes());
    for row in rows.deserialize() {
        let letter: Letter = row.expect("the embedded letters are whole");
        subjects
            .entry(letter.topic.clone())
            .or_insert_with(|| Subject {
                topic: letter.topic.clone(),
                urban: letter.urban,
                rural: letter.rural,
                letters: Vec::new(),
            })
            .letters
            .push(letter);
    }
    subjects.into_values().collect()
});

const OPENINGS: &[&str] = &[
    "",
    "",
    "",
    "Kính gửi UBND, ",
    "Tôi xin phản ánh: ",
    "Chào anh chị, ",
    "Kính mong các cấp xem xét. ",
    "Là người dân sống ở đây, tôi phản ánh: ",
    "Thay mặt bà con trong ngõ: ",
    "Em chào ạ, ",
    "Nhờ ban giúp với ạ. ",
    "Tôi là cán bộ hưu trí, xin có ý kiến: ",
    "Cháu là sinh viên thuê trọ, xin phản ánh: ",
];

const CLOSINGS: &[&str] = &[
    "",
    "",
    "",
    " Đề nghị kiểm tra sớm.",
    " Mong được giải quyết.",
    " Xin cảm ơn.",
    " Đã báo tổ dân phố mà chưa thấy ai xuống.",
    " Có ảnh kèm theo.",
    " Đề nghị trả lời cho dân biết.",
    " Cảm ơn chính quyền đã lắng nghe.",
    " Rất mong sớm xử lý.",
];

const SINCE: &[&str] = &[
    "mấy hôm nay",
    "từ sáng nay",
    "từ tối qua",
    "hơn một tuần nay",
    "từ đầu tháng",
    "cả tháng nay",
    "từ hôm kia",
    "ba ngày nay",
    "từ hôm mưa to",
    "lâu lắm rồi",
    "từ sau Tết",
    "hai tuần nay",
    "từ cuối tuần trước",
];

const STREETS: &[&str] = &[
    "Trần Phú",
    "Lê Lợi",
    "Quang Trung",
    "Nguyễn Trãi",
    "Hoàng Hoa Thám",
    "Đội Cấn",
    "Lê Hồng Phong",
    "Phan Chu Trinh",
    "Hai Bà Trưng",
    "Lý Thường Kiệt",
    "Trần Hưng Đạo",
    "Ngô Quyền",
    "Nguyễn Du",
    "Bà Triệu",
    "Tô Hiệu",
    "Phan Đình Phùng",
    "Chùa Láng",
    "Vạn Phúc",
    "Kim Mã",
    "Đê La Thành",
    "Lạc Long Quân",
    "Âu Cơ",
    "Nguyễn Văn Cừ",
    "Ngọc Lâm",
    "Trương Định",
    "Minh Khai",
    "Bạch Mai",
    "Giải Phóng",
    "Định Công",
    "Khương Trung",
];

/// A spot in a commune, as people name it.
pub(crate) fn spot(chance: &mut Chance, urban: bool, village: Option<&str>) -> String {
    let number = chance.between(2, 320);
    let street = *chance.pick(STREETS);
    let near = village.map_or_else(|| "nhà văn hóa".to_owned(), str::to_lowercase);
    if urban {
        match chance.between(1, 8) {
            1 | 2 => format!("ngõ {number} phố {street}"),
            3 => format!("ngách {}/{} phố {street}", number, chance.between(1, 40)),
            4 => format!("trước số nhà {number} phố {street}"),
            5 => format!("ngã ba {street} – ngõ {number}"),
            6 => format!(
                "khu tập thể {}{} phố {street}",
                chance.pick(&['A', 'B', 'C', 'E']),
                chance.between(1, 12)
            ),
            7 => format!("đầu {near}"),
            _ => format!("phố {street}"),
        }
    } else {
        match chance.between(1, 7) {
            1 => format!("đường trục {near}"),
            2 => format!("xóm {} {near}", chance.between(1, 12)),
            3 => format!("đoạn qua nhà văn hóa {near}"),
            4 => format!("đường liên xã đoạn gần {near}"),
            5 => format!("cánh đồng {near}"),
            6 => format!("đầu làng, {near}"),
            _ => format!("chợ {near}"),
        }
    }
}

/// A spot as a team names it: by its village or group, never by a street that bears somebody's name.
pub(crate) fn team_spot(chance: &mut Chance, urban: bool, village: &str) -> String {
    let village = village.to_lowercase();
    match (urban, chance.between(1, 5)) {
        (true, 1) => format!("ngõ {} {village}", chance.between(2, 320)),
        (true, 2) => {
            format!("khu tập thể {}{} {village}", chance.pick(&['A', 'B', 'C']), chance.between(1, 12))
        }
        (true, 3) => format!("đầu {village}"),
        (false, 1) => format!("đường trục {village}"),
        (false, 2) => format!("xóm {} {village}", chance.between(1, 12)),
        (false, 3) => format!("cánh đồng {village}"),
        _ => village,
    }
}

/// A whole letter about a spot.
pub(crate) fn write(chance: &mut Chance, letter: &Letter, at: &str, commune: &str) -> String {
    let since = *chance.pick(SINCE);
    let number = chance.between(2, 12).to_string();
    let said = filled(&letter.said, &[("at", at), ("since", since), ("n", &number), ("commune", commune)]);
    format!("{}{said}{}", chance.pick(OPENINGS), chance.pick(CLOSINGS))
}

/// What a team says of a spot.
pub(crate) fn hearing(letter: &Letter, at: &str, commune: &str) -> String {
    filled(&letter.heard, &[("at", at), ("commune", commune)])
}

/// A template with its blanks filled in.
pub(crate) fn filled(template: &str, known: &[(&str, &str)]) -> String {
    let mut text = template.to_owned();
    for (name, value) in known {
        let blank = format!("{{{name}}}");
        if text.contains(&blank) {
            text = text.replace(&blank, value);
        }
    }
    text
}

const SURNAMES: &[&str] =
    &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Phan"];
const MIDDLES: &[&str] = &["Văn", "Thị", "Minh", "Thu", "Đức", "Ngọc", "Hải", "Quang", "Thanh", "Hồng"];
const GIVEN: &[&str] = &[
    "An", "Bình", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hòa", "Hùng", "Hương", "Khánh", "Lan", "Linh",
    "Long", "Mai", "Nam", "Nga", "Phúc", "Phương", "Quân", "Sơn", "Thảo", "Thắng", "Trang", "Tuấn", "Vân",
    "Yến",
];

/// An invented name.
pub(crate) fn name(chance: &mut Chance) -> String {
    format!("{} {} {}", chance.pick(SURNAMES), chance.pick(MIDDLES), chance.pick(GIVEN))
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::noise;
    use danvan_domain::{observations::fit_to_keep, privacy, topics::Topics};

    #[test]
    fn every_topic_has_its_letters_and_they_leave_no_blank() {
        let mut chance = Chance::new(2);
        let leaves =
            Topics::facts().iter().filter(|topic| Topics::facts().children(&topic.code).next().is_none());
        for leaf in leaves {
            assert!(SUBJECTS.iter().any(|subject| subject.topic == leaf.code), "{}", leaf.code);
        }
        for subject in SUBJECTS.iter() {
            assert!(Topics::facts().get(&subject.topic).is_some(), "{}", subject.topic);
            for letter in &subject.letters {
                for urban in [true, false] {
                    let at = spot(&mut chance, urban, Some("Thôn 3"));
                    let text = write(&mut chance, letter, &at, "Xã Thường Tín");
                    assert!(!text.contains('{'), "{text}");
                    assert_eq!(privacy::mask(&text).found, [], "{text}");
                    // Teams' words are not checked again while a city is lived, so they are checked here.
                    let at = team_spot(&mut chance, urban, "Tổ dân phố 12");
                    let noted = noise::typed(&hearing(letter, &at, "Phường Cầu Giấy"), &mut chance);
                    assert_eq!(fit_to_keep(&noted), Ok(noted.clone()));
                }
            }
        }
    }
}
