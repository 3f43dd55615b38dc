//! Units are imported whole or not at all, reorganised, settled and undone, on both engines.

use danvan_actions::{
    Failure,
    cases::{Asked, Where, receive},
    units::{File, import, install, preview, reload, reorganise, settle, undo},
};
use danvan_domain::{
    cases::{Channel, Contact},
    ids::{CaseId, UnitId},
    people::Role,
    refusals::Refusal,
    rights::Asker,
    time::Day,
    units::{Level, Lookup, Tree, facts::hanoi},
};
use danvan_store::people::devices;
use danvan_testkit::{House, for_each_engine};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn file(text: &str) -> File {
    File { name: "plan.csv".into(), bytes: text.as_bytes().to_vec() }
}

async fn hanoi_house(house: &House) {
    house.stand_on(Tree::default());
    let (units, links) = hanoi().expect("sound");
    let done = install(house, &Asker::house(), units.clone(), links.clone()).await.expect("installed");
    assert_eq!((done.units, done.links), (units.len(), links.len()));
    let again = install(house, &Asker::house(), units, links).await.expect("nothing to do");
    assert_eq!((again.units, again.links), (0, 0));
    reload(house).await.expect("the same tree");
}

/// A resident asks something at a place.
async fn asked(house: &House, place: UnitId) -> CaseId {
    let facts = house.facts();
    let topic = facts.topics.iter().find(|topic| topic.parent.is_some()).expect("a topic").code.clone();
    let asked = Asked {
        id: Some(house.new_id()),
        topic,
        body: "Ống nước vỡ từ sáng, đường ngập.".into(),
        place: Where::Unit(place),
        point: None,
        language: "vi".into(),
        urgent: false,
        contact: Contact::default(),
        channel: Channel::Web,
        observation: None,
        photos: Vec::new(),
        agreed: Vec::new(),
    };
    receive(house, &Asker::nobody(), asked).await.expect("received").id
}

async fn responsible(house: &House, case: CaseId) -> UnitId {
    let case = danvan_store::cases::get(&house.store, case).await.expect("read").expect("a case");
    case.responsible
}

/// Two look at the same units and each send a plan: one is done, and the other writes nothing over it.
#[tokio::test]
async fn of_two_plans_at_once_one_is_done() {
    for_each_engine(|house| async move {
        hanoi_house(&house).await;
        let on = house.today();
        let one = file("act,from,name\nrename,00004,Phường Một\n");
        let other = file("act,from,name\nrename,00004,Phường Hai\n");
        let manager = Asker::house();
        let (one, other) =
            tokio::join!(reorganise(&house, &manager, &one, on), reorganise(&house, &manager, &other, on));
        let (done, refused) = match (one, other) {
            (Ok(done), Err(refused)) | (Err(refused), Ok(done)) => (done, refused),
            (one, other) => panic!("both or none: {one:?}, {other:?}"),
        };
        let Failure::Refused(Refusal::Conflict(note)) = refused else { panic!("otherwise: {refused}") };
        assert_eq!(note.key, "units-changed-meanwhile");
        reload(&house).await.expect("a sound tree");
        let is_renamed =
            |name: &str| house.facts().tree.at_level(Level::Commune, on).any(|unit| unit.name == name);
        assert_ne!(is_renamed("Phường Một"), is_renamed("Phường Hai"), "one of them, and once");

        // Of an undoing and a plan at once one is done as well, and both only where one had ended before the other began.
        let later = file("act,from,name\nrename,00008,Phường Ba\n");
        let (undone, planned) =
            tokio::join!(undo(&house, &manager, done.id), reorganise(&house, &manager, &later, on));
        let is_meanwhile = |failure: &Failure| {
            matches!(failure, Failure::Refused(Refusal::Conflict(note)) if note.key == "units-changed-meanwhile")
        };
        assert!(undone.is_ok() || planned.is_ok(), "{undone:?}, {planned:?}");
        assert!(undone.as_ref().err().is_none_or(is_meanwhile), "{undone:?}");
        assert!(planned.as_ref().err().is_none_or(is_meanwhile), "{planned:?}");
        reload(&house).await.expect("a sound tree");
        assert_eq!(is_renamed("Phường Một") || is_renamed("Phường Hai"), undone.is_err());
        assert_eq!(is_renamed("Phường Ba"), planned.is_ok());
        // Whoever looks again goes on, in another process too.
        let elsewhere = House::at(house.database.clone()).await;
        elsewhere.clock.pass_seconds(1);
        let next = file("act,from,name\nrename,00025,Phường Bốn\n");
        reorganise(&elsewhere, &manager, &next, on).await.expect("it reads the units again first");
        let after = file("act,from,name\nrename,00070,Phường Năm\n");
        reorganise(&house, &manager, &after, on).await.expect("and so does the first");
        reload(&house).await.expect("a sound tree");
        assert!(is_renamed("Phường Bốn") && is_renamed("Phường Năm"));
    })
    .await;
}

