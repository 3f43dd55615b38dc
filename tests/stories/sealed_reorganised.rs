//! A seal outlives the unit that made it: its handlers went to another office and open it there, two together.

use crate::sealed_house::{Unit, passphrase};
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
