//! Land clearance of many files and over a long time: an act goes through all of them once, a list loses none, what is damaged is
//! found, and at the end what named people goes.

use crate::{
    clearance::{SEGMENTS, begin, check_verified, file, project, stage, step},
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    programmes_way::{form_id, id_after},
    registers_counts::city,
};
use danvan_actions::{
    data::retention,
    operations::settings,
    verify::{self, Difference},
};
use danvan_domain::{
    clearance::{People, Project},
    ids::{ProceedingId, ProjectId, UnitId},
    people::Role,
    rights::Asker,
    time::{Day, Moment},
};
use danvan_store::{clearance as store, contents::damage, events, proceedings};
use danvan_testkit::{House, for_each_engine};
use uuid::Uuid;

/// The files of a commune in a stage.
async fn standing(house: &House, of: (ProjectId, UnitId, &str)) -> Vec<ProceedingId> {
    let nil = ProceedingId(Uuid::nil());
    let files = store::in_stage(&house.store, of, nil, 1_000).await.expect("files");
    files.into_iter().map(|file| file.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_goes_through_all_files_once_however_often_it_is_sent() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        let id = project(&mut lead).await;
        let (sheet, acts) = (format!("/clearance/{id}/sheet"), format!("/clearance/{id}/acts"));
        // More than one change takes.
        let mut rows = String::from("Số hồ sơ\tLoại hồ sơ\tĐoạn\tPhường\tDiện tích\n");
        (1..=305).for_each(|number| rows += &format!("NH-{number}\thộ\t1\tPhường Ngọc Hà\t1.000\n"));
        an.open(&sheet).await;
        let page = an.alone().upload(&sheet, &[("rows", &rows)], Vec::new()).await;
        assert!(page.text.contains("305 hồ sơ đúng"), "{}", page.text);
        let waiting = id_after(&page.text, "name=\"sheet\" value=\"");
        an.open(&sheet).await;
        an.send(&format!("{sheet}/keep"), &[("sheet", &waiting)]).await;
        assert_eq!(an.status, 200, "{}", an.html);

        // What leads nowhere else may be done again, but the same paper of the same day is one.
        an.open(&acts).await;
        let mark = [("act", "planned:mark_agricultural"), ("ground", "Đất nông nghiệp theo hồ sơ địa chính")];
        for _ in 0..2 {
            an.send(&acts, &mark).await;
            assert!(an.status == 200 && an.says("Đã ghi cho 305 hồ sơ"), "{} {}", an.status, an.html);
            an.open(&acts).await;
        }
        let files = standing(&house, (id, own, "planned")).await;
        assert_eq!(files.len(), 305);
        let all = proceedings::acts_of(&house.store, &files).await.expect("acts");
        assert!(all.values().all(|acts| acts.len() == 2), "the plan, and once what was marked");

        // A meeting is one however often its form comes, and another with other words.
        let meeting = form_id(&an);
        let meet = [
            ("id", meeting.as_str()),
            ("act", "planned:meet"),
            ("document", "7/BB-UBND"),
            ("came", "40"),
            ("agree", "40"),
        ];
        for _ in 0..2 {
            an.send(&acts, &meet).await;
            assert!(an.status == 200 && an.says("Đã ghi cho 305 hồ sơ"), "{} {}", an.status, an.html);
            assert!(an.path.starts_with(&acts) && an.path.ends_with("?done=305"), "{}", an.path);
            an.open(&acts).await;
        }
        assert_eq!(standing(&house, (id, own, "met")).await.len(), 305, "all of them");
        let days = (Day::new(2026, 1, 1).expect("a day"), Day::new(2026, 12, 31).expect("a day"));
        let meetings = store::gatherings::meetings(&house.store, id, days, 10).await.expect("meetings");
        assert_eq!(meetings.iter().map(|one| one.files).collect::<Vec<_>>(), [305]);
        let told = events::of_thing(&house.store, meetings[0].id.0, 10).await.expect("events");
        assert_eq!(told.len(), 1, "it was held once");
        assert!(
            !told[0].payload.contains("agree") && !told[0].payload.contains("present"),
            "{}",
            told[0].payload
        );
        let all = proceedings::acts_of(&house.store, &files).await.expect("acts");
        assert!(all.values().all(|acts| acts.len() == 3));
        let other = [meet.as_slice(), &[("women", "20")]].concat();
        an.send(&acts, &other).await;
        assert_eq!(an.status, 409, "the same meeting with other words: {}", an.html);
        check_verified(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_in_some_is_told_with_what_was_refused_in_others() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        let mut chair = Browser::of(&house, "chu.tich").await;
        let id = project(&mut lead).await;
        let first = file(&mut an, id, &[]).await.expect("a file");
        let post = [("act", "drafted:post"), ("forms", "trụ sở")];
        let steps: [&[(&str, &str)]; 4] = [
            &[("act", "planned:meet"), ("document", "7/BB"), ("came", "40"), ("agree", "40")],
            &[("act", "met:notice"), ("document", "12/TB")],
            &[("act", "noticed:inventory"), ("document", "8/BB")],
            &[("act", "surveyed:draft")],
        ];
        for fields in steps {
            let browser = if fields[0].1 == "met:notice" { &mut chair } else { &mut an };
            assert_eq!(step(browser, id, fields).await, 200, "{fields:?}: {}", browser.html);
        }
        assert_eq!(step(&mut an, id, &post).await, 200, "{}", an.html);
        // The second comes a month later, to where the first has waited long enough.
        go_to(&house, "2026-11-06");
        let (mut an, mut chair) = (Browser::of(&house, "an").await, Browser::of(&house, "chu.tich").await);
        let second = file(&mut an, id, &[("number", "NH-002")]).await.expect("a file");
        for fields in steps {
            let browser = if fields[0].1 == "met:notice" { &mut chair } else { &mut an };
            assert_eq!(step(browser, id, fields).await, 200, "{fields:?}: {}", browser.html);
        }
        assert_eq!(step(&mut an, id, &post).await, 200, "{}", an.html);
        let opinions =
            [("act", "posted:take_opinions"), ("document", "9/BB"), ("came", "30"), ("agree", "30")];
        assert_eq!(step(&mut an, id, &opinions).await, 200, "{}", an.html);
        assert!(an.says("Đã ghi cho 1 hồ sơ") && an.says("1 hồ sơ chưa ghi được"), "{}", an.html);
        assert!(an.says("<b>NH-002</b>") && an.says("value=\"9/BB\""), "what was typed stays: {}", an.html);
        assert_eq!(stage(&house, first).await, "consulted");
        assert_eq!(stage(&house, second).await, "posted");
        check_verified(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_projects_loses_none_behind_those_of_others() {
    for_each_engine(|house| async move {
        let (own, beside) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let mut lead = Browser::of(&house, "thanh.pho").await;
        let id = project(&mut lead).await;
        assert_eq!(begin(&mut lead, id, SEGMENTS).await, 200, "the same form twice: {}", lead.html);
        let other = SEGMENTS.replace("nam", "tây");
        assert_eq!(begin(&mut lead, id, &other).await, 409, "other stretches: {}", lead.html);
        // Newer ones, which another ward leads alone.
        let mut change = house.store.begin().await.expect("a change");
        for number in 0..51 {
            let it = Project {
                id: ProjectId(house.new_id()),
                unit: beside,
                name: format!("Ngõ số {number}."),
                number: "1".into(),
                planned_on: house.today(),
                cut_off_on: None,
                length_m: 0,
                area_m2: 0,
                made_at: Moment::from_micros(house.now().micros() + 1 + number / 2),
            };
            store::add_project(&mut change, &it, &[]).await.expect("added");
        }
        change.commit().await.expect("kept");
        let mut an = Browser::of(&house, "an").await;
        an.open("/clearance").await;
        assert!(an.says("Đường Vành đai 4") && !an.says("Ngõ số"), "{}", an.html);
        assert!(!an.says("Các dự án tiếp theo"), "{}", an.html);

        lead.open("/clearance").await;
        let mut seen: Vec<i64> = Vec::new();
        let mut collect =
            |html: &str| seen.extend((0..51).filter(|number| html.contains(&format!("Ngõ số {number}."))));
        collect(&lead.html);
        assert!(!lead.says("Đường Vành đai 4"), "{}", lead.html);
        let next = lead.html.split("/clearance?after=").nth(1).and_then(|rest| rest.split('"').next());
        let next = next.expect("a next page").to_owned();
        lead.open(&format!("/clearance?after={next}")).await;
        collect(&lead.html);
        assert!(lead.says("Đường Vành đai 4") && !lead.says("Các dự án tiếp theo"), "{}", lead.html);
        seen.sort_unstable();
        assert_eq!(seen, (0..51).collect::<Vec<i64>>(), "each once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_and_a_damaged_sum_are_found() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        let id = project(&mut lead).await;
        file(&mut an, id, &[]).await.expect("a file");
        let found = async || verify::verify(&house).await.expect("a report").difference;
        for (spoil, mend, is_file) in [
            (
                "clearance_segment_sums set area_m2 = area_m2 + 1",
                "clearance_segment_sums set area_m2 = area_m2 - 1",
                false,
            ),
            ("clearance_spot_sums set files = 0", "clearance_spot_sums set files = 1", false),
            ("clearance_files set due = due + 1", "clearance_files set due = due - 1", true),
            ("clearance_files set stage = 'met'", "clearance_files set stage = 'planned'", true),
        ] {
            assert_eq!(damage(&house.store, &format!("update {spoil}")).await.expect("spoiled"), 1);
            let told = found().await;
            let is_told = match told {
                Some(Difference::ClearanceFile { .. }) => is_file,
                Some(Difference::ClearanceSum { .. }) => !is_file,
                _ => false,
            };
            assert!(is_told, "{spoil}: {told:?}");
            assert_eq!(damage(&house.store, &format!("update {mend}")).await.expect("mended"), 1);
            assert_eq!(found().await, None, "{mend}");
        }
    })
    .await;
}

/// Takes the one file of a project through the law to its end, on 3 February 2027.
async fn go_through(house: &House, id: ProjectId) {
    let opinions = ("came", "30");
    type Step<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);
    let steps: [Step<'_>; 17] = [
        ("an", "planned:meet", &[("document", "7/BB"), opinions, ("agree", "30")]),
        ("chu.tich", "met:notice", &[("document", "12/TB")]),
        ("an", "noticed:inventory", &[("document", "8/BB")]),
        ("an", "surveyed:draft", &[]),
        ("an", "drafted:post", &[("forms", "trụ sở")]),
        ("2026-11-06", "", &[]),
        ("an", "posted:take_opinions", &[("document", "9/BB"), opinions, ("agree", "30")]),
        ("an", "consulted:submit", &[]),
        ("an", "appraising:appraise", &[("document", "10/TĐ")]),
        ("chu.tich", "appraised:approve", &[("document", "11/QĐ")]),
        ("an", "approved:send", &[("document", "11/QĐ")]),
        ("an", "approved:pay", &[("document", "13/UNC")]),
        ("2027-02-03", "", &[]),
        ("an", "approved:conditions_met", &[]),
        ("chu.tich", "approved:recover", &[("document", "14/QĐ")]),
        ("an", "recovered:hand_over", &[]),
        ("an", "handed_over:update_cadastre", &[]),
    ];
    for (who, act, fields) in steps {
        if act.is_empty() {
            go_to(house, who);
            continue;
        }
        house.clock.pass_seconds(1);
        let mut browser = Browser::of(house, who).await;
        let fields = [&[("act", act)][..], fields].concat();
        assert_eq!(step(&mut browser, id, &fields).await, 200, "{act}: {}", browser.html);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_named_people_goes_when_the_time_of_keeping_is_over() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        settings::set(&house, &Asker::house(), "retention.begun", "10").await.expect("set");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        let id = project(&mut lead).await;
        let one = file(&mut an, id, &[]).await.expect("a file");
        let (form, holder) =
            (format!("/clearance/files/{one}/call"), format!("/clearance/files/{one}/holder"));
        an.open(&form).await;
        let call = form_id(&an);
        let said = [
            ("id", call.as_str()),
            ("on", "5/10/2026"),
            ("who", "Tổ công tác"),
            ("asked", "Xem lại bản đo sân."),
        ];
        an.send(&form, &said).await;
        assert_eq!(an.status, 200, "{}", an.html);
        an.open(&holder).await;
        an.send(&format!("{holder}/need"), &[("need", "transport"), ("remarks", "Xe chở đồ")]).await;
        assert_eq!(an.status, 200, "{}", an.html);

        go_through(&house, id).await;
        assert_eq!(stage(&house, one).await, "updated");
        house.clock.pass_days(10);
        retention::run(&house, &Asker::house()).await.expect("a run");
        let people = || store::holders::holder(&house.store, one);
        assert_eq!(people().await.expect("read").expect("kept").name, "Trần Thị Mận", "the last day counts");
        house.clock.pass_days(1);
        retention::run(&house, &Asker::house()).await.expect("a run");
        assert_eq!(people().await.expect("read").unwrap_or_default(), People::default());
        assert!(store::holders::needs(&house.store, one).await.expect("read").is_empty());
        let calls = store::calls::calls(&house.store, one).await.expect("read");
        assert_eq!((calls.len(), calls[0].asked.as_str(), calls[0].who.as_str()), (1, "", ""));
        let kept = store::file(&house.store, one).await.expect("read").expect("a file");
        assert_eq!((kept.parcel.as_str(), kept.area_m2, kept.number.as_str()), ("", 1_250, "NH-001"));

        // Nothing of it can be written any more, for it would stay for ever.
        let mut an = Browser::of(&house, "an").await;
        for (to, fields) in [
            ("keep", [("holder", "Trần Thị Mận"), ("phone", "0912345678")]),
            ("need", [("need", "transport"), ("remarks", "Xe chở đồ")]),
        ] {
            an.open(&holder).await;
            an.send(&format!("{holder}/{to}"), &fields).await;
            assert!(an.status == 409 && an.says("Đã hết thời hạn lưu"), "{to}: {} {}", an.status, an.html);
        }
        assert_eq!(people().await.expect("read").unwrap_or_default().name, "");
        check_verified(&house).await;
    })
    .await;
}
