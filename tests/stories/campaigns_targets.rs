//! What was promised of a campaign beside what there is: parts that are shared out further, parts of villages, numbers that are not
//! told, and sums that are wrong.

use crate::{
    campaigns::{aimed, campaign, enrolled, formed, is_whole},
    desk::{Browser, somebody},
    letters_way::ward,
    registers_counts::city,
};
use danvan_actions::{
    campaigns::{self, board},
    programmes::{self, TypedSharing},
    verify,
};
use danvan_domain::{
    ids::{CommitmentId, UnitId},
    people::Role,
    programmes::Commitment,
    rights::Asker,
    units::{Tree, facts::hanoi_with_villages},
};
use danvan_store::{contents, programmes as store};
use danvan_testkit::{House, for_each_engine};

/// The part that a unit got of a commitment.
async fn part(house: &House, whole: CommitmentId, unit: UnitId) -> Commitment {
    let parts = store::below(&house.store, whole).await.expect("read");
    parts.into_iter().find(|part| part.unit == unit).expect("a part")
}

/// Shares something out, as much as is said or all that is left.
async fn shared(house: &House, lead: &Asker, of: CommitmentId, amount: &str, units: &[UnitId]) {
    let among = TypedSharing {
        sharing: "equal".into(),
        amount: amount.into(),
        units: units.iter().map(UnitId::to_string).collect(),
        ..TypedSharing::default()
    };
    programmes::share(house, lead, of, &among).await.expect("shared out");
}

/// What was filled in last.
async fn filled(house: &House, of: &Commitment) -> Option<i64> {
    let mut change = house.store.begin().await.expect("a change");
    let reports = store::of_period(&mut change, of.id, of.from).await.expect("read");
    reports.last().map(|report| report.value)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_has_the_teams_at_its_places_and_few_members_are_not_told_upward() {
    for_each_engine(|house| async move {
        let units = hanoi_with_villages(3).expect("units");
        house.stand_on(Tree::build(units.0, units.1).expect("a tree"));
        let own = ward(&house, "Ngọc Hà");
        let facts = house.facts();
        let villages: Vec<UnitId> =
            facts.tree.children(own, house.today()).map(|unit| unit.id).take(2).collect();
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let head = house.somebody(Role::CommuneLeader, own).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let whole = aimed(&house, &lead, id, ("own:teams_formed", 12), &[own]).await;
        let people = aimed(&house, &lead, id, ("own:members_enrolled", 20), &[own]).await;
        let of_ward = part(&house, whole, own).await;
        shared(&house, &head, of_ward.id, "", &[villages[0], villages[1], own]).await;

        let team = formed(&house, &desk, (id, villages[0]), 90).await[0];
        formed(&house, &desk, (id, own), 45).await;
        for number in 1..=4 {
            enrolled(&house, &desk, team, &format!("Trần Thị {number}"), &format!("091234500{number}")).await;
        }
        programmes::fill(&house).await.expect("filled");
        let mut found = Vec::new();
        for unit in [villages[0], villages[1], own] {
            found.push(filled(&house, &part(&house, of_ward.id, unit).await).await);
        }
        // What the ward kept for itself beside its villages would count theirs a second time.
        assert_eq!(found, [Some(2), Some(0), None]);
        let members = part(&house, people, own).await;
        assert_eq!(filled(&house, &members).await, None, "four people are told nobody above");
        enrolled(&house, &desk, team, "Trần Thị Năm", "0912345005").await;
        programmes::fill(&house).await.expect("filled");
        assert_eq!(filled(&house, &members).await, Some(5));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shared_out_in_part_or_taken_back_stays_in_the_target() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let neighbour = house.somebody(Role::CommuneOfficer, other).await;
        let id = campaign(&house, &lead).await;
        let whole = aimed(&house, &lead, id, ("own:teams_formed", 10), &[]).await;
        let aims = async || {
            let found = board(&house, &lead, id, (house.today(), house.today())).await.expect("a board");
            let of = |unit: Option<UnitId>| {
                found.lines.iter().find(|line| line.unit == unit).map_or(0, |line| line.counts.aimed_teams)
            };
            (found.total.aimed_teams, of(Some(own)), of(None))
        };
        assert_eq!(aims().await, (10, 0, 10));
        shared(&house, &lead, whole, "6", &[own]).await;
        assert_eq!(aims().await, (10, 6, 4), "what nobody has got is missing still");
        let given = part(&house, whole, own).await;
        programmes::withdraw(&house, &lead, given.id, "Giao lại cho đơn vị khác.").await.expect("taken back");
        assert_eq!(aims().await, (10, 0, 10));

        // What one ward has beyond its target is no help to another.
        aimed(&house, &lead, id, ("own:households_covered", 200), &[own, other]).await;
        formed(&house, &desk, (id, own), 150).await;
        formed(&house, &neighbour, (id, other), 90).await;
        let found = board(&house, &lead, id, (house.today(), house.today())).await.expect("a board");
        assert_eq!((found.total.households, found.total.aimed_households, found.without), (240, 200, 10));
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "binh", Role::CommuneOfficer, other).await;
        let mut city_lead = Browser::of(&house, "thanh.pho").await;
        city_lead.open(&format!("/campaigns/{id}")).await;
        let foot = city_lead.html.split("<tfoot>").nth(1).expect("a total");
        assert!(foot.contains(">10</span>"), "{foot}");

        // A neighbour reads the board and finds no way into the teams of another ward.
        let mut binh = Browser::of(&house, "binh").await;
        binh.open(&format!("/campaigns/{id}")).await;
        let to = |unit: UnitId| format!("href=\"/campaigns/{id}/communes/{unit}\"");
        assert!(
            binh.says("Phường Ngọc Hà") && binh.says(&to(other)) && !binh.says(&to(own)),
            "{}",
            binh.html
        );
        assert_eq!(binh.open(&format!("/campaigns/{id}/communes/{own}")).await.status, 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_that_are_not_what_rows_add_up_to_are_told() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        enrolled(&house, &desk, team, "Trần Thị Bình", "0912345001").await;
        let typed = danvan_domain::campaigns::TypedLog { visited: "3".into(), ..Default::default() };
        campaigns::log(&house, &desk, team, &typed, Vec::new()).await.expect("logged");
        is_whole(&house).await;
        for (planted, mended) in [
            (
                "update campaign_counts set members = members + 1",
                "update campaign_counts set members = members - 1",
            ),
            (
                "update campaign_teams set members = members + 1",
                "update campaign_teams set members = members - 1",
            ),
            (
                "update campaign_days set visited = visited + 1",
                "update campaign_days set visited = visited - 1",
            ),
        ] {
            assert_eq!(contents::damage(&house.store, planted).await.expect("damaged"), 1, "{planted}");
            let found = verify::verify(&house).await.expect("a report").difference.expect("a difference");
            assert!(matches!(found, verify::Difference::Campaign { .. }), "{planted}: {found}");
            contents::damage(&house.store, mended).await.expect("mended");
        }
        is_whole(&house).await;
    })
    .await;
}
