//! The public catalogue: stories with photos for anybody, found without marks; a name only while its owner agrees; and who did
//! the same.

use crate::{
    desk::{Browser, somebody},
    initiatives_way::{act, opened, registered, sent, shown, typed},
    letters_way::ward,
    registers_counts::city,
    telling::photograph,
};
use danvan_actions::{
    attachments::keep_picture,
    data::retention,
    initiatives::{self as actions},
    verify,
};
use danvan_domain::{
    ids::InitiativeId,
    initiatives::{Act, TypedAct},
    people::Role,
    rights::Asker,
};
use danvan_store::{events, initiatives as store};
use danvan_testkit::{House, for_each_engine};

/// One of a ward that was found effective, of one person or of a group.
pub(crate) async fn effective(house: &House, ward: &str, owner: Option<&str>) -> (InitiativeId, Asker) {
    let own = crate::letters_way::ward(house, ward);
    let top = city(house, own);
    let registrar = house.somebody(Role::CommuneOfficer, own).await;
    let above = house.somebody(Role::CityAnalyst, top).await;
    let mut typed = typed();
    if let Some(owner) = owner {
        (typed.kind, typed.owner) = ("individual".into(), owner.into());
    }
    let id = InitiativeId(house.new_id());
    actions::register(house, &registrar, (id, "", ""), &typed, &[]).await.expect("registered");
    let said = TypedAct { words: "Đúng như đã đăng ký.".into(), paper: "QĐ 9/QĐ-UBND".into() };
    for what in [Act::Recognise, Act::Begin, Act::Check, Act::Assess, Act::Open, Act::Confirm] {
        if what == Act::Confirm {
            for _ in 0..3 {
                let judge = house.somebody(Role::CityAnalyst, top).await;
                let points = ["18", "25", "25", "15"].map(str::to_owned);
                actions::give_points(house, &judge, id, &points, "").await.expect("given");
            }
        }
        let who = if matches!(what, Act::Begin | Act::Assess) { &registrar } else { &above };
        actions::act(house, who, (id, house.new_id()), what, &said, &[]).await.expect("done");
    }
    (id, above)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_told_to_anybody_and_names_its_owner_only_while_they_agree() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        let (id, _) = effective(&house, "Ngọc Hà", Some("Nguyễn Văn Mười")).await;
        let mut anybody = Browser::new(&house).await;
        let told = format!("/initiatives/catalogue/{id}");
        assert_eq!(opened(&mut anybody, &told).await, 404, "nothing is told yet");
        assert_eq!(anybody.open(&format!("/initiatives/{id}")).await.path, format!("/initiatives/{id}"));
        assert!(matches!(anybody.status, 401 | 403), "{}", anybody.status);

        let mut lead = Browser::of(&house, "thanh.pho").await;
        let photo = keep_picture(&house, photograph(77).into()).await.expect("kept");
        assert_eq!(opened(&mut anybody, &format!("{told}/pictures/{photo}")).await, 404);
        let form = format!("/initiatives/{id}/story");
        lead.open(&form).await;
        assert_eq!(lead.status, 200, "{}", lead.html);
        let story = [
            ("photo", photo.as_str()),
            ("title", "Đường hoa ngõ Ngọc Hà"),
            ("body", "Cả ngõ cùng trồng, cùng chăm.\nĐến nay hoa vẫn nở."),
        ];
        assert_eq!(sent(&mut lead, &form, &story).await, 422, "those in the photo must agree");
        assert!(lead.says("error-photos_agreed") && lead.says("Đường hoa ngõ"), "{}", lead.html);
        let named = [("title", "Đường hoa"), ("body", "Ông Nguyễn Văn Mười trồng hoa.")];
        assert_eq!(sent(&mut lead, &form, &named).await, 422, "a name in words: {}", lead.html);
        let agreed = [&story[..], &[("photos_agreed", "yes")]].concat();
        assert_eq!(sent(&mut lead, &form, &agreed).await, 200, "{}", lead.html);
        assert_eq!(lead.path, told);

        // Anybody reads it and sees its photo; nobody is named.
        anybody.open(&told).await;
        assert_eq!(anybody.status, 200);
        assert!(anybody.says("hoa vẫn nở") && !anybody.says("Mười"), "{}", anybody.html);
        assert_eq!(opened(&mut anybody, &format!("{told}/pictures/{photo}/small")).await, 200);
        let other = keep_picture(&house, photograph(78).into()).await.expect("kept");
        assert_eq!(opened(&mut anybody, &format!("{told}/pictures/{other}")).await, 404, "no other photo");

        // Once they agreed they are named, and no longer once they do not.
        let mut an = Browser::of(&house, "an").await;
        let owner = format!("/initiatives/{id}/owner");
        an.open(&format!("/initiatives/{id}")).await;
        assert!(!an.says("Nguyễn Văn Mười") && an.says("chưa đồng ý"), "read by pressing: {}", an.html);
        assert_eq!(sent(&mut an, &owner, &[("do", "read")]).await, 200);
        assert!(an.says("Nguyễn Văn Mười"), "{}", an.html);
        let read = events::of_thing(&house.store, id.0, 100).await.expect("events");
        let read = read.iter().filter(|placed| placed.event.kind == "initiative.owner_read");
        assert_eq!(read.count(), 1, "that it was read is kept");
        assert_eq!(sent(&mut an, &owner, &[("do", "agree")]).await, 422, "how did they agree?");
        assert_eq!(sent(&mut an, &owner, &[("do", "agree"), ("agreed_way", "paper")]).await, 200);
        anybody.open(&told).await;
        assert!(anybody.says("Người có điển hình: Nguyễn Văn Mười"), "{}", anybody.html);
        assert_eq!(sent(&mut an, &owner, &[("do", "withdraw")]).await, 200);
        anybody.open(&told).await;
        assert!(!anybody.says("Mười"), "{}", anybody.html);
        for placed in events::of_thing(&house.store, id.0, 100).await.expect("events") {
            assert!(!placed.payload.contains("Mười"), "no event names anybody: {}", placed.payload);
        }

        // Found with or without marks, by words of the place, by the beginning of a word; and not by what is not there.
        for (question, is_found) in [
            ("duong+hoa", true),
            ("%C4%91%C6%B0%E1%BB%9Dng+HOA", true),
            ("ngoc+ha+cham", true),
            ("duong+ho", true),
            ("hoa+zzz", false),
            ("muoi", false),
        ] {
            anybody.open(&format!("/initiatives/catalogue?q={question}")).await;
            assert_eq!(anybody.says(&id.to_string()), is_found, "{question}: {}", anybody.html);
        }
        anybody.open("/initiatives/catalogue?field=economy").await;
        assert!(!anybody.says(&id.to_string()), "{}", anybody.html);

        // Their name goes when they ask for it; the story stays until it is taken back.
        assert_eq!(sent(&mut an, &owner, &[("do", "forget")]).await, 200, "{}", an.html);
        assert!(an.says("Tên đã được xóa") && !an.says("Mười"), "{}", an.html);
        let digest = store::request_hash(&house.store, id).await.expect("read").expect("there");
        assert!(digest.iter().all(|byte| *byte == 0), "nor can it be guessed from what was sent");
        lead.open(&form).await;
        assert!(lead.says(&photo), "the photos of before come with the form: {}", lead.html);
        lead.open(&format!("/initiatives/{id}")).await;
        assert!(
            lead.says(&format!("/initiatives/{id}/hide")),
            "it is taken back from its page: {}",
            lead.html
        );
        assert_eq!(sent(&mut an, &owner, &[("do", "agree"), ("agreed_way", "paper")]).await, 409);
        lead.open(&form).await;
        assert_eq!(sent(&mut lead, &format!("/initiatives/{id}/hide"), &[]).await, 200);
        assert_eq!(opened(&mut anybody, &told).await, 404);
        assert_eq!(opened(&mut anybody, &format!("{told}/pictures/{photo}")).await, 404);
        anybody.open("/initiatives/catalogue?q=duong+hoa").await;
        assert!(!anybody.says(&id.to_string()), "{}", anybody.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_do_the_same_and_the_tree_says_who() {
    for_each_engine(|house| async move {
        let (first, _) = effective(&house, "Ngọc Hà", None).await;
        let other = ward(&house, "Ba Đình");
        somebody(&house, "binh", Role::CommuneOfficer, other).await;
        let mut binh = Browser::of(&house, "binh").await;
        assert_eq!(opened(&mut binh, &format!("/initiatives/{first}")).await, 403, "another commune's");
        assert_eq!(opened(&mut binh, &format!("/initiatives/new?like={first}")).await, 403, "not public yet");
        let city_leader = house.somebody(Role::CityLeader, city(&house, other)).await;
        let story = danvan_domain::initiatives::TypedStory {
            title: "Ngõ không rác".into(),
            body: "Cùng phân loại, cùng dọn.".into(),
            ..Default::default()
        };
        actions::publish(&house, &city_leader, first, &story, &[]).await.expect("published");
        binh.open(&format!("/initiatives/new?like={first}")).await;
        assert_eq!(binh.status, 200, "{}", binh.html);
        assert!(
            binh.says("Làm theo: Ngõ không rác") && binh.says("Phát thùng rác hai ngăn"),
            "{}",
            binh.html
        );
        let from = first.to_string();
        assert_eq!(registered(&mut binh, &[("adopted_from", &from)]).await, 200, "{}", binh.html);
        let second = shown(&binh);
        assert!(binh.says("Lan tỏa") && binh.says(&from), "{}", binh.html);
        // Only what is effective is followed, and nothing that is not there.
        let not_yet = second.to_string();
        assert_eq!(registered(&mut binh, &[("adopted_from", &not_yet), ("name", "Khác")]).await, 422);
        assert_eq!(registered(&mut binh, &[("adopted_from", "không phải mã")]).await, 422);

        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, other)).await;
        let mut lead = Browser::of(&house, "thanh.pho").await;
        lead.open(&format!("/initiatives/{first}")).await;
        assert!(lead.says("Lan tỏa") && lead.says(&second.to_string()), "{}", lead.html);
        let mut anybody = Browser::new(&house).await;
        anybody.open(&format!("/initiatives/catalogue/{first}")).await;
        assert!(anybody.says("1 nơi làm theo"), "{}", anybody.html);
        assert_eq!(act(&mut lead, second, "recognise", &[]).await, 200, "{}", lead.html);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stands_behind_one_that_nobody_ended_is_forgotten_years_after_it_last_ran() {
    for_each_engine(|house| async move {
        let (id, _) = effective(&house, "Ngọc Hà", Some("Nguyễn Văn Mười")).await;
        // It ran in 2026: five years after the end of that year the name goes.
        for (days, expected) in [(1_900, "Nguyễn Văn Mười"), (30, "")] {
            house.clock.pass_days(days);
            retention::run(&house, &Asker::house()).await.expect("a run");
            let owner = store::owner(&house.store, id).await.expect("read").expect("an owner");
            assert_eq!(owner.name, expected, "{days}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stood_behind_one_is_forgotten_by_rule_once_it_is_over() {
    for_each_engine(|house| async move {
        let (id, above) = effective(&house, "Ngọc Hà", Some("Nguyễn Văn Mười")).await;
        let said = TypedAct { words: "Xong việc.".into(), ..TypedAct::default() };
        house.clock.pass_days(1_000);
        retention::run(&house, &Asker::house()).await.expect("a run");
        let name = |owner: Option<store::Owner>| owner.expect("an owner").name;
        assert_eq!(name(store::owner(&house.store, id).await.expect("read")), "Nguyễn Văn Mười", "not over");
        actions::act(&house, &above, (id, house.new_id()), Act::Stop, &said, &[]).await.expect("stopped");
        house.clock.pass_days(1_800);
        retention::run(&house, &Asker::house()).await.expect("a run");
        assert_eq!(name(store::owner(&house.store, id).await.expect("read")), "Nguyễn Văn Mười", "not yet");
        house.clock.pass_days(30);
        let done = retention::run(&house, &Asker::house()).await.expect("a run");
        assert!(!done.is_empty(), "there is a certificate");
        assert_eq!(name(store::owner(&house.store, id).await.expect("read")), "");
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
