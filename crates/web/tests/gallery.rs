//! Every part of the look on three pages, as pages use them: what a designer looks at and what the policy checks.
//! The pages are left in the target folder's `tmp`, to be opened beside `browser/dist` served as `/assets/`.

use askama::Template;
use danvan_domain::{
    people::Role,
    refusals::{FieldNote, Note},
    time::{Day, Moment},
};
use danvan_web::shell::{Choice, DueChip, Pages, Shell};
use danvan_words::{Language, Left, LeftUnit, Value, Words};
use std::{collections::BTreeSet, fs, path::Path};

#[derive(Template)]
#[template(path = "gallery/form.html")]
struct FormPage {
    shell: Shell,
    topics: Vec<Choice>,
    severities: Vec<Choice>,
    people: Vec<Choice>,
    trends: Vec<Choice>,
    words: String,
}

#[derive(Template)]
#[template(path = "gallery/desk.html")]
struct DeskPage {
    shell: Shell,
    rows: Vec<Row>,
    pages: Pages,
    due: DueChip,
    severity: Choice,
}

struct Row {
    title: &'static str,
    due: DueChip,
    place: &'static str,
    who: &'static str,
    is_unread: bool,
}

#[derive(Template)]
#[template(path = "gallery/page.html")]
struct WidePage {
    shell: Shell,
    day: Day,
    tiles: Vec<(&'static str, i32, &'static str)>,
}

fn choices(words: &Words, family: &str, members: &[&str], chosen: &str) -> Vec<Choice> {
    members.iter().map(|member| Choice::new(*member, words.of(family, member), chosen)).collect()
}

fn form_page(language: Language) -> String {
    let words = Words::for_language(language);
    let notes = vec![
        FieldNote::new("place", Note::new("note-required")),
        FieldNote::new("words", Note::new("note-too-long").with("limit", 4_000)),
    ];
    let topics = [
        ("Nước sạch, thoát nước", "tap"),
        ("Rác thải, môi trường", "bin"),
        ("Đất đai, đền bù", "map"),
        ("Điện, chiếu sáng", "lamp"),
        ("Đường sá, ổ gà", "road"),
        ("Trường học, trạm y tế", "school"),
        ("leaf", "leaf"),
        ("bin", "bin"),
        ("drop", "drop"),
        ("tap", "tap"),
        ("flood", "flood"),
        ("drain", "drain"),
        ("bolt", "bolt"),
        ("lamp", "lamp"),
        ("road", "road"),
        ("pothole", "pothole"),
        ("street", "street"),
        ("pavement", "pavement"),
        ("crane", "crane"),
        ("map", "map"),
        ("stake", "stake"),
        ("desk", "desk"),
        ("paper", "paper"),
        ("form", "form"),
        ("shield", "shield"),
        ("flame", "flame"),
        ("flats", "flats"),
        ("house", "house"),
        ("cross", "cross"),
        ("school", "school"),
        ("hands", "hands"),
        ("market", "market"),
        ("people", "people"),
        ("speaker", "speaker"),
        ("bus", "bus"),
        ("tree", "tree"),
    ];
    let severities = choices(words, "severity", &["concern", "worry", "anger", "hotspot"], "worry");
    let page = FormPage {
        shell: Shell::new(language, "/observations/new", "token")
            .signed_in("Nguyễn Thị Hạnh", &[Role::TeamMember])
            .at_unit("Tổ dân phố 12")
            .simulated(true)
            .with_notes(notes),
        topics: topics.map(|(name, icon)| Choice::new(name, name, topics[0].0).with_icon(icon)).to_vec(),
        severities: (1..).zip(severities).map(|(level, choice)| choice.with_severity(level)).collect(),
        people: choices(words, "people", &["one", "few", "about_10", "about_50", "over_100"], "about_10"),
        trends: choices(words, "trend", &["rising", "same", "easing"], "rising"),
        words: "Nước yếu từ 5 giờ sáng, các nhà cuối ngõ phải thức đêm hứng.".to_owned(),
    };
    page.render().expect("the form page")
}

