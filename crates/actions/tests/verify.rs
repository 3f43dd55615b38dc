//! What is damaged is named; what is whole has the same digest wherever it lies.

use danvan_actions::{
    cases::{Act, Speak, Where, handle, speak, support},
    observations::{self, Said},
    verify::{Difference, Report, rebuild_tallies, verify},
};
use danvan_domain::{cases::Contact, people::Role, tallies::Measure};
use danvan_store::contents::damage;
use danvan_testkit::{House, for_each_engine};
use danvan_words::Language;
use std::sync::Mutex;

/// Two observations, one of them edited and one withdrawn.
async fn hear(house: &House) {
    let ward = house.unit("00004");
    let member = house.somebody(Role::TeamMember, ward).await;
    let said = |severity: &str| Said {
        place: Where::Unit(ward),
        topic: "water.clean".into(),
        severity: severity.into(),
        how_many: "few".into(),
        trend: "rising".into(),
        note: String::new(),
    };
    let mut noted = Vec::new();
    for severity in ["worry", "anger"] {
        let id = Some(house.new_id());
        let one = observations::note(house, &member, id, said(severity), Vec::new(), None).await;
        noted.push(one.expect("noted").id);
    }
    observations::edit(house, &member, noted[0], said("concern")).await.expect("edited");
    observations::withdraw(house, &member, noted[1]).await.expect("withdrawn");
}

/// A fortnight in two wards: taken, answered, refused, reopened, transferred, supported, merged.
async fn live(house: &House) {
    hear(house).await;
    let (ward, other) = (house.unit("00004"), house.unit("00008"));
    let officer = house.somebody(Role::CommuneOfficer, ward).await;
    let mut cases = Vec::new();
    for place in [ward, ward, ward, other, ward, ward] {
        cases.push(house.resident_asks("environment.waste", place).await);
        house.clock.pass_hours(5);
    }
    let answer = |close| Act::Answer {
        body: "Đã thu gom.".into(),
        late_reason: Some("waiting_resident".into()),
        close,
    };
    handle(house, &officer, cases[0].id, Act::Accept).await.expect("accepted");
    handle(house, &officer, cases[0].id, answer(false)).await.expect("answered");
    speak(house, &cases[0].receipt, "127.0.0.1", Speak::NotSolved("Vẫn còn rác.".into()))
        .await
        .expect("said");
    house.clock.pass_days(20);
    handle(house, &officer, cases[0].id, answer(false)).await.expect("answered again");
    speak(house, &cases[0].receipt, "127.0.0.1", Speak::Solved).await.expect("said");
    let refuse = Act::Refuse {
        reason: "complaint".into(),
        body: "Xin gửi đơn.".into(),
        late_reason: Some("waiting_resident".into()),
    };
    handle(house, &officer, cases[1].id, refuse).await.expect("refused");
    let colleague = officer.person.expect("a person");
    handle(house, &officer, cases[2].id, Act::Assign(colleague)).await.expect("assigned");
    handle(house, &officer, cases[2].id, Act::Accept).await.expect("accepted again");
    handle(house, &officer, cases[4].id, Act::Merge(cases[5].id)).await.expect("merged");
    support(house, cases[5].id, &Contact::default(), (&[], Language::Vi), house.new_id())
        .await
        .expect("supported");
    handle(house, &officer, cases[5].id, Act::Transfer(other, "Thuộc phường bên.".into()))
        .await
        .expect("sent");
}

async fn check(house: &House) -> Report {
    verify(house).await.expect("a report")
}

#[tokio::test]
async fn a_whole_house_has_no_difference_and_one_digest_on_both_engines() {
    let digests = Mutex::new(Vec::new());
    for_each_engine(|house| {
        let digests = &digests;
        async move {
            live(&house).await;
            let report = check(&house).await;
            assert_eq!(report.difference, None);
            assert!(report.events > 15 && report.tallies > 20, "{report:?}");
            let rows = |name: &str| report.rooms.iter().find(|room| room.name == name).map(|room| room.rows);
            assert_eq!((rows("cases"), rows("supporters"), rows("jobs")), (Some(6), Some(1), None));
            let again = check(&house).await;
            assert_eq!(again.digest, report.digest);
            // Chains lie in as many lanes as an engine writes at once; everything else is the same.
            let rooms: Vec<_> = report
                .rooms
                .into_iter()
                .filter(|room| !["events", "lanes"].contains(&&room.name[..]))
                .collect();
            digests.lock().expect("digests").push((report.tallies_digest, rooms));
            house.resident_asks("water.clean", house.unit("00004")).await;
            assert_ne!(check(&house).await.digest, again.digest);
        }
    })
    .await;
    let digests = digests.into_inner().expect("digests");
    assert!(digests.iter().all(|digest| *digest == digests[0]));
}

