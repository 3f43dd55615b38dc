//! Behind every number stands the list of what it counts, as long as the number, on both sides of a reorganisation.

use crate::figures::{day, signed_in};
use danvan_actions::{
    cases::{Act, Received, Speak, Where, handle, speak},
    figures::{Part, Question, list_counted, overview},
    observations::{self, Said},
    today::late_now,
    units::{File, reorganise},
};
use danvan_domain::{
    ids::UnitId,
    people::Role,
    rights::Asker,
    tallies::Counted,
    topics::ALL,
    units::{Level, Quality},
};
use danvan_testkit::{House, Site, for_each_engine};
use reqwest::StatusCode;

/// A commune before the reorganisation of July 2025 that went whole into another, and that other.
fn went_whole(house: &House) -> (UnitId, UnitId) {
    let facts = house.facts();
    let (tree, before, after) = (&facts.tree, day("2025-06-30"), day("2025-07-01"));
    let mut whole = tree.at_level(Level::Commune, before).filter_map(|unit| {
        let mut steps = tree.successors(unit.id);
        let step = steps.next().filter(|step| step.link.whole && step.to.stands_on(after))?;
        steps.next().is_none().then_some((unit.id, step.to.id))
    });
    whole.next().expect("a commune that went whole")
}

/// A commune that was divided then.
fn was_divided(house: &House) -> UnitId {
    let facts = house.facts();
    let tree = &facts.tree;
    let mut communes = tree.at_level(Level::Commune, day("2025-06-30"));
    communes.find(|unit| tree.successors(unit.id).count() > 1).expect("a divided commune").id
}

async fn answer(house: &House, case: &Received, officer: &Asker) {
    let act = Act::Answer {
        body: "Đã thu gom.".into(),
        late_reason: Some("waiting_resident".into()),
        close: false,
    };
    handle(house, officer, case.id, act).await.expect("answered");
}

/// Cases before and after, some answered in time, late, again, refused; something heard.
async fn live(house: &House) -> (UnitId, UnitId) {
    let ((old, new), divided) = (went_whole(house), was_divided(house));
    house.clock.set_day("2025-06-23");
    let mut before = Vec::new();
    for place in [old, old, old, old, old, old, divided, divided] {
        before.push(house.resident_asks("environment.waste", place).await);
        house.clock.pass_hours(1);
    }
    let officer = house.somebody(Role::CommuneOfficer, old).await;
    answer(house, &before[0], &officer).await;
    speak(house, &before[0].receipt, "", Speak::NotSolved("Vẫn còn rác.".into())).await.expect("said");
    house.clock.set_day("2025-08-11");
    let officer = house.somebody(Role::CommuneOfficer, new).await;
    answer(house, &before[0], &officer).await;
    speak(house, &before[0].receipt, "", Speak::Solved).await.expect("said");
    answer(house, &before[1], &officer).await;
    let refuse = Act::Refuse {
        reason: "complaint".into(),
        body: "Xin gửi đơn.".into(),
        late_reason: Some("waiting_resident".into()),
    };
    handle(house, &officer, before[2].id, refuse).await.expect("refused");
    for _ in 0..3 {
        let case = house.resident_asks("water.clean", new).await;
        answer(house, &case, &officer).await;
    }
    let member = house.somebody(Role::TeamMember, new).await;
    let said = Said {
        place: Where::Unit(new),
        topic: "water.clean".into(),
        severity: "worry".into(),
        how_many: "few".into(),
        trend: "rising".into(),
        note: String::new(),
    };
    observations::note(house, &member, Some(house.new_id()), said, Vec::new(), None).await.expect("noted");
    house.clock.set_day("2025-09-01");
    house.run_followers().await;
    (old, new)
}

fn question(unit: UnitId, topic: &str, on: &str, measure: Counted) -> Question {
    let (from, to) = (day("2025-06-01"), day("2025-08-31"));
    Question { unit, from, to, topic: topic.into(), on_structure: day(on), compare: None, measure }
}

