//! A contest from the base to the final: judges give points on their own devices, a sheet is sent twice, comes late, is
//! recounted, a phone is lost; the hall sees a board; the results go to file and the best go on.

use crate::{
    desk::{Browser, somebody},
    letters_way::ward,
    programmes_way::form_id,
    registers_counts::city,
};
use danvan_actions::verify;
use danvan_domain::{
    contests::Way,
    ids::{ContestId, ContestTeamId, RoundId},
    people::Role,
};
use danvan_store::{
    contests::{self as store, rounds},
    people,
};
use danvan_testkit::{House, for_each_engine};

/// Everybody of an evening, and the contest with its base and final.
pub(crate) struct Evening {
    pub(crate) lead: Browser,
    /// Head, two judges, secretary.
    pub(crate) head: Browser,
    pub(crate) an: Browser,
    pub(crate) binh: Browser,
    pub(crate) clerk: Browser,
    contest: ContestId,
    pub(crate) base: RoundId,
    pub(crate) last: RoundId,
    pub(crate) teams: Vec<ContestTeamId>,
}

async fn add(lead: &mut Browser, contest: ContestId, fields: &[(&str, &str)]) -> u16 {
    let page = format!("/contests/{contest}");
    lead.open(&page).await;
    lead.send(&page, fields).await.status
}

pub(crate) async fn done(browser: &mut Browser, round: RoundId, fields: &[(&str, &str)]) -> u16 {
    browser.open(&format!("/contests/rounds/{round}")).await;
    browser.send(&format!("/contests/rounds/{round}"), fields).await.status
}

/// A judge's points for the sheet of a part.
pub(crate) fn sheet(part: &str, points: &str) -> Vec<(&'static str, String)> {
    let fields: &[&str] = match part {
        "greeting" => &["points-content", "points-form"],
        "knowledge" => &["points-answers"],
        _ => &["points-solution", "points-persuasion", "points-acting"],
    };
    fields.iter().map(|field| (*field, points.to_owned())).collect()
}

pub(crate) async fn judged(
    browser: &mut Browser,
    (round, team, part): (RoundId, ContestTeamId, &str),
    more: &[(&str, &str)],
    points: &str,
) -> u16 {
    let form = format!("/contests/rounds/{round}/sheets/{team}/{part}");
    browser.open(&form).await;
    let fresh = if browser.status == 200 { form_id(browser) } else { RoundId(uuid::Uuid::nil()).to_string() };
    let own = sheet(part, points);
    let mut all: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    if !more.iter().any(|(name, _)| *name == "id") {
        all.push(("id", &fresh));
    }
    all.extend(more);
    browser.send(&form, &all).await.status
}

