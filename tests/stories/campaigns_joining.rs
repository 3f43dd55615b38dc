//! Whoever joins by themselves: what they must say, what their code is good for, who was told of them, and how long they are kept.

use crate::{
    campaigns::{campaign, enrolled, formed, is_whole},
    desk::Browser,
    letters_way::{go_to, ward},
    programmes_way::form_id,
    registers_counts::city,
};
use danvan_actions::{Done, Failure, campaigns, data::retention, operations::settings, programmes};
use danvan_domain::{
    campaigns::TypedMember,
    ids::{MemberId, ProgrammeId, UnitId},
    people::Role,
    refusals::Refusal,
    rights::Asker,
};
use danvan_store::{campaigns::members, events};
use danvan_testkit::{House, for_each_engine};
use danvan_words::Language;

/// Somebody joins from a network address.
async fn joins(
    house: &House,
    ids: (MemberId, ProgrammeId),
    place: UnitId,
    name: &str,
    from: &str,
) -> Done<String> {
    let typed = TypedMember { name: name.into(), phone: "0912345678".into(), ..TypedMember::default() };
    campaigns::join(house, ids, &place.to_string(), &typed, (true, Language::Vi), from).await
}

pub(crate) fn refused<T>(done: Done<T>) -> Refusal {
    match done {
        Err(Failure::Refused(refusal)) => refusal,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commune_is_chosen_and_a_code_is_given_once_more_only_soon() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let id = campaign(&house, &lead).await;
        let form = format!("/campaigns/{id}/join");
        let mut anybody = Browser::new(&house).await;
        anybody.open(&form).await;
        assert!(
            anybody.says("<option value=\"\">Chọn</option>"),
            "nobody is put somewhere: {}",
            anybody.html
        );
        assert!(anybody.says("Hết chiến dịch 365 ngày thì xóa"), "{}", anybody.html);
        let (sent, place) = (form_id(&anybody), own.to_string());
        let person =
            [("id", sent.as_str()), ("name", "Đỗ Thị Giang"), ("phone", "0912345678"), ("agrees", "yes")];
        anybody.send(&form, &person).await;
        assert!(anybody.status == 422 && anybody.says("Đỗ Thị Giang"), "{}", anybody.html);
        let with_place = [person.as_slice(), &[("place", &place)]].concat();
        anybody.send(&form, &with_place).await;
        assert!(anybody.status == 200 && anybody.path.contains("/campaigns/own/"), "{}", anybody.html);
        let own_page = anybody.path.clone();

        // The same form with a word more is another message.
        anybody.open(&form).await;
        let other = [with_place.as_slice(), &[("times", "evening")]].concat();
        assert_eq!(anybody.send(&form, &other).await.status, 409, "other words under one id");
        house.clock.pass_seconds(3600);
        anybody.open(&form).await;
        anybody.send(&form, &with_place).await;
        assert_eq!(anybody.path, own_page, "a telephone that sent it twice");
        house.clock.pass_seconds(1);
        anybody.open(&form).await;
        anybody.send(&form, &with_place).await;
        assert!(anybody.status == 422 && anybody.says("đã có trong chiến dịch"), "{}", anybody.html);

        // How long people are kept is what the installation says.
        settings::set(&house, &Asker::house(), "retention.roster", "90").await.expect("set");
        anybody.open(&form).await;
        assert!(anybody.says("Hết chiến dịch 90 ngày thì xóa"), "{}", anybody.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_out_by_trying_who_is_in_a_campaign() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        enrolled(&house, &desk, team, "Trần Thị Bình", "0912345678").await;
        let guess = async |name: &str, from: &str| {
            joins(&house, (MemberId(house.new_id()), id), own, name, from).await
        };
        let (guesser, other) = ("198.51.100.7", "198.51.100.8");
        for at in 0..30 {
            let found = refused(guess("Trần Thị Bình", guesser).await);
            assert!(matches!(found, Refusal::Invalid(_)), "{at}: {found:?}");
        }
        let found = refused(guess("Trần Thị Bình", guesser).await);
        assert!(matches!(found, Refusal::TooMany { .. }), "{found:?}");
        let code = guess("Lê Văn Cường", other).await.expect("from elsewhere");

        // Nor by correcting one's own name to another's.
        let theirs =
            TypedMember {
                name: "Trần Thị Bình".into(), phone: "0912345678".into(), ..Default::default()
            };
        let found = refused(campaigns::correct(&house, &code, other, &theirs).await);
        assert!(matches!(found, Refusal::Invalid(_)), "{found:?}");
        let found = refused(campaigns::correct(&house, &code, guesser, &theirs).await);
        assert!(matches!(found, Refusal::TooMany { .. }), "{found:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_sees_who_read_their_number_and_leaves_even_after_the_end() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        campaigns::phones(&house, &desk, team).await.expect("read before they came");
        house.clock.pass_seconds(1);
        let member = MemberId(house.new_id());
        let code = joins(&house, (member, id), own, "Đỗ Thị Giang", "").await.expect("joined");
        let page = format!("/campaigns/own/{code}");
        let mut anybody = Browser::new(&house).await;
        campaigns::place(&house, &desk, member, team).await.expect("placed");
        anybody.open(&page).await;
        assert!(anybody.says("Chưa có lần nào từ khi bạn đăng ký"), "{}", anybody.html);
        house.clock.pass_seconds(1);
        campaigns::phones(&house, &desk, team).await.expect("read");
        anybody.open(&page).await;
        let told =
            anybody.html.split("Những lần số điện thoại của tổ tôi được xem").nth(1).expect("readings");
        assert!(told.contains("5/10/2026") && told.contains("· Phường Ngọc Hà"), "{told}");
        assert_eq!(told.matches("· Phường Ngọc Hà").count(), 1, "only since they came: {told}");

        go_to(&house, "2027-01-05");
        let late = TypedMember { name: "Lê Văn Cường".into(), ..TypedMember::default() };
        let found = refused(campaigns::enrol(&house, &desk, (MemberId(house.new_id()), team), &late).await);
        assert!(matches!(&found, Refusal::Conflict(note) if note.key == "campaign-over"), "{found:?}");
        let mut anybody = Browser::new(&house).await;
        anybody.open(&page).await;
        anybody.send(&page, &[("act", "leave"), ("sure", "yes")]).await;
        assert!(anybody.status == 200 && anybody.says("Bạn đã rút khỏi chiến dịch"), "{}", anybody.html);
        assert!(members::get(&house.store, member).await.expect("read").is_none());
        let noted = events::of_thing(&house.store, member.0, 20).await.expect("events");
        let kinds: Vec<&str> = noted.iter().map(|one| one.event.kind.as_str()).collect();
        for kind in ["data.consent_withdrawn", "campaign.member_left"] {
            assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
        }
        is_whole(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_forgotten_after_a_campaign_that_was_closed_early() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let lead = house.somebody(Role::CityLeader, city(&house, own)).await;
        let desk = house.somebody(Role::CommuneOfficer, own).await;
        let id = campaign(&house, &lead).await;
        let team = formed(&house, &desk, (id, own), 45).await[0];
        let member = enrolled(&house, &desk, team, "Trần Thị Bình", "0912345001").await;
        programmes::close(&house, &lead, id, "Dịch đã hết.").await.expect("closed");
        let due = async || {
            let due = retention::preview(&house, &Asker::house()).await.expect("a preview");
            due.iter().find(|one| one.rule.rule == "roster").map_or(0, |one| one.things)
        };
        house.clock.pass_days(365);
        assert_eq!(due().await, 0, "the last day still counts");
        house.clock.pass_days(1);
        assert_eq!(due().await, 1, "its term would have run until December");
        retention::run(&house, &Asker::house()).await.expect("a run");
        let kept = members::get(&house.store, member).await.expect("read").expect("that there was one");
        assert_eq!((kept.name.as_str(), kept.phone.as_str()), ("", ""));
        is_whole(&house).await;
    })
    .await;
}
