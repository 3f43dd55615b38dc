//! What an office cares for besides cases goes with it through a reorganisation, and comes back when that is undone.

use danvan_actions::{
    Failure,
    letters::{Incoming, receive},
    receptions::{Promise, Wanted, act, book, promise, promises, publish},
    units::{File, preview, reorganise, settle, undo},
    verify::verify,
};
use danvan_domain::{
    ids::{LetterId, UnitId},
    people::Role,
    receptions::{Booking, TypedDay},
    refusals::Refusal,
    rights::Asker,
};
use danvan_store::{
    deadlines, letters, proceedings, receptions,
    units::care::{Care, cared_for},
};
use danvan_testkit::{House, for_each_engine};

const PLAN: &str = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";

fn file() -> File {
    File { name: "plan.csv".into(), bytes: PLAN.as_bytes().to_vec() }
}

/// A letter comes in at an office.
async fn letter(house: &House, officer: &Asker, office: UnitId) -> LetterId {
    let incoming = Incoming {
        id: Some(house.new_id()),
        unit: Some(office),
        way: "post".into(),
        received_on: house.today().to_string(),
        topic: "environment.waste".into(),
        place: office.to_string(),
        summary: "Đề nghị dọn bãi rác ở đầu ngõ.".into(),
        signers: "1".into(),
        ..Incoming::default()
    };
    receive(house, officer, incoming).await.expect("received").id
}

/// An office with a letter and a reception day that is still to come.
async fn busy_office(house: &House) -> (UnitId, LetterId, uuid::Uuid) {
    let office = house.unit("00004");
    let officer = house.somebody(Role::CommuneOfficer, office).await;
    let letter = letter(house, &officer, office).await;
    let typed = TypedDay {
        day: Some(house.today().plus_days(90)),
        begins: "08:00",
        seats: Some(10),
        place: "Trụ sở UBND",
        host: "Chủ tịch UBND",
    };
    let reception = publish(house, &officer, office, &typed).await.expect("published");
    (office, letter, reception)
}

/// In whose care the letter, its intake, the intake's deadlines and the reception day are; all of one.
async fn carer(house: &House, letter: LetterId, reception: uuid::Uuid) -> UnitId {
    let letter = letters::get(&house.store, letter).await.expect("read").expect("a letter");
    let intake = letter.intake.expect("an intake");
    let proceeding = proceedings::get(&house.store, intake).await.expect("read").expect("an intake");
    let day = receptions::day(&house.store, reception).await.expect("read").expect("a day");
    assert_eq!((proceeding.unit, day.unit), (letter.unit, letter.unit));
    let deadlines = deadlines::of_proceeding(&house.store, intake).await.expect("read");
    assert!(!deadlines.is_empty() && deadlines.iter().all(|deadline| deadline.unit == letter.unit));
    letter.unit
}

