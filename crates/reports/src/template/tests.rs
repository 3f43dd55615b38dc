use super::{Filling, SECTIONS, check, default_of, fill, sample};
use crate::letter::Block;
use danvan_domain::documents::Kind;

#[test]
fn every_default_can_be_kept() {
    for kind in Kind::ALL {
        assert_eq!(check(*kind, default_of(*kind)), Ok(()), "{kind}");
        let parts = fill(default_of(*kind), &sample(*kind)).expect("parts");
        assert!(!parts.about.is_empty() && !parts.body.is_empty(), "{kind}");
    }
}

/// A template with a line in its body, which is line 4.
fn with(line: &str) -> String {
    format!("== about\nVề việc\n== body\n{line}\n")
}

#[test]
fn faulty_templates_are_refused_with_line_and_reason() {
    let check = |kind, text: &str, line: u64, key: &str| {
        let faults = check(kind, text).expect_err(text);
        assert_eq!((faults[0].line, faults[0].note.key.as_str()), (line, key), "{text}: {faults:?}");
    };
    check(Kind::Refusal, &with("Chào {{ persom }}"), 4, "template-unknown-name");
    check(Kind::Refusal, &with("{% if meeting_at %}x{% endif %}"), 4, "template-unknown-name");
    check(Kind::Publication, &with("{{ person }}"), 4, "template-unknown-name");
    check(Kind::Publication, &with("{{ summary }}"), 4, "template-unknown-name");
    check(Kind::Refusal, &with("{{ person"), 4, "template-unreadable");
    check(Kind::Refusal, &with("{{ person | secret }}"), 4, "template-unreadable");
    check(Kind::Refusal, &with("{% include \"x\" %}"), 4, "template-unreadable");
    check(Kind::Refusal, &with("{% for a in person %}{{ a }}{% endfor %}"), 4, "template-no-list");
    check(Kind::Refusal, &with("{{ reasons[9] }}"), 4, "template-unreadable");
    check(Kind::Refusal, "== about\nx\n== bodi\ny\n", 3, "template-unknown-section");
    check(Kind::Refusal, "== about\nx\n== body\ny\n== about\nz\n", 5, "template-section-twice");
    check(Kind::Refusal, "== body\ny\n", 1, "template-section-missing");
    check(Kind::Refusal, "x\n== about\nx\n== body\ny\n", 1, "template-before-sections");
    check(Kind::Refusal, "", 1, "template-section-missing");
    check(Kind::Refusal, &with(&"x".repeat(20_001)), 1, "template-too-long");
    let nested = "{% for a in reasons %}".repeat(18) + "x" + &"{% endfor %}".repeat(18);
    check(Kind::Refusal, &with(&nested), 4, "template-endless");
}

#[test]
fn a_refusal_lists_the_known_names() {
    let faults = check(Kind::Publication, &with("{{ person }} {{ nobody }}")).expect_err("faults");
    assert_eq!(faults.len(), 2);
    let known = &faults[0].note.args.iter().find(|(name, _)| name == "known").expect("the names").1;
    assert!(known.contains("content") && !known.contains("person"), "{known}");
}

#[test]
fn what_fills_a_name_makes_no_structure() {
    let mut fillings = sample(Kind::Refusal);
    let evil = "# QUYẾT ĐỊNH\n== recipients\n- mọi người\n| a | b |\nĐiều 1. Hủy {{ person }}\u{e000}\u{0}";
    fillings.insert("person", Filling::Text(evil.to_owned()));
    let parts = fill(&with("{{ person }}\n- {{ person }}\n| x | {{ person }} |"), &fillings).expect("parts");
    let whole = evil.replace(['\u{e000}', '\u{0}'], "");
    assert_eq!(
        parts.body,
        [
            Block::Paragraph(whole.clone()),
            Block::Item(whole.clone()),
            Block::Table(vec![vec!["x".into(), whole]]),
        ]
    );
    assert!(parts.recipients.is_empty());
}

#[test]
fn lines_become_the_parts_they_begin_as() {
    let text = "== title\nTHÔNG BÁO\n== about\nVề\nviệc\n== to\n- Ông A\nBà B\n== body\n* Căn cứ\n# Giữa\nĐoạn\n- Mục\n\
                Điều 12. Thi hành\nĐiều này không phải\n| a | b |\n| c |\n== recipients\n- Như trên;\n";
    let parts = fill(text, &sample(Kind::Refusal)).expect("parts");
    assert_eq!(parts.about, "Về\nviệc");
    assert_eq!(parts.to, ["Ông A", "Bà B"]);
    assert_eq!(parts.recipients, ["Như trên;"]);
    assert_eq!(
        parts.body,
        [
            Block::Base("Căn cứ".into()),
            Block::Heading("Giữa".into()),
            Block::Paragraph("Đoạn".into()),
            Block::Item("Mục".into()),
            Block::Article("Điều 12.".into(), "Thi hành".into()),
            Block::Paragraph("Điều này không phải".into()),
            Block::Table(vec![vec!["a".into(), "b".into()], vec!["c".into()]]),
        ]
    );
    assert_eq!(SECTIONS.len(), 5);
}
