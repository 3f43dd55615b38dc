//! A campaign of a commune: whoever works in it or above it reads it; only its own officers keep rosters, only its own people say what
//! a team did.

use super::world::{Asked, At, Making, Row, To, World, name_of};
use crate::{
    campaigns::{campaign, enrolled, formed},
    campaigns_people::{row, table},
};
use danvan_actions::campaigns::{call, hand_over, join, make_shift};
use danvan_domain::{
    campaigns::{TypedMember, TypedShift},
    ids::{MemberId, PersonId, ProgrammeId, ShiftId, TeamId},
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer, TeamMember},
    rights::Asker,
};
use danvan_store::people;
use danvan_words::Language;

const READERS: To = To::Own(&[TeamMember, CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader]);
const KEEPERS: To = To::Own(&[CommuneOfficer, CommuneLeader]);
const TELLERS: To = To::Own(&[TeamMember, CommuneOfficer]);

/// What is asked for of a campaign with one team, a member and a shift that has begun.
struct There {
    campaign: ProgrammeId,
    team: TeamId,
    member: MemberId,
    shift: ShiftId,
}

async fn asker(world: &World, role: Role) -> Asker {
    let name = name_of(role, At::Own);
    let (person, _) = people::by_sign_in(&world.house.store, &name).await.expect("read").expect("somebody");
    let id: PersonId = person.id;
    let positions = people::held(&world.house.store, id, world.house.today()).await.expect("read");
    Asker { person: Some(id), positions, house: false }
}

async fn there(world: &World) -> There {
    let house = &world.house;
    let (lead, desk) = (asker(world, CommuneLeader).await, asker(world, CommuneOfficer).await);
    let campaign = campaign(house, &lead).await;
    let team = formed(house, &desk, (campaign, world.own), 90).await[0];
    let member = enrolled(house, &desk, team, "Nguyễn Văn An", "0912345678").await;
    let typed = TypedShift {
        what: "Trực chốt".into(),
        day: Some(Ok(house.today())),
        from: "0:00".into(),
        to: "11:59".into(),
        needs: vec![(String::new(), "1".into())],
    };
    let shift = make_shift(house, &desk, (ShiftId(house.new_id()), team), &typed).await.expect("a shift");
    There { campaign, team, member, shift }
}

/// An address of what is there, with what its form sends.
fn at(world: World, path: fn(&There) -> String) -> Making {
    Box::pin(async move {
        let there = there(&world).await;
        let asked = Asked::at(path(&there)).with("id", world.house.new_id()).with("place", world.own);
        let asked = asked.with("households", "45").with("name", "Trần Thị Bình").with("phone", "0912345679");
        let asked = asked.with("reason", "Nhập vào tổ bên.").with("visited", "3").with("what", "Trực chốt");
        let asked = asked.with("day", "06/10/2026").with("begins", "7:00").with("ends", "8:00");
        asked.with("many-1", "1").with("call", there.member).with("sure", "yes").with("agrees", "yes")
    })
}

/// An address of a shift to which the member was called, and of one who worked.
fn called(world: World, path: fn(&There) -> String, has_worked: bool) -> Making {
    Box::pin(async move {
        let there = there(&world).await;
        let desk = asker(&world, CommuneOfficer).await;
        call(&world.house, &desk, there.shift, &[there.member]).await.expect("called");
        if has_worked {
            let was_there = [(there.member, String::new())];
            hand_over(&world.house, &desk, there.shift, &was_there, "").await.expect("handed over");
        }
        Asked::at(path(&there)).with("member", there.member).with("answer", "yes")
    })
}

fn own(world: World) -> Making {
    Box::pin(async move {
        let there = there(&world).await;
        let typed =
            TypedMember {
                name: "Đỗ Thị Giang".into(), phone: "0912345670".into(), ..TypedMember::default()
            };
        let ids = (MemberId(world.house.new_id()), there.campaign);
        let agreed = (true, Language::Vi);
        let code = join(&world.house, ids, &world.own.to_string(), &typed, agreed, "").await.expect("joined");
        let asked = Asked::at(format!("/campaigns/own/{code}")).with("act", "correct");
        asked.with("name", "Đỗ Thị Giang").with("phone", "0912345671")
    })
}

