//! The picture of an observation is seen by whoever may read the observation, and by nobody else.

use crate::{
    desk::{Browser, somebody},
    telling::photograph,
};
use danvan_actions::{
    attachments::{Size, keep_picture, picture},
    cases::Where,
    observations::{Said, note, withdraw},
};
use danvan_domain::people::Role;
use danvan_testkit::for_each_engine;

#[tokio::test]
async fn rights_to_the_observation_are_rights_to_its_picture() {
    for_each_engine(|house| async move {
        let (here, elsewhere) = (house.unit("00004"), house.unit("00145"));
        let member = house.somebody(Role::TeamMember, here).await;
        let hash = keep_picture(&house, photograph(21).into()).await.expect("kept");
        let said = Said {
            place: Where::Unit(here),
            topic: "water.clean".into(),
            severity: "worry".into(),
            how_many: "about_10".into(),
            trend: "rising".into(),
            note: "Nước yếu".into(),
        };
        let id = house.new_id();
        let noted = note(&house, &member, Some(id), said, vec![hash.clone()], None).await.expect("noted").id;
        for (name, role, unit) in [
            ("own", Role::CommuneOfficer, here),
            ("leader", Role::CommuneLeader, here),
            ("other", Role::CommuneOfficer, elsewhere),
            ("mate", Role::TeamMember, here),
            ("stranger", Role::TeamMember, elsewhere),
            ("analyst", Role::CityAnalyst, house.unit("01")),
            ("operator", Role::Operator, house.unit("01")),
        ] {
            somebody(&house, name, role, unit).await;
        }
        for withdrawn in [false, true] {
            if withdrawn {
                withdraw(&house, &member, noted).await.expect("withdrawn");
            }
            let mut seen = 0;
            for name in ["own", "leader", "other", "mate", "stranger", "analyst", "operator"] {
                let mut browser = Browser::of(&house, name).await;
                browser.open(&format!("/observations/{noted}")).await;
                let page = browser.status;
                for address in [format!("/pictures/{hash}"), format!("/pictures/{hash}/small")] {
                    browser.open(&address).await;
                    assert_eq!(browser.status, page, "{name} {address} withdrawn: {withdrawn}");
                }
                seen += i32::from(page == 200);
                assert!(!withdrawn || page != 200, "{name} reads what was withdrawn");
            }
            assert!(withdrawn || (1..7).contains(&seen), "{seen} of seven see it");
        }
        let mut nobody = Browser::new(&house).await;
        nobody.open(&format!("/pictures/{hash}")).await;
        assert_eq!(nobody.status, 401);
        // Its author still sees it.
        assert!(picture(&house, &member, &hash, Size::Small).await.is_ok());
    })
    .await;
}