/// Every province and commune of the country since 1 July 2025, as published.
const COUNTRY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/units_2025.csv");

#[tokio::test]
#[expect(clippy::print_stderr, reason = "a test that does not run says so aloud")]
async fn the_whole_country_comes_in_from_its_list() {
    let Ok(bytes) = std::fs::read(COUNTRY) else {
        eprintln!("NOT RUN: the import of the whole country, because {COUNTRY} is not there");
        return;
    };
    for_each_engine(|house| {
        let list = || File { name: "units_2025.csv".into(), bytes: bytes.clone() };
        let (first, second, beside) = (list(), list(), list());
        async move {
            let (manager, from) = (Asker::house(), day("2025-07-01"));
            house.stand_on(Tree::default());
            let done = import(&house, &manager, &[first], from).await.expect("imported");
            assert_eq!((done.units, done.links), (34 + 3321, 0));
            reload(&house).await.expect("a sound tree");
            let facts = house.facts();
            assert_eq!(facts.tree.at_level(Level::City, from).count(), 34);
            assert_eq!(facts.tree.at_level(Level::Commune, from).count(), 3321);
            for commune in facts.tree.at_level(Level::Commune, from) {
                let above = facts.tree.ancestors(commune.id).next().map(danvan_domain::units::Unit::level);
                assert_eq!(above, Some(Level::City), "{}", commune.name);
            }
            assert_eq!(facts.tree.at_level(Level::City, from.previous()).count(), 0);
            let again = import(&house, &manager, &[second], from).await.expect("nothing to do");
            assert_eq!(again.units, 0);

            // Beside the embedded Hanoi it brings everything else, and nothing of Hanoi twice.
            let other = match house.store.engine() {
                "postgres" => House::postgres().await.expect("PostgreSQL is running"),
                _ => House::sqlite().await,
            };
            hanoi_house(&other).await;
            let done = import(&other, &manager, &[beside], from).await.expect("imported");
            assert_eq!(done.units, 33 + 3321 - 126);
            assert_eq!(other.facts().tree.at_level(Level::Commune, from).count(), 3321);
        }
    })
    .await;
}

fn refused_lines(failure: Failure) -> Vec<(String, String)> {
    match failure {
        Failure::Refused(Refusal::Invalid(notes)) => {
            notes.into_iter().map(|note| (note.field, note.note.key)).collect()
        }
        other => panic!("refused otherwise: {other}"),
    }
}

#[tokio::test]
async fn the_real_city_is_kept_and_read_back() {
    for_each_engine(|house| async move {
        hanoi_house(&house).await;
        let tree = &house.facts().tree;
        for (on, communes) in [("2024-12-31", 579), ("2025-01-01", 526), ("2025-07-01", 126)] {
            assert_eq!(tree.at_level(Level::Commune, day(on)).count(), communes, "{on}");
        }
        assert_eq!(tree.links().len(), hanoi().expect("sound").1.len());
    })
    .await;
}

