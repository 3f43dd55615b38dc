//! What a contest holds against: points that would lose their judge, judges who would see each other's points, a time that would
//! be wiped, places that would be settled without a lot.

use crate::{
    contests::{Evening, done, judged, prepared, sheet},
    desk::Browser,
    programmes_way::form_id,
};
use danvan_domain::{
    contests::Seat,
    ids::{ContestTeamId, RoundId},
};
use danvan_store::{contests::rounds, people};
use danvan_testkit::{House, for_each_engine};

/// The base with its first teams, head, judge and secretary, open.
async fn opened(house: &House, teams: usize) -> Evening {
    let mut it = prepared(house).await;
    for team in it.teams.clone().iter().take(teams) {
        let team = team.to_string();
        assert_eq!(
            done(&mut it.lead, it.base, &[("do", "place"), ("team", &team)]).await,
            200,
            "{}",
            it.lead.html
        );
    }
    for (person, seat) in [("truong.ban", "head"), ("an", "judge"), ("thu.ky", "secretary")] {
        assert_eq!(seated(&mut it.lead, it.base, person, seat).await, 200, "{}", it.lead.html);
    }
    assert_eq!(stepped(&mut it.lead, it.base, "open").await, 200, "{}", it.lead.html);
    it
}

async fn seated(lead: &mut Browser, round: RoundId, person: &str, seat: &str) -> u16 {
    done(lead, round, &[("do", "seat"), ("person", person), ("seat", seat)]).await
}

async fn stepped(lead: &mut Browser, round: RoundId, step: &str) -> u16 {
    done(lead, round, &[("do", "step"), ("step", step)]).await
}

async fn person(house: &House, name: &str) -> danvan_domain::ids::PersonId {
    people::by_sign_in(&house.store, name).await.expect("read").expect("somebody").0.id
}

