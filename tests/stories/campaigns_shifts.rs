//! Shifts when things happen meanwhile: a member is given another team, an answer changes, a form comes twice, a campaign ends.

use crate::{
    campaigns::{campaign, enrolled, formed, is_whole},
    campaigns_joining::refused,
    campaigns_people::document,
    letters_way::{go_to, ward},
    registers_counts::city,
};
use danvan_actions::{
    Done,
    campaigns::{self, answer_for, board, call, hand_over, make_shift, place},
    documents::Format,
    programmes,
};
use danvan_domain::{
    campaigns::TypedShift,
    ids::{ProgrammeId, ShiftId, TeamId, UnitId},
    people::Role,
    refusals::Refusal,
    rights::Asker,
};
use danvan_testkit::{House, for_each_engine};

/// A ward with two teams of a campaign, whoever leads the city, and an officer of the ward.
struct There {
    own: UnitId,
    lead: Asker,
    desk: Asker,
    id: ProgrammeId,
    teams: Vec<TeamId>,
}

async fn there(house: &House) -> There {
    let own = ward(house, "Ngọc Hà");
    let lead = house.somebody(Role::CityLeader, city(house, own)).await;
    let desk = house.somebody(Role::CommuneOfficer, own).await;
    let id = campaign(house, &lead).await;
    let teams = formed(house, &desk, (id, own), 90).await;
    There { own, lead, desk, id, teams }
}

fn typed((day, from, to): (&str, &str, &str), many: &str) -> TypedShift {
    TypedShift {
        what: "Trực chốt đầu ngõ 12".into(),
        day: Some(Ok(day.parse().expect("a day"))),
        from: from.into(),
        to: to.into(),
        needs: vec![(String::new(), many.into())],
    }
}

async fn made(house: &House, desk: &Asker, team: TeamId, when: (&str, &str, &str)) -> ShiftId {
    make_shift(house, desk, (ShiftId(house.new_id()), team), &typed(when, "2")).await.expect("a shift")
}

