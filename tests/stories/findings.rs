//! Findings: a rise is found at night, told once to those it concerns, asked about, put aside, and known again; a quiet city has
//! none; the methods are tried on the past; what merges takes its findings along.

use crate::{
    desk::{Browser, somebody},
    letters_way::ward,
    registers_counts::city,
};
use danvan_actions::{
    findings::{Passed, Written, pass, try_methods},
    units::{File, reorganise, undo},
};
use danvan_domain::{
    findings::{Place, State},
    ids::{FindingId, UnitId},
    people::Role,
    rights::Asker,
    tallies::{Batch, Delta, Measure},
    time::Day,
};
use danvan_store::{events, findings as store, tallies};
use danvan_testkit::{House, for_each_engine};

/// Cases as they are counted: how many, where, of what, how many days ago.
pub(crate) async fn count(house: &House, cases: &[(i64, UnitId, &str, i64)]) {
    let (facts, today) = (house.facts(), house.today());
    let mut batch = Batch::default();
    for (count, place, topic, ago) in cases {
        let day = today.plus_days(-ago);
        let delta =
            Delta { measure: Measure::Received, topic: (*topic).into(), place: *place, day, count: *count };
        batch.add(&facts.tree, &facts.topics, &delta);
    }
    let mut change = house.store.begin().await.expect("a change");
    tallies::add(&mut change, &batch.into_rows()).await.expect("tallies");
    change.commit().await.expect("a commit");
}

/// Sixty weeks of three a week about water and about rubbish, at three wards.
pub(crate) async fn as_usual(house: &House, wards: &[UnitId]) {
    let mut cases = Vec::new();
    for week in 0..60 {
        for (at, ward) in (0_i64..).zip(wards) {
            for ago in [1, 3, 6] {
                cases.push((1, *ward, "water.clean", 7 * week + ago));
                cases.push((1, *ward, "environment.waste", 7 * week + (ago + at) % 7 + 1));
            }
        }
    }
    count(house, &cases).await;
}

pub(crate) async fn looked(house: &House) -> Passed {
    pass(house, house.today()).await.expect("a night")
}

pub(crate) async fn open(house: &House) -> Vec<FindingId> {
    store::in_state(&house.store, State::Open).await.expect("read").into_iter().map(|it| it.id).collect()
}