/// Points for the judge `an`, as head or secretary keep them.
async fn kept_for(
    house: &House,
    browser: &mut Browser,
    (round, team, part): (RoundId, ContestTeamId, &str),
    more: &[(&str, &str)],
) -> u16 {
    browser.open(&format!("/contests/rounds/{round}/paper?part={part}")).await;
    let (fresh, team, judge) = (form_id(browser), team.to_string(), person(house, "an").await.to_string());
    let own = sheet(part, "5");
    let mut all: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend([("part", part), ("team", team.as_str()), ("judge", judge.as_str())]);
    if !more.iter().any(|(name, _)| *name == "id") {
        all.push(("id", &fresh));
    }
    all.extend(more);
    browser.send(&format!("/contests/rounds/{round}/paper"), &all).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn points_keep_their_judge_until_the_results_stand() {
    for_each_engine(|house| async move {
        let mut it = opened(&house, 1).await;
        let (base, team) = (it.base, it.teams[0]);
        assert_eq!(judged(&mut it.an, (base, team, "greeting"), &[], "8").await, 200, "{}", it.an.html);
        assert_eq!(seated(&mut it.lead, base, "an", "secretary").await, 409);
        assert!(it.lead.says("Người này đã chấm điểm"), "{}", it.lead.html);
        let an = person(&house, "an").await.to_string();
        assert_eq!(done(&mut it.lead, base, &[("do", "unseat"), ("person", &an)]).await, 409);
        assert_eq!(seated(&mut it.lead, base, "an", "head").await, 422, "one head");
        let seat = async |house: &House, name: &str| -> Option<Seat> {
            let id = person(house, name).await;
            let jury = rounds::jury(&house.store, base).await.expect("read");
            jury.iter().find(|one| one.person == id).map(|one| one.seat)
        };
        assert_eq!(seat(&house, "an").await, Some(Seat::Judge));
        // Whoever gave none changes as they like, and a judge may still come.
        assert_eq!(seated(&mut it.lead, base, "thu.ky", "judge").await, 200, "{}", it.lead.html);
        assert_eq!(seated(&mut it.lead, base, "thu.ky", "secretary").await, 200, "{}", it.lead.html);

        // Closed: nobody comes to give points, a secretary may; published: nobody comes at all.
        assert_eq!(stepped(&mut it.lead, base, "close").await, 200, "{}", it.lead.html);
        assert_eq!(seated(&mut it.lead, base, "binh", "judge").await, 409);
        assert_eq!(seated(&mut it.lead, base, "thu.ky", "judge").await, 409);
        assert_eq!(seated(&mut it.lead, base, "binh", "secretary").await, 200, "{}", it.lead.html);
        for (part, is_given) in [("greeting", true), ("knowledge", false), ("situation", false)] {
            let at = (base, team, part);
            if !is_given {
                let why = [("way", "late"), ("reason", "Mất sóng.")];
                assert_eq!(kept_for(&house, &mut it.head, at, &why).await, 200, "{}", it.head.html);
            }
        }
        let head = person(&house, "truong.ban").await.to_string();
        assert_eq!(done(&mut it.lead, base, &[("do", "unseat"), ("person", &head)]).await, 200, "gave none");
        assert_eq!(stepped(&mut it.lead, base, "publish").await, 200, "{}", it.lead.html);
        assert_eq!(seated(&mut it.lead, base, "truong.ban", "secretary").await, 409);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_has_its_case_and_judges_do_not_see_each_others_points() {
    for_each_engine(|house| async move {
        let mut it = opened(&house, 2).await;
        let (base, team) = (it.base, it.teams[0]);
        let at = (base, team, "greeting");
        // While the part runs nothing is late; from paper there is one sheet of a judge.
        let late = [("way", "late"), ("reason", "Mất sóng.")];
        assert_eq!(kept_for(&house, &mut it.head, at, &late).await, 409);
        assert!(it.head.says("Phần này còn đang chấm"), "{}", it.head.html);
        let id = house.new_id().to_string();
        let paper =
            [("id", id.as_str()), ("way", "paper"), ("reason", "Mất điện thoại."), ("witness", "binh")];
        assert_eq!(kept_for(&house, &mut it.clerk, at, &paper).await, 200, "{}", it.clerk.html);
        assert!(it.clerk.says("Người chứng kiến: binh"), "{}", it.clerk.html);
        assert_eq!(kept_for(&house, &mut it.clerk, at, &paper).await, 200, "the same message is one sheet");
        let mut other = paper;
        other[2].1 = "Mất máy.";
        assert_eq!(
            kept_for(&house, &mut it.clerk, at, &other).await,
            409,
            "another reason is another message"
        );
        other[2].1 = paper[2].1;
        other[3].1 = "truong.ban";
        assert_eq!(kept_for(&house, &mut it.clerk, at, &other).await, 409, "and so is another witness");
        assert_eq!(kept_for(&house, &mut it.clerk, at, &paper[1..]).await, 409);
        assert!(it.clerk.says("trưởng ban ghi phúc tra"), "{}", it.clerk.html);
        assert_eq!(rounds::marks(&house.store, base).await.expect("read").len(), 1);

        // The head gave points too: a judge sees neither them nor what the team has so far, the head does.
        assert_eq!(judged(&mut it.head, at, &[], "9").await, 200, "{}", it.head.html);
        let why = [("reason", "Ghi nhầm ô.")];
        assert_eq!(judged(&mut it.head, at, &why, "8").await, 200, "{}", it.head.html);
        let page = format!("/contests/rounds/{base}");
        let mean = "<td>13</td>";
        it.an.open(&page).await;
        assert!(!it.an.says(mean) && !it.an.says("Ghi nhầm ô."), "{}", it.an.html);
        assert!(it.an.says("Đã chấm 10 điểm"), "their own: {}", it.an.html);
        it.head.open(&page).await;
        assert!(it.head.says(mean) && it.head.says("Ghi nhầm ô."), "{}", it.head.html);

        // The part is over: its points are told, its time is mended, and a blank time leaves it.
        let of = team.to_string();
        let run = |time: &'static str| {
            [("do", "run"), ("team", of.as_str()), ("part", "greeting"), ("time", time), ("over", "yes")]
        };
        assert_eq!(done(&mut it.clerk, base, &run("4:50")).await, 200, "{}", it.clerk.html);
        it.an.open(&page).await;
        assert!(it.an.says(mean) && !it.an.says("Ghi nhầm ô."), "{}", it.an.html);
        assert_eq!(done(&mut it.clerk, base, &run("")).await, 200, "{}", it.clerk.html);
        let took = async |house: &House| {
            let runs = rounds::runs(&house.store, base).await.expect("read");
            (runs.len(), runs[0].seconds, runs[0].over_at.is_some())
        };
        assert_eq!(took(&house).await, (1, Some(290), true));
        assert_eq!(stepped(&mut it.lead, base, "close").await, 200, "{}", it.lead.html);
        it.clerk.open(&page).await;
        assert!(it.clerk.says("value=\"4:50\"") && !it.clerk.says("name=\"over\""), "{}", it.clerk.html);
        assert_eq!(done(&mut it.clerk, base, &run("5:10")[..4]).await, 200, "{}", it.clerk.html);
        assert_eq!(took(&house).await, (1, Some(310), true), "it is still over");
        assert_eq!(done(&mut it.an, base, &run("1:00")).await, 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_is_settled_before_the_results_stand_and_goes_on_once() {
    for_each_engine(|house| async move {
        let mut it = opened(&house, 3).await;
        let (base, teams) = (it.base, it.teams.clone());
        for part in ["greeting", "knowledge", "situation"] {
            for (team, points) in teams.iter().zip(["9", "8", "8"]) {
                for browser in [&mut it.an, &mut it.head] {
                    let status = judged(browser, (base, *team, part), &[], points).await;
                    assert_eq!(status, 200, "{}", browser.html);
                }
            }
        }
        // Two go on, and two share the second place.
        assert_eq!(stepped(&mut it.lead, base, "close").await, 200, "{}", it.lead.html);
        assert_eq!(stepped(&mut it.lead, base, "publish").await, 422);
        assert!(it.lead.says("phải bốc thăm trước khi công bố"), "{}", it.lead.html);
        let lot = |team: &str, lot: &str| {
            [("do", "lot"), ("team", team), ("lot", lot)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let drawn = async |browser: &mut Browser, fields: &[(String, String)]| {
            let all: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            done(browser, base, &all).await
        };
        assert_eq!(drawn(&mut it.an, &lot(&teams[1].to_string(), "1")).await, 403, "the head draws");
        for (team, number) in [(teams[1], "2"), (teams[2], "1")] {
            assert_eq!(drawn(&mut it.head, &lot(&team.to_string(), number)).await, 200, "{}", it.head.html);
        }
        assert_eq!(stepped(&mut it.lead, base, "publish").await, 200, "{}", it.lead.html);
        assert_eq!(drawn(&mut it.head, &lot(&teams[1].to_string(), "1")).await, 409, "the results stand");

        // One is there already at a place of its own; done again nobody moves.
        let (last, there) = (it.last.to_string(), teams[2].to_string());
        let place = [("do", "place"), ("team", there.as_str()), ("number", "7")];
        assert_eq!(done(&mut it.lead, it.last, &place).await, 200, "{}", it.lead.html);
        for _ in 0..2 {
            assert_eq!(
                done(&mut it.lead, base, &[("do", "go_on"), ("to", &last)]).await,
                200,
                "{}",
                it.lead.html
            );
            let places = rounds::places(&house.store, it.last).await.expect("read");
            assert_eq!(places, [(teams[2], 7), (teams[0], 8)]);
        }
    })
    .await;
}
