//! Statistics of initiatives: they add up on any day's structure, say what dropped out, and are proved.

use crate::{
    desk::{Browser, somebody},
    initiatives_way::{act, opened, registered, shown},
    letters_way::ward,
    registers_counts::city,
};
use danvan_actions::{
    initiatives::{Brought, bring, statistics},
    verify,
};
use danvan_domain::{
    ids::UnitId,
    people::Role,
    rights::Asker,
    time::{Day, Moment},
    units::{Level, Quality},
};
use danvan_simulation::initiatives::{Deed, Year, deeds};
use danvan_store::contents;
use danvan_testkit::{House, for_each_engine};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Brings so many of a year in all communes of a day.
async fn brought(house: &House, on: &str, all: usize, collective: usize) {
    let (facts, on) = (house.facts(), day(on));
    let communes: Vec<UnitId> = facts.tree.at_level(Level::Commune, on).map(|unit| unit.id).collect();
    let year = Year { year: i64::from(on.0.year()), registered_on: on, all, collective };
    let now: Moment = "2026-11-20T02:00:00Z".parse().expect("an instant");
    let made = deeds(&facts.tree, &communes, year, now, 7);
    let all: Vec<Brought> = made
        .into_iter()
        .map(|Deed { initiative, years, acts, owner, story }| Brought {
            initiative,
            years,
            acts,
            owner,
            story,
        })
        .collect();
    bring(house, &all).await.expect("brought");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_add_up_on_any_structure_and_are_proved() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        brought(&house, "2023-03-01", 1_300, 800).await;
        brought(&house, "2025-08-01", 700, 432).await;
        let top = city(&house, ward(&house, "Ngọc Hà"));
        for (on, districts) in
            [("2023-06-01", true), ("2025-06-30", true), ("2025-07-01", false), ("2026-11-20", false)]
        {
            for (year, all, collective) in [(2023, 1_300, 800), (2025, 700, 432)] {
                let found = statistics(&house, &Asker::house(), Some(top), (Some(year), day(on))).await;
                let found = found.expect("statistics");
                let sum: i64 = found.rows.iter().map(|row| row.told.all()).sum();
                assert_eq!((found.total.all(), sum), (all, all), "{year} on {on}");
                assert_eq!(found.total.number_of("kind", "collective"), collective, "{year} on {on}");
                for family in ["field", "kind", "level", "outcome", "how"] {
                    let of_family: i64 = found.total.family(family).map(|(_, count)| count).sum();
                    assert_eq!(of_family, all, "{family} of {year} on {on}");
                }
                let years: Vec<(i64, i64)> =
                    found.years.iter().map(|(year, counts)| (*year, counts.all())).collect();
                assert_eq!(years, [(2025, 700), (2023, 1_300)]);
                let facts = house.facts();
                let of_level = |row: &danvan_actions::initiatives::StatisticsRow| {
                    row.unit.and_then(|unit| facts.tree.get(unit)).map(danvan_domain::units::Unit::level)
                };
                let level = if districts { Level::District } else { Level::Commune };
                assert!(found.rows.iter().filter_map(of_level).all(|own| own == level), "{year} on {on}");
            }
        }
        // The districts of then add up exactly, and a commune of then is read as the rows say.
        let then = statistics(&house, &Asker::house(), Some(top), (Some(2023), day("2023-06-01")))
            .await
            .expect("them");
        assert!(then.rows.iter().all(|row| row.quality == Quality::Exact && row.unit.is_some()));
        let own = house.unit_on("00004", day("2023-06-01"));
        let one = statistics(&house, &Asker::house(), Some(own), (Some(2023), day("2023-06-01")))
            .await
            .expect("one");
        assert!(one.total.all() > 0 && one.rows.is_empty(), "a commune has no rows below");
        assert_eq!(one.years.iter().map(|(_, counts)| counts.all()).next_back(), Some(one.total.all()));

        somebody(&house, "phantich", Role::CityAnalyst, top).await;
        let mut analyst = Browser::of(&house, "phantich").await;
        analyst.open("/initiatives/statistics?year=2025").await;
        for said in ["700", "432", "268", "Bỏ giữa chừng", "Theo lĩnh vực", "Kinh tế"] {
            assert!(analyst.says(said), "{said}: {}", analyst.html);
        }
        let taken = analyst.alone().get("/initiatives/statistics/statistics.csv?year=2025").await;
        assert!(taken.text.contains("Năm,2025,700,432,268,"), "{}", taken.text);
        // Whoever works in a commune reads its numbers; in the rows of the city stand those of its neighbours.
        somebody(&house, "an", Role::CommuneOfficer, house.unit("00008")).await;
        let mut an = Browser::of(&house, "an").await;
        assert_eq!(opened(&mut an, "/initiatives/statistics?year=2025").await, 200, "{}", an.html);
        assert_eq!(opened(&mut an, &format!("/initiatives/statistics?year=2025&unit={top}")).await, 403);
        // A number leads to what it counts, fifty a page.
        analyst.open("/initiatives?year=2025&outcome=dropped").await;
        let dropped = analyst.tab("Bỏ giữa chừng");
        assert_eq!(i64::try_from(analyst.html.matches("data-key-row").count()), Ok(dropped.min(50)));
        analyst.open("/initiatives?year=2025").await;
        assert_eq!(analyst.html.matches("data-key-row").count(), 50);
        let mut seen = 50;
        while let Some(next) = analyst.html.split("rel=\"next\" href=\"").nth(1) {
            let next =
                next.split('"').next().expect("an address").replace("&#38;", "&").replace("&amp;", "&");
            analyst.open(&next).await;
            seen += analyst.html.matches("data-key-row").count();
        }
        assert_eq!(seen, 700, "every one once");
        for wrong in ["year=abc", "on=hom+nay", "unit=khong+co"] {
            assert_eq!(
                opened(&mut analyst, &format!("/initiatives/statistics?{wrong}")).await,
                404,
                "{wrong}"
            );
        }

        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
        let planted =
            "update initiative_counts set count = count + 1 where family = 'kind' and reach = 'below'";
        contents::damage(&house.store, planted).await.expect("damaged");
        let found = verify::verify(&house).await.expect("a report").difference.expect("a difference");
        assert!(matches!(found, verify::Difference::Initiatives { .. }), "{found}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_dropped_out_stays_in_the_total_and_moves_are_counted_once() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let top = city(&house, own);
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "phantich", Role::CityAnalyst, top).await;
        let mut an = Browser::of(&house, "an").await;
        let mut ids = Vec::new();
        for name in ["Một", "Hai", "Ba"] {
            let fields = [("name", name), ("difference", "Ba việc ở ba ngõ.")];
            assert_eq!(registered(&mut an, &fields).await, 200, "{}", an.html);
            ids.push(shown(&an));
        }
        let mut analyst = Browser::of(&house, "phantich").await;
        assert_eq!(act(&mut analyst, ids[0], "recognise", &[]).await, 200, "{}", analyst.html);
        assert_eq!(act(&mut analyst, ids[1], "recognise", &[]).await, 200, "{}", analyst.html);
        assert_eq!(act(&mut an, ids[0], "begin", &[]).await, 200, "{}", an.html);
        assert_eq!(act(&mut an, ids[0], "stop", &[("remark", "Thiếu người làm.")]).await, 200, "{}", an.html);
        let today = house.today();
        for unit in [own, top] {
            let found =
                statistics(&house, &Asker::house(), Some(unit), (None, today)).await.expect("statistics");
            let outcomes =
                ["dropped", "underway", "registered"].map(|word| found.total.number_of("outcome", word));
            assert_eq!((found.total.all(), outcomes), (3, [1, 1, 1]));
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