pub(crate) async fn prepared(house: &House) -> Evening {
    // Long because an evening is prepared in one order.
    let own = ward(house, "Ngọc Hà");
    let above = city(house, own);
    somebody(house, "to.chuc", Role::CityLeader, above).await;
    for (name, unit) in [("truong.ban", own), ("an", ward(house, "Ba Đình")), ("binh", own), ("thu.ky", own)]
    {
        somebody(house, name, Role::CommuneOfficer, unit).await;
    }
    let mut lead = Browser::of(house, "to.chuc").await;
    lead.open("/contests/new").await;
    let id = form_id(&lead);
    let fields = [("id", id.as_str()), ("title", "Hội thi Dân vận khéo 2026"), ("rules", "three_parts")];
    lead.send("/contests/new", &fields).await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    let contest: ContestId = id.parse().expect("an id");
    let mut teams = Vec::new();
    for name in ["Ngọc Hà", "Ba Đình", "Cửa Nam"] {
        let (team, unit) = (house.new_id().to_string(), ward(house, name).to_string());
        let name = format!("Đội {name}");
        let fields = [("do", "team"), ("id", team.as_str()), ("name", &name), ("unit", &unit)];
        assert_eq!(add(&mut lead, contest, &fields).await, 200, "{}", lead.html);
        teams.push(team.parse().expect("an id"));
    }
    let mut made = Vec::new();
    for (tier, name, day, go_on) in
        [("base", "Vòng cơ sở", "05/10/2026", "2"), ("final", "Chung kết", "15/10/2026", "")]
    {
        let round = house.new_id().to_string();
        let fields = [
            ("do", "round"),
            ("id", round.as_str()),
            ("tier", tier),
            ("name", name),
            ("held_on", day),
            ("go_on", go_on),
        ];
        assert_eq!(add(&mut lead, contest, &fields).await, 200, "{}", lead.html);
        made.push(round.parse().expect("an id"));
    }
    Evening {
        head: Browser::of(house, "truong.ban").await,
        an: Browser::of(house, "an").await,
        binh: Browser::of(house, "binh").await,
        clerk: Browser::of(house, "thu.ky").await,
        lead,
        contest,
        base: made[0],
        last: made[1],
        teams,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evening_before_the_jury_goes_from_the_base_to_the_final() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let mut it = prepared(&house).await;
        let (base, teams) = (it.base, it.teams.clone());

        // It does not begin without teams and a head; whoever is not on the jury gives no points.
        assert_eq!(done(&mut it.lead, base, &[("do", "step"), ("step", "open")]).await, 422);
        for team in &teams {
            let team = team.to_string();
            assert_eq!(
                done(&mut it.lead, base, &[("do", "place"), ("team", &team)]).await,
                200,
                "{}",
                it.lead.html
            );
        }
        for (person, seat) in [("truong.ban", "head"), ("an", "judge"), ("thu.ky", "secretary")] {
            let fields = [("do", "seat"), ("person", person), ("seat", seat)];
            assert_eq!(done(&mut it.lead, base, &fields).await, 200, "{}", it.lead.html);
        }
        let second = [("do", "seat"), ("person", "binh"), ("seat", "head")];
        assert_eq!(done(&mut it.lead, base, &second).await, 422, "one head");
        let board = format!("/contests/rounds/{base}/board");
        let mut hall = Browser::new(&house).await;
        assert_eq!(hall.open(&board).await.status, 404, "nothing is shown before it begins");
        assert_eq!(
            done(&mut it.lead, base, &[("do", "step"), ("step", "open")]).await,
            200,
            "{}",
            it.lead.html
        );
        assert_eq!(judged(&mut it.binh, (base, teams[0], "greeting"), &[], "8").await, 403);
        assert_eq!(
            judged(&mut it.clerk, (base, teams[0], "greeting"), &[], "8").await,
            403,
            "a secretary gives none"
        );

        // A judge's first sheet; wrong points come back; sent twice it is stored once; other points under its id are refused.
        assert_eq!(judged(&mut it.an, (base, teams[0], "greeting"), &[], "11").await, 422);
        assert!(it.an.says("value=\"11\""), "nothing typed is lost");
        let id = house.new_id().to_string();
        let own = [("id", id.as_str())];
        assert_eq!(
            judged(&mut it.an, (base, teams[0], "greeting"), &own, "8,5").await,
            200,
            "{}",
            it.an.html
        );
        assert!(it.an.path.contains("/sheets/"), "the next sheet opens: {}", it.an.path);
        assert_eq!(
            judged(&mut it.an, (base, teams[0], "greeting"), &own, "8,5").await,
            200,
            "{}",
            it.an.html
        );
        assert_eq!(judged(&mut it.an, (base, teams[0], "greeting"), &own, "9").await, 409);
        assert_eq!(rounds::marks(&house.store, base).await.expect("read").len(), 1);

        // A second sheet needs a reason, and the first stays.
        assert_eq!(judged(&mut it.an, (base, teams[0], "greeting"), &[], "9").await, 422, "{}", it.an.html);
        let why = [("reason", "Ghi nhầm ô.")];
        assert_eq!(judged(&mut it.an, (base, teams[0], "greeting"), &why, "9").await, 200, "{}", it.an.html);
        let marks = rounds::marks(&house.store, base).await.expect("read");
        assert_eq!(marks.iter().map(danvan_domain::contests::Mark::total).collect::<Vec<_>>(), [1700, 1800]);

        // The head judges; the hall sees a part only once it is over, overrunning taken off, and nobody's name.
        assert_eq!(
            judged(&mut it.head, (base, teams[0], "greeting"), &[], "8").await,
            200,
            "{}",
            it.head.html
        );
        hall.open(&board).await;
        assert!(hall.status == 200 && hall.says("Đội Ngọc Hà") && !hall.says("<td>17"), "{}", hall.html);
        let team = teams[0].to_string();
        let run = [("do", "run"), ("team", &team), ("part", "greeting"), ("time", "5:01"), ("over", "yes")];
        assert_eq!(done(&mut it.an, base, &run).await, 403, "a judge keeps no time");
        assert_eq!(done(&mut it.clerk, base, &run).await, 200, "{}", it.clerk.html);
        let page = hall.alone().get(&board).await;
        assert_eq!(page.header("refresh"), "10", "it renews itself without script");
        assert!(page.text.contains("<td>16,5</td>"), "(18 + 16) / 2 less half a point: {}", page.text);
        assert!(!page.text.contains("truong.ban"), "never who gave what");
        let still = hall.alone().get(&format!("{board}?still=1")).await;
        assert_eq!(still.header("refresh"), "", "and it can be stopped");

        // Late for the part: refused with what to do; the head takes it with a reason.
        assert_eq!(judged(&mut it.an, (base, teams[0], "greeting"), &why, "7").await, 409);
        let form = format!("/contests/rounds/{base}/paper");
        assert_ne!(it.an.open(&form).await.status, 200, "a judge types no one else's sheet");

        // A judge's phone is lost: the same sheets are there on another device; the secretary types what is on paper.
        let mut other = Browser::of(&house, "an").await;
        other.open(&format!("/contests/rounds/{base}")).await;
        assert!(other.says("Đã chấm 18 điểm"), "{}", other.html);
        let judge =
            people::by_sign_in(&house.store, "an").await.expect("read").expect("somebody").0.id.to_string();
        let paper =
            async |browser: &mut Browser, team: ContestTeamId, way: &str, more: &[(&str, &str)]| -> u16 {
                let form = format!("{form}?part=knowledge");
                browser.open(&form).await;
                let (id, team) = (form_id(browser), team.to_string());
                let mut all = vec![
                    ("id", id.as_str()),
                    ("part", "knowledge"),
                    ("team", &team),
                    ("judge", &judge),
                    ("way", way),
                    ("points-answers", "5"),
                ];
                all.extend(more);
                browser.send(&format!("/contests/rounds/{base}/paper"), &all).await.status
            };
        let reason = [("reason", "Mất điện thoại.")];
        assert_eq!(paper(&mut it.clerk, teams[0], "paper", &reason).await, 422, "before whom?");
        let itself = [("reason", "Mất điện thoại."), ("witness", "thu.ky")];
        assert_eq!(paper(&mut it.clerk, teams[0], "paper", &itself).await, 422, "another than oneself");
        let witnessed = [("reason", "Mất điện thoại."), ("witness", "binh")];
        assert_eq!(paper(&mut it.clerk, teams[0], "paper", &witnessed).await, 200, "{}", it.clerk.html);
        assert_eq!(paper(&mut it.clerk, teams[0], "recount", &reason).await, 403, "a recount is the head's");

        // The rest of the sheets; the third team's last one is missing when the round is closed.
        for part in ["greeting", "knowledge", "situation"] {
            for (at, team) in teams.iter().enumerate() {
                let points = ["8", "9", "9"][at];
                for (browser, name) in [(&mut it.an, "an"), (&mut it.head, "head")] {
                    let is_given =
                        (at == 0 && part == "greeting") || (name == "an" && at == 0 && part == "knowledge");
                    let is_missing = name == "an" && at == 2 && part == "situation";
                    if !is_given && !is_missing {
                        let status = judged(browser, (base, *team, part), &[], points).await;
                        assert_eq!(status, 200, "{name} {part} {at}: {}", browser.html);
                    }
                }
            }
        }
        assert_eq!(
            done(&mut it.lead, base, &[("do", "step"), ("step", "close")]).await,
            200,
            "{}",
            it.lead.html
        );
        assert_eq!(
            done(&mut it.lead, base, &[("do", "step"), ("step", "publish")]).await,
            422,
            "one is missing"
        );
        assert!(it.lead.says("Còn thiếu 1 phiếu"), "{}", it.lead.html);
        assert_eq!(judged(&mut it.an, (base, teams[2], "situation"), &[], "9").await, 409, "it is late");
        let late = async |browser: &mut Browser, way: &str, points: &str, reason: &str| -> u16 {
            let open = format!("/contests/rounds/{base}/paper?part=situation");
            browser.open(&open).await;
            let (id, team) = (form_id(browser), teams[2].to_string());
            let own = sheet("situation", points);
            let mut all: Vec<(&str, &str)> =
                own.iter().map(|(name, value)| (*name, value.as_str())).collect();
            all.extend([("id", id.as_str()), ("part", "situation"), ("team", &team), ("judge", &judge)]);
            all.extend([("way", way), ("reason", reason)]);
            browser.send(&format!("/contests/rounds/{base}/paper"), &all).await.status
        };
        assert_eq!(late(&mut it.head, "late", "9", "").await, 422, "why?");
        assert_eq!(late(&mut it.head, "late", "9", "Máy mất sóng.").await, 200, "{}", it.head.html);
        assert_eq!(late(&mut it.head, "recount", "10", "Cộng nhầm một dòng.").await, 200, "{}", it.head.html);
        assert!(
            it.head.says("Chấm lại, cộng lại") && it.head.says("27 → 30"),
            "both are told: {}",
            it.head.html
        );
        let marks = rounds::marks(&house.store, base).await.expect("read");
        let ways: Vec<Way> = marks
            .iter()
            .filter(|mark| mark.team == teams[2] && mark.number > 0)
            .map(|mark| mark.way)
            .collect();
        assert!(ways.contains(&Way::Late) && ways.contains(&Way::Recount), "{ways:?}");

        // Published, the places stand, go to file, and the best two go on to the final.
        assert_eq!(
            done(&mut it.lead, base, &[("do", "step"), ("step", "publish")]).await,
            200,
            "{}",
            it.lead.html
        );
        assert_eq!(late(&mut it.head, "recount", "9", "Muộn.").await, 409, "the results stand");
        for file in ["results.docx", "results.pdf", "results.xlsx"] {
            let page = it.lead.alone().get(&format!("/contests/rounds/{base}/{file}")).await;
            assert_eq!(page.status.as_u16(), 200, "{file}");
            let page = hall.alone().get(&format!("/contests/rounds/{base}/{file}")).await;
            assert_ne!(page.status.as_u16(), 200, "{file}");
        }
        hall.open(&board).await;
        let rows: Vec<&str> = hall.html.split("<tr>").skip(2).collect();
        assert!(rows[0].contains("Đội Cửa Nam") && rows[1].contains("Đội Ba Đình"), "{}", hall.html);
        let last = it.last.to_string();
        assert_eq!(
            done(&mut it.lead, base, &[("do", "go_on"), ("to", &last)]).await,
            200,
            "{}",
            it.lead.html
        );
        let places = rounds::places(&house.store, it.last).await.expect("read");
        let going: Vec<ContestTeamId> = places.iter().map(|(team, _)| *team).collect();
        assert_eq!(going, [teams[2], teams[1]]);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
        assert!(store::get(&house.store, it.contest).await.expect("read").expect("there").ended_at.is_none());
    })
    .await;
}