pub(crate) fn wards(house: &House) -> [UnitId; 3] {
    ["Ngọc Hà", "Ba Đình", "Giảng Võ"].map(|name| ward(house, name))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rise_is_told_once_to_those_it_concerns_and_acted_on() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let all = wards(&house);
        let own = all[0];
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "binh", Role::CommuneOfficer, all[1]).await;
        somebody(&house, "phan.tich", Role::CityAnalyst, city(&house, own)).await;
        as_usual(&house, &all).await;
        // The water fails in one ward.
        let failing: Vec<(i64, UnitId, &str, i64)> =
            (1..=6).map(|ago| (5, own, "water.clean", ago)).collect();
        count(&house, &failing).await;

        let first = looked(&house).await;
        assert_eq!(
            (first.written, first.night.fresh, first.night.stories),
            (Written::Now, 1, 1),
            "{first:?}"
        );
        // The same night again writes nothing.
        let again = looked(&house).await;
        assert_eq!((again.written, again.night.clone()), (Written::Before, first.night));
        let id = open(&house).await[0];

        // The ward reads it with its numbers; its neighbour does not know of it.
        let mut an = Browser::of(&house, "an").await;
        an.open("/findings").await;
        assert!(an.says("Nước sạch sinh hoạt") && an.says(&format!("/findings/{id}")), "{}", an.html);
        assert!(an.says("ở Phường Ngọc Hà") && an.says("33 so với khoảng 3"), "{}", an.html);
        an.open(&format!("/findings/{id}")).await;
        assert!(an.says("Mỗi cột một tuần") && an.says("<td class=\"number\">33</td>"), "{}", an.html);
        assert!(an.says("measure=received") && an.says("topic=water.clean"), "{}", an.html);
        let mut binh = Browser::of(&house, "binh").await;
        binh.open("/findings").await;
        assert!(binh.says("Không có gì nổi bật") && !binh.says("Ngọc Hà"), "{}", binh.html);
        assert_eq!(binh.open(&format!("/findings/{id}")).await.status, 403);

        // What the page draws is kept as files, by whoever may open the page.
        for (name, kind) in
            [("curve.svg", "image/svg+xml"), ("map.svg", "image/svg+xml"), ("curve.png", "image/png")]
        {
            let href = format!("/findings/{id}/drawings/{name}");
            assert!(an.says(&href), "{href}");
            let drawing = an.alone().get(&href).await;
            assert_eq!((drawing.status.as_u16(), drawing.header("content-type")), (200, kind), "{name}");
            assert!(name.ends_with("png") || drawing.text.contains("ở Phường Ngọc Hà"), "{}", drawing.text);
            assert_eq!(binh.alone().get(&href).await.status.as_u16(), 403, "{name}");
        }
        assert_eq!(an.alone().get(&format!("/findings/{id}/drawings/places.svg")).await.status.as_u16(), 404);

        // The city reads the number of the week; three in a week stay few to it.
        let mut analyst = Browser::of(&house, "phan.tich").await;
        analyst.open(&format!("/findings/{id}")).await;
        assert!(analyst.says("33 so với khoảng 3") && analyst.says("class=\"tile-map"), "{}", analyst.html);
        assert!(analyst.says("<td class=\"number\">ít</td>"), "{}", analyst.html);
        assert!(!analyst.says("<td class=\"number\">3</td>"), "{}", analyst.html);

        // It asks the ward: a task like any other, and the finding says so.
        let form = format!("/findings/{id}/ask");
        analyst.open(&format!("{form}?act=ask")).await;
        assert!(analyst.says("Nắm tình hình và báo cáo về: Nước sạch sinh hoạt"), "{}", analyst.html);
        let task = crate::programmes_way::id_after(&analyst.html, "name=\"task\" value=\"");
        let unit = own.to_string();
        let mut fields = vec![("act", "ask"), ("task", task.as_str()), ("unit", unit.as_str())];
        fields.push(("last_on", "08/10/2026"));
        assert_eq!(analyst.send(&form, &[fields.as_slice(), &[("what", "")]].concat()).await.status, 422);
        assert!(analyst.says("8/10/2026") || analyst.says("08/10/2026"), "nothing typed is lost");
        fields.push(("what", "Nắm tình hình nước sạch"));
        analyst.send(&form, &fields).await;
        assert_eq!(analyst.status, 200, "{}", analyst.html);
        assert!(analyst.says("Đã hỏi cơ sở") && analyst.says(&format!("/programmes/commitments/{task}")));
        // Sent twice it is one.
        analyst.send(&form, &fields).await;
        let acts = store::acts(&house.store, id).await.expect("acts");
        assert_eq!(acts.len(), 1, "{acts:?}");
        an.open("/programmes/promised").await;
        assert!(an.says("Nắm tình hình nước sạch"), "{}", an.html);
        assert!(open(&house).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_put_aside_goes_on_and_is_not_told_anew() {
    for_each_engine(|house| async move {
        let all = wards(&house);
        let own = all[0];
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        as_usual(&house, &all).await;
        count(&house, &[(30, own, "water.clean", 2)]).await;
        looked(&house).await;
        let id = open(&house).await[0];
        let mut an = Browser::of(&house, "an").await;
        let form = format!("/findings/{id}/act");
        an.open(&format!("{form}?act=dismiss")).await;
        assert_eq!(an.send(&form, &[("act", "dismiss"), ("words", "Vỡ ống, đã sửa")]).await.status, 422);
        assert!(an.says("Vỡ ống, đã sửa"), "nothing typed is lost");
        let named = [("act", "dismiss"), ("why", "other"), ("words", "Do ông Nguyễn Văn Bình viết nhiều.")];
        assert_eq!(an.send(&form, &named).await.status, 422, "it names somebody");
        an.send(&form, &[("act", "dismiss"), ("why", "entry"), ("words", "Nhập dồn")]).await;
        assert_eq!(an.status, 200, "{}", an.html);
        assert!(an.says("Do nhập liệu") && an.says("Nhập dồn"), "{}", an.html);
        an.open("/findings").await;
        assert!(!an.says(&format!("href=\"/findings/{id}\"")), "{}", an.html);
        an.open("/findings?state=dismissed").await;
        assert!(an.says(&format!("href=\"/findings/{id}\"")), "{}", an.html);
        assert!(an.says("0 đúng, 1 gác lại"), "the record says so: {}", an.html);

        // It goes on: the same finding is brought up to date, and stays aside.
        house.clock.pass_days(1);
        count(&house, &[(9, own, "water.clean", 1)]).await;
        let next = looked(&house).await;
        assert_eq!((next.written, next.night.fresh), (Written::Now, 0), "{next:?}");
        let it = store::get(&house.store, id).await.expect("read").expect("there");
        assert_eq!((it.state, it.last_seen), (State::Dismissed, house.today()));
        assert!(it.observed > 33, "{it:?}");
        assert!(open(&house).await.is_empty());

        // Taken up again, and gone by when it is not seen any more.
        let mut an = Browser::of(&house, "an").await;
        an.open(&format!("{form}?act=reopen")).await;
        an.send(&form, &[("act", "reopen"), ("words", "")]).await;
        assert_eq!(open(&house).await, [id]);
        house.clock.pass_days(60);
        looked(&house).await;
        let it = store::get(&house.store, id).await.expect("read").expect("there");
        assert_eq!(it.state, State::Passed);
        let all = events::of_thing(&house.store, id.0, 100).await.expect("events");
        let kinds: Vec<&str> = all.iter().map(|placed| placed.event.kind.as_str()).collect();
        assert_eq!(kinds, ["finding.told", "finding.acted", "finding.acted"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_city_tells_nothing_and_the_methods_are_tried_on_its_past() {
    for_each_engine(|house| async move {
        let all = wards(&house);
        somebody(&house, "phan.tich", Role::CityAnalyst, city(&house, all[0])).await;
        let mut analyst = Browser::of(&house, "phan.tich").await;
        analyst.open("/findings").await;
        assert!(analyst.says("Chưa soát số liệu"), "{}", analyst.html);
        as_usual(&house, &all).await;
        analyst.send("/findings/run", &[]).await;
        assert_eq!((analyst.status, analyst.path.as_str()), (200, "/findings"), "{}", analyst.html);
        assert!(analyst.says("Không có gì nổi bật"), "{}", analyst.html);
        assert!(open(&house).await.is_empty());
        let tried = try_methods(&house).await.expect("tried");
        let found: i64 = tried.iter().map(|one| one.found).sum();
        assert!(tried.iter().all(|one| one.planted > 0 && one.told == 0), "{tried:?}");
        assert!(found > 0, "{tried:?}");
        analyst.open("/findings").await;
        assert!(analyst.says("đợt cài thêm"), "{}", analyst.html);
        let tomorrow: Day = house.today().next();
        assert!(pass(&house, tomorrow).await.is_err(), "nobody looks at days to come");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_goes_with_its_ward_and_is_known_there() {
    for_each_engine(|house| async move {
        let all = wards(&house);
        let own = all[0];
        as_usual(&house, &all).await;
        count(&house, &[(30, own, "water.clean", 2)]).await;
        looked(&house).await;
        let id = open(&house).await[0];
        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let new = house.unit("00008");
        let cared = async || -> Vec<UnitId> {
            store::places(&house.store, id).await.expect("places").iter().map(|place| place.unit).collect()
        };
        assert_eq!(cared().await, [new], "it goes to whoever stands for the ward");
        undo(&house, &Asker::house(), done.id).await.expect("undone: nothing was begun at the new ward");
        assert_eq!(cared().await, [own], "and back");

        reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        somebody(&house, "moi", Role::CommuneOfficer, new).await;
        house.clock.pass_days(1);
        count(&house, &[(9, new, "water.clean", 1)]).await;
        let next = looked(&house).await;
        assert_eq!(next.night.fresh, 0, "it was told before: {next:?}");
        let mut officer = Browser::of(&house, "moi").await;
        officer.open("/findings").await;
        assert!(officer.says(&format!("href=\"/findings/{id}\"")), "{}", officer.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_topics_of_one_ward_are_one_story_with_its_topics() {
    for_each_engine(|house| async move {
        let all = wards(&house);
        let own = all[0];
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        as_usual(&house, &all).await;
        // First one topic rises, the night after everything does.
        count(&house, &[(12, own, "water.clean", 1)]).await;
        looked(&house).await;
        let first = open(&house).await;
        assert_eq!(first.len(), 1);
        house.clock.pass_days(1);
        let topics = ["water.clean", "environment.waste", "living.prices", "roads.pothole"];
        let rising: Vec<_> = topics.iter().map(|topic| (10, own, *topic, 1)).collect();
        count(&house, &rising).await;
        looked(&house).await;
        let now = open(&house).await;
        assert_eq!(now.len(), 1, "one story: {now:?}");
        assert_ne!(now, first, "it is of everything, and what was told of water goes on within it");
        let before = store::get(&house.store, first[0]).await.expect("read").expect("there");
        assert_eq!(before.state, State::Passed);
        let mut an = Browser::of(&house, "an").await;
        an.open(&format!("/findings/{}", now[0])).await;
        assert!(an.says("Nhiều chủ đề cùng tăng") && an.says("4 chủ đề cùng tăng"), "{}", an.html);
        for topic in topics {
            let list = format!("topic={topic}&#38;");
            assert!(an.says(&list), "the cases of {topic}: {}", an.html);
        }
        let places = an.alone().get(&format!("/findings/{}/tables/places.csv", now[0])).await;
        assert!(places.text.contains("Phường Ngọc Hà,"), "{}", places.text);
        let curve = an.alone().get(&format!("/findings/{}/tables/curve.csv", now[0])).await;
        assert!(curve.text.contains("Tuần từ,Đếm được,"), "{}", curve.text);
        assert_eq!(an.alone().get(&format!("/findings/{}/tables/sky.csv", now[0])).await.status, 404);
        assert_eq!(an.alone().get("/findings/record/record.xlsx").await.status, 200);
        // The night after that it is the same.
        house.clock.pass_days(1);
        looked(&house).await;
        assert_eq!(open(&house).await, now);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_shrinks_leaves_the_places_that_are_not_in_it_any_more() {
    for_each_engine(|house| async move {
        let house = &house;
        let all = wards(house);
        as_usual(house, &all).await;
        count(house, &[(30, all[0], "water.clean", 2)]).await;
        looked(house).await;
        let id = open(house).await[0];
        // As if a neighbour had been in it the night before.
        let other = Place { id: house.new_id(), place: all[1], unit: all[1], observed: 40, expected: 3.0 };
        let mut change = house.store.begin().await.expect("a change");
        store::put_place(&mut change, id, &other).await.expect("kept");
        change.commit().await.expect("kept");
        house.clock.pass_days(1);
        count(house, &[(9, all[0], "water.clean", 1)]).await;
        looked(house).await;
        let places = store::places(&house.store, id).await.expect("places");
        let it = store::get(&house.store, id).await.expect("read").expect("there");
        assert_eq!(it.last_seen, house.today());
        let told: Vec<(UnitId, i64)> = places.iter().map(|place| (place.place, place.observed)).collect();
        assert_eq!(told, [(all[0], it.observed)], "{places:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_tells_findings_to_those_who_may_read_them() {
    for_each_engine(|house| async move {
        let all = wards(&house);
        let own = all[0];
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "binh", Role::CommuneOfficer, all[1]).await;
        somebody(&house, "phan.tich", Role::CityAnalyst, city(&house, own)).await;
        as_usual(&house, &all).await;
        count(&house, &[(30, own, "water.clean", 2)]).await;
        looked(&house).await;
        let id = open(&house).await[0];
        let told = async |browser: &Browser, path: &str| -> (u16, serde_json::Value) {
            let page = browser.alone().get(path).await;
            (page.status.as_u16(), serde_json::from_str(&page.text).expect("JSON"))
        };
        let an = Browser::of(&house, "an").await;
        let (status, list) = told(&an, "/api/v1/findings").await;
        assert_eq!(status, 200);
        let row = &list["findings"][0];
        assert_eq!((row["id"].as_str(), row["observed"].as_i64()), (Some(id.to_string().as_str()), Some(33)));
        assert_eq!(row["places"][0]["name"], "Phường Ngọc Hà");
        let (_, one) = told(&an, &format!("/api/v1/findings/{id}")).await;
        assert_eq!(
            (one["counted"][0]["observed"].as_i64(), one["acts"].as_array()),
            (Some(33), Some(&Vec::new()))
        );
        let last = one["curve"]["counts"].as_array().and_then(|weeks| weeks.last().cloned());
        assert_eq!(last, Some(33.into()));
        assert_eq!(
            told(&an, "/api/v1/findings?topic=living.prices").await.1["findings"],
            serde_json::json!([])
        );
        for wrong in ["state=none", "unit=nowhere"] {
            assert_eq!(told(&an, &format!("/api/v1/findings?{wrong}")).await.0, 422, "{wrong}");
        }
        assert_eq!(told(&an, "/api/v1/findings/nothing").await.0, 404);
        // Weeks of three are few to the city.
        let analyst = Browser::of(&house, "phan.tich").await;
        let (_, one) = told(&analyst, &format!("/api/v1/findings/{id}")).await;
        assert_eq!(one["observed"], 33);
        assert!(one["curve"]["counts"].as_array().expect("weeks").iter().all(|week| *week != 3), "{one}");
        // The neighbour knows of none.
        let binh = Browser::of(&house, "binh").await;
        assert_eq!(told(&binh, "/api/v1/findings").await.1["findings"], serde_json::json!([]));
        assert_eq!(told(&binh, &format!("/api/v1/findings/{id}")).await.0, 403);
    })
    .await;
}