pub(super) fn rows() -> Vec<Row> {
    // Long because it is a table: every address of the room.
    vec![
        Row::plain(
            "GET",
            "/campaigns",
            To::Anywhere(&[TeamMember, CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader]),
        ),
        Row::plain("GET", "/campaigns/mine", To::Anywhere(&[TeamMember, CommuneOfficer])),
        Row::made("GET", "/campaigns/{id}", READERS, |world, _| {
            at(world, |it| format!("/campaigns/{}", it.campaign))
        }),
        Row::made("GET", "/campaigns/{id}/board/{file}", READERS, |world, _| {
            at(world, |it| format!("/campaigns/{}/board/board.csv", it.campaign))
        }),
        Row::made("GET", "/campaigns/{id}/communes/{unit}", READERS, |world, _| {
            Box::pin(async move {
                let it = there(&world).await;
                Asked::at(format!("/campaigns/{}/communes/{}", it.campaign, world.own))
            })
        }),
        // A campaign of the city, of which every commune reads the board: the teams of one are no neighbour's.
        Row::made("GET", "/campaigns/{id}/communes/{unit}", READERS, |world, _| {
            Box::pin(async move {
                let lead = asker(&world, CityLeader).await;
                let id = campaign(&world.house, &lead).await;
                Asked::at(format!("/campaigns/{id}/communes/{}", world.own))
            })
        }),
        Row::made("GET", "/campaigns/{id}/teams/new", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/{}/teams/new", it.campaign))
        }),
        Row::made("POST", "/campaigns/{id}/teams/new", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/{}/teams/new", it.campaign))
        }),
        Row::made("GET", "/campaigns/{id}/roster", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/{}/roster", it.campaign))
        }),
        Row::made("POST", "/campaigns/{id}/roster", KEEPERS, |world, _| {
            Box::pin(async move {
                let it = there(&world).await;
                let rows = [row(&["Họ và tên", "Tổ"]), row(&["Lê Văn Cường", "1"])];
                let asked = Asked::at(format!("/campaigns/{}/roster", it.campaign)).with("how", "whole");
                Asked { files: vec![("danh-sach.xlsx", table(&rows, None))], ..asked }
            })
        }),
        Row::made("GET", "/campaigns/{id}/join", To::Anybody, |world, _| {
            at(world, |it| format!("/campaigns/{}/join", it.campaign))
        }),
        Row::made("POST", "/campaigns/{id}/join", To::Anybody, |world, _| {
            at(world, |it| format!("/campaigns/{}/join", it.campaign))
        }),
        Row::made("GET", "/campaigns/own/{code}", To::Anybody, |world, _| own(world)),
        Row::made("POST", "/campaigns/own/{code}", To::Anybody, |world, _| own(world)),
        Row::made("GET", "/campaigns/teams/{team}", READERS, |world, _| {
            at(world, |it| format!("/campaigns/teams/{}", it.team))
        }),
        Row::made("POST", "/campaigns/teams/{team}/members", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/teams/{}/members", it.team))
        }),
        Row::made("POST", "/campaigns/teams/{team}/phones", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/teams/{}/phones", it.team))
        }),
        Row::made("POST", "/campaigns/teams/{team}/end", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/teams/{}/end", it.team))
        }),
        Row::made("GET", "/campaigns/teams/{team}/log", TELLERS, |world, _| {
            at(world, |it| format!("/campaigns/teams/{}/log", it.team))
        }),
        Row::made("POST", "/campaigns/teams/{team}/log", TELLERS, |world, _| {
            Box::pin(async move {
                let it = there(&world).await;
                Asked::at(format!("/campaigns/teams/{}/log", it.team)).with("visited", "3")
            })
        }),
        Row::made("GET", "/campaigns/teams/{team}/shifts/new", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/teams/{}/shifts/new", it.team))
        }),
        Row::made("POST", "/campaigns/teams/{team}/shifts/new", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/teams/{}/shifts/new", it.team))
        }),
        Row::made("GET", "/campaigns/shifts/{shift}", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/shifts/{}", it.shift))
        }),
        Row::made("POST", "/campaigns/shifts/{shift}/call", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/shifts/{}/call", it.shift))
        }),
        Row::made("POST", "/campaigns/shifts/{shift}/answer", KEEPERS, |world, _| {
            called(world, |it| format!("/campaigns/shifts/{}/answer", it.shift), false)
        }),
        Row::made("POST", "/campaigns/shifts/{shift}/close", KEEPERS, |world, _| {
            called(world, |it| format!("/campaigns/shifts/{}/close", it.shift), false)
        }),
        Row::made("GET", "/campaigns/members/{member}", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/members/{}", it.member))
        }),
        Row::made("POST", "/campaigns/members/{member}", KEEPERS, |world, _| {
            at(world, |it| format!("/campaigns/members/{}", it.member))
        }),
        Row::made("POST", "/campaigns/members/{member}/certificate", KEEPERS, |world, _| {
            called(world, |it| format!("/campaigns/members/{}/certificate", it.member), true)
        }),
    ]
}
