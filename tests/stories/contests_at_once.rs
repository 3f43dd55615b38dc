//! Judges who send at the same moment, and a contest whose unit is reorganised.

use crate::{
    contests::{done, prepared},
    letters_way::ward,
};
use danvan_actions::{
    contests as actions,
    units::{File, reorganise, undo},
};
use danvan_domain::{
    contests::TypedContest,
    ids::{ContestId, MarkId, UnitId},
    people::Role,
    rights::Asker,
};
use danvan_store::{
    contests::{self as store, rounds},
    people,
};
use danvan_testkit::for_each_engine;

#[tokio::test(flavor = "multi_thread")]
async fn judges_who_send_at_once_lose_nothing_and_a_sheet_sent_twice_counts_once() {
    for_each_engine(|house| async move {
        use danvan_domain::contests::TypedMark;
        let mut it = prepared(&house).await;
        let (base, team) = (it.base, it.teams[0]);
        let of = team.to_string();
        assert_eq!(done(&mut it.lead, base, &[("do", "place"), ("team", &of)]).await, 200);
        let names = ["truong.ban", "an", "binh", "thu.ky"];
        for (at, person) in names.iter().enumerate() {
            let seat = if at == 0 { "head" } else { "judge" };
            let fields = [("do", "seat"), ("person", *person), ("seat", seat)];
            assert_eq!(done(&mut it.lead, base, &fields).await, 200, "{}", it.lead.html);
        }
        assert_eq!(
            done(&mut it.lead, base, &[("do", "step"), ("step", "open")]).await,
            200,
            "{}",
            it.lead.html
        );
        let mut sending = Vec::new();
        for name in names {
            let person = people::by_sign_in(&house.store, name).await.expect("read").expect("somebody").0.id;
            let positions = people::held(&house.store, person, house.today()).await.expect("read");
            let asker = Asker { person: Some(person), positions, house: false };
            for part in ["greeting", "knowledge"] {
                let id = MarkId(house.new_id());
                // Twice each, as a phone does that heard no answer.
                for _ in 0..2 {
                    let (house, asker) = (house.clone(), asker.clone());
                    sending.push(tokio::spawn(async move {
                        let points = vec!["8".to_owned(); if part == "greeting" { 2 } else { 1 }];
                        let typed = TypedMark { points, reason: String::new() };
                        actions::mark(&house, &asker, (base, team, part), id, &typed).await
                    }));
                }
            }
        }
        for sent in sending {
            sent.await.expect("it ran").expect("kept");
        }
        let marks = rounds::marks(&house.store, base).await.expect("read");
        assert_eq!(marks.len(), names.len() * 2);
        assert!(marks.iter().all(|mark| mark.number == 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_goes_with_its_unit_and_keeps_a_reorganisation_from_being_undone() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let leader = house.somebody(Role::CommuneLeader, own).await;
        let id = ContestId(house.new_id());
        let typed =
            TypedContest {
                title: "Hội thi phường".into(), plan: String::new(), rules: "three_parts".into()
            };
        actions::make(&house, &leader, id, &typed).await.expect("made");
        let of = async |id: ContestId| -> UnitId {
            store::get(&house.store, id).await.expect("read").expect("there").unit
        };
        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let new = house.unit("00008");
        assert_eq!(of(id).await, new, "it goes to whoever stands for the ward");
        undo(&house, &Asker::house(), done.id).await.expect("undone: nothing was begun at the new unit");
        assert_eq!(of(id).await, own, "and back");
        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let leader = house.somebody(Role::CommuneLeader, new).await;
        actions::make(&house, &leader, ContestId(house.new_id()), &typed).await.expect("made");
        undo(&house, &Asker::house(), done.id).await.expect_err("a contest depends on it");
    })
    .await;
}
