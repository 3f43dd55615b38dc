use super::*;

fn of(text: &[u8]) -> Proposal {
    propose(text, true).unwrap_or_else(|note| panic!("{note:?}"))
}

#[test]
fn what_cannot_be_told_is_left_open() {
    let check = |dates: [&str; 2], expected: &[&str], sure: bool| {
        let text = format!("id,created,type\n1,{},Waste\n2,{},Waste\n", dates[0], dates[1]);
        let found = of(text.as_bytes());
        assert_eq!(
            (found.dates, found.dates_sure),
            (expected.iter().map(|date| (*date).to_owned()).collect(), sure),
            "{text}"
        );
    };
    check(["01/02/2026", "03/04/2026"], &["%d/%m/%Y"], false);
    check(["01/02/2026", "23/04/2026"], &["%d/%m/%Y"], true);
    check(["01/02/2026", "03/24/2026"], &["%m/%d/%Y"], true);
    check(["2026-01-02T10:00:00Z", "2026-01-03"], &["iso"], true);
    check(["1770000000", "1770000001"], &["epoch"], true);
    check(["1770000000000", "1770000001000"], &["epoch_millis"], true);
    check(["08:30 25/03/2026", "26/03/2026"], &["%d/%m/%Y", "%H:%M %d/%m/%Y"], true);
    assert_eq!(of(b"a,b\n1,2\n").columns.get("opened"), None);
    assert!(propose(b"", true).is_err());
}

#[test]
fn letters_that_are_not_utf8_are_guessed() {
    let vietnamese = b"Ma\xde;N\xf4\xf2i dung\r\n1;N\xfd\xf5\xecc ng\xe2\xf2p \xf0\xfd\xf5\xccng Tr\xe2\xccn H\xfdng \xd0a\xf2o\r\n";
    let found = of(vietnamese);
    assert_eq!((found.encoding, found.language), (Some(Encoding::Windows1258), "vi"));
    assert_eq!(found.columns["words"], "Nội dung");
    assert_eq!(
        of(b"Nr;Descri\xe7\xe3o\r\n1;Candeeiro apagado, caf\xe9 \xe0 pra\xe7a\r\n").encoding,
        Some(Encoding::Latin1)
    );
    assert_eq!(of("Mã;Nội dung\n1;Nước ngập\n".as_bytes()).encoding, None);
    let garbled = of("id,words\n1,Ä‘Æ°á»\u{9d}ng ngáº\u{ad}p\n".as_bytes());
    assert!(garbled.garbled.is_some());
}

#[test]
fn statuses_are_understood_by_their_words() {
    let check = |status: &str, expected: Option<Ending>| assert_eq!(ending(status), expected, "{status}");
    check("Chưa xử lý", Some(Ending::Received));
    check("Đang xử lý", Some(Ending::Accepted));
    check("ĐÃ XỬ LÝ", Some(Ending::Closed));
    check("Không thuộc thẩm quyền", Some(Ending::NotOurs));
    check("Trùng lặp", Some(Ending::Duplicate));
    check("Closed (Duplicate)", Some(Ending::Duplicate));
    check("Closed (Transferred)", Some(Ending::NotOurs));
    check("In Progress", Some(Ending::Accepted));
    check("Reopened", None);
    check("", None);
}

#[test]
fn a_time_is_no_answer_and_a_code_is_known_by_its_name() {
    let text = "Mã PA;Nội dung;Trả lời lúc;Kết quả trả lời\nA1;Rác;02/03/2026 10:00;Đã dọn\nA2;Nước;;\n";
    let found = of(text.as_bytes());
    for (key, column) in
        [("id", "Mã PA"), ("words", "Nội dung"), ("closed", "Trả lời lúc"), ("answer", "Kết quả trả lời")]
    {
        assert_eq!(found.columns.get(key).map(String::as_str), Some(column), "{key}");
    }
    let found = of("Mã;Nội dung;Trả lời\n1;Rác;02/03/2026 10:00\n2;Nước;03/03/2026 11:00\n".as_bytes());
    assert_eq!(found.columns.get("answer"), None, "{:?}", found.columns);
}