#[tokio::test]
async fn letters_proceedings_and_reception_days_follow_their_office_and_come_back() {
    for_each_engine(|house| async move {
        let (office, letter, reception) = busy_office(&house).await;
        let on = house.today();
        let seen = preview(&house, &Asker::house(), &file(), on).await.expect("a preview");
        let kinds: Vec<Care> = seen.cared.iter().map(|cared| cared.care).collect();
        assert_eq!(kinds, [Care::Letter, Care::Proceeding, Care::ReceptionDay]);
        assert!(seen.cared.iter().all(|cared| cared.goes.is_some_and(|home| home.sure)));
        assert_eq!(carer(&house, letter, reception).await, office, "a preview changes nothing");

        let done = reorganise(&house, &Asker::house(), &file(), on).await.expect("done");
        assert_eq!((done.cared, done.later), (3, 0));
        let new = house.unit("00008");
        assert_eq!(carer(&house, letter, reception).await, new);
        assert_eq!(verify(&house).await.expect("verified").difference, None);

        undo(&house, &Asker::house(), done.id).await.expect("undone");
        assert_eq!(carer(&house, letter, reception).await, office);
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test]
async fn they_wait_for_the_day_of_a_later_reorganisation() {
    for_each_engine(|house| async move {
        let (office, letter, reception) = busy_office(&house).await;
        let on = house.today().plus_days(30);
        let done = reorganise(&house, &Asker::house(), &file(), on).await.expect("done");
        assert_eq!((done.cared, done.later), (0, 3));
        assert_eq!(settle(&house, &Asker::house()).await.expect("settled"), 0);
        assert_eq!(carer(&house, letter, reception).await, office);
        house.clock.pass_days(30);
        assert_eq!(settle(&house, &Asker::house()).await.expect("settled"), 3);
        assert_eq!(carer(&house, letter, reception).await, house.unit("00008"));
        let left = cared_for(&house.store, Care::Letter, office, house.today()).await.expect("read");
        assert_eq!(left, []);
    })
    .await;
}

#[tokio::test]
async fn a_letter_logged_at_the_new_office_keeps_the_reorganisation() {
    for_each_engine(|house| async move {
        let done = reorganise(&house, &Asker::house(), &file(), house.today()).await.expect("done");
        let new = house.unit("00008");
        let officer = house.somebody(Role::CommuneOfficer, new).await;
        letter(&house, &officer, new).await;
        match undo(&house, &Asker::house(), done.id).await {
            Err(Failure::Refused(Refusal::Conflict(note))) => {
                assert_eq!(note.key, "units-undo-depends");
                assert!(note.args.iter().any(|(name, what)| name == "what" && what == "letter"));
            }
            other => panic!("{other:?}"),
        }
    })
    .await;
}

/// A visit of today that was received, and a promise made there.
async fn received(house: &House, officer: &Asker, office: UnitId) -> (uuid::Uuid, uuid::Uuid) {
    let typed = TypedDay {
        day: Some(house.today()),
        begins: "08:00",
        seats: Some(10),
        place: "Trụ sở UBND",
        host: "Chủ tịch UBND",
    };
    let day = publish(house, officer, office, &typed).await.expect("published");
    let booking = Booking::check(Some(house.new_id()), day, ("An Bình", "", "Hỏi về sổ đỏ"), false);
    let visit = book(house, &booking.expect("a booking")).await.expect("booked").id;
    house.clock.pass_seconds(60);
    let wanted = Wanted { act: "receive".into(), ..Wanted::default() };
    act(house, officer, visit, &wanted).await.expect("received");
    let until = Some(house.today().plus_days(5));
    let typed = Promise { what: "Kiểm tra hồ sơ", who: "Phòng Kinh tế", until };
    promise(house, officer, visit, &typed).await.expect("promised");
    let promised = promises(house, officer, office).await.expect("promises");
    (visit, promised[0].id)
}

#[tokio::test]
async fn what_is_owed_after_a_reception_follows_its_office_and_the_visit_stays_where_it_was() {
    for_each_engine(|house| async move {
        let office = house.unit("00004");
        let officer = house.somebody(Role::CommuneOfficer, office).await;
        let (visit, promised) = received(&house, &officer, office).await;
        house.clock.pass_days(1);
        let owing = async || {
            let of = async |thing| {
                let rows = deadlines::of_thing(&house.store, thing).await.expect("read");
                assert_eq!(rows.len(), 1);
                rows[0].unit
            };
            (of(visit).await, of(promised).await)
        };
        assert_eq!(owing().await, (office, office));
        let done = reorganise(&house, &Asker::house(), &file(), house.today()).await.expect("done");
        assert_eq!(done.cared, 2, "what is owed, and the promise");
        let new = house.unit("00008");
        assert_eq!(owing().await, (new, new));
        let kept = receptions::visit(&house.store, visit).await.expect("read").expect("a visit");
        assert_eq!(kept.unit, office, "what took place is counted where it did");
        assert_eq!(verify(&house).await.expect("verified").difference, None);
        undo(&house, &Asker::house(), done.id).await.expect("undone");
        assert_eq!(owing().await, (office, office));
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}