#[tokio::test]
async fn every_sure_number_is_as_long_as_its_list_on_every_structure() {
    for_each_engine(|house| async move {
        let (old, new) = live(&house).await;
        let asker = Asker::house();
        let mut compared = 0;
        for (on, own) in [("2025-06-15", old), ("2025-08-15", new)] {
            for topic in [ALL, "water", "environment.waste"] {
                let city = house.unit_on("01", day(on));
                let told = overview(&house, &asker, question(city, topic, on, Counted::Received)).await;
                let told = told.expect("figures");
                let sure = |quality| matches!(quality, Quality::Exact | Quality::Whole);
                let busy = told.rows.iter().filter(|row| !row.figures.counts.is_some_and(|c| c.is_zero()));
                let rows: Vec<_> = busy.chain([&told.total]).filter(|row| sure(row.quality)).collect();
                for row in rows {
                    let (unit, counts) = (row.unit.expect("a unit"), row.figures.counts.expect("counts"));
                    for measure in Counted::ALL {
                        let asked = question(unit, topic, on, *measure);
                        let listed = list_counted(&house, &asker, (&asked, Part::Whole), (2, 0))
                            .await
                            .expect("a list");
                        let number = measure.of(&counts);
                        assert_eq!(listed.total, number, "{measure} of {unit} for {topic} on {on}");
                        // Page by page, every act once.
                        let mut found = Vec::new();
                        for page in 0..=number / 2 {
                            let page =
                                list_counted(&house, &asker, (&asked, Part::Whole), (2, page * 2)).await;
                            let page = page.expect("a page");
                            found.extend(page.acts.into_iter().map(|act| (act.day, act.thing)));
                        }
                        assert_eq!(i64::try_from(found.len()).expect("few"), number, "{measure} on {on}");
                        assert!(
                            found.is_sorted_by_key(|(day, _)| std::cmp::Reverse(*day)),
                            "{measure} on {on}"
                        );
                        compared += 1;
                    }
                }
                let row = told.rows.iter().find(|row| row.unit == Some(own)).expect("a row");
                let expected = if topic == "water" {
                    3
                } else if topic == ALL {
                    9
                } else {
                    6
                };
                let surely =
                    if on == "2025-06-15" && topic != "environment.waste" { None } else { Some(expected) };
                if let Some(expected) = surely {
                    assert_eq!(
                        row.figures.counts.map(|c| Counted::Received.of(&c)),
                        Some(expected),
                        "{topic} {on}"
                    );
                }
            }
        }
        assert!(compared > 100, "{compared} numbers were compared");
    })
    .await;
}

/// A commune is divided into two by known shares: what was counted there before is estimated in each, and the list behind
/// an estimate holds what surely belongs there and says so.
#[tokio::test]
async fn an_estimate_leads_to_what_surely_belongs_there() {
    for_each_engine(|house| async move {
        let old = house.unit("00004");
        for _ in 0..40 {
            house.resident_asks("environment.waste", old).await;
        }
        let plan = "act,from,to,name,kind,parent,share\nsplit,00004,00004,Phường Thử Nhất,,,0.25\nsplit,00004,99004,Phường Thử Nhì,,,0.75\n";
        let file = File { name: "plan.csv".into(), bytes: plan.into() };
        let (on, asker) = (house.today().next(), Asker::house());
        reorganise(&house, &asker, &file, on).await.expect("divided");
        house.clock.pass_days(1);
        house.run_followers().await;
        let (from, to) = (on.plus_days(-7), on);
        let asked = |unit| Question {
            unit,
            from,
            to,
            topic: ALL.into(),
            on_structure: on,
            compare: None,
            measure: Counted::Received,
        };
        let told = overview(&house, &asker, asked(house.unit("01"))).await.expect("figures");
        let estimated: Vec<_> = told.rows.iter().filter(|row| row.quality == Quality::Estimated).collect();
        let numbers: Vec<i64> =
            estimated.iter().filter_map(|row| Some(Counted::Received.of(&row.figures.counts?))).collect();
        assert_eq!(numbers.iter().sum::<i64>(), 40, "{numbers:?}");
        for row in estimated {
            let question = asked(row.unit.expect("a unit"));
            let listed = list_counted(&house, &asker, (&question, Part::Whole), (50, 0)).await;
            let listed = listed.expect("a list");
            assert!(listed.is_partial && listed.total == 0);
        }
        let site = Site::open(&house).await;
        let analyst = signed_in(&house, &site, "analyst", Role::CityAnalyst, house.unit("01")).await;
        let page = analyst.get(&format!("/overview?from={from}&to={to}&whole=yes")).await;
        let row = page.text.split("<tr").skip(1).find(|row| row.contains("Phường Thử Nhì")).expect("its row");
        let href = row.split("href=\"").find(|rest| rest.starts_with("/cases/list"));
        let href = href.unwrap_or_else(|| panic!("{row}"));
        let href = href.split('"').next().expect("an address").replace("&#38;", "&").replace("&amp;", "&");
        let list = analyst.get(&href).await;
        assert!(list.status == StatusCode::OK && list.text.contains("ước tính"), "{}", list.text);
    })
    .await;
}

