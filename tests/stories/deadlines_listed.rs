//! Long lists of deadlines: fifty rows a page, every row once, and numbers that are those of the lists they lead to.

use crate::{
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    registers_counts::city,
};
use danvan_domain::{
    deadlines::{Deadline, Sort},
    ids::{PersonId, ProceedingId, UnitId},
    people::Role,
    proceedings::Proceeding,
    time::{Day, Moment},
};
use danvan_store::{
    bulk, cases,
    deadlines::{After, days},
};
use danvan_testkit::{House, for_each_engine};
use std::collections::{BTreeMap, HashSet};

/// What is due: its address, when, and who is on it.
struct Thing {
    href: String,
    due_at: Moment,
    person: Option<PersonId>,
}

fn moment(day: &str, hour: i8) -> Moment {
    Moment::at(day.parse().expect("a day"), hour, 0)
}

/// So many complaints of an office whose settlement is due at a moment; a person is on every other one.
async fn due(house: &House, office: UnitId, person: PersonId, count: u16, due_at: Moment) -> Vec<Thing> {
    let mut rows = Vec::new();
    for number in 0..count {
        let it = Proceeding {
            id: ProceedingId(house.new_id()),
            letter: None,
            parent: None,
            procedure: "complaint".into(),
            edition: "1".into(),
            unit: office,
            handler: (number % 2 == 0).then_some(person),
            place: office,
            topic: "land.clearance".into(),
            title: format!("{number}/2026 · Khiếu nại về phương án bồi thường <giả>"),
            signers: 1,
            is_sealed: false,
            opened_at: house.now(),
            opened_on: house.today(),
            stage: "accepted".into(),
            ended_at: None,
            seen_at: house.now(),
        };
        let clock = |position: i64, ended_at: Option<Moment>| Deadline {
            thing: it.id.0,
            sort: Sort::Proceeding,
            position,
            procedure: it.procedure.clone(),
            step: "first_settlement".into(),
            unit: office,
            handler: it.handler,
            party: "commune_leader".into(),
            is_duty: true,
            is_paused: false,
            starts_at: it.opened_at,
            due_at,
            ended_at,
        };
        // A clock that has ended is counted and listed nowhere.
        let clocks = vec![clock(0, Some(house.now())), clock(1, None)];
        rows.push((it, Vec::new(), clocks));
    }
    let mut change = house.store.begin().await.expect("a change");
    bulk::proceedings(&mut change, &rows).await.expect("written");
    change.commit().await.expect("a commit");
    let thing = |one: &(Proceeding, Vec<_>, Vec<_>)| Thing {
        href: format!("/proceedings/{}", one.0.id),
        due_at,
        person: one.0.handler,
    };
    rows.iter().map(thing).collect()
}

/// A week in which far more than two hundred are late and due, some at the very moment at which feedback is.
async fn a_heavy_week(house: &House, office: UnitId, person: PersonId) -> Vec<Thing> {
    for _ in 0..3 {
        house.resident_asks("environment.waste", office).await;
    }
    go_to(house, "2026-10-08");
    let (first, last) = (After::beginning(Moment::from_micros(0)), Moment::from_micros(i64::MAX));
    let asked = cases::due(&house.store, (office, None), first, last, 10).await.expect("cases");
    let of_case =
        |row: &cases::Row| Thing { href: format!("/cases/{}", row.id), due_at: row.due_at, person: None };
    let mut all: Vec<Thing> = asked.iter().map(of_case).collect();
    let with_cases = all[0].due_at;
    assert!(all.len() == 3 && moment("2026-10-05", 17) < with_cases && with_cases < moment("2026-10-08", 8));
    for (count, due_at) in [
        (130, moment("2026-10-01", 17)),
        (101, moment("2026-10-05", 17)),
        (30, moment("2026-10-08", 8)),
        (60, moment("2026-10-08", 17)),
        // A page ends among these, and one with the first of the cases behind them.
        (68, with_cases),
        (130, moment("2026-10-12", 17)),
        (5, moment("2026-11-30", 17)),
    ] {
        all.extend(due(house, office, person, count, due_at).await);
    }
    assert_eq!(days::other(&house.store).await.expect("compared"), None);
    all
}