fn is_conflict<T>(done: Done<T>, key: &str) {
    let found = refused(done);
    assert!(matches!(&found, Refusal::Conflict(note) if note.key == key), "{key}: {found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_of_a_member_who_was_given_another_team_are_counted() {
    for_each_engine(|house| async move {
        let house = &house;
        let There { lead, desk, id, teams, .. } = there(house).await;
        let binh = enrolled(house, &desk, teams[0], "Trần Thị Bình", "0912345001").await;
        let shift = made(house, &desk, teams[0], ("2026-10-06", "7:00", "11:00")).await;
        call(house, &desk, shift, &[binh]).await.expect("called");
        place(house, &desk, binh, teams[1]).await.expect("placed");
        let seen = campaigns::shift(house, &desk, shift).await.expect("a shift");
        assert!(seen.people.iter().any(|one| one.member.id == binh && one.call.is_some()));
        go_to(house, "2026-10-07");
        hand_over(house, &desk, shift, &[(binh, String::new())], "").await.expect("handed over");
        let found = board(house, &lead, id, (house.today(), house.today())).await.expect("a board");
        assert_eq!(found.minutes, 4 * 60);
        is_conflict(hand_over(house, &desk, shift, &[], "").await, "campaign-shift-closed");
        is_conflict(answer_for(house, &desk, (shift, binh), "no").await, "campaign-shift-closed");
        is_conflict(call(house, &desk, shift, &[binh]).await, "campaign-shift-closed");
        is_whole(house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_after_a_no_is_guarded_as_a_new_call_is() {
    for_each_engine(|house| async move {
        let house = &house;
        let There { desk, teams, .. } = there(house).await;
        let binh = enrolled(house, &desk, teams[0], "Trần Thị Bình", "0912345001").await;
        let long = made(house, &desk, teams[0], ("2026-10-08", "7:00", "19:00")).await;
        let short = made(house, &desk, teams[0], ("2026-10-08", "8:00", "10:00")).await;
        call(house, &desk, long, &[binh]).await.expect("called");
        answer_for(house, &desk, (long, binh), "yes").await.expect("a yes");
        answer_for(house, &desk, (long, binh), "no").await.expect("a no");
        call(house, &desk, short, &[binh]).await.expect("they are free");
        let found = refused(answer_for(house, &desk, (long, binh), "yes").await);
        let note = match &found {
            Refusal::Invalid(notes) => {
                notes.first().map(|note| (note.field.as_str(), note.note.key.as_str()))
            }
            _ => None,
        };
        assert_eq!(note, Some(("answer", "campaign-note-elsewhere")), "{found:?}");
        answer_for(house, &desk, (short, binh), "no").await.expect("a no");
        answer_for(house, &desk, (long, binh), "yes").await.expect("free again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_is_one_shift_and_what_is_open_stands_first() {
    for_each_engine(|house| async move {
        let house = &house;
        let There { desk, teams, .. } = there(house).await;
        let when = ("2026-10-06", "7:00", "9:00");
        let open = ShiftId(house.new_id());
        for _ in 0..2 {
            make_shift(house, &desk, (open, teams[0]), &typed(when, "2")).await.expect("once");
        }
        for other in [typed(when, "3"), typed(("2026-10-06", "7:00", "9:30"), "2")] {
            is_conflict(
                make_shift(house, &desk, (open, teams[0]), &other).await,
                "refusal-same-id-other-words",
            );
        }
        let closed = made(house, &desk, teams[0], ("2026-10-06", "14:00", "15:00")).await;
        go_to(house, "2026-10-07");
        hand_over(house, &desk, closed, &[], "").await.expect("handed over");
        let team = async || campaigns::team(house, &desk, teams[0]).await.expect("a team");
        let found = team().await;
        let ids: Vec<ShiftId> = found.shifts.iter().map(|shift| shift.id).collect();
        assert_eq!((ids, found.more_shifts), (vec![open, closed], false));
        for _ in 0..59 {
            made(house, &desk, teams[0], ("2026-10-08", "7:00", "9:00")).await;
        }
        let found = team().await;
        assert_eq!((found.shifts.len(), found.more_shifts), (60, true));
        assert!(found.shifts.iter().all(|shift| shift.closed_at.is_none()), "what is left to do comes first");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_called_after_the_campaign() {
    for_each_engine(|house| async move {
        let house = &house;
        let There { desk, teams, .. } = there(house).await;
        let binh = enrolled(house, &desk, teams[0], "Trần Thị Bình", "0912345001").await;
        let shift = made(house, &desk, teams[0], ("2026-12-31", "20:00", "22:00")).await;
        go_to(house, "2027-01-01");
        is_conflict(call(house, &desk, shift, &[binh]).await, "campaign-over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_tells_the_days_on_which_somebody_took_part() {
    for_each_engine(|house| async move {
        let house = &house;
        let There { lead, desk, id, teams, .. } = there(house).await;
        let binh = enrolled(house, &desk, teams[0], "Trần Thị Bình", "0912345001").await;
        let shift = made(house, &desk, teams[0], ("2026-10-06", "7:00", "11:00")).await;
        call(house, &desk, shift, &[binh]).await.expect("called");
        go_to(house, "2026-10-07");
        hand_over(house, &desk, shift, &[(binh, String::new())], "").await.expect("handed over");
        let says = async || {
            let kept = campaigns::certificate(house, &desk, binh, Format::Docx).await.expect("a certificate");
            document(&kept.bytes)
        };
        // The campaign began on the first, they came on the fifth.
        let words = says().await;
        assert!(words.contains("thành viên Tổ 1") && words.contains("từ 5/10/2026 đến 7/10/2026"), "{words}");
        programmes::close(house, &lead, id, "Dịch đã hết.").await.expect("closed");
        go_to(house, "2026-10-09");
        campaigns::end_team(house, &desk, teams[0], "Nhập vào tổ bên.").await.expect("ended");
        let words = says().await;
        assert!(words.contains("đã tham gia Tổ cộng đồng phòng dịch, từ 5/10/2026 đến 7/10/2026"), "{words}");
        assert!(!words.contains("thành viên Tổ"), "they are in no team: {words}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_change_teams_at_once_do_not_wait_for_one_another() {
    for_each_engine(|house| async move {
        let house = &house;
        let There { own, lead, desk, id, teams } = there(house).await;
        let binh = enrolled(house, &desk, teams[0], "Trần Thị Bình", "0912345001").await;
        let cuong = enrolled(house, &desk, teams[1], "Lê Văn Cường", "0912345002").await;
        for round in 0..10 {
            let (here, there) = (teams[round % 2], teams[(round + 1) % 2]);
            let (one, other) =
                tokio::join!(place(house, &desk, binh, there), place(house, &desk, cuong, here));
            one.expect("placed");
            other.expect("placed");
        }
        let found = board(house, &lead, id, (house.today(), house.today())).await.expect("a board");
        let line = found.lines.iter().find(|line| line.unit == Some(own)).expect("a line");
        assert_eq!((line.counts.members, line.counts.waiting), (2, 0));
        is_whole(house).await;
    })
    .await;
}
