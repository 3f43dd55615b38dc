//! Three installations through a year: Hanoi leads a joint programme with Bắc Ninh and Hưng Yên. Files go out and come back;
//! one is lost, one comes twice, one too early, some are forged. Each is told plainly and nothing is half-applied.

// Long because a year over three databases is one story, with everything it needs.

use crate::{letters_way::go_to, programmes_more::key};
use danvan_actions::{
    exchange::{
        self, Brought, Written, export, export_again, import, promise_outside, standings, take_back_outside,
    },
    people::add_person,
    programmes::{self, TypedSharing, change, close, join, judge, make, promise, report, share, withdraw},
    verify::verify,
};
use danvan_domain::{
    exchange::{Envelope, JointFigure, JointTotal, Payload},
    facts::Grade,
    ids::{CommitmentId, PartyId, ProgrammeId, UnitId},
    people::Role,
    programmes::{Commitment, TypedCommitment, TypedParty, TypedProgramme, TypedReport},
    rights::Asker,
    units::{Tree, Unit, UnitKind},
};
use danvan_store::{exchange as kept, programmes as store};
use danvan_testkit::{House, facts, for_each_engine};
use uuid::Uuid;

/// What reports say; it must not cross.
const TOLD: &str = "Đã họp tại nhà văn hóa thôn, còn sáu hộ cần vận động thêm.";

/// One installation with somebody who leads and an officer at each of its communes.
struct Place {
    house: House,
    key: String,
    name: &'static str,
    unit: UnitId,
    communes: [UnitId; 2],
    leader: Asker,
    officers: [Asker; 2],
}

fn unit(number: u128, name: &str, kind: UnitKind, parent: Option<UnitId>) -> Unit {
    Unit {
        id: UnitId(Uuid::from_u128(number)),
        code: None,
        name: name.into(),
        kind,
        parent,
        valid_from: "2025-07-01".parse().expect("a day"),
        valid_to: None,
        population: None,
        area_km2: None,
        centroid: None,
        simulated: true,
        source: "a test".into(),
        certainty: Grade::A,
    }
}

impl Place {
    async fn of(house: House, name: &'static str, number: u128) -> Self {
        let top = unit(number, name, UnitKind::City, None);
        let communes = [
            unit(number + 1, "Xã Một", UnitKind::Commune, Some(top.id)),
            unit(number + 2, "Xã Hai", UnitKind::Commune, Some(top.id)),
        ];
        let (unit, ids) = (top.id, communes.each_ref().map(|one| one.id));
        house.stand_on(Tree::build([vec![top], communes.to_vec()].concat(), Vec::new()).expect("a tree"));
        let key = exchange::make_key(&house, &Asker::house()).await.expect("a key");
        let leader = house.somebody(Role::CityLeader, unit).await;
        let officers = [
            house.somebody(Role::CommuneOfficer, ids[0]).await,
            house.somebody(Role::CommuneOfficer, ids[1]).await,
        ];
        add_person(&house, &Asker::house(), "nguyen.van.an", "Nguyễn Văn An", "mat-khau-cua-chuyen")
            .await
            .expect("somebody");
        Self { house, key, name, unit, communes: ids, leader, officers }
    }

    async fn writes(&self, programme: ProgrammeId, to: &Self) -> Written {
        export(&self.house, &self.leader, programme, &to.key).await.expect("written")
    }

    async fn takes(&self, file: &str) -> Result<Brought, String> {
        let unit = Some(self.unit);
        import(&self.house, &self.leader, (file.as_bytes(), unit), false).await.map_err(key)
    }

    /// A file is refused and has changed nothing at all.
    async fn refuses(&self, file: &str, expected: &str) {
        let before = verify(&self.house).await.expect("a report").digest;
        assert_eq!(self.takes(file).await, Err(expected.to_owned()));
        let preview = import(&self.house, &self.leader, (file.as_bytes(), Some(self.unit)), true).await;
        assert_eq!(preview.map_err(key), Err(expected.to_owned()), "a preview says the same");
        assert_eq!(
            verify(&self.house).await.expect("a report").digest,
            before,
            "{expected} changed something"
        );
    }

    /// What is kept here in a programme, itself no part of anything.
    async fn own(&self, programme: ProgrammeId) -> Vec<Commitment> {
        let all = store::of_programme(&self.house.store, programme).await.expect("read");
        all.into_iter().filter(|it| it.parent.is_none() && it.ended_at.is_none()).collect()
    }

