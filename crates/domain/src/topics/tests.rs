use super::*;
use proptest::prelude::*;

const HEADING: &str = "code,parent,vi,en,promise,urgent,first,icon,question_vi,question_en,keywords\n";

fn codes(topics: Vec<&Topic>) -> Vec<&str> {
    topics.into_iter().map(|topic| topic.code.as_str()).collect()
}

#[test]
fn the_tree_has_two_levels_six_offered_first_and_nothing_left_blank() {
    let topics = Topics::facts();
    assert!((60..=75).contains(&topics.iter().count()));
    assert_eq!(topics.first().count(), 6);
    for topic in topics.iter() {
        assert!(topics.ancestors(&topic.code).len() <= 2, "{}", topic.code);
        for text in [&topic.vi, &topic.en, &topic.icon, &topic.question_vi, &topic.question_en] {
            assert!(!text.is_empty(), "{}", topic.code);
        }
        let parent = topic.code.rsplit_once('.').map(|(parent, _)| parent);
        assert_eq!(topic.parent.as_deref(), parent);
        assert!(!topic.first || topics.children(&topic.code).next().is_none(), "{}", topic.code);
    }
}

#[test]
fn a_tree_is_climbed_and_descended() {
    let topics = Topics::facts();
    assert_eq!(topics.ancestors("water.clean"), ["water", ALL]);
    assert_eq!(topics.ancestors("water"), [ALL]);
    assert!(topics.ancestors(ALL).is_empty() && topics.ancestors("nothing").is_empty());
    assert_eq!(topics.subtree("water"), ["water", "water.clean", "water.drainage", "water.flood"]);
    assert_eq!(topics.subtree("other"), ["other"]);
    assert_eq!(topics.subtree(ALL).len(), topics.iter().count() + 1);
    assert!(topics.subtree("nothing").is_empty());
    assert!(topics.children(ALL).all(|topic| topic.parent.is_none()));
}

#[test]
fn topics_are_found_without_diacritics() {
    let check = |text: &str, first: &str| {
        let found = codes(Topics::facts().search(text));
        assert_eq!(found.first().copied(), Some(first), "{text:?} found {found:?}");
    };
    check("nuoc sach", "water.clean");
    check("Nước sạch", "water.clean");
    check("o ga", "roads.pothole");
    check("đèn đường", "power.lighting");
    check("vỉa hè", "order.pavement");
    check("sổ đỏ", "land.certificate");
    check("flood", "water.flood");
    check("tái định cư", "land.resettlement");
    check("karaoke", "security.noise");
    check("nuoc ong vo", "water.clean");
    assert!(Topics::facts().search(" - ").is_empty());
    assert!(Topics::facts().search("xyzzy").is_empty());
}

#[test]
fn a_letter_suggests_what_it_speaks_of() {
    let check = |letter: &str, first: &str| {
        let found = codes(Topics::facts().suggest(letter));
        assert_eq!(found.first().copied(), Some(first), "{letter:?} found {found:?}");
    };
    check("Nhà tôi mất nước từ hôm qua", "water.clean");
    check("truoc nha co mot o ga rat to truoc cong", "roads.pothole");
    check("Hàng xóm hát karaoke đến 12 giờ đêm", "security.noise");
    check("đèn đường cả ngõ không sáng", "power.lighting");
    check("duong nha toi mat nuoc", "water.clean");
    check("Ngõ tối quá", "power.lighting");
    assert!(Topics::facts().suggest("xin chào, việc này chưa ai làm").is_empty());
    assert!(Topics::facts().suggest("chua ai lam").is_empty());
}

#[test]
fn bad_topics_are_refused_with_their_lines() {
    let check = |rows: &[(&str, &str, &str)], expected: &[(u64, &str)]| {
        let line = |(code, parent, promise): &(&str, &str, &str)| {
            format!("{code},{parent},Tên,Name,{promise},false,false,dot,Hỏi?,Question?,\n")
        };
        let text = format!("{HEADING}{}", rows.iter().map(line).collect::<String>());
        let faults = Topics::read(&text).expect_err("faults");
        let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.note.key.as_str())).collect();
        assert_eq!(told, expected, "{rows:?}");
    };
    check(&[("a", "", "5"), ("a", "", "5")], &[(3, "topic-twice")]);
    check(&[("a.b", "a", "5")], &[(2, "topic-parent")]);
    check(&[("a", "b", "5"), ("b", "a", "5")], &[(2, "topic-cycle"), (3, "topic-cycle")]);
    check(&[("a", "a", "5")], &[(2, "topic-cycle")]);
    check(&[("all", "", "5")], &[(2, "topic-code")]);
    check(&[("Ăn", "", "5"), ("x..y", "", "5")], &[(2, "topic-code"), (3, "topic-code")]);
    check(&[("a", "", "0"), ("b", "", "soon")], &[(3, "fact-malformed")]);
    check(&[("a", "", "0"), ("b", "", "4000")], &[(2, "topic-promise"), (3, "topic-promise")]);
}

proptest! {
    #[test]
    fn what_is_under_a_topic_has_it_above(place in 0usize..60) {
        let topics = Topics::facts();
        let code = topics.iter().nth(place).map_or(ALL, |topic| topic.code.as_str());
        for below in topics.subtree(code) {
            prop_assert!(below == code || topics.ancestors(below).contains(&code));
        }
    }

    #[test]
    fn any_text_may_be_searched(text in "\\PC{0,60}") {
        let topics = Topics::facts();
        prop_assert!(topics.search(&text).len() <= topics.iter().count());
        prop_assert!(topics.suggest(&text).len() <= topics.iter().count());
    }
}