#[tokio::test]
async fn a_bad_line_imports_nothing() {
    for_each_engine(|house| async move {
        hanoi_house(&house).await;
        let before = house.facts().tree.units().len();
        let good = "code,name,kind,parent,from\n48,Thành phố Đà Nẵng,city,,2025-07-01\n";
        let bad = format!("{good}20194,Phường Hải Vân,ward,49,2025-07-01\n");
        let failure = import(&house, &Asker::house(), &[file(&bad)], day("2025-07-01")).await;
        let lines = refused_lines(failure.expect_err("an unknown parent"));
        assert_eq!(lines, [("plan.csv:3".to_owned(), "units-unknown-code".to_owned())]);
        reload(&house).await.expect("read");
        assert_eq!(house.facts().tree.units().len(), before);
        let latin = File { name: "latin.csv".into(), bytes: b"code,name\n1,H\xe0 N\xf4i\n".to_vec() };
        let failure = import(&house, &Asker::house(), &[latin], day("2025-07-01")).await;
        assert_eq!(refused_lines(failure.expect_err("not UTF-8"))[0].0, "latin.csv:2");
        let done = import(&house, &Asker::house(), &[file(good)], day("2025-07-01")).await.expect("imported");
        assert_eq!((done.units, done.links), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_reorganisation_re_homes_and_can_be_undone() {
    for_each_engine(|house| async move {
        hanoi_house(&house).await;
        let on = day("2026-10-01");
        let (old, into) = (house.unit("00004"), house.unit("00008"));
        let officer = house.somebody(Role::CommuneOfficer, old).await;
        let case = asked(&house, old).await;
        assert_eq!(responsible(&house, case).await, old);
        let person = officer.person.expect("somebody");
        let mut change = house.store.begin().await.expect("a change");
        for browser in [[1; 32], [2; 32]] {
            devices::know(&mut change, person, &browser, house.now()).await.expect("known");
        }
        change.commit().await.expect("a commit");
        let plan = file("act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n");
        let seen = preview(&house, &Asker::house(), &plan, on).await.expect("a preview");
        assert_eq!((seen.plan.ended.len(), seen.positions.len()), (2, 1));
        assert!(seen.positions[0].1.expect("a home").sure);
        assert_eq!(seen.signing_in, (1, 2), "what one person signs in from");
        let homes: Vec<_> =
            seen.cases.iter().map(|(case, home)| (case.id, home.expect("a home").sure)).collect();
        assert_eq!(homes, [(case, true)]);
        assert_eq!(house.unit("00004"), old, "a preview changes nothing");

        let done = reorganise(&house, &Asker::house(), &plan, on).await.expect("done");
        assert_eq!((done.ended, done.begun, done.cases, done.positions), (2, 1, 1, 1));
        let new = house.unit("00008");
        assert_ne!(new, into);
        assert_eq!(responsible(&house, case).await, new);
        assert_eq!(house.facts().tree.by_code("00004", on), Lookup::Nothing);
        assert_eq!(house.facts().tree.today(old, on), Some(new));
        let held = danvan_store::people::held(&house.store, officer.person.expect("somebody"), on).await;
        assert_eq!(held.expect("positions").iter().map(|held| held.unit).collect::<Vec<_>>(), [new]);
        assert!(devices::is_known(&house.store, person, &[1; 32]).await.expect("read"), "and stays known");
        reload(&house).await.expect("what is stored is the same");
        assert_eq!(house.unit("00008"), new);

        undo(&house, &Asker::house(), done.id).await.expect("undone");
        assert_eq!(responsible(&house, case).await, old);
        assert_eq!((house.unit("00004"), house.unit("00008")), (old, into));
        let held = danvan_store::people::held(&house.store, officer.person.expect("somebody"), on).await;
        assert_eq!(held.expect("positions").iter().map(|held| held.unit).collect::<Vec<_>>(), [old]);
        let again = undo(&house, &Asker::house(), done.id).await;
        assert!(matches!(again, Err(Failure::Refused(Refusal::Conflict(_)))), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn a_reorganisation_of_a_later_day_moves_open_cases_on_that_day() {
    for_each_engine(|house| async move {
        hanoi_house(&house).await;
        let on = day("2026-12-01");
        let old = house.unit("00004");
        let case = asked(&house, old).await;
        let plan = file("act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n");
        let done = reorganise(&house, &Asker::house(), &plan, on).await.expect("done");
        assert_eq!((done.cases, done.later), (0, 1), "it stays until the day, and that is told");
        assert_eq!(settle(&house, &Asker::house()).await.expect("settled"), 0);
        assert_eq!(responsible(&house, case).await, old);
        house.clock.set_day("2026-12-01");
        assert_eq!(settle(&house, &Asker::house()).await.expect("settled"), 1);
        assert_eq!(responsible(&house, case).await, house.unit("00008"));
    })
    .await;
}

#[tokio::test]
async fn what_happened_since_keeps_a_reorganisation() {
    for_each_engine(|house| async move {
        hanoi_house(&house).await;
        let on = day("2026-10-01");
        let plan = file("act,from,name\nrename,00004,Phường Khác\n");
        let done = reorganise(&house, &Asker::house(), &plan, on).await.expect("done");
        let renamed = house.unit("00004");
        asked(&house, renamed).await;
        let refused = undo(&house, &Asker::house(), done.id).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::Conflict(_)))), "{refused:?}");
        assert_eq!(house.unit("00004"), renamed);
    })
    .await;
}

#[tokio::test]
async fn only_who_manages_units_may_change_them() {
    for_each_engine(|house| async move {
        hanoi_house(&house).await;
        let city = house.unit("01");
        let plan = file("act,from,name\nrename,00004,Phường Khác\n");
        for (role, allowed) in [(Role::CityLeader, false), (Role::CityAnalyst, false), (Role::Operator, true)]
        {
            let somebody = house.somebody(role, city).await;
            let seen = preview(&house, &somebody, &plan, day("2026-10-01")).await;
            assert_eq!(seen.is_ok(), allowed, "{role}");
        }
    })
    .await;
}