    /// Both communes report on their parts, and the province verifies.
    async fn reports(&self, whole: CommitmentId, values: [i64; 2]) {
        for (at, value) in values.into_iter().enumerate() {
            let parts = store::below(&self.house.store, whole).await.expect("read");
            let part = parts.iter().find(|part| part.unit == self.communes[at]).expect("a part");
            let typed = TypedReport {
                id: Some(self.house.new_id()),
                value: value.to_string(),
                words: TOLD.into(),
                ..TypedReport::default()
            };
            let id = report(&self.house, &self.officers[at], part.id, &typed).await.expect("reported");
            judge(&self.house, &self.leader, id, true, "").await.expect("verified");
            self.house.clock.pass_seconds(1);
        }
    }

    /// What is shown of the parties outside: by words, what is claimed now.
    async fn sees(&self, programme: ProgrammeId) -> Vec<(String, Option<i64>)> {
        let found = standings(&self.house, programme).await.expect("read");
        let mut all: Vec<_> = found.into_iter().map(|one| (one.promised.what, one.claimed)).collect();
        all.sort();
        all
    }
}

fn day(text: &str) -> Option<Result<danvan_domain::time::Day, danvan_domain::refusals::Note>> {
    Some(Ok(text.parse().expect("a day")))
}

fn joint(aims: &str) -> TypedProgramme {
    TypedProgramme {
        kind: "coordination".into(),
        title: "Phối hợp vận động giải phóng mặt bằng Vành đai 4".into(),
        aims: aims.into(),
        starts_on: day("2026-10-01"),
        ends_on: day("2027-09-30"),
        ..TypedProgramme::default()
    }
}

fn handed_over(what: &str, target: i64) -> TypedCommitment {
    TypedCommitment {
        what: what.into(),
        measure: "count".into(),
        counted: "hộ".into(),
        target: target.to_string(),
        direction: "at_least".into(),
        adds_up: "sum".into(),
        rhythm: "quarterly".into(),
        ..TypedCommitment::default()
    }
}

fn equally(units: &[UnitId]) -> TypedSharing {
    let units = units.iter().map(UnitId::to_string).collect();
    TypedSharing { sharing: "equal".into(), units, ..TypedSharing::default() }
}

/// Three databases of one engine, each with chance of its own.
async fn three(house: &House) -> [Place; 3] {
    let mut houses = Vec::new();
    for at in 0..3 {
        let fresh = house.as_of(i64::MAX).await;
        for _ in 0..at {
            fresh.chance::<32>();
        }
        houses.push(fresh.opened_again(facts()).await);
    }
    let mut houses = houses.into_iter();
    let mut next = || houses.next().expect("three");
    let (one, two, three) = (next(), next(), next());
    let places = [
        Place::of(one, "Hà Nội", 100).await,
        Place::of(two, "Bắc Ninh", 200).await,
        Place::of(three, "Hưng Yên", 300).await,
    ];
    for one in &places {
        for other in &places {
            if one.key != other.key {
                exchange::trust(&one.house, &Asker::house(), (&other.key, other.name), None)
                    .await
                    .expect("trusted");
            }
        }
    }
    assert!(places[0].key != places[1].key && places[1].key != places[2].key, "keys of their own");
    places
}

