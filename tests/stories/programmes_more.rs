//! What else holds of programmes: versions and rings, numbers that fill themselves, corrections, who verifies, taking
//! back, reminders, the pace, and units that are reorganised.

use crate::{
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    programmes_way::made,
    registers_counts::city,
};
use danvan_actions::{
    Failure,
    programmes::{
        self, Seen, TypedSharing, change, close, fill, judge, make, one, remind, reminded, report, share,
        withdraw,
    },
    receptions::publish,
    verify::{Difference, verify},
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, ReportId, UnitId},
    people::Role,
    programmes::{Commitment, Figure, State, Total, TypedCommitment, TypedProgramme, TypedReport},
    receptions::TypedDay,
    refusals::Refusal,
    rights::Asker,
    time::Day,
};
use danvan_store::programmes as store;
use danvan_testkit::{House, for_each_engine};

pub(crate) fn count(target: i64) -> TypedCommitment {
    TypedCommitment {
        what: "Đối thoại với nhân dân".into(),
        measure: "count".into(),
        target: target.to_string(),
        direction: "at_least".into(),
        adds_up: "sum".into(),
        rhythm: "once".into(),
        ..TypedCommitment::default()
    }
}

pub(crate) fn equally(units: &[UnitId]) -> TypedSharing {
    let units = units.iter().map(UnitId::to_string).collect();
    TypedSharing { sharing: "equal".into(), units, ..TypedSharing::default() }
}

pub(crate) async fn says(house: &House, who: &Asker, of: CommitmentId, value: i64) -> ReportId {
    let typed = TypedReport { id: Some(house.new_id()), value: value.to_string(), ..TypedReport::default() };
    report(house, who, of, &typed).await.expect("reported")
}

pub(crate) async fn part(house: &House, whole: CommitmentId, unit: UnitId) -> Commitment {
    let parts = store::below(&house.store, whole).await.expect("read");
    parts.into_iter().find(|part| part.unit == unit).expect("a part")
}

async fn seen(house: &House, of: CommitmentId) -> Seen {
    one(house, &Asker::house(), of).await.expect("a story")
}

/// The key of a refusal: its note's, or that of its first field.
pub(crate) fn key(failure: Failure) -> String {
    match failure {
        Failure::Refused(Refusal::Conflict(note) | Refusal::NotAllowed(note)) => note.key,
        Failure::Refused(Refusal::Invalid(notes)) => notes[0].note.key.clone(),
        other => panic!("{other}"),
    }
}

/// A city's leader, two communes with an officer each.
pub(crate) struct World {
    pub(crate) leader: Asker,
    pub(crate) wards: [UnitId; 2],
    pub(crate) officers: [Asker; 2],
}

impl World {
    pub(crate) async fn of(house: &House) -> Self {
        let wards = [house.unit("00004"), house.unit("00008")];
        let leader = house.somebody(Role::CityLeader, city(house, wards[0])).await;
        let first = house.somebody(Role::CommuneOfficer, wards[0]).await;
        let second = house.somebody(Role::CommuneOfficer, wards[1]).await;
        Self { leader, wards, officers: [first, second] }
    }

