//! A campaign's way: targets, teams over groups of households, members, what the board says, and what becomes of it when units are
//! reorganised.

use crate::{
    desk::{Browser, somebody},
    letters_way::ward,
    programmes_way::{form_id, id_after},
    registers_counts::city,
};
use danvan_actions::{
    campaigns::{self, board},
    programmes::{self, TypedSharing},
    units::{File, reorganise, undo},
    verify,
};
use danvan_domain::{
    campaigns::{TypedMember, TypedTeams},
    ids::{CommitmentId, MemberId, ProgrammeId, TeamId, UnitId},
    people::Role,
    programmes::{TypedCommitment, TypedProgramme},
    rights::Asker,
};
use danvan_store::{campaigns as store, events};
use danvan_testkit::{House, for_each_engine};

/// A campaign of the city that runs in these days.
pub(crate) async fn campaign(house: &House, lead: &Asker) -> ProgrammeId {
    let day = |text: &str| Some(Ok(text.parse().expect("a day")));
    let typed = TypedProgramme {
        kind: "campaign".into(),
        title: "Tổ cộng đồng phòng dịch".into(),
        aims: "Đi từng ngõ, gõ từng nhà.".into(),
        starts_on: day("2026-10-01"),
        ends_on: day("2026-12-31"),
        ..TypedProgramme::default()
    };
    programmes::make(house, lead, ProgrammeId(house.new_id()), &typed, &[]).await.expect("a campaign")
}

/// Teams of a ward, formed by its officer.
pub(crate) async fn formed(
    house: &House,
    desk: &Asker,
    (campaign, place): (ProgrammeId, UnitId),
    households: i64,
) -> Vec<TeamId> {
    let typed = TypedTeams { households: households.to_string(), ..TypedTeams::default() };
    campaigns::form(house, desk, (house.new_id(), campaign), &place.to_string(), &typed).await.expect("teams")
}

/// A member of a team, written in by its officer.
pub(crate) async fn enrolled(house: &House, desk: &Asker, team: TeamId, name: &str, phone: &str) -> MemberId {
    let typed = TypedMember { name: name.into(), phone: phone.into(), ..TypedMember::default() };
    campaigns::enrol(house, desk, (MemberId(house.new_id()), team), &typed).await.expect("a member")
}

/// Promises something of a campaign and shares it out to some wards, if any.
pub(crate) async fn aimed(
    house: &House,
    lead: &Asker,
    of: ProgrammeId,
    what: (&str, i64),
    wards: &[UnitId],
) -> CommitmentId {
    let typed = TypedCommitment {
        what: "Lập tổ cộng đồng".into(),
        measure: what.0.into(),
        counted: "tổ".into(),
        target: what.1.to_string(),
        direction: "at_least".into(),
        adds_up: "sum".into(),
        rhythm: "once".into(),
        ..TypedCommitment::default()
    };
    let ids = (of, CommitmentId(house.new_id()));
    let whole = programmes::promise(house, lead, ids, ("", ""), &typed).await.expect("promised");
    if wards.is_empty() {
        return whole;
    }
    let among = TypedSharing {
        sharing: "equal".into(),
        units: wards.iter().map(UnitId::to_string).collect(),
        ..TypedSharing::default()
    };
    programmes::share(house, lead, whole, &among).await.expect("shared out");
    whole
}