/// Hanoi's programme with its parties and what each promised.
async fn led_by(hanoi: &Place, others: [&Place; 2]) -> (ProgrammeId, [PartyId; 2], [CommitmentId; 3]) {
    let (house, lead) = (&hanoi.house, &hanoi.leader);
    let id = ProgrammeId(house.new_id());
    let of = make(house, lead, id, &joint("Cùng một tiến độ."), &[]).await.expect("made");
    let own = TypedParty {
        sort: "unit".into(),
        unit: hanoi.unit.to_string(),
        place: "leads".into(),
        ..TypedParty::default()
    };
    join(house, lead, (of, PartyId(house.new_id()), 1), &own, "").await.expect("joined");
    let mut parties = Vec::new();
    let police = TypedParty {
        sort: "police".into(),
        name: "Công an thành phố".into(),
        place: "joins".into(),
        ..TypedParty::default()
    };
    join(house, lead, (of, PartyId(house.new_id()), 1), &police, "").await.expect("joined");
    for other in others {
        let typed = TypedParty {
            sort: "province".into(),
            name: format!("Ban Dân vận {}", other.name),
            place: "joins".into(),
            duty: "Vận động các hộ trong tỉnh".into(),
            ..TypedParty::default()
        };
        let party = join(house, lead, (of, PartyId(house.new_id()), 1), &typed, "").await.expect("joined");
        exchange::link(house, &Asker::house(), party, &other.key).await.expect("linked");
        parties.push(party);
    }
    let ids = [0; 3].map(|_| CommitmentId(house.new_id()));
    let typed = handed_over("Hộ Hà Nội bàn giao", 60);
    promise(house, lead, (of, ids[0]), ("", ""), &typed).await.expect("promised");
    let typed = handed_over("Hộ Bắc Ninh bàn giao", 20);
    promise_outside(house, lead, (of, parties[0], ids[1]), &typed).await.expect("promised");
    let typed = handed_over("Hộ Hưng Yên bàn giao", 10);
    promise_outside(house, lead, (of, parties[1], ids[2]), &typed).await.expect("promised");
    (of, [parties[0], parties[1]], ids)
}