    /// Something of the city, shared out equally between the two.
    pub(crate) async fn shared(
        &self,
        house: &House,
        typed: TypedCommitment,
    ) -> (CommitmentId, [Commitment; 2]) {
        let (_, whole) = made(house, &self.leader, typed).await;
        share(house, &self.leader, whole, &equally(&self.wards)).await.expect("shared");
        (whole, [part(house, whole, self.wards[0]).await, part(house, whole, self.wards[1]).await])
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_are_kept_and_no_ring_closes() {
    for_each_engine(|house| async move {
        let world = World::of(&house).await;
        let day = |text: &str| Some(Ok(text.parse::<Day>().expect("a day")));
        let typed = |title: &str, parent: Option<ProgrammeId>| TypedProgramme {
            kind: "plan".into(),
            title: title.into(),
            starts_on: day("2026-10-01"),
            ends_on: day("2026-12-31"),
            parent: parent.map(|id| id.to_string()).unwrap_or_default(),
            ..TypedProgramme::default()
        };
        let new = || ProgrammeId(house.new_id());
        let top = make(&house, &world.leader, new(), &typed("Một", None), &[]).await.expect("made");
        let twice = make(&house, &world.leader, top, &typed("Một", None), &[]).await.expect("once");
        assert_eq!(twice, top, "sent twice is made once");
        let other = make(&house, &world.leader, top, &typed("Khác", None), &[]).await;
        assert_eq!(key(other.expect_err("other words")), "refusal-same-id-other-words");
        let next =
            make(&house, &world.officers[0], new(), &typed("Hai", Some(top)), &[]).await.expect("made");
        let adjusted = ("adjusted", "Theo sơ kết");
        for parent in [top, next] {
            let ring = change(&house, &world.leader, (top, 1), adjusted, &typed("Một", Some(parent))).await;
            assert_eq!(key(ring.expect_err("a ring")), "programme-note-cycle");
        }
        let changed = change(&house, &world.leader, (top, 1), adjusted, &typed("Một, sửa", None)).await;
        assert_eq!(changed.expect("changed"), 2);
        let late = change(&house, &world.leader, (top, 1), adjusted, &typed("Một, khác", None)).await;
        assert_eq!(key(late.expect_err("somebody was faster")), "programme-changed-meanwhile");
        assert!(change(&house, &world.officers[0], (top, 2), adjusted, &typed("Một", None)).await.is_err());
        let kept = store::versions(&house.store, top).await.expect("read");
        let titles: Vec<&str> = kept.iter().map(|version| version.content.title.as_str()).collect();
        assert_eq!(titles, ["Một", "Một, sửa"]);
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, world.wards[0])).await;
        let mut lead = Browser::of(&house, "thanh.pho").await;
        lead.open(&format!("/programmes/{top}/paper")).await;
        assert!(lead.says("Một → Một, sửa") && lead.says("Theo sơ kết") && lead.says("Hai"), "{}", lead.html);
        // What was promised may not be cut off, and a closed programme takes nothing.
        let ids = (top, CommitmentId(house.new_id()));
        programmes::promise(&house, &world.leader, ids, ("", ""), &count(4)).await.expect("promised");
        let short = TypedProgramme { ends_on: day("2026-11-30"), ..typed("Một", None) };
        let cut = change(&house, &world.leader, (top, 2), adjusted, &short).await;
        assert_eq!(key(cut.expect_err("cuts")), "programme-note-cuts");
        close(&house, &world.leader, top, "Hết việc").await.expect("closed");
        let more = (top, CommitmentId(house.new_id()));
        let refused = programmes::promise(&house, &world.leader, more, ("", ""), &count(4)).await;
        assert_eq!(key(refused.expect_err("closed")), "programme-closed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_danvan_knows_fills_itself_and_is_never_typed() {
    for_each_engine(|house| async move {
        let world = World::of(&house).await;
        let typed =
            TypedCommitment { measure: "own:reception_days".into(), rhythm: "monthly".into(), ..count(2) };
        let (whole, parts) = world.shared(&house, typed).await;
        let typed = TypedReport { id: Some(house.new_id()), value: "1".into(), ..TypedReport::default() };
        let refused = report(&house, &world.officers[0], parts[0].id, &typed).await;
        assert_eq!(key(refused.expect_err("never typed")), "programme-fills-itself");
        let reception = TypedDay {
            day: Some(house.today()),
            begins: "14:00",
            seats: Some(10),
            place: "Trụ sở UBND",
            host: "Chủ tịch UBND",
        };
        publish(&house, &world.officers[0], world.wards[0], &reception).await.expect("published");
        assert_eq!(fill(&house).await.expect("filled"), 2, "one day, and none");
        assert_eq!(fill(&house).await.expect("filled"), 0, "nothing new");
        let first = seen(&house, parts[0].id).await;
        assert_eq!((first.now.proven, first.now.state), (Some(1), State::Kept));
        assert_eq!(first.reports[0].report.person, None);
        assert_eq!(seen(&house, parts[1].id).await.now.proven, Some(0));
        assert_eq!(seen(&house, whole).await.now.proven, Some(1));
        assert_eq!(verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_another_report_and_nobody_verifies_their_own() {
    for_each_engine(|house| async move {
        let world = World::of(&house).await;
        let (whole, [first, _]) = world.shared(&house, count(10)).await;
        let chair = house.somebody(Role::CommuneLeader, world.wards[0]).await;
        let typed = TypedReport { id: Some(house.new_id()), value: "5".into(), ..TypedReport::default() };
        let id = report(&house, &world.officers[0], first.id, &typed).await.expect("reported");
        let again = report(&house, &world.officers[0], first.id, &typed).await.expect("once");
        assert_eq!(again, id, "sent twice is one");
        let other = TypedReport { value: "6".into(), ..typed };
        let other = report(&house, &world.officers[0], first.id, &other).await;
        assert_eq!(key(other.expect_err("other words")), "refusal-same-id-other-words");
        for who in [&world.officers[0], &chair, &world.officers[1]] {
            let refused = judge(&house, who, id, true, "").await;
            assert!(matches!(refused, Err(Failure::Refused(Refusal::NotAllowed(_)))), "not from above");
        }
        assert!(
            report(&house, &world.leader, first.id, &TypedReport::default()).await.is_err(),
            "not its own"
        );
        judge(&house, &world.leader, id, true, "").await.expect("accepted");
        let twice = judge(&house, &world.leader, id, false, "Nhầm").await;
        assert_eq!(key(twice.expect_err("once")), "programme-judged-already");
        let down = says(&house, &world.officers[0], first.id, 4).await;
        let story = seen(&house, first.id).await;
        assert_eq!((story.now.claimed, story.now.proven, story.reports.len()), (Some(4), Some(5), 2));
        judge(&house, &world.leader, down, true, "").await.expect("accepted");
        let total = seen(&house, whole).await.now;
        assert_eq!((total.claimed, total.proven), (Some(4), Some(4)));
        // A checker who was named verifies what nobody stands above.
        let checker = house.somebody(Role::CityAnalyst, city(&house, world.wards[0])).await;
        let name = danvan_store::people::by_id(&house.store, checker.person.expect("a person")).await;
        let name = name.expect("read").expect("a person").sign_in;
        let (programme, _) = made(&house, &world.leader, count(1)).await;
        let ids = (programme, CommitmentId(house.new_id()));
        let own =
            programmes::promise(&house, &world.leader, ids, ("", &name), &count(1)).await.expect("promised");
        let said = says(&house, &world.leader, own, 1).await;
        assert!(judge(&house, &world.leader, said, true, "").await.is_err(), "their own");
        assert_eq!(programmes::to_verify(&house, &checker).await.expect("waiting").len(), 1);
        judge(&house, &checker, said, true, "").await.expect("accepted");
        // Naming a colleague of the unit itself makes nobody its judge.
        let colleague = house.somebody(Role::CommuneLeader, world.wards[0]).await;
        let name = danvan_store::people::by_id(&house.store, colleague.person.expect("a person")).await;
        let name = name.expect("read").expect("a person").sign_in;
        let ids = (programme, CommitmentId(house.new_id()));
        let (ward, one) = (world.wards[0].to_string(), count(1));
        let own = programmes::promise(&house, &world.leader, ids, (&ward, &name), &one).await;
        let own = own.expect("promised");
        let said = says(&house, &world.officers[0], own, 1).await;
        assert!(judge(&house, &colleague, said, true, "").await.is_err(), "a colleague's");
        assert!(programmes::to_verify(&house, &colleague).await.expect("waiting").is_empty());
        assert_eq!(verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_no_longer_counts_and_a_changed_figure_is_found() {
    for_each_engine(|house| async move {
        let world = World::of(&house).await;
        let (whole, [first, second]) = world.shared(&house, count(10)).await;
        says(&house, &world.officers[0], first.id, 3).await;
        says(&house, &world.officers[1], second.id, 4).await;
        assert_eq!(seen(&house, whole).await.now.claimed, Some(7));
        assert!(
            withdraw(&house, &world.officers[0], first.id, "Không làm").await.is_err(),
            "not its own part"
        );
        withdraw(&house, &world.leader, first.id, "Giao nơi khác").await.expect("taken back");
        let story = seen(&house, whole).await;
        assert_eq!((story.now.claimed, story.now.commitment.parts), (Some(4), 1));
        assert_eq!(verify(&house).await.expect("a report").difference, None);
        withdraw(&house, &world.leader, whole, "Hết việc").await.expect("taken back");
        assert_eq!(verify(&house).await.expect("a report").difference, None);
        // Somebody changes a sum behind the program's back.
        let mut change = house.store.begin().await.expect("a change");
        let claimed = Total { amount: 9, base: 1, count: 1_000_000, at: 0 };
        let figure = Figure { claimed, ..Figure::default() };
        store::save_figure(&mut change, second.id, second.from, &figure).await.expect("written");
        change.commit().await.expect("a commit");
        let found = verify(&house).await.expect("a report").difference;
        assert_eq!(found, Some(Difference::Progress { commitment: second.id.to_string() }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_must_know_are_told_once_until_they_have_seen_it() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let leader = house.somebody(Role::CityLeader, city(&house, own)).await;
        let chair = house.somebody(Role::CommuneLeader, own).await;
        let typed = TypedCommitment { to: Some(Ok("2026-10-30".parse().expect("a day"))), ..count(4) };
        let (_, whole) = made(&house, &leader, typed).await;
        share(&house, &leader, whole, &equally(&[own])).await.expect("shared");
        assert_eq!(remind(&house).await.expect("told"), 0, "nothing is near");
        // Three working days ahead of Friday the 30th.
        go_to(&house, "2026-10-27");
        assert_eq!((remind(&house).await.expect("told"), remind(&house).await.expect("told")), (1, 0));
        let mut lan = Browser::of(&house, "lan").await;
        lan.open("/programmes").await;
        let told = lan.html.split("/programmes/told/").nth(1).and_then(|rest| rest.get(..36)).expect("told");
        let told = told.to_owned();
        lan.send(&format!("/programmes/told/{told}"), &[]).await;
        assert!(lan.status == 200 && !lan.says("/programmes/told/"), "{}", lan.html);
        assert!(reminded(&house, &chair).await.expect("read").is_empty(), "not yet");
        go_to(&house, "2026-11-05");
        assert_eq!(remind(&house).await.expect("told"), 2, "its leader, and the city");
        assert_eq!(reminded(&house, &chair).await.expect("read").len(), 1);
        assert_eq!(reminded(&house, &leader).await.expect("read").len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pace_says_whether_it_will_be_reached_or_that_it_is_too_little() {
    for_each_engine(|house| async move {
        let world = World::of(&house).await;
        let typed = TypedCommitment { to: Some(Ok("2026-12-31".parse().expect("a day"))), ..count(100) };
        let (whole, [first, second]) = world.shared(&house, typed).await;
        says(&house, &world.officers[0], first.id, 1).await;
        assert_eq!(seen(&house, whole).await.foretold.expect("asked").said, None, "too little");
        for (week, value) in (1_i64..).zip([3, 5, 6, 8, 10, 11]) {
            let day = "2026-10-05".parse::<Day>().expect("a day").plus_days(week * 7);
            go_to(&house, &day.to_string());
            says(&house, &world.officers[0], first.id, value).await;
            says(&house, &world.officers[1], second.id, value * 4).await;
        }
        for (of, high_enough) in [(first.id, false), (second.id, true)] {
            let found = seen(&house, of).await;
            let (low, likely, high) = found.foretold.expect("asked").said.expect("enough to go by");
            assert!(low <= likely && likely <= high, "{low} {likely} {high}");
            let target = found.now.commitment.indicator.target;
            assert_eq!((target <= low, high < target), (high_enough, !high_enough), "{low} {high} {target}");
        }
        assert!(
            seen(&house, whole).await.foretold.expect("asked").said.is_some(),
            "the whole grows by its parts"
        );
    })
    .await;
}
