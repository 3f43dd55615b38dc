//! What the procedures say of a case, and why they refuse, in both languages.

use danvan_domain::{
    calendar::Calendar,
    office_hours::OfficeHours,
    procedures::{Done, Party, Procedure, Procedures, check, stand},
    refusals::Refusal,
    time::{Day, Moment},
};
use danvan_words::{Language, Words};

fn act(code: &str, day: i8, by: Party) -> Done {
    let at = Moment::at(Day::new(2026, 7, day).expect("a day"), 9, 0);
    Done { document: "5/QĐ-UBND".into(), office: "Sở".into(), ..Done::new(code, at, by) }
}

fn complaint() -> &'static Procedure {
    Procedures::facts().get("complaint").expect("a procedure")
}

fn said(language: Language, refusal: &Refusal) -> String {
    let words = Words::for_language(language);
    match refusal {
        Refusal::Invalid(fields) => fields.iter().map(|field| words.note(&field.note)).collect(),
        other => words.refusal(other),
    }
}

/// What is said when an act may not be done after others.
fn refused(done: &[Done], next: &Done) -> [String; 2] {
    let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
    let refusal = check(complaint(), done, next, calendar, hours, next.at).expect_err("a refusal");
    [said(Language::Vi, &refusal), said(Language::En, &refusal)]
}

#[test]
fn a_refusal_names_the_act_the_reason_and_the_article() {
    let (leader, officer) = (Party::CommuneLeader, Party::CommuneOfficer);
    let received = vec![act("receive", 1, officer)];
    let accepted = [received.clone(), vec![act("accept", 2, leader)]].concat();
    let check = |done: &[Done], next: Done, vi: &str, en: &str| {
        let [in_vi, in_en] = refused(done, &next);
        assert!(in_vi.starts_with(vi), "{in_vi}");
        assert!(in_en.starts_with(en), "{in_en}");
        for sentence in [in_vi, in_en] {
            assert!(!sentence.contains(['⟦', '{']), "{sentence}");
        }
    };
    check(
        &received,
        act("accept", 2, officer),
        "Chỉ những người sau được “Thụ lý”: Chủ tịch UBND cấp xã, thủ trưởng cơ quan (NĐ 124/2020 Đ16 k1 (sửa bởi NĐ 155/2026 Đ10), mức chắc chắn A).",
        "“Accept” may only be done by: commune chair, head of the agency (",
    );
    check(
        &received,
        act("decide_first", 2, leader),
        "Chưa thể “Ra quyết định giải quyết lần đầu” ở giai đoạn “Đã nhận đơn”, chỉ ở: Đã thụ lý",
        "“Decide at the first level” is not possible in the stage “Received”, only in: Accepted",
    );
    check(
        &accepted,
        act("suspend", 3, leader),
        "“Tạm đình chỉ giải quyết” phải có căn cứ bằng văn bản (NĐ 155/2026 Đ28b",
        "“Suspend” needs a written ground (NĐ 155/2026 Đ28b",
    );
    check(
        &accepted,
        act("mark_complex", 3, leader),
        "“Ghi nhận vụ việc phức tạp” phải nêu một hay nhiều căn cứ luật định (several_places, ",
        "“Record that it is complex” needs one or more of the grounds that the law lists (several_places, ",
    );
    check(
        &accepted,
        act("complain_second", 3, Party::Complainant),
        "Chỉ được “Khiếu nại lần hai vì quá hạn” khi đã hết thời hạn: Giải quyết lần đầu",
        "“Complain a second time: nothing was decided in time” is only possible once this time has run out",
    );
    check(&accepted, act("dance", 3, leader), "Thủ tục này không có việc “dance”", "There is no act “dance”");
    check(&accepted, act("withdraw_some", 3, Party::Complainant), "“Một số người", "“Some of the group");
}

#[test]
fn where_a_case_stands_is_explained_in_both_languages() {
    let mut done = vec![act("receive", 1, Party::CommuneOfficer), act("accept", 2, Party::CommuneLeader)];
    done.push(Done { ground: "chờ giám định".into(), ..act("suspend", 6, Party::CommuneLeader) });
    let now = Moment::at(Day::new(2026, 7, 20).expect("a day"), 9, 0);
    let stood =
        stand(complaint(), &done, Calendar::facts(), OfficeHours::facts(), now).expect("it is lawful");
    let said = |language| {
        let words = Words::for_language(language);
        stood.because.iter().map(|note| words.note(note)).collect::<Vec<_>>()
    };
    let (vi, en) = (said(Language::Vi), said(Language::En));
    assert_eq!(vi[0], "Giai đoạn: Tạm đình chỉ, từ khi “Tạm đình chỉ giải quyết” lúc 09:00, 6/7/2026.");
    assert_eq!(en[0], "Stage: Suspended, since “Suspend” at 09:00, 6/7/2026.");
    assert!(en.iter().any(|line| line.starts_with("Settlement at the first level: the clock stands still;")));
    assert!(en.contains(&"What follows: it is recorded as late, with the reason.".to_owned()), "{en:?}");
    assert!(vi.iter().chain(&en).all(|line| !line.contains(['⟦', '{'])), "{vi:?} {en:?}");
}

/// Every act of every procedure, by everybody, with nothing in its hands: first of all, and in each stage that some
/// walk reaches.
#[test]
fn every_refusal_can_be_said() {
    let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
    let mut keys = std::collections::BTreeSet::new();
    // Several ways through each, so that a procedure with one act more still comes by everything that can be refused.
    let procedures = Procedures::facts();
    for (turn, procedure) in (0..3_usize).flat_map(|turn| procedures.all().iter().map(move |one| (turn, one)))
    {
        let mut walked: Vec<Done> = Vec::new();
        for day in 1..28 {
            for row in &procedure.acts {
                for by in Party::ALL {
                    let bare = Done::new(&row.code, act("", day, *by).at, *by);
                    let now = bare.at;
                    let Err(refusal) = check(procedure, &walked, &bare, calendar, hours, now) else {
                        continue;
                    };
                    for language in Language::ALL {
                        let sentence = said(*language, &refusal);
                        assert!(!sentence.contains(['⟦', '{']) && sentence.ends_with('.'), "{sentence}");
                    }
                    match refusal {
                        Refusal::Conflict(note) | Refusal::NotAllowed(note) => keys.insert(note.key),
                        Refusal::Invalid(fields) => keys.insert(fields[0].note.key.clone()),
                        other => panic!("{other:?}"),
                    };
                }
            }
            let now = act("", day, Party::House).at;
            let stood = stand(procedure, &walked, calendar, hours, now).expect("it is lawful");
            let open: Vec<_> = stood.next.iter().filter(|next| next.not_before.is_none()).collect();
            let Some(next) = open.get(usize::from(day.unsigned_abs()) * (turn + 1) % open.len().max(1))
            else {
                break;
            };
            let mut done = act(&next.act, day, next.who[0]);
            done.ground = "theo biên bản".into();
            done.grounds = vec!["several_places".into()];
            done.forms = vec!["posting".into()];
            done.parts = vec!["complaint".into(), "petition".into()];
            if check(procedure, &walked, &done, calendar, hours, now).is_ok() {
                walked.push(done);
            }
        }
    }
    let must =
        ["law-who", "law-out-of-order", "law-not-first", "law-need-ground", "law-need-document", "law-after"];
    assert!(must.iter().all(|key| keys.contains(*key)), "{keys:?}");
}