/// The page shown, from the beginning of a list to the end of its section.
fn section<'a>(browser: &'a Browser, list: &str) -> &'a str {
    let from = browser.html.split(&format!("<section class=\"stack gap-2\" id=\"{list}\">")).nth(1);
    from.and_then(|rest| rest.split("</section>").next())
        .unwrap_or_else(|| panic!("no {list}: {}", browser.html))
}

/// What follows each of some words in a text, up to a quotation mark, as it was before it was written into a page.
fn addresses<'a>(html: &'a str, before: &'a str) -> impl Iterator<Item = String> + use<'a> {
    html.split(before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|href| href.replace("&#38;", "&"))
}

/// Walks a list from an address on and gives every row in the order shown.
pub(crate) async fn walk(browser: &mut Browser, address: &str, list: &str) -> Vec<String> {
    let (mut rows, mut address) = (Vec::new(), address.to_owned());
    for page in 1.. {
        browser.open(&address).await;
        assert_eq!(browser.status, 200, "{address}: {}", browser.html);
        assert!(browser.html.len() < 100_000, "{address}: {} bytes", browser.html.len());
        let shown: Vec<String> = addresses(section(browser, list), "class=\"list-row\" href=\"").collect();
        let next = addresses(section(browser, list), "rel=\"next\" href=\"").next();
        assert!(shown.len() <= 50 && (next.is_none() || shown.len() == 50), "{address}: {}", shown.len());
        assert!(page == 1 || section(browser, list).contains("rel=\"first\""), "{address}: no way back");
        rows.extend(shown);
        let Some(next) = next else { return rows };
        address = next;
    }
    rows
}

/// The number in the heading of a list.
pub(crate) fn heading(browser: &Browser, list: &str) -> usize {
    let said = section(browser, list).split("</h2>").next().and_then(|heading| heading.split_once('('));
    let number = said.and_then(|(_, rest)| rest.strip_suffix(')')).expect("a number");
    number.replace('.', "").parse().expect("a number")
}

/// The days of the calendar with their numbers and the addresses of their lists.
fn calendar(browser: &Browser) -> BTreeMap<Day, (usize, String)> {
    let cell = |href: String| {
        let day = href.split("&day=").nth(1).and_then(|rest| rest.get(..10))?.parse().ok()?;
        let after = browser.html.split(&format!("{}\"", href.replace('&', "&#38;"))).nth(1)?;
        let said = after.split('>').nth(1)?.split(' ').next()?;
        Some((day, (said.replace('.', "").parse().ok()?, href)))
    };
    addresses(&browser.html, "<a href=\"").filter_map(cell).collect()
}