/// The same file with something else in it, signed by whoever has a key.
async fn signed_by(place: &Place, change: impl Fn(&mut Payload), file: &str) -> String {
    let envelope: Envelope = serde_json::from_str(file).expect("JSON");
    let mut payload: Payload = serde_json::from_str(&envelope.payload).expect("JSON");
    change(&mut payload);
    payload.from = place.key.clone();
    let own = kept::key(&place.house.store).await.expect("read").expect("a key");
    let seed: [u8; 32] = own.seed.try_into().expect("32 bytes");
    danvan_domain::exchange::write(&payload, &seed).expect("written").0
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_its_way_when_it_was_taken_back_or_closed_stops_no_later_file() {
    for_each_engine(|house| async move {
        let [hanoi, bac_ninh, hung_yen] = &three(&house).await;
        let (of, _, ids) = led_by(hanoi, [bac_ninh, hung_yen]).await;
        let whole = hanoi.writes(of, hung_yen).await;
        hung_yen.takes(&whole.file).await.expect("taken");
        share(&hung_yen.house, &hung_yen.leader, ids[2], &equally(&hung_yen.communes)).await.expect("shared");
        go_to(&hung_yen.house, "2026-12-15");
        hung_yen.reports(ids[2], [4, 5]).await;
        let on_its_way = hung_yen.writes(of, hanoi).await;
        take_back_outside(&hanoi.house, &hanoi.leader, of, ids[2], "Đổi cách làm").await.expect("taken back");
        hanoi.takes(&on_its_way.file).await.expect("its figures count no more, and are no fault");
        let told = kept::joint::figures(&hanoi.house.store, of).await.expect("read");
        assert!(told.iter().all(|(id, ..)| *id != ids[2]), "{told:?}");
        let next = hung_yen.writes(of, hanoi).await;
        close(&hanoi.house, &hanoi.leader, of, "Đã xong").await.expect("closed");
        hanoi.takes(&next.file).await.expect("closed meanwhile");
        assert_eq!(verify(&hanoi.house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_programme_goes_through_a_year_over_three_databases() {
    for_each_engine(|house| async move {
        // Long because it is one story: a year.
        let places = three(&house).await;
        let [hanoi, bac_ninh, hung_yen] = &places;
        let (of, parties, ids) = led_by(hanoi, [bac_ninh, hung_yen]).await;
        let on = |day: &str| places.iter().for_each(|place| go_to(&place.house, day));
        let mut files: Vec<String> = Vec::new();

        // The programme travels: looked at first, which writes nothing.
        let first = hanoi.writes(of, bac_ninh).await;
        let empty = verify(&bac_ninh.house).await.expect("a report").digest;
        let looked =
            import(&bac_ninh.house, &bac_ninh.leader, (first.file.as_bytes(), Some(bac_ninh.unit)), true);
        let looked = looked.await.expect("a preview");
        assert!(looked.is_new && looked.promised.len() == 3 && looked.parties == (4, 0), "{looked:?}");
        assert_eq!(looked.promised.iter().filter(|one| one.1).count(), 1, "one of them is kept here");
        assert_eq!(
            verify(&bac_ninh.house).await.expect("a report").digest,
            empty,
            "a preview writes nothing"
        );
        assert_eq!(
            bac_ninh.takes(&first.file).await.expect("taken"),
            looked,
            "what was said is what is done"
        );
        hung_yen.refuses(&first.file, "exchange-not-for-us").await;
        let its = hanoi.writes(of, hung_yen).await;
        hung_yen.takes(&its.file).await.expect("taken");
        files.extend([first.file.clone(), its.file.clone()]);
        assert_eq!(first.number, its.number, "each pair counts by itself");

        // What is led elsewhere is not changed here; its part is shared out.
        let other = joint("Khác");
        let refused = change(&bac_ninh.house, &bac_ninh.leader, (of, 1), ("adjusted", "Đổi"), &other).await;
        assert_eq!(key(refused.expect_err("led elsewhere")), "exchange-led-elsewhere");
        let own = bac_ninh.own(of).await;
        assert_eq!((own.len(), own[0].id, own[0].unit), (1, ids[1], bac_ninh.unit));
        let refused = withdraw(&bac_ninh.house, &bac_ninh.leader, ids[1], "Thôi").await;
        assert_eq!(key(refused.expect_err("led elsewhere")), "exchange-led-elsewhere");
        for (place, id) in [(hanoi, ids[0]), (bac_ninh, ids[1]), (hung_yen, ids[2])] {
            share(&place.house, &place.leader, id, &equally(&place.communes)).await.expect("shared");
        }

        // The last quarter of 2026: progress comes back, and goes on to the third.
        on("2026-12-15");
        hanoi.reports(ids[0], [20, 30]).await;
        bac_ninh.reports(ids[1], [8, 9]).await;
        hung_yen.reports(ids[2], [4, 5]).await;
        for place in [bac_ninh, hung_yen] {
            let back = place.writes(of, hanoi).await;
            let taken = hanoi.takes(&back.file).await.expect("taken");
            assert_eq!((taken.figures, taken.is_new, taken.number), (1, false, 1), "{taken:?}");
            files.push(back.file);
        }
        let told = |words: &str, value: i64| (words.to_owned(), Some(value));
        assert_eq!(hanoi.sees(of).await, [told("Hộ Bắc Ninh bàn giao", 17), told("Hộ Hưng Yên bàn giao", 9)]);
        let round = hanoi.writes(of, hung_yen).await;
        hung_yen.takes(&round.file).await.expect("taken");
        assert_eq!(
            hung_yen.sees(of).await,
            [told("Hộ Bắc Ninh bàn giao", 17), told("Hộ Hà Nội bàn giao", 50)]
        );
        files.push(round.file);

        // The first quarter of 2027: a file is lost, the next comes too early, and then one comes twice.
        on("2027-02-15");
        bac_ninh.reports(ids[1], [3, 3]).await;
        let lost = bac_ninh.writes(of, hanoi).await;
        on("2027-03-15");
        bac_ninh.reports(ids[1], [10, 10]).await;
        let early = bac_ninh.writes(of, hanoi).await;
        assert_eq!((lost.number, early.number), (2, 3));
        hanoi.refuses(&early.file, "exchange-missing").await;
        let again = export_again(&bac_ninh.house, &Asker::house(), &hanoi.key, 2).await.expect("kept");
        assert_eq!(again, lost, "a lost file is given again to the byte");
        hanoi.takes(&again.file).await.expect("taken");
        hanoi.takes(&early.file).await.expect("taken in its turn");
        assert_eq!(hanoi.sees(of).await[0], told("Hộ Bắc Ninh bàn giao", 20));
        let before = verify(&hanoi.house).await.expect("a report").digest;
        for file in [&early.file, &lost.file, &early.file] {
            assert!(hanoi.takes(file).await.expect("known").is_already, "taken once");
        }
        assert_eq!(verify(&hanoi.house).await.expect("a report").digest, before, "a double changes nothing");
        files.extend([lost.file.clone(), early.file.clone()]);

        // The second quarter: forged in every way somebody might think of.
        on("2027-06-01");
        bac_ninh.reports(ids[1], [2, 2]).await;
        let good = bac_ninh.writes(of, hanoi).await;
        hanoi.refuses(&good.file.replace("\\\"amount\\\":4", "\\\"amount\\\":20"), "exchange-forged").await;
        hanoi.refuses(&good.file[..good.file.len() - 40], "exchange-unreadable").await;
        let mut stranger = three(&house).await;
        let stranger = &mut stranger[2];
        stranger.key = exchange::make_key(&stranger.house, &Asker::house()).await.expect("a key");
        hanoi.refuses(&signed_by(stranger, |_| (), &good.file).await, "exchange-untrusted").await;
        let of_hung_yen = |payload: &mut Payload| (payload.number, payload.previous) = (2, String::new());
        hanoi.refuses(&signed_by(hung_yen, of_hung_yen, &good.file).await, "exchange-broken").await;
        let last = last_hash(hanoi, hung_yen).await;
        let of_another = |payload: &mut Payload| (payload.number, payload.previous) = (2, last.clone());
        hanoi.refuses(&signed_by(hung_yen, of_another, &good.file).await, "exchange-foreign-figure").await;
        let twin = |payload: &mut Payload| payload.figures.clear();
        hanoi
            .refuses(
                &signed_by(
                    bac_ninh,
                    |payload| {
                        payload.number = 3;
                        twin(payload);
                    },
                    &good.file,
                )
                .await,
                "exchange-other",
            )
            .await;
        let takes_over = hanoi.writes(of, bac_ninh).await;
        let led = |payload: &mut Payload| {
            (payload.to, payload.number, payload.previous) = (hanoi.key.clone(), 2, last.clone());
        };
        hanoi.refuses(&signed_by(hung_yen, led, &takes_over.file).await, "exchange-not-theirs").await;
        hanoi.takes(&good.file).await.expect("the good one");
        bac_ninh.takes(&takes_over.file).await.expect("taken");
        files.extend([good.file, takes_over.file]);

        // Half-time: Hưng Yên's promise is replaced, the aims are adjusted, and a party leaves.
        on("2027-06-20");
        exchange::take_back_outside(&hanoi.house, &hanoi.leader, of, ids[2], "Theo sơ kết")
            .await
            .expect("over");
        let more = CommitmentId(hanoi.house.new_id());
        let typed =
            TypedCommitment { from: day("2027-07-01"), ..handed_over("Hộ Hưng Yên bàn giao nốt", 16) };
        promise_outside(&hanoi.house, &hanoi.leader, (of, parties[1], more), &typed).await.expect("promised");
        let adjusted = joint("Xong trước tháng 9.");
        change(&hanoi.house, &hanoi.leader, (of, 1), ("reviewed", "Sơ kết"), &adjusted)
            .await
            .expect("changed");
        let news = hanoi.writes(of, hung_yen).await;
        let taken = hung_yen.takes(&news.file).await.expect("taken");
        assert_eq!(taken.withdrawn, ["Hộ Hưng Yên bàn giao"]);
        assert_eq!(taken.promised, [("Hộ Hưng Yên bàn giao nốt".to_owned(), true)]);
        let there = store::get(&hung_yen.house.store, of).await.expect("read").expect("there");
        assert_eq!((there.version, there.content.aims.as_str()), (2, "Xong trước tháng 9."));
        assert_eq!(hung_yen.own(of).await.iter().map(|it| it.id).collect::<Vec<_>>(), [more]);
        share(&hung_yen.house, &hung_yen.leader, more, &equally(&hung_yen.communes)).await.expect("shared");
        files.push(news.file);

        // The last quarter, and the end of the year: each sees what the others came to.
        on("2027-09-20");
        hanoi.reports(ids[0], [31, 32]).await;
        bac_ninh.reports(ids[1], [11, 12]).await;
        hung_yen.reports(more, [8, 9]).await;
        for place in [bac_ninh, hung_yen] {
            let back = place.writes(of, hanoi).await;
            hanoi.takes(&back.file).await.expect("taken");
            files.push(back.file);
        }
        for place in [bac_ninh, hung_yen] {
            let round = hanoi.writes(of, place).await;
            place.takes(&round.file).await.expect("taken");
            files.push(round.file);
        }
        let of_hanoi = told("Hộ Hà Nội bàn giao", 63);
        let of_others = [told("Hộ Bắc Ninh bàn giao", 23), told("Hộ Hưng Yên bàn giao nốt", 17)];
        assert_eq!(hanoi.sees(of).await, of_others);
        assert_eq!(bac_ninh.sees(of).await, [of_hanoi.clone(), of_others[1].clone()]);
        assert_eq!(hung_yen.sees(of).await, [of_others[0].clone(), of_hanoi]);
        for place in &places {
            assert_eq!(verify(&place.house).await.expect("a report").difference, None, "{}", place.name);
        }

        // Only what was promised and sums crossed: no word of a report, no name, no id of anybody.
        for file in &files {
            let people = places.iter().flat_map(|place| place.officers.iter().chain([&place.leader]));
            let ids = people.filter_map(|one| one.person).map(|id| id.to_string());
            for said in ids.chain([TOLD.to_owned(), "Nguyễn Văn An".into(), "nguyen.van.an".into()]) {
                assert!(!file.contains(&said), "{said} crossed in {file}");
            }
        }
    })
    .await;
}

/// The hash of the last file that was taken of somebody.
async fn last_hash(place: &Place, of: &Place) -> String {
    kept::known(&place.house.store, (&place.key, &of.key), 1).await.expect("read").hash
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_cross_is_not_written_and_two_at_once_take_a_file_once() {
    for_each_engine(|house| async move {
        let places = three(&house).await;
        let [hanoi, bac_ninh, hung_yen] = &places;
        let (of, _, ids) = led_by(hanoi, [bac_ninh, hung_yen]).await;
        let file = hanoi.writes(of, bac_ninh).await.file;
        let take =
            || import(&bac_ninh.house, &bac_ninh.leader, (file.as_bytes(), Some(bac_ninh.unit)), false);
        let (one, two) = tokio::join!(take(), take());
        let fresh =
            [&one, &two].into_iter().filter(|done| done.as_ref().is_ok_and(|it| !it.is_already)).count();
        assert_eq!(fresh, 1, "{one:?} {two:?}");
        assert_eq!(bac_ninh.own(of).await.len(), 1);
        assert_eq!(verify(&bac_ninh.house).await.expect("a report").difference, None);
        // A figure of what is kept here comes from nobody else, not even from who leads.
        let total = JointTotal { amount: 99, base: 2, count: 2_000_000, at: 1 };
        let period = "2026-10-01".parse().expect("a day");
        let figure = JointFigure { commitment: ids[1], period, claimed: total, proven: total };
        let next = hanoi.writes(of, bac_ninh).await.file;
        let forged = signed_by(hanoi, |payload| payload.figures.push(figure.clone()), &next).await;
        bac_ninh.refuses(&forged, "exchange-foreign-figure").await;
        // Hanoi loses its key: Bắc Ninh trusts the new one in its place, and the two begin at one again.
        let lost = hanoi.key.clone();
        let key_now = exchange::make_key(&hanoi.house, &Asker::house()).await.expect("a key");
        let house = &bac_ninh.house;
        bac_ninh.refuses(&hanoi.writes(of, bac_ninh).await.file, "exchange-untrusted").await;
        let trusted = exchange::trust(house, &Asker::house(), (&key_now, hanoi.name), Some(&lost)).await;
        trusted.expect("trusted");
        let again = export_again(&hanoi.house, &Asker::house(), &bac_ninh.key, 1).await.expect("kept");
        assert_eq!(bac_ninh.takes(&again.file).await.expect("taken").number, 1);
        bac_ninh.refuses(&next, "exchange-untrusted").await;
        // Somebody who is trusted no longer, and a programme that names somebody.
        exchange::distrust(&bac_ninh.house, &Asker::house(), &key_now).await.expect("distrusted");
        let next = hanoi.writes(of, bac_ninh).await.file;
        bac_ninh.refuses(&next, "exchange-untrusted").await;
        let named = joint("Giao ông Nguyễn Văn An gọi từng hộ.");
        change(&hanoi.house, &hanoi.leader, (of, 1), ("adjusted", "Theo họp"), &named)
            .await
            .expect("changed");
        let refused = export(&hanoi.house, &hanoi.leader, of, &hung_yen.key).await;
        assert_eq!(key(refused.expect_err("a name")), "exchange-person");
        let officer = &hanoi.officers[0];
        let refused = export(&hanoi.house, officer, of, &hung_yen.key).await;
        assert_eq!(key(refused.expect_err("no right")), "refusal-not-allowed");
        programmes::close(&hanoi.house, &hanoi.leader, of, "Hết hạn").await.expect("closed");
    })
    .await;
}
