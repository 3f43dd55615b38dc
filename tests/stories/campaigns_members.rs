//! Members and days as an office keeps them: corrected, brought in beside mergers, listed page by page, and told with several needs.

use crate::{
    campaigns::{campaign, enrolled, formed, is_whole},
    campaigns_joining::refused,
    campaigns_people::{row, table},
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    programmes_way::id_after,
    registers_counts::city,
};
use danvan_actions::{
    campaigns::{self, Roster, Sorted, Source, bring_roster, my_teams},
    programmes,
    units::{File, reorganise},
};
use danvan_domain::{
    campaigns::{TypedMember, TypedTeams},
    ids::{MemberId, ProgrammeId},
    people::Role,
    refusals::Refusal,
    rights::Asker,
};
use danvan_store::campaigns as store;
use danvan_testkit::{House, for_each_engine};
use danvan_words::Language;

#[tokio::test(flavor = "multi_thread")]
async fn an_office_corrects_whom_it_wrote_in_and_nobody_else() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        let member = enrolled(&house, &desk, team, "Trần Thị Bình", "0912345001").await;
        enrolled(&house, &desk, team, "Lê Văn Cường", "0912345002").await;
        let mut an = Browser::of(&house, "an").await;
        let page = format!("/campaigns/members/{member}");
        an.open(&page).await;
        assert!(an.says("value=\"Trần Thị Bình\"") && !an.says("0912345001"), "{}", an.html);
        let better = [
            ("act", "correct"),
            ("name", "Trần Thanh Bình"),
            ("phone", ""),
            ("leads", "yes"),
            ("times", "evening"),
        ];
        an.send(&page, &better).await;
        assert!(an.status == 200 && an.says("Trần Thanh Bình"), "{}", an.html);
        let kept = store::members::get(&house.store, member).await.expect("read").expect("a member");
        assert_eq!((kept.name.as_str(), kept.phone.as_str()), ("Trần Thanh Bình", "0912345001"));
        assert!(kept.leads && kept.times.len() == 1, "{kept:?}");
        let other = [("act", "correct"), ("name", "Lê Văn Cường"), ("phone", "0912345002")];
        an.send(&page, &other).await;
        assert!(an.status == 422 && an.says("đã có trong chiến dịch"), "{}", an.html);
        assert!(an.says("value=\"Lê Văn Cường\""), "nothing typed is lost: {}", an.html);

        // Who came by themselves does that by their code.
        let typed =
            TypedMember {
                name: "Đỗ Thị Giang".into(), phone: "0912345003".into(), ..Default::default()
            };
        let own_way = MemberId(house.new_id());
        let agreed = (true, Language::Vi);
        campaigns::join(&house, (own_way, id), &own.to_string(), &typed, agreed, "").await.expect("joined");
        an.open(&format!("/campaigns/members/{own_way}")).await;
        assert!(an.says("Đỗ Thị Giang") && !an.says("value=\"Đỗ Thị Giang\""), "{}", an.html);
        let found = refused(campaigns::correct_for(&house, &desk, own_way, &typed).await);
        assert!(
            matches!(&found, Refusal::Conflict(note) if note.key == "campaign-corrects-itself"),
            "{found:?}"
        );
        is_whole(&house).await;
    })
    .await;
}

