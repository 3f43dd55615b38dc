//! A seal outlives the unit that made it: its handlers went to another office and open it there, two together.

use crate::{
    desk::{Browser, somebody},
    sealed_house::{Unit, passphrase},
    sealed_pages::PHRASE,
};
use danvan_actions::{
    sealed,
    units::{File, reorganise},
};
use danvan_domain::{
    people::Role,
    rights::{Asker, Verb},
};
use danvan_store::people;
use danvan_testkit::{House, for_each_engine};

/// The same person with the positions that they hold by now.
async fn now(house: &House, who: &Asker) -> Asker {
    let person = who.person.expect("a person");
    let positions = people::held(&house.store, person, house.today()).await.expect("positions");
    Asker { person: Some(person), positions, house: false }
}

async fn opens_after(plan: &str, into: &str) {
    for_each_engine(|house| async move {
        let Unit { unit, an, binh, .. } = Unit::ready(&house).await;
        let seal = Unit::seals(&house, &an).await;
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let new = house.unit(into);
        assert_ne!(new, unit);
        let (an, binh) = (now(&house, &an).await, now(&house, &binh).await);
        assert_eq!(sealed::unit_of(&house, &an).expect("an office"), new);
        let listed = sealed::list(&house, &an, new).await.expect("a list");
        assert_eq!(listed.iter().map(|row| row.seal.id).collect::<Vec<_>>(), [seal]);

        let opening = sealed::ask(&house, &an, seal, "verify_author", &passphrase(&an)).await.expect("asked");
        sealed::approve(&house, &binh, opening, &passphrase(&binh)).await.expect("approved");
        let read = sealed::read_original(&house, &binh, opening, &passphrase(&binh)).await.expect("read");
        assert_eq!(read.name.as_str(), "Đỗ Thị Niêm Phong");

        // Whoever else works at the new office handles nothing of it.
        let other = house.somebody(Role::CommuneOfficer, new).await;
        assert!(house.ask(&other, Verb::OpenSeal, new).is_ok());
        assert!(sealed::list(&house, &other, new).await.is_err());
        assert!(sealed::ask(&house, &other, seal, "verify_author", "không phải của mình").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_seal_of_a_unit_that_went_whole_opens_where_its_handlers_went() {
    opens_after("act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n", "00008").await;
}

#[tokio::test]
async fn a_seal_of_a_unit_that_was_divided_opens_where_most_of_it_went() {
    let plan = "act,from,to,name,kind,parent,share\nsplit,00004,00004,Phường Thử Nhất,,,0.75\nsplit,00004,99004,Phường Thử Nhì,,,0.25\n";
    opens_after(plan, "00004").await;
}

/// Who is at the new office: its leader and an officer who was never a handler.
async fn at_the_new_office(house: &House) -> (Browser, Browser) {
    let new = house.unit("00008");
    somebody(house, "truong", Role::CommuneLeader, new).await;
    somebody(house, "moi", Role::CommuneOfficer, new).await;
    (Browser::of(house, "truong").await, Browser::of(house, "moi").await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_leader_of_the_office_that_stands_for_it_cares_for_handlers_and_recovery() {
    for_each_engine(|house| async move {
        let ready = Unit::ready(&house).await;
        let Unit { unit, an, binh, chi, .. } = &ready;
        let seal = Unit::seals(&house, an).await;
        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        house.clock.pass_days(1);
        let (mut desk, mut new) = at_the_new_office(&house).await;

        // The office's own compartment stands first, then that of the ended unit, each by its name.
        desk.open("/sealed/handlers").await;
        let ended = format!("/sealed/handlers?unit={unit}");
        assert!(
            desk.status == 200 && desk.says(&ended) && desk.says("đơn vị đã kết thúc ngày"),
            "{}",
            desk.html
        );
        assert!(desk.says("Có 1 đơn niêm phong.") && desk.says("Có 0 đơn niêm phong."), "{}", desk.html);
        desk.open(&ended).await;
        for who in [an, binh, chi] {
            let name = people::by_id(&house.store, who.person.expect("a person")).await.expect("read");
            assert!(desk.says(&name.expect("somebody").name), "{}", desk.html);
        }

        // Somebody of the new office is named for what the ended unit sealed, makes a key, and two seal it anew.
        let of = unit.to_string();
        desk.send("/sealed/handlers", &[("unit", of.as_str()), ("person", "moi")]).await;
        assert_eq!((desk.status, desk.path.as_str()), (200, ended.as_str()), "{}", desk.html);
        new.open("/sealed/key").await;
        new.send("/sealed/key", &[("passphrase", PHRASE), ("again", PHRASE)]).await;
        assert_eq!(new.status, 200, "{}", new.html);
        new.open(&format!("/sealed/{seal}")).await;
        new.send(&format!("/sealed/{seal}"), &[("reason", "verify_author"), ("passphrase", PHRASE)]).await;
        assert_eq!(new.status, 409, "not sealed for them yet: {}", new.html);
        let (an, binh, chi) = (now(&house, an).await, now(&house, binh).await, now(&house, chi).await);
        let change =
            sealed::ask_change(&house, &an, *unit, chi.person, &passphrase(&an)).await.expect("asked");
        sealed::approve(&house, &binh, change, &passphrase(&binh)).await.expect("approved");
        new.open(&ended).await;
        new.send(&format!("/sealed/{seal}"), &[("reason", "verify_author"), ("passphrase", PHRASE)]).await;
        assert_eq!(new.status, 200, "{}", new.html);
        assert!(
            sealed::ask(&house, &chi, seal, "verify_author", &passphrase(&chi)).await.is_err(),
            "removed"
        );

        // The paper of before still brings everything back; a new recovery key is made at the ceremony.
        let shares: Vec<&str> = ready.shares.iter().take(3).map(|share| share.as_str()).collect();
        desk.open(&format!("/sealed/recover?unit={unit}")).await;
        assert!(desk.says("đơn vị đã kết thúc ngày"), "{}", desk.html);
        let typed = shares.join("\n");
        desk.send("/sealed/recover", &[("unit", of.as_str()), ("shares", typed.as_str())]).await;
        assert!(desk.status == 200 && desk.says("Đã niêm phong lại 1 đơn"), "{}", desk.html);
        desk.open(&format!("/sealed/recovery?unit={unit}")).await;
        let made = [("unit", of.as_str()), ("count", "3"), ("needed", "2"), ("witness", "moi")];
        desk.send("/sealed/recovery", &[&made[..], &[("passphrase", PHRASE)]].concat()).await;
        assert_eq!((desk.status, desk.html.matches("<code>").count()), (200, 3), "{}", desk.html);

        // Nobody else: neither the leader of another ward, nor an officer, nor an address of no such unit.
        let elsewhere = house.somebody(Role::CommuneLeader, house.unit("00082")).await;
        assert!(sealed::name_handler(&house, &elsewhere, *unit, "moi").await.is_err());
        assert!(sealed::recover(&house, &elsewhere, *unit, &ready.shares).await.is_err());
        assert!(sealed::handlers(&house, &elsewhere, *unit).await.is_err());
        new.open(&ended).await;
        new.send("/sealed/handlers", &[("unit", of.as_str()), ("person", "moi")]).await;
        assert_eq!(new.status, 403, "{}", new.html);
        somebody(&house, "khac", Role::CommuneLeader, house.unit("00082")).await;
        let mut other = Browser::of(&house, "khac").await;
        for path in [ended.as_str(), &format!("/sealed/recover?unit={unit}"), "/sealed/handlers?unit=x"] {
            assert_eq!(other.open(path).await.status, 404, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_seals_of_a_divided_unit_are_cared_for_by_the_office_that_most_of_it_went_to() {
    for_each_engine(|house| async move {
        let Unit { unit, an, binh, .. } = Unit::ready(&house).await;
        let seal = Unit::seals(&house, &an).await;
        let plan = "act,from,to,name,kind,parent,share\nsplit,00004,00004,Phường Thử Nhất,,,0.75\nsplit,00004,99004,Phường Thử Nhì,,,0.25\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        house.clock.pass_days(1);
        let (most, rest) = (house.unit("00004"), house.unit("99004"));
        let leads = house.somebody(Role::CommuneLeader, most).await;
        let other = house.somebody(Role::CommuneLeader, rest).await;
        let all = sealed::compartments(&house, &leads).await.expect("compartments");
        let told: Vec<_> = all.iter().map(|one| (one.unit, one.ended_on.is_some(), one.seals)).collect();
        assert_eq!(told, [(most, false, 0), (unit, true, 1)]);
        let all = sealed::compartments(&house, &other).await.expect("compartments");
        assert_eq!(all.iter().map(|one| one.unit).collect::<Vec<_>>(), [rest]);

        let chosen = house.somebody(Role::CommuneOfficer, most).await;
        let sign_in = people::by_id(&house.store, chosen.person.expect("a person")).await.expect("read");
        let sign_in = sign_in.expect("somebody").sign_in;
        assert!(sealed::name_handler(&house, &other, unit, &sign_in).await.is_err());
        sealed::name_handler(&house, &leads, unit, &sign_in).await.expect("named");
        let phrase = passphrase(&chosen);
        sealed::make_key(&house, &chosen, &phrase, &phrase).await.expect("a key");
        let (an, binh) = (now(&house, &an).await, now(&house, &binh).await);
        let change = sealed::ask_change(&house, &an, unit, None, &passphrase(&an)).await.expect("asked");
        sealed::approve(&house, &binh, change, &passphrase(&binh)).await.expect("approved");
        let opening = sealed::ask(&house, &chosen, seal, "verify_author", &phrase).await.expect("asked");
        sealed::approve(&house, &an, opening, &passphrase(&an)).await.expect("approved");
        let read = sealed::read_original(&house, &chosen, opening, &phrase).await.expect("read");
        assert_eq!(read.name.as_str(), "Đỗ Thị Niêm Phong");
    })
    .await;
}
