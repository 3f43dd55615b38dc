//! Programmes and units: a task for the teams below a desk, and what a reorganisation does to what was promised.

use crate::{
    desk::{Browser, somebody},
    letters_way::ward,
    programmes_more::{World, count, part, says},
    programmes_way::form_id,
};
use danvan_actions::{
    programmes::{Cell, board, judge, mine},
    units::{File, reorganise, undo},
    verify::verify,
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, UnitId},
    people::Role,
    rights::Asker,
    time::Day,
    units::{Tree, facts::hanoi_with_villages},
};
use danvan_store::programmes as store;
use danvan_testkit::{House, for_each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_task_goes_to_the_teams_and_back_to_the_desk() {
    for_each_engine(|house| async move {
        let tree = hanoi_with_villages(3).expect("units");
        house.stand_on(Tree::build(tree.0, tree.1).expect("a tree"));
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let facts = house.facts();
        let villages: Vec<UnitId> =
            facts.tree.children(own, house.today()).map(|unit| unit.id).take(2).collect();
        somebody(&house, "to", Role::TeamMember, villages[0]).await;
        let mut lan = Browser::of(&house, "lan").await;
        lan.open("/programmes/task").await;
        let id = form_id(&lan);
        let (first, second) = (villages[0].to_string(), villages[1].to_string());
        let fields = [
            ("id", id.as_str()),
            ("what", "Nhắc các hộ khơi cống trước mưa"),
            ("last_on", "30/10/2026"),
            ("unit", first.as_str()),
            ("unit", second.as_str()),
        ];
        assert_eq!(
            lan.send("/programmes/task", &[fields[0], fields[1], fields[3]]).await.status,
            422,
            "by when?"
        );
        lan.send("/programmes/task", &fields).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        lan.send("/programmes/task", &fields).await;
        assert_eq!(lan.status, 200, "sent twice is once: {}", lan.html);
        let whole: CommitmentId = id.parse().expect("an id");
        assert_eq!(store::below(&house.store, whole).await.expect("read").len(), 2);
        let task = part(&house, whole, villages[0]).await;
        let mut team = Browser::of(&house, "to").await;
        team.open("/programmes/mine").await;
        assert!(team.says("Nhắc các hộ khơi cống trước mưa"), "{}", team.html);
        let form = format!("/programmes/commitments/{}/report", task.id);
        team.open(&form).await;
        let report = form_id(&team);
        team.send(&form, &[("id", report.as_str()), ("value", "yes")]).await;
        assert_eq!(team.status, 200, "{}", team.html);
        lan.open("/programmes/verify").await;
        assert!(lan.says(&task.id.to_string()), "{}", lan.html);
        lan.send(&format!("/programmes/reports/{report}"), &[("verdict", "accept")]).await;
        assert!(lan.status == 200 && lan.says("đạt"), "{}", lan.html);
        assert_eq!(verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

/// What all rows of a board come to, and the whole beside them.
async fn totals(house: &House, programme: ProgrammeId, whole: CommitmentId, on: &str) -> (i64, i64, usize) {
    let on: Day = on.parse().expect("a day");
    let found = board(house, &Asker::house(), programme, Some(whole), (on, None)).await.expect("a board");
    let sum = |value: fn(&Cell) -> Option<i64>| {
        found.rows.iter().filter_map(|row| value(&row.cells[0])).sum::<i64>()
    };
    let (claimed, proven) = (sum(|cell| cell.claimed), sum(|cell| cell.proven));
    let whole = found.total.expect("a whole").cells[0];
    assert_eq!(
        (Some(claimed), Some(proven)),
        (whole.claimed, whole.proven),
        "the parts add up to the whole on {on}"
    );
    (claimed, proven, found.rows.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_promised_goes_with_its_unit_and_totals_agree_on_both_structures() {
    for_each_engine(|house| async move {
        let world = World::of(&house).await;
        let (whole, [first, second]) = world.shared(&house, count(10)).await;
        let programme = first.programme;
        let accepted = says(&house, &world.officers[0], first.id, 3).await;
        judge(&house, &world.leader, accepted, true, "").await.expect("accepted");
        says(&house, &world.officers[1], second.id, 4).await;
        let before = totals(&house, programme, whole, "2026-10-05").await;
        assert_eq!(before, (7, 3, 2));
        let plan = b"act,from,to,name\nmerge,00004,00008,Ph\xc6\xb0\xe1\xbb\x9dng Ba \xc4\x90\xc3\xacnh M\xe1\xbb\x9bi\n";
        let file = File { name: "plan.csv".into(), bytes: plan.to_vec() };
        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        undo(&house, &Asker::house(), done.id).await.expect("undone");
        let back = store::commitment(&house.store, first.id).await.expect("read").expect("a commitment");
        assert_eq!(back.unit, first.unit);
        reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let new = house.unit("00008");
        for of in [&first, &second] {
            let now = store::commitment(&house.store, of.id).await.expect("read").expect("a commitment");
            assert_eq!(now.promised_by, of.unit, "who promised it stays told");
            assert!(now.unit == new || now.unit == of.unit && of.unit == new, "{now:?}");
        }
        assert_eq!(totals(&house, programme, whole, "2026-10-05").await, (7, 3, 1), "as one row");
        assert_eq!(totals(&house, programme, whole, "2026-10-04").await, (7, 3, 2), "as two rows");
        let officer = house.somebody(Role::CommuneOfficer, new).await;
        assert_eq!(mine(&house, &officer).await.expect("tasks").len(), 2);
        says(&house, &officer, first.id, 5).await;
        assert_eq!(totals(&house, programme, whole, "2026-10-05").await, (9, 3, 1));
        assert_eq!(verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