/// What comes of a table of a ward's members.
async fn brought(house: &House, asker: &Asker, id: ProgrammeId, rows: &[Vec<String>]) -> Sorted {
    let bytes = table(rows, None);
    let own = house.own_unit(asker, danvan_domain::rights::Verb::KeepRosters).expect("a ward");
    bring_roster(house, asker, (id, Some(own)), Source::Bytes(bytes.into()), Roster::Good)
        .await
        .expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_finds_no_team_by_a_number_that_two_have_and_passes_over_blank_rows() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let neighbour = house.somebody(Role::CommuneOfficer, other).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 90).await[0];
        formed(&house, &neighbour, (id, other), 45).await;
        let heading = row(&["TT", "Họ và tên", "Tổ", "Ghi chú"]);
        let rows = [
            heading.clone(),
            row(&["1", "Trần Thị Bình", "1", ""]),
            row(&["2", "", "", ""]),
            row(&["", "", "", "Người lập biểu: Lê Văn Cường"]),
        ];
        let sorted = brought(&house, &desk, id, &rows).await;
        assert_eq!((sorted.good, sorted.bad, sorted.added), (1, 0, 1), "{sorted:?}");

        // A team that was ended or went to another commune meanwhile takes nobody in.
        let mut change = house.store.begin().await.expect("a change");
        let into = store::add_members_of(&mut change, &[(team, 1, other)]).await.expect("written");
        assert_eq!(into, 0, "it is in the care of another ward");
        drop(change);

        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let merged = house.somebody(Role::CommuneOfficer, house.unit("00008")).await;
        let rows = [heading, row(&["1", "Lê Văn Cường", "1", ""]), row(&["2", "Phạm Thị Dung", "2", ""])];
        let sorted = brought(&house, &merged, id, &rows).await;
        assert_eq!((sorted.good, sorted.bad, sorted.added), (1, 1, 1), "{sorted:?}");
        let fault = sorted.faults.first().expect("a fault");
        assert_eq!((fault.cell.as_str(), fault.note.key.as_str()), ("C2", "roster-note-two-teams"));
        campaigns::end_team(&house, &merged, team, "Nhập vào tổ bên.").await.expect("ended");
        let mut change = house.store.begin().await.expect("a change");
        let unit = house.unit("00008");
        let into = store::add_members_of(&mut change, &[(team, 1, unit)]).await.expect("written");
        assert_eq!(into, 0, "it was ended");
        drop(change);
        is_whole(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn teams_and_whoever_waits_are_read_page_by_page_for_the_same_days() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let typed = TypedTeams { households: "51".into(), each: "1".into(), ..TypedTeams::default() };
        campaigns::form(&house, &desk, (house.new_id(), id), &own.to_string(), &typed).await.expect("teams");
        let mut rows = vec![row(&["Họ và tên", "Tổ", "Điện thoại"])];
        rows.extend((0..51).map(|at| row(&["Trần Thị Bình", "", &format!("09{at:08}")])));
        assert_eq!(brought(&house, &desk, id, &rows).await.added, 51);
        let mut an = Browser::of(&house, "an").await;
        let page = format!("/campaigns/{id}/communes/{own}?from=2026-10-01&to=2026-10-04");
        an.open(&page).await;
        let link = |html: &str, label: &str| {
            let before = html.split(&format!("\">{label}</a>")).next().expect("a page");
            let href = before.rsplit("href=\"").next().expect("a link").to_owned();
            href.replace("&#38;", "&").replace("&amp;", "&")
        };
        let teams = link(&an.html, "Các tổ tiếp theo");
        let waiting = link(&an.html, "Xem thêm người chờ");
        assert_eq!(an.html.matches("Trần Thị Bình").count(), 50);
        an.open(&teams).await;
        assert!(an.says("Tổ 51 ·") && !an.says("Tổ 50 ·"), "{}", an.html);
        assert!(an.says("Từ 1/10/2026 đến 4/10/2026"), "the days that were asked for: {}", an.html);
        an.open(&waiting).await;
        assert_eq!(an.html.matches("Trần Thị Bình").count(), 1, "{}", an.html);
        assert!(an.says("Tổ 50 ·") && an.says("Từ 1/10/2026 đến 4/10/2026"), "{}", an.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_teams_are_those_of_campaigns_that_run_or_just_ended() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let team = house.somebody(Role::TeamMember, own).await;
        somebody(&house, "to", Role::TeamMember, own).await;
        let (id, early) = (campaign(&house, &lead).await, campaign(&house, &lead).await);
        formed(&house, &desk, (id, own), 45).await;
        formed(&house, &desk, (early, own), 45).await;
        let many = async || my_teams(&house, &team).await.expect("teams").len();
        assert_eq!(many().await, 2);
        let mut to = Browser::of(&house, "to").await;
        to.open("/campaigns/mine").await;
        assert_eq!(
            to.html.matches("Tổ cộng đồng phòng dịch · ").count(),
            2,
            "of which campaign: {}",
            to.html
        );
        programmes::close(&house, &lead, early, "Dịch đã hết.").await.expect("closed");
        assert_eq!(many().await, 1, "nothing is told of a campaign that was closed");
        go_to(&house, "2027-01-07");
        assert_eq!(many().await, 1, "its last days may be told a week late");
        go_to(&house, "2027-01-08");
        assert_eq!(many().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_an_answer_gets_a_slip_each_and_the_same_once_more() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        somebody(&house, "to", Role::TeamMember, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        let mut to = Browser::of(&house, "to").await;
        let form = format!("/campaigns/teams/{team}/log");
        to.open(&form).await;
        let ids = ["id-1", "case-1", "id-2", "case-2"]
            .map(|name| id_after(&to.html, &format!("name=\"{name}\" value=\"")));
        let fields = [
            ("visited", "12"),
            ("id-1", ids[0].as_str()),
            ("case-1", ids[1].as_str()),
            ("topic-1", "water.clean"),
            ("how_many-1", "few"),
            ("need-1", "Cả ngõ mất nước sạch hai ngày."),
            ("answer-1", "yes"),
            ("id-2", ids[2].as_str()),
            ("case-2", ids[3].as_str()),
            ("topic-2", "water.clean"),
            ("how_many-2", "few"),
            ("need-2", "Nước đục ở cuối ngõ."),
            ("answer-2", "yes"),
        ];
        let mut seen = Vec::new();
        for time in ["first", "again"] {
            to.send(&form, &fields).await;
            assert!(to.status == 200 && to.says("Phiếu hẹn cần trao"), "{time}: {}", to.html);
            let slips: Vec<String> = to
                .html
                .split("href=\"/receipts/")
                .skip(1)
                .filter_map(|rest| rest.split_once("/slip\"").map(|(code, _)| code.to_owned()))
                .collect();
            assert_eq!(slips.len(), 2, "{time}: {slips:?}");
            seen.push(slips);
            to.open(&form).await;
        }
        assert_eq!(seen[0], seen[1], "the same receipts");
        for code in &seen[0] {
            assert_eq!(to.open(&format!("/receipts/{code}/slip")).await.status, 200, "{code}");
        }
        is_whole(&house).await;
    })
    .await;
}