fn desk_page(language: Language) -> String {
    let words = Words::for_language(language);
    let now: Moment = "2026-11-20T06:30:00Z".parse().expect("an instant");
    let chip = |amount: i64, unit, hours: i64| {
        let left = Left { amount, unit, is_late: amount < 0 };
        DueChip::short(words, left, now.plus_seconds(hours * 3_600), now)
    };
    let row = |title, due, place, who, is_unread| Row { title, due, place, who, is_unread };
    let rows = vec![
        row(
            "Rác dồn ba ngày ở đầu ngõ 12 Đội Cấn",
            chip(-1, LeftUnit::WorkingDays, -24),
            "Rác thải · TDP 4",
            "Chưa giao",
            true,
        ),
        row(
            "Nước sạch yếu ở ngõ 189 Hoàng Hoa Thám",
            chip(3, LeftUnit::WorkingHours, 3),
            "Nước sạch · TDP 12",
            "Bạn",
            true,
        ),
        row(
            "Hỏi giá đền bù thửa 214, đoạn đi qua đường Vành đai 4 phía tây",
            chip(6, LeftUnit::WorkingDays, 200),
            "Đất đai · TDP 9",
            "Tổ đất đai",
            false,
        ),
        row(
            "Đèn đường tắt từ số 40 đến số 66 Vĩnh Phúc",
            chip(4, LeftUnit::WorkingDays, 120),
            "Chiếu sáng · TDP 2",
            "Tổ hạ tầng",
            false,
        ),
    ];
    let left = Left { amount: 3, unit: LeftUnit::WorkingHours, is_late: false };
    let page = DeskPage {
        shell: Shell::new(language, "/cases?box=due", "token")
            .signed_in("Trần Văn Độ", &[Role::CommuneOfficer])
            .at_unit("Phường Ngọc Hà")
            .simulated(true),
        rows,
        pages: Pages { page: 2, size: 50, total: 204, address: "/cases?box=due".to_owned() },
        due: DueChip::full(words, left, now.plus_seconds(3 * 3_600), now),
        severity: Choice::new("worry", words.of("severity", "worry"), "").with_severity(2),
    };
    page.render().expect("the desk page")
}

fn wide_page(language: Language) -> String {
    let names = ["Ba Đình", "Ngọc Hà", "Tây Hồ", "Ô Diên", "Mê Linh", "Hà Đông", "Sơn Tây"];
    let qualities = ["exact", "whole", "estimated", "not_comparable"];
    let page = WidePage {
        shell: Shell::new(language, "/overview", "token")
            .signed_in("Lê Minh", &[Role::CityAnalyst])
            .at_unit("Thành phố Hà Nội")
            .simulated(true),
        day: Day::new(2025, 7, 1).expect("a day"),
        tiles: (0..)
            .zip(names)
            .map(|(place, name)| (name, place * 38, qualities[place as usize % 4]))
            .collect(),
    };
    page.render().expect("the wide page")
}

/// What the content policy and both languages ask of every page.
fn check(name: &str, page: &str, language: Language) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::write(folder.join(format!("{name}.{language}.html")), page)
        .expect("the page is left to be looked at");
    assert!(!page.contains(" style="), "{name}: the policy forbids style attributes");
    assert!(!page.contains("<style"), "{name}: the policy forbids inline style");
    assert!(
        !page.contains(" onclick=") && !page.contains("<script>"),
        "{name}: the policy forbids inline script"
    );
    assert!(!page.contains('⟦'), "{name}: a sentence is missing");
    assert!(!page.contains("{ $") && !page.contains("{$"), "{name}: a sentence lacks a value");
    assert!(page.contains(&format!("<html lang=\"{language}\">")), "{name}");
    let mut ids = BTreeSet::new();
    for rest in page.split(" id=\"").skip(1) {
        let id = rest.split('"').next().unwrap_or_default();
        assert!(ids.insert(id), "{name}: the id {id} stands twice");
    }
    for rest in page.split("href=\"#field-").skip(1) {
        let id = format!("field-{}", rest.split('"').next().unwrap_or_default());
        assert!(ids.contains(id.as_str()), "{name}: the error summary leads to {id}, which is not there");
    }
}

#[test]
fn the_gallery_keeps_to_the_policy_in_both_languages() {
    for language in Language::ALL {
        check("form", &form_page(*language), *language);
        check("desk", &desk_page(*language), *language);
        check("page", &wide_page(*language), *language);
    }
}

#[test]
fn values_reach_their_sentences_from_templates() {
    let page = wide_page(Language::Vi);
    assert!(page.contains("Theo bản đồ ngày 1/7/2025"));
    assert!(page.contains("khoảng tin cậy 85–90 %"));
    let shell = Shell::new(Language::En, "/", "");
    assert_eq!(
        shell.say_with("overview-change-more", &[("share", Value::Percent(0.71, 0)), ("before", 400.into())]),
        "↗ up 71% from 400"
    );
}
