//! Before what decides over seals, the house asks again who sits there; and a key is not replaced by whoever only found a
//! desk unlocked.

use crate::{
    desk::{Browser, somebody},
    sealed_pages::{PHRASE, ready},
};
use danvan_domain::{ids::UnitId, people::Role};
use danvan_store::{people, sealed::people as handlers};
use danvan_testkit::{House, for_each_engine};

const PASSWORD: &str = "mat-khau-cua-chuyen";
const NEW: &str = "câu mật khẩu mới tinh và dài";

async fn person(house: &House, name: &str) -> danvan_domain::ids::PersonId {
    people::by_sign_in(&house.store, name).await.expect("read").expect("somebody").0.id
}

async fn key_of(house: &House, name: &str) -> Option<uuid::Uuid> {
    handlers::key(&house.store, person(house, name).await).await.expect("read").map(|key| key.id)
}

async fn version(house: &House, unit: UnitId) -> i64 {
    handlers::version(&house.store, unit).await.expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_decides_over_seals_asks_again_who_sits_there() {
    for_each_engine(|house| async move {
        let (mut leader, mut an, _) = ready(&house).await;
        let unit = house.unit("00004");
        let (keys, before) = (key_of(&house, "an").await, version(&house, unit).await);
        house.clock.pass_seconds(15 * 60 + 1);
        let binh = person(&house, "binh").await.to_string();
        let unknown = format!("/sealed/handlers/{}/approve", house.new_id());
        let handed = format!("/sealed/{}/hand-over", house.new_id());
        let made = [("count", "3"), ("needed", "2"), ("witness", "an"), ("passphrase", PHRASE)];
        let renewed = [("old", PHRASE), ("passphrase", NEW), ("again", NEW), ("replace", "yes")];
        let of_leader: [(&str, &[(&str, &str)]); 4] = [
            ("/sealed/handlers", &[("person", "truong")]),
            ("/sealed/handlers/key", &[("forgot", binh.as_str())]),
            ("/sealed/recovery", &made),
            ("/sealed/recover", &[("shares", "AAAA-BBBB")]),
        ];
        for (path, fields) in of_leader {
            leader.send(path, fields).await;
            assert!(leader.status == 403 && leader.says("action=\"/prove\""), "{path}: {}", leader.html);
        }
        let of_handler: [(&str, &[(&str, &str)]); 4] = [
            ("/sealed/handlers/change", &[("passphrase", PHRASE)]),
            (unknown.as_str(), &[("passphrase", PHRASE)]),
            ("/sealed/key", &renewed),
            (handed.as_str(), &[("passphrase", PHRASE)]),
        ];
        for (path, fields) in of_handler {
            an.send(path, fields).await;
            assert!(an.status == 403 && an.says("action=\"/prove\""), "{path}: {}", an.html);
            assert!(!an.says(PHRASE) && !an.says(NEW), "a passphrase is never written into a page");
        }
        assert_eq!(
            (key_of(&house, "an").await, version(&house, unit).await),
            (keys, before),
            "nothing was done"
        );

        // What is long to type is asked for only once the proof is there; and one comes back to where one was.
        leader.open("/sealed/recover").await;
        assert!(leader.says("action=\"/prove\"") && !leader.says("name=\"shares\""), "{}", leader.html);
        leader.send("/prove", &[("kept_to", "/sealed/recover"), ("password", "guess")]).await;
        assert!(leader.status == 422 && leader.says("value=\"/sealed/recover\""), "{}", leader.html);
        leader.send("/prove", &[("kept_to", "/sealed/recover"), ("password", PASSWORD)]).await;
        assert!(leader.path == "/sealed/recover" && leader.says("name=\"shares\""), "{}", leader.html);
        an.send("/prove", &[("kept_to", "/sealed/handlers/change"), ("password", PASSWORD)]).await;
        assert_eq!((an.status, an.path.as_str()), (200, "/sealed/handlers"), "{}", an.html);
        an.send("/sealed/handlers/change", &[("passphrase", PHRASE)]).await;
        assert!(an.status == 200 && an.says("đề nghị niêm phong lại lúc"), "{}", an.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_replaced_by_its_passphrase_or_once_the_leader_ended_it() {
    for_each_engine(|house| async move {
        let (mut leader, mut an, _) = ready(&house).await;
        let first = key_of(&house, "an").await;
        an.open("/sealed/key").await;
        assert!(an.says("name=\"old\""), "{}", an.html);
        let new = [("passphrase", NEW), ("again", NEW), ("replace", "yes")];
        an.send("/sealed/key", &new).await;
        assert!(an.status == 422 && an.says("id=\"error-old\""), "{}", an.html);
        an.send("/sealed/key", &[&[("old", "không phải câu này")], &new[..]].concat()).await;
        assert!(an.status == 422 && an.says("id=\"error-old\"") && !an.says(NEW), "{}", an.html);
        assert_eq!(key_of(&house, "an").await, first, "it is still the one");
        an.send("/sealed/key", &[&[("old", PHRASE)], &new[..]].concat()).await;
        assert_eq!((an.status, an.path.as_str()), (200, "/sealed"), "{}", an.html);
        let second = key_of(&house, "an").await;
        assert!(second.is_some() && second != first);

        // Forgotten: only the leader ends it, and then a new one needs no old passphrase.
        let forgot = person(&house, "an").await.to_string();
        an.send("/sealed/handlers/key", &[("forgot", forgot.as_str())]).await;
        assert_eq!(an.status, 403, "{}", an.html);
        leader.open("/sealed/handlers").await;
        leader.send("/sealed/handlers/key", &[("forgot", "x")]).await;
        assert_eq!(leader.status, 422, "{}", leader.html);
        leader.send("/sealed/handlers/key", &[("forgot", forgot.as_str())]).await;
        assert!(leader.status == 200 && leader.says("chưa tạo khóa"), "{}", leader.html);
        assert_eq!(key_of(&house, "an").await, None);
        an.open("/sealed/key").await;
        assert!(!an.says("name=\"old\""), "{}", an.html);
        an.send("/sealed/key", &[("passphrase", PHRASE), ("again", PHRASE)]).await;
        assert_eq!((an.status, an.path.as_str()), (200, "/sealed"), "{}", an.html);
        assert!(key_of(&house, "an").await.is_some_and(|third| Some(third) != second));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_changed_only_by_whoever_proved_of_late_who_they_are() {
    for_each_engine(|house| async move {
        somebody(&house, "truong", Role::CommuneLeader, house.unit("00004")).await;
        let mut leader = Browser::of(&house, "truong").await;
        let (at, body) = (
            "/documents/templates/refusal",
            "== title\nX\n== about\nVề {{ procedure }}\n== body\nLỜI RIÊNG\n",
        );
        leader.open(at).await;
        house.clock.pass_seconds(15 * 60 + 1);
        leader.send(at, &[("go", "save"), ("body", body)]).await;
        assert!(leader.status == 403 && leader.says("action=\"/prove\""), "{}", leader.html);
        leader.open(at).await;
        assert!(!leader.says("Các lần sửa"), "nothing was kept");
    })
    .await;
}
