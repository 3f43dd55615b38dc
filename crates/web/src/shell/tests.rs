use super::*;
use danvan_domain::time::Moment;
use danvan_words::{Left, LeftUnit};

#[test]
fn the_language_link_keeps_the_page_and_its_choices() {
    let check = |path: &str, expected: &str| {
        assert_eq!(Shell::new(Language::Vi, path, "").language_href(Language::En), expected, "{path}");
    };
    check("/", "/?lang=en");
    check("/cases?box=due&page=2", "/cases?box=due&page=2&lang=en");
    check("/cases?lang=vi&box=due", "/cases?box=due&lang=en");
    check("//elsewhere.example/x", "/?lang=en");
    check("/\\elsewhere.example", "/?lang=en");
    check("https://elsewhere.example", "/?lang=en");
}

#[test]
fn the_menu_follows_the_roles_and_names_where_one_is() {
    let menu_of = |roles: &[Role], path: &str| -> Vec<(&'static str, bool)> {
        let shell = Shell::new(Language::En, path, "").signed_in("An", roles);
        shell.navigation.iter().map(|item| (item.href, item.is_current)).collect()
    };
    assert_eq!(
        menu_of(&[Role::CommuneOfficer], "/cases/12?x=1"),
        [
            ("/cases", true),
            ("/letters", false),
            ("/deadlines", false),
            ("/programmes", false),
            ("/initiatives", false),
            ("/receptions/desk", false),
            ("/observations", false),
            ("/findings", false),
            ("/briefs", false),
            ("/overview", false),
        ]
    );
    assert_eq!(
        menu_of(&[Role::TeamMember], "/observations/new"),
        [
            ("/observations/new", true),
            ("/observations", false),
            ("/programmes/mine", false),
            ("/initiatives", false)
        ]
    );
    assert_eq!(menu_of(&[Role::CityAnalyst, Role::Auditor], "/casesque").len(), 8, "no place stands twice");
    assert!(menu_of(&[], "/").is_empty());
    assert_eq!(Shell::new(Language::Vi, "/receipts/7K2M", "").navigation[1].label, "Tra cứu phiếu hẹn");
    for (language, label) in [(Language::Vi, "Công khai"), (Language::En, "Public now")] {
        let shell = Shell::new(language, "/posted", "");
        let shown = shell.navigation.last().map(|item| (item.href, item.label.as_str(), item.is_current));
        assert_eq!(shown, Some(("/posted", label, true)), "residents find what is public in their menu");
    }
}

#[test]
fn a_field_says_its_first_note() {
    let notes = vec![
        FieldNote::new("text", Note::new("note-required")),
        FieldNote::new("text", Note::new("note-too-long").with("limit", 1)),
    ];
    let shell = Shell::new(Language::En, "/", "").with_notes(notes);
    assert_eq!(shell.error("text").as_deref(), Some("Please fill this in."));
    assert_eq!(shell.error("place"), None);
}

#[test]
fn a_chip_is_plain_until_it_asks_for_something() {
    let now: Moment = "2026-08-25T02:00:00Z".parse().expect("an instant");
    let words = Words::for_language(Language::Vi);
    let check = |amount, unit, is_late, expected: &str| {
        let chip = DueChip::short(words, Left { amount, unit, is_late }, now, now);
        assert_eq!(chip.class(), expected, "{amount} {unit:?} {is_late}");
    };
    check(6, LeftUnit::WorkingDays, false, "due");
    check(1, LeftUnit::WorkingDays, false, "due soon");
    check(3, LeftUnit::WorkingHours, false, "due soon");
    check(9, LeftUnit::WorkingHours, false, "due");
    check(0, LeftUnit::WorkingDays, true, "due late");
}

#[test]
fn pages_know_their_neighbours() {
    let pages = |page, total| Pages { page, size: 50, total, address: "/cases?box=due".to_owned() };
    assert_eq!((pages(1, 204).count(), pages(1, 204).first(), pages(1, 204).last()), (5, 1, 50));
    assert_eq!(pages(5, 204).last(), 204);
    assert_eq!(pages(1, 204).previous(), None);
    assert_eq!(pages(1, 204).following().as_deref(), Some("/cases?box=due&page=2"));
    assert_eq!(pages(5, 204).following(), None);
    assert_eq!((pages(1, 0).count(), pages(1, 0).first(), pages(1, 0).last()), (1, 0, 0));
}