pub(crate) async fn is_whole(house: &House) {
    let report = verify::verify(house).await.expect("verified");
    assert_eq!(report.difference, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_shows_its_gaps_and_fills_its_targets_by_itself() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "binh", Role::CommuneOfficer, other).await;
        let id = campaign(&house, &lead).await;
        let whole = aimed(&house, &lead, id, ("own:teams_formed", 10), &[own, other]).await;
        aimed(&house, &lead, id, ("own:households_covered", 400), &[own, other]).await;
        let (mut city_lead, mut an, mut binh) = (
            Browser::of(&house, "thanh.pho").await,
            Browser::of(&house, "an").await,
            Browser::of(&house, "binh").await,
        );

        // Before anything is formed the board says what is missing.
        city_lead.open(&format!("/campaigns/{id}")).await;
        assert!(city_lead.says("0 / 10") && city_lead.says("0 / 400"), "{}", city_lead.html);

        // The ward forms teams over its households, sent twice once; what was typed wrong comes back.
        let form = format!("/campaigns/{id}/teams/new");
        an.open(&form).await;
        assert!(an.says("200"), "the households still without a team: {}", an.html);
        let sent = form_id(&an);
        let own_id = own.to_string();
        let wrong = [
            ("id", sent.as_str()),
            ("place", own_id.as_str()),
            ("households", "nhiều"),
            ("covers", "ngõ 12"),
        ];
        assert_eq!(an.send(&form, &wrong).await.status, 422);
        assert!(an.says("ngõ 12"), "nothing typed is lost");
        let right =
            [("id", sent.as_str()), ("place", own_id.as_str()), ("households", "91"), ("covers", "ngõ 12")];
        for _ in 0..2 {
            an.send(&form, &right).await;
            assert_eq!(an.status, 200, "{}", an.html);
            assert!(an.says("Tổ 3 ·") && !an.says("Tổ 4 ·"), "{}", an.html);
            an.open(&form).await;
        }
        let more = [("id", sent.as_str()), ("place", own_id.as_str()), ("households", "95")];
        assert_eq!(an.send(&form, &more).await.status, 409, "other words under one id");
        let fewer =
            [("id", sent.as_str()), ("place", own_id.as_str()), ("households", "31"), ("covers", "ngõ 12")];
        an.open(&form).await;
        assert_eq!(an.send(&form, &fewer).await.status, 409, "the first of three teams is not all of them");

        // A neighbour forms none there and sees no names.
        let theirs = [("id", &*house.new_id().to_string()), ("place", own_id.as_str()), ("households", "10")];
        binh.open(&form).await;
        assert_eq!(binh.send(&form, &theirs).await.status, 403);

        // Members, each once; telephones are shown only when asked for, which is an event.
        an.open(&format!("/campaigns/{id}/communes/{own}")).await;
        let team: TeamId = id_after(&an.html, "href=\"/campaigns/teams/").parse().expect("an id");
        let page = format!("/campaigns/teams/{team}");
        an.open(&page).await;
        let member = form_id(&an);
        let fields = [
            ("id", member.as_str()),
            ("name", "Nguyễn Văn An"),
            ("phone", "0912 345 678"),
            ("skills", "first_aid"),
            ("times", "evening"),
        ];
        an.send(&format!("{page}/members"), &fields).await;
        assert_eq!(an.status, 200, "{}", an.html);
        assert!(an.says("Nguyễn Văn An") && an.says("sơ cứu") && !an.says("0912 345 678"), "{}", an.html);
        let changed = [fields[0], fields[1], fields[2], ("skills", "cooking"), fields[4]];
        assert_eq!(an.send(&format!("{page}/members"), &changed).await.status, 409, "other words");
        an.open(&page).await;
        let again = form_id(&an);
        let twice = [("id", again.as_str()), ("name", "NGUYEN VAN AN"), ("phone", "+84912345678")];
        an.send(&format!("{page}/members"), &twice).await;
        assert_eq!(an.status, 422, "the same person twice");
        assert!(an.says("đã có trong chiến dịch"), "{}", an.html);
        an.open(&page).await;
        an.send(&format!("{page}/phones"), &[]).await;
        assert!(an.says("0912 345 678"), "{}", an.html);
        let read = events::of_thing(&house.store, team.0, 20).await.expect("events");
        assert!(read.iter().any(|one| one.event.kind == "campaign.phones_read"), "{read:?}");
        city_lead.open(&page).await;
        assert!(
            city_lead.status == 200 && !city_lead.says("Nguyễn Văn An"),
            "above the ward nobody is named"
        );
        assert_eq!(binh.open(&page).await.status, 403);
        assert_eq!(binh.send(&format!("{page}/phones"), &[]).await.status, 403);

        // The board says what there is beside what there should be; the target fills itself.
        city_lead.open(&format!("/campaigns/{id}")).await;
        assert!(
            city_lead.says("3 / 10") && city_lead.says("91 / 400") && city_lead.says("309"),
            "{}",
            city_lead.html
        );
        let taken = city_lead.alone().get(&format!("/campaigns/{id}/board/board.csv")).await;
        assert!(taken.text.contains("Toàn chiến dịch,3,10,91,400,309,"), "{}", taken.text);
        programmes::fill(&house).await.expect("filled");
        city_lead.open(&format!("/programmes/commitments/{whole}")).await;
        let found =
            programmes::board(&house, &lead, id, Some(whole), (house.today(), None)).await.expect("a board");
        let total = found.total.expect("a total");
        assert_eq!(total.cells.first().and_then(|cell| cell.proven), Some(3));

        // A team ends: whoever was in it waits, and is given another.
        let why = [("reason", "Nhập vào tổ bên.")];
        an.open(&page).await;
        assert_eq!(an.send(&format!("{page}/end"), &[("reason", "")]).await.status, 422);
        an.send(&format!("{page}/end"), &why).await;
        assert_eq!(an.status, 200, "{}", an.html);
        an.open(&format!("/campaigns/{id}/communes/{own}")).await;
        assert!(an.says("Nguyễn Văn An") && an.says("Tổ 2 ·") && !an.says("Tổ 1 ·"), "{}", an.html);
        let next = id_after(&an.html, "href=\"/campaigns/teams/");
        let place = [("act", "place"), ("team", next.as_str())];
        an.open(&format!("/campaigns/members/{member}")).await;
        an.send(&format!("/campaigns/members/{member}"), &place).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let today = (house.today(), house.today());
        let total = board(&house, &lead, id, today).await.expect("a board").total;
        assert_eq!((total.teams, total.members, total.waiting), (2, 1, 0));
        is_whole(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn teams_and_whoever_waits_go_with_their_ward_and_keep_a_reorganisation_from_being_undone() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let neighbour = house.somebody(Role::CommuneOfficer, other).await;
        let id = campaign(&house, &lead).await;
        let teams = formed(&house, &desk, (id, own), 90).await;
        formed(&house, &neighbour, (id, other), 45).await;
        enrolled(&house, &desk, teams[0], "Nguyễn Văn An", "0912345678").await;
        enrolled(&house, &desk, teams[1], "Trần Thị Bình", "0912345679").await;
        campaigns::end_team(&house, &desk, teams[1], "Nhập vào tổ bên.").await.expect("ended");
        let whole = async |house: &House| {
            let total = board(house, &lead, id, (house.today(), house.today())).await.expect("a board");
            let of = |unit: UnitId| {
                total.lines.iter().find(|line| line.unit == Some(unit)).map(|line| line.counts)
            };
            let all = total.total;
            assert_eq!((all.teams, all.households, all.members, all.waiting), (2, 90, 1, 1), "conserved");
            (of(own), of(other))
        };
        whole(&house).await;

        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let new = house.unit("00008");
        let first = store::get(&house.store, teams[0]).await.expect("read").expect("a team");
        assert_eq!(first.unit, new, "it goes to whoever stands for the ward");
        whole(&house).await;
        is_whole(&house).await;
        undo(&house, &Asker::house(), done.id).await.expect("undone: nothing was begun at the new unit");
        let first = store::get(&house.store, teams[0]).await.expect("read").expect("a team");
        assert_eq!(first.unit, own, "and back");
        whole(&house).await;
        is_whole(&house).await;

        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let merged = house.somebody(Role::CommuneOfficer, house.unit("00008")).await;
        formed(&house, &merged, (id, house.unit("00008")), 30).await;
        undo(&house, &Asker::house(), done.id).await.expect_err("a team depends on it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_was_ended_keeps_a_reorganisation_from_being_undone() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let merged = house.somebody(Role::CommuneOfficer, house.unit("00008")).await;
        campaigns::end_team(&house, &merged, team, "Nhập vào tổ bên.").await.expect("ended");
        undo(&house, &Asker::house(), done.id).await.expect_err("it was ended by the new ward");
        is_whole(&house).await;
    })
    .await;
}