/// Sees that both lists and every day of a view hold what they should, each row once, and say how much it is.
async fn check(house: &House, browser: &mut Browser, view: &str, expected: &[&Thing]) {
    let now = house.now();
    let until = moment(&now.day().plus_days(8).to_string(), 0);
    let hrefs = |is_meant: &dyn Fn(&Thing) -> bool| -> HashSet<String> {
        expected.iter().filter(|one| is_meant(one)).map(|one| one.href.clone()).collect()
    };
    let late = hrefs(&|one| one.due_at < now);
    let coming = hrefs(&|one| now <= one.due_at && one.due_at < until);
    for (list, wanted) in [("late", &late), ("coming", &coming)] {
        let rows = walk(browser, view, list).await;
        assert_eq!((rows.len(), heading(browser, list)), (wanted.len(), wanted.len()), "{view}, {list}");
        assert_eq!(&rows.into_iter().collect::<HashSet<_>>(), wanted, "{view}, {list}");
    }
    browser.open(view).await;
    let monday = now.day().monday();
    let mut days: BTreeMap<Day, HashSet<String>> = BTreeMap::new();
    for one in expected.iter().filter(|one| monday <= one.due_at.day() && one.due_at < until) {
        days.entry(one.due_at.day()).or_default().insert(one.href.clone());
    }
    let shown = calendar(browser);
    assert_eq!(shown.keys().collect::<Vec<_>>(), days.keys().collect::<Vec<_>>(), "{view}: {}", browser.html);
    for (day, (count, href)) in shown {
        let rows = walk(browser, &href, "day").await;
        assert_eq!((rows.len(), heading(browser, "day")), (count, count), "{href}");
        assert_eq!(rows.into_iter().collect::<HashSet<_>>(), days[&day], "{href}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_deadline_is_on_one_page_and_every_number_is_that_of_its_list() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lan_id = somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        let all = a_heavy_week(&house, own, lan_id).await;
        let elsewhere = due(&house, ward(&house, "Ba Đình"), lan_id, 60, moment("2026-10-07", 17)).await;
        let mut lan = Browser::of(&house, "lan").await;
        check(&house, &mut lan, "/deadlines", &all.iter().collect::<Vec<_>>()).await;
        let every: Vec<&Thing> = all.iter().chain(&elsewhere).collect();
        let mine: Vec<&Thing> = every.iter().copied().filter(|one| one.person == Some(lan_id)).collect();
        check(&house, &mut lan, "/deadlines?whose=mine", &mine).await;
        // Of the whole city feedback is not listed here.
        let proceedings = every.into_iter().filter(|one| one.href.starts_with("/proceedings"));
        let mut top = Browser::of(&house, "thanh.pho").await;
        check(&house, &mut top, "/deadlines?whose=city", &proceedings.collect::<Vec<_>>()).await;
        top.open("/deadlines?whose=city").await;
        assert!(top.says("<span class=\"figure-value\">389</span>"), "329 and 60 are late: {}", top.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_page_keeps_what_was_chosen_and_refuses_a_place_that_is_none() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lan_id = somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        go_to(&house, "2026-10-08");
        due(&house, own, lan_id, 120, moment("2026-10-05", 17)).await;
        let mut chair = Browser::of(&house, "chu.tich").await;
        chair.open(&format!("/deadlines?person={lan_id}&days=31")).await;
        let next = addresses(section(&chair, "late"), "rel=\"next\" href=\"").next().expect("more");
        assert!(next.contains(&format!("person={lan_id}")) && next.contains("days=31"), "{next}");
        chair.open(&next).await;
        assert_eq!(heading(&chair, "late"), 60, "{}", chair.html);
        assert!(chair.says(&format!("<option value=\"{lan_id}\" selected>")), "{}", chair.html);
        assert!(chair.says("<option value=\"31\" selected>") && chair.says("Xem lại tất cả hạn"));
        let whole = addresses(&chair.html, "<p><a href=\"").next().expect("a way back");
        assert!(whole.contains(&format!("person={lan_id}")) && !whole.contains("after="), "{whole}");
        assert_eq!(chair.open(&whole).await.status, 200);
        // A city's reader stays with the office, and with the whole city.
        let mut top = Browser::of(&house, "thanh.pho").await;
        for (view, kept) in
            [(format!("/deadlines?unit={own}"), "&unit="), ("/deadlines?whose=city".into(), "whose=city")]
        {
            top.open(&view).await;
            let next = addresses(section(&top, "late"), "rel=\"next\" href=\"").next().expect("more");
            assert!(next.contains(kept), "{next}");
            assert_eq!(
                addresses(section(top.open(&next).await, "late"), "class=\"list-row\" href=\"").count(),
                50
            );
        }
        assert!(
            top.says("name=\"whose\" value=\"city\"") && top.says("<option value=\"\" selected>"),
            "{}",
            top.html
        );
        let nil = "00000000000000000000000000000000";
        for hostile in [
            "list=late&after=x".to_owned(),
            "list=late&after=%27%20or%201=1".to_owned(),
            "list=coming&after=%00".to_owned(),
            format!("list=late&after=1.x.{nil}.0"),
            format!("list=late&after=99999999999999999999.p.{nil}.0"),
            format!("after=1.p.{nil}.0"),
        ] {
            chair.open(&format!("/deadlines?{hostile}")).await;
            assert_eq!(chair.status, 422, "{hostile}: {}", chair.html);
            assert!(chair.says("Xin mở lại danh sách từ đầu"), "{hostile}: {}", chair.html);
        }
        for day in ["x", "2026-13-01", "0001-01-01", "9999-12-31"] {
            assert_eq!(chair.open(&format!("/deadlines?day={day}")).await.status, 422, "{day}");
        }
        for place in [i64::MIN, -1, 0, i64::MAX] {
            for sort in ["p", "c"] {
                let after = format!("{place}.{sort}.{nil}.{}", i64::MIN);
                chair.open(&format!("/deadlines?list=late&after={after}")).await;
                assert_eq!(chair.status, 200, "{after}: {}", chair.html);
                assert_eq!(chair.says("Không còn hạn nào ở đây"), place == i64::MAX, "{after}");
            }
        }
    })
    .await;
}
