//! A denunciation that another office must handle: its seal is handed over by two to those who handle seals there, or stays
//! and the letter goes on paper.

use crate::{
    desk::{Browser, somebody},
    letters_way::enter,
    sealed_house::passphrase,
    sealed_pages::{PHRASE, form, ready},
};
use danvan_actions::{sealed, verify};
use danvan_domain::{
    ids::{LetterId, UnitId},
    people::Role,
    rights::Asker,
};
use danvan_store::{contents::damage, events, people, proceedings, sealed as store};
use danvan_testkit::{House, for_each_engine};
use uuid::Uuid;

const AUTHOR: &str = "Đinh Thị Chuyển Đi";
const SAID: &str = "Ông kế toán lập hai quyển sổ.";
const EXTRACT: &str = "Bị cho là lập sổ sai.";

/// Received at the desk, and its words under seal: the seal's page, its letter's proceeding.
async fn received(house: &House, an: &mut Browser) -> (Uuid, String) {
    enter(an, &[("is_denunciation", "yes"), ("signers", "1"), ("summary", SAID), ("person", AUTHOR)]).await;
    let id = an.html.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.expect("an id").to_owned();
    let row = [("id", id.as_str()), ("way", "post"), ("received_on", "3/10/2026"), ("signers", "1")];
    let told = [("name", AUTHOR), ("letter", SAID), ("extract", EXTRACT)];
    an.send("/sealed/new", &[&row[..], &told[..]].concat()).await;
    assert_eq!(an.status, 200, "{}", an.html);
    let letter: LetterId = id.parse().expect("an id");
    let seal = store::of_thing(&house.store, letter.0).await.expect("read").expect("a seal").id;
    let running = proceedings::of_letter(&house.store, letter).await.expect("read");
    let it = running.iter().find(|it| it.procedure == "denunciation").expect("a proceeding");
    (seal, format!("/proceedings/{}", it.id))
}