#[tokio::test]
async fn every_damage_is_named() {
    for_each_engine(|house| async move {
        live(&house).await;
        let lane = if house.store.engine() == "sqlite" { 0 } else { 1 };
        assert_eq!(check(&house).await.difference, None);
        let changed = |position| Some(Difference::Changed { lane, position });
        let missing = |position, found| Some(Difference::Missing { lane, position, found });
        let last = check(&house).await.events;
        let cases = [
            (
                "update events set payload = payload || ' ' where position = 3",
                changed(3),
                "update events set payload = trim(payload) where position = 3",
            ),
            (
                "update events set at = at + 1 where position = 5",
                changed(5),
                "update events set at = at - 1 where position = 5",
            ),
            (
                "update lanes set position = position - 1",
                Some(Difference::Surplus { lane, position: last - 1 }),
                "update lanes set position = position + 1",
            ),
            (
                "update events set position = position + 1000 where position = 7",
                missing(7, Some(8)),
                "update events set position = position - 1000 where position = 1007",
            ),
        ];
        for (harm, expected, mend) in cases {
            assert!(damage(&house.store, harm).await.expect("harmed") > 0, "{harm}");
            assert_eq!(check(&house).await.difference, expected, "{harm}");
            assert!(damage(&house.store, mend).await.expect("mended") > 0, "{mend}");
        }
        damage(&house.store, &format!("delete from events where position = {last}")).await.expect("deleted");
        assert_eq!(check(&house).await.difference, missing(last, None));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_tally_and_a_wrong_row_are_named_and_can_be_counted_again() {
    for_each_engine(|house| async move {
        live(&house).await;
        assert_eq!(check(&house).await.difference, None);
        let whole = check(&house).await.tallies_digest;
        let harms = [
            (
                "update tallies set received = received + 1 where topic = 'environment' and grain = 'm'",
                Measure::Received,
            ),
            ("update tallies set late = 7 where topic = 'all' and late > 0", Measure::Late),
            (
                "update tallies set answered = answered - 1, refused = refused + 1 where answered > 0",
                Measure::Answered,
            ),
        ];
        for (harm, measure) in harms {
            assert!(damage(&house.store, harm).await.expect("harmed") > 0, "{harm}");
            let found = check(&house).await.difference.expect("a difference");
            match &found {
                Difference::Tally { measure: named, kept, counted, .. } => {
                    assert_eq!(named, measure.word(), "{harm}");
                    assert_ne!(kept, counted);
                }
                other => panic!("{harm}: {other}"),
            }
            rebuild_tallies(&house).await.expect("counted again");
            let report = check(&house).await;
            assert_eq!((report.difference, report.tallies_digest.as_str()), (None, whole.as_str()));
        }
        assert!(damage(&house.store, "delete from tallies where grain = 'd'").await.expect("harmed") > 0);
        assert!(check(&house).await.difference.is_some());
        rebuild_tallies(&house).await.expect("counted again");
        // What units counted themselves by day is kept beside the cells.
        let harm = "delete from tally_days where day = (select max(day) from tally_days)";
        assert_eq!(damage(&house.store, harm).await.expect("harmed"), 1);
        match check(&house).await.difference.expect("a difference") {
            Difference::Tally { grain, kept, counted, .. } => {
                assert_eq!((grain.as_str(), kept), ("o", 0));
                assert_ne!(counted, 0);
            }
            other => panic!("{other}"),
        }
        rebuild_tallies(&house).await.expect("counted again");
        let report = check(&house).await;
        assert_eq!((report.difference, report.tallies_digest.as_str()), (None, whole.as_str()));
        let harm = "update cases set on_time = false where on_time = true";
        assert!(damage(&house.store, harm).await.expect("harmed") > 0);
        let found = check(&house).await.difference;
        assert!(matches!(found, Some(Difference::Tally { .. })), "{found:?}");
    })
    .await;
}