#[tokio::test]
async fn numbers_on_the_page_lead_to_their_lists_for_those_who_may_read_them() {
    for_each_engine(|house| async move {
        let (_, new) = live(&house).await;
        house.clock.set_day("2026-02-02");
        let site = Site::open(&house).await;
        let analyst = signed_in(&house, &site, "analyst", Role::CityAnalyst, house.unit("01")).await;
        let path = format!("/overview?unit={new}&from=2025-06-01&to=2025-08-31");
        let page = analyst.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        let href = page.between("<span class=\"figure-value\"><a href=\"", "\"").expect("a link").to_owned();
        let href = href.replace("&#38;", "&").replace("&amp;", "&");
        assert!(href.starts_with("/cases/list?") && href.contains("measure=received"), "{href}");
        let list = analyst.get(&href).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.text);
        assert!(page.text.contains(&format!("{}\">9</a>", "measure=received")), "the number");
        assert_eq!(list.text.matches("<a class=\"list-row\"").count(), 9, "as many rows as the number");
        // A rate is the same cases for every 10,000 people, and leads to them.
        let officer = signed_in(&house, &site, "officer", Role::CommuneOfficer, new).await;
        // Each step of the trend leads to its own list, and together they are the number.
        let own = officer.get(&path).await;
        let trend = own.between("Xem bằng số</summary>", "</details>").expect("the trend in numbers");
        let mut sum = 0;
        for step in trend.split("<a href=\"").skip(1) {
            let (href, rest) = step.split_once("\">").expect("a link");
            let number: usize = rest.split_once("</a>").and_then(|(n, _)| n.parse().ok()).expect("a number");
            let list = officer.get(&href.replace("&#38;", "&").replace("&amp;", "&")).await;
            assert_eq!(list.text.matches("<a class=\"list-row\"").count(), number, "{href}");
            sum += number;
        }
        assert_eq!(sum, 9);
        let city = officer.get("/overview?unit=01&from=2025-06-01&to=2025-08-31&whole=yes").await;
        let row =
            city.text.split("<tr").find(|row| row.contains("measure=received\">9</a>")).expect("its row");
        assert_eq!(row.matches("measure=received\">").count(), 2, "{row}");
        // The numbers of one, and of refusals beside few answers, are hidden and lead nowhere.
        assert!(!page.text.contains("measure=reopened\">") && !page.text.contains("measure=refused\">"));
        for (language, said) in [("vi", "Việc mới: "), ("en", "New cases: ")] {
            let list = analyst.get(&format!("{href}&lang={language}")).await;
            assert!(list.text.contains(said) && !list.text.contains('⟦'), "{language}");
        }
        let wrong = analyst.get(&format!("{href}&from=yesterday")).await;
        assert_eq!(wrong.status, StatusCode::OK, "the first of two answers holds");
        let wrong = analyst.get("/cases/list?from=yesterday&measure=late").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Whoever may not read cases gets the number without a list, and no list by its address.
        let outsider = site.browser();
        let page = outsider.get(&path).await;
        assert!(page.text.contains(">9</a>") && !page.text.contains("/cases/list"));
        assert_eq!(outsider.get(&href).await.status, StatusCode::UNAUTHORIZED);
        let auditor = signed_in(&house, &site, "auditor", Role::Auditor, house.unit("01")).await;
        assert_eq!(auditor.get(&href).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn what_belongs_to_no_row_has_a_list_of_its_own() {
    for_each_engine(|house| async move {
        live(&house).await;
        let city = house.unit_on("01", day("2025-08-15"));
        let asker = Asker::house();
        let mut compared = 0;
        let on = "2025-08-15";
        let commune = went_whole(&house).1;
        for (unit, topic) in [(city, ALL), (city, "water"), (commune, ALL), (commune, "water")] {
            let told = overview(&house, &asker, question(unit, topic, on, Counted::Received)).await;
            let told = told.expect("figures");
            let counts = told.remainder.and_then(|row| row.figures.counts).unwrap_or_default();
            for measure in Counted::ALL {
                let asked = question(unit, topic, on, *measure);
                let listed = list_counted(&house, &asker, (&asked, Part::Remainder), (50, 0)).await;
                let listed = listed.expect("a list");
                // Where shares were used the number is an estimate, and the list holds what surely belongs to it.
                let number = measure.of(&counts);
                assert!(
                    listed.total == number || listed.is_partial && listed.total < number,
                    "{measure} of {unit}"
                );
                assert_eq!(i64::try_from(listed.acts.len()).expect("few"), listed.total);
                compared += i64::from(listed.total > 0);
            }
        }
        assert!(compared >= 4, "{compared} lists held something");
        // Of what was asked about the commune itself no village is known.
        let asked = question(commune, "water", on, Counted::Received);
        let listed = list_counted(&house, &asker, (&asked, Part::Remainder), (50, 0)).await.expect("a list");
        assert!(!listed.is_partial && listed.acts.iter().all(|act| act.place == commune));
        assert_eq!(listed.total, 3);
        house.clock.set_day("2026-02-02");
        let site = Site::open(&house).await;
        let officer = signed_in(&house, &site, "officer", Role::CommuneOfficer, commune).await;
        let page = officer.get(&format!("/overview?unit={commune}&from=2025-06-01&to=2025-08-31")).await;
        let href = page.between("class=\"places\"", "<tfoot>").expect("a table");
        let href = href
            .rsplit("<a href=\"")
            .find(|rest| rest.contains("part=remainder"))
            .unwrap_or_else(|| panic!("no link: {}", page.text));
        let href = href.split('"').next().expect("an address").replace("&#38;", "&");
        let list = officer.get(&href).await;
        assert_eq!(list.status, StatusCode::OK, "{href}");
        assert!(list.text.contains("Không xếp được vào nơi nào") && list.text.contains("class=\"list-row\""));
    })
    .await;
}

#[tokio::test]
async fn what_is_late_now_has_its_list_by_office_and_by_case() {
    for_each_engine(|house| async move {
        let (_, new) = live(&house).await;
        house.clock.set_day("2025-08-11");
        for _ in 0..3 {
            house.resident_asks("water.clean", new).await;
        }
        house.clock.set_day("2026-02-02");
        let city = house.unit("01");
        let asker = Asker::house();
        let all = late_now(&house, &asker, (city, false), (50, 0)).await.expect("a list");
        let offices: i64 = all.offices.iter().map(|office| office.cases).sum();
        assert!(all.total > 0 && all.total == offices && all.cases.is_empty(), "{all:?}");
        for office in &all.offices {
            let one = late_now(&house, &asker, (office.unit, true), (50, 0)).await.expect("a list");
            assert_eq!(
                (one.total, one.cases.len()),
                (office.cases, usize::try_from(office.cases).expect("few"))
            );
            assert!(one.cases.iter().all(|row| row.responsible == office.unit && row.due_at < house.now()));
        }
        let site = Site::open(&house).await;
        let leader = signed_in(&house, &site, "leader", Role::CityLeader, city).await;
        let today = leader.get("/today").await;
        let href = format!("/cases/late?unit={city}");
        assert!(today.text.contains(&format!("href=\"{href}\"")), "{}", today.text);
        let list = leader.get(&href).await;
        assert_eq!(list.text.matches("&#38;own=yes\"").count(), all.offices.len(), "{}", list.text);
        let one = leader.get(&format!("/cases/late?unit={new}&own=yes")).await;
        assert_eq!((one.status, one.text.contains("class=\"list-row\"")), (StatusCode::OK, true));
        for wrong in ["/cases/late?unit=nowhere", "/cases/late?unit=99999999"] {
            assert_eq!(leader.get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        assert_eq!(site.browser().get(&href).await.status, StatusCode::UNAUTHORIZED);
        let auditor = signed_in(&house, &site, "auditor", Role::Auditor, city).await;
        assert_eq!(auditor.get(&href).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