/// Two handlers and a recovery key at another office.
async fn receivers(house: &House, unit: UnitId) -> (Asker, Asker) {
    let leader = house.somebody(Role::CommuneLeader, unit).await;
    let mut all = Vec::new();
    for _ in 0..2 {
        let officer = house.somebody(Role::CommuneOfficer, unit).await;
        let person = officer.person.expect("a person");
        let sign_in = people::by_id(&house.store, person).await.expect("read").expect("somebody").sign_in;
        sealed::name_handler(house, &leader, unit, &sign_in).await.expect("named");
        let phrase = passphrase(&officer);
        sealed::make_key(house, &officer, &phrase, &phrase).await.expect("a key");
        all.push((officer, sign_in));
    }
    let (other, _) = all.pop().expect("two");
    let (one, sign_in) = all.pop().expect("two");
    let made = sealed::make_recovery(house, &leader, unit, (2, 3), &sign_in, &passphrase(&one)).await;
    made.expect("shares");
    (one, other)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seal_is_handed_over_by_two_and_opens_only_there() {
    for_each_engine(|house| async move {
        let (_, mut an, mut binh) = ready(&house).await;
        let (seal, proceeding) = received(&house, &mut an).await;
        let page = format!("/sealed/{seal}");
        let hand_over = format!("{page}/hand-over");
        an.open(&page).await;
        assert!(!an.says("Bàn giao niêm phong"), "its letter is here: {}", an.html);
        an.send(&hand_over, &[("passphrase", PHRASE)]).await;
        assert!(an.status == 409 && an.says("không có nơi nào để bàn giao"), "{}", an.html);

        // Sent on to an office where nobody could open it: said plainly, and it stays.
        an.open(&proceeding).await;
        assert!(an.says("Nội dung niêm phong không tự đi theo"), "{}", an.html);
        let to = [("act", "transfer"), ("office", "Phường Ngọc Hà"), ("document", "8/PC")];
        an.send(&format!("{proceeding}/act"), &to).await;
        assert_eq!((an.status, an.path.as_str()), (200, page.as_str()), "{}", an.html);
        assert!(an.says("chuyển đơn bằng giấy") && !an.says(&hand_over), "{}", an.html);
        an.send(&hand_over, &[("passphrase", PHRASE)]).await;
        assert!(an.status == 409 && an.says("không ai ở đó mở được"), "{}", an.html);

        // Once they have handlers with keys, two here hand it over.
        let new = house.facts().tree.resolve("Phường Ngọc Hà", house.today()).expect("a ward");
        let (one, other) = receivers(&house, new).await;
        an.open(&page).await;
        assert!(an.says("Ngọc Hà") && an.says(&hand_over), "{}", an.html);
        an.send(&hand_over, &[("passphrase", "không phải câu này")]).await;
        assert_eq!(an.status, 422, "{}", an.html);
        an.send(&hand_over, &[("passphrase", PHRASE)]).await;
        assert!(an.status == 200 && an.says("Bàn giao cho cơ quan khác"), "{}", an.html);
        let approve = form(binh.open(&page).await, "approve");
        assert!(sealed::view(&house, &one, seal).await.is_err(), "not theirs yet");
        binh.send(&approve, &[("passphrase", PHRASE)]).await;
        assert!(binh.path == "/sealed?handed=yes" && binh.says("Đã bàn giao niêm phong"), "{}", binh.html);

        // Nobody before opens it, not even where the program forgets whose it is: no box is for them.
        for desk in [&mut an, &mut binh] {
            desk.open(&page).await;
            assert_eq!(desk.status, 403, "{}", desk.html);
            desk.send(&page, &[("reason", "verify_author"), ("passphrase", PHRASE)]).await;
            assert_eq!(desk.status, 403, "{}", desk.html);
        }
        let theirs = "delete from seal_shares where recipient in (select id from seal_keys where person in
            (select id from people where sign_in in ('an', 'binh')))";
        assert_eq!(damage(&house.store, theirs).await.expect("counted"), 0);
        assert_eq!(damage(&house.store, "delete from seal_loans").await.expect("counted"), 0);

        // Those there see it under a number of theirs, and open it, two together.
        let listed = sealed::list(&house, &one, new).await.expect("a list");
        assert_eq!(listed.iter().map(|row| (row.seal.id, row.seal.number)).collect::<Vec<_>>(), [(seal, 1)]);
        let opening =
            sealed::ask(&house, &one, seal, "verify_author", &passphrase(&one)).await.expect("asked");
        sealed::approve(&house, &other, opening, &passphrase(&other)).await.expect("approved");
        let read = sealed::read_original(&house, &one, opening, &passphrase(&one)).await.expect("read");
        assert_eq!((read.name.as_str(), read.text.as_str()), (AUTHOR, SAID));
        let extract = sealed::read_extract(&house, &other, seal, &passphrase(&other)).await.expect("read");
        assert_eq!(extract.as_str(), EXTRACT);

        // It is an event, without a word of it.
        let told = events::of_thing(&house.store, seal, 100).await.expect("events");
        let told: Vec<_> = told.iter().filter(|one| one.event.kind == "seal.handed_over").collect();
        assert!(told.len() == 1 && told[0].payload.contains(&new.to_string()), "{told:?}");
        assert!(!told[0].payload.contains(AUTHOR));
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_who_handles_no_seals_is_led_nowhere_near_it() {
    for_each_engine(|house| async move {
        let (mut leader, mut an, _) = ready(&house).await;
        let (seal, proceeding) = received(&house, &mut an).await;
        leader.open(&proceeding).await;
        let to = [("act", "transfer"), ("office", "Phường Ngọc Hà"), ("document", "8/PC")];
        leader.send(&format!("{proceeding}/act"), &to).await;
        assert!(leader.status == 200 && !leader.path.starts_with("/sealed"), "{}", leader.path);
        an.open(&format!("/sealed/{seal}")).await;
        assert!(an.says("chuyển đơn bằng giấy"), "{}", an.html);
        somebody(&house, "ngoai", Role::CommuneOfficer, house.unit("00008")).await;
        let mut other = Browser::of(&house, "ngoai").await;
        other.send(&format!("/sealed/{seal}/hand-over"), &[("passphrase", PHRASE)]).await;
        assert_eq!(other.status, 403, "{}", other.html);
    })
    .await;
}
