//! A handler's passkey opens their key in place of the passphrase, and no more once it was removed or the key replaced.

use crate::{
    data_rights::found,
    desk::{Browser, somebody},
    sealed_house::{AGAIN, Unit, passphrase},
    sealed_opening::key,
};
use danvan_actions::{
    letters::scrub,
    people::remove_lost_passkey,
    sealed::{self, add_passkey_lock},
    verify::verify,
};
use danvan_domain::{ids::PasskeyId, people::Role, rights::Asker};
use danvan_store::people::{
    self,
    passkeys::{self as store, Passkey},
};
use danvan_testkit::{House, for_each_engine};
use uuid::Uuid;

/// What an authenticator made: nobody types it, and it stands nowhere.
const MADE: &str = "7c5a1f0be2d94c8866f1a0937bd2e4c55f10987a6b4c3d2e1f00112233445566";

fn given(made: &str) -> String {
    format!("passkey:{made}")
}

/// A passkey of somebody, as if their authenticator had made it.
async fn passkey_of(house: &House, who: &Asker) -> PasskeyId {
    let id = house.new_id();
    let passkey = Passkey {
        id,
        person: who.person.expect("a person").0,
        credential: id.as_bytes().to_vec(),
        kept: vec![1],
        counter: 0,
        name: "Điện thoại".into(),
        added_at: house.now().micros(),
        used_at: None,
    };
    let mut change = house.store.begin().await.expect("a change");
    store::add(&mut change, &passkey).await.expect("added");
    change.commit().await.expect("a commit");
    PasskeyId(id)
}

async fn asks(house: &House, who: &Asker, seal: Uuid, with: &str) -> String {
    key(sealed::ask(house, who, seal, "verify_author", with).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_opens_what_the_passphrase_opens_until_it_is_removed() {
    for_each_engine(|house| async move {
        let Unit { an, binh, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        let made = given(MADE);
        let other = given(&MADE.replace('7', "8"));
        let add = async |with: &str, made: &str| key(add_passkey_lock(&house, an, with, made).await);
        assert_eq!(add(&passphrase(an), &made).await, "note-passkey-unreadable", "they have no passkey");
        let passkey = passkey_of(&house, an).await;
        assert_eq!(asks(&house, an, seal, &made).await, "note-passphrase-wrong", "it was not added");
        assert_eq!(add(AGAIN, &made).await, "note-passphrase-wrong", "the passphrase adds it");
        for nonsense in ["", MADE, "passkey:", "passkey:7c", &passphrase(an)] {
            assert_eq!(add(&passphrase(an), nonsense).await, "note-passkey-unreadable", "{nonsense}");
        }
        assert_eq!(add(&passphrase(an), &made).await, "done");
        let asked = sealed::passkey_question(&house, an).await.expect("read").expect("a question");
        assert_eq!((asked.credentials, asked.locks), (vec![passkey.0.as_bytes().to_vec()], 1));
        assert!(sealed::passkey_question(&house, binh).await.expect("read").is_none(), "binh has no passkey");

        // It stands in for the passphrase of its handler, and of nobody else; two still open together.
        assert_eq!(asks(&house, binh, seal, &made).await, "note-passphrase-wrong");
        assert_eq!(asks(&house, an, seal, &other).await, "note-passphrase-wrong");
        let opening = sealed::ask(&house, an, seal, "verify_author", &made).await.expect("asked");
        assert_eq!(key(sealed::approve(&house, an, opening, &made).await), "refusal-opening-own");
        sealed::approve(&house, binh, opening, &passphrase(binh)).await.expect("approved");
        let read = sealed::read_original(&house, an, opening, &made).await.expect("read");
        assert_eq!(read.name.as_str(), "Đỗ Thị Niêm Phong");
        sealed::read_original(&house, an, opening, &passphrase(an)).await.expect("the passphrase stays");

        // What it made stands nowhere on disk.
        scrub(&house).await.expect("written anew");
        assert_eq!(found(&house, &[MADE]), []);

        // Removed, it opens nothing more; the passphrase does.
        remove_lost_passkey(&house, &Asker::house(), an.person.expect("a person"), passkey)
            .await
            .expect("removed");
        assert_eq!(key(sealed::read_original(&house, an, opening, &made).await), "note-passphrase-wrong");
        sealed::read_original(&house, an, opening, &passphrase(an)).await.expect("the passphrase stays");
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_knows_no_passkey_and_what_is_guessed_soon_must_wait() {
    for_each_engine(|house| async move {
        let Unit { unit, leader, an, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        passkey_of(&house, an).await;
        let made = given(MADE);
        let before = sealed::passkey_question(&house, an).await.expect("read").expect("a question").salt;
        add_passkey_lock(&house, an, &passphrase(an), &made).await.expect("added");
        assert_eq!(asks(&house, an, seal, &made).await, "done");
        // It opens; it adds no other.
        let other = given(&"a".repeat(64));
        assert_eq!(key(add_passkey_lock(&house, an, &made, &other).await), "note-passphrase-wrong");
        sealed::replace_key(&house, an, &made, AGAIN, AGAIN)
            .await
            .expect("the passkey proves who replaces it");
        let after = sealed::passkey_question(&house, an).await.expect("read").expect("a question");
        assert_eq!(after.locks, 0, "a lock ends with its key");
        assert_ne!(after.salt, before, "another key asks for another secret");
        assert_eq!(key(add_passkey_lock(&house, an, &made, &made).await), "note-passphrase-wrong");
        add_passkey_lock(&house, an, AGAIN, &made).await.expect("added anew");
        let another = Unit::seals(&house, an).await;
        for wrong in 0..5 {
            let wrong = given(&format!("{wrong:064x}"));
            assert_eq!(asks(&house, an, another, &wrong).await, "note-passphrase-wrong");
        }
        let waits = add_passkey_lock(&house, an, AGAIN, &made).await;
        assert!(key(waits).contains("TooMany"), "as with passphrases");
        house.clock.pass_hours(1);
        // Whoever ends a forgotten key ends what passkeys opened of it.
        sealed::end_key(&house, leader, *unit, an.person.expect("a person")).await.expect("ended");
        assert!(sealed::passkey_question(&house, an).await.expect("read").is_none());
    })
    .await;
}

/// A handler more, who signs in with a password and has a key.
async fn signs_in(house: &House, all: &Unit) -> Asker {
    let person = somebody(house, "an", Role::CommuneOfficer, all.unit).await;
    let positions = people::held(&house.store, person, house.today()).await.expect("read");
    let officer = Asker { person: Some(person), positions, house: false };
    sealed::name_handler(house, &all.leader, all.unit, "an").await.expect("named");
    let phrase = passphrase(&officer);
    sealed::make_key(house, &officer, &phrase, &phrase).await.expect("a key");
    officer
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_key_offers_it_to_whoever_has_a_passkey() {
    for_each_engine(|house| async move {
        let all = Unit::ready(&house).await;
        let officer = signs_in(&house, &all).await;
        let mut an = Browser::of(&house, "an").await;
        an.open("/sealed/key").await;
        assert!(an.status == 200 && !an.says("/sealed/passkey\""), "without a passkey: {}", an.html);
        passkey_of(&house, &officer).await;
        an.open("/sealed/key").await;
        assert!(an.says("action=\"/sealed/passkey\"") && an.says("Chưa khóa đăng nhập nào"), "{}", an.html);
        an.send("/sealed/passkey", &[("passphrase", AGAIN), ("passkey", &given(MADE))]).await;
        assert!(an.status == 422 && an.says("Câu mật khẩu không đúng"), "{}", an.html);
        assert!(!an.says(MADE), "nothing of it comes back");
        let right = passphrase(&officer);
        an.send("/sealed/passkey", &[("passphrase", &right), ("passkey", &given(MADE))]).await;
        assert!(an.says("Khóa đăng nhập đã mở được") && an.says("1 khóa đăng nhập"), "{}", an.html);
        let seal = Unit::seals(&house, &officer).await;
        an.open(&format!("/sealed/{seal}")).await;
        assert!(an.says("data-island=\"unlock\"") && an.says("data-needs-script hidden"), "{}", an.html);
        let asked = [("reason", "verify_author"), ("passphrase", &given(MADE))];
        an.send(&format!("/sealed/{seal}"), &asked).await;
        assert!(an.status == 200 && !an.says("Câu mật khẩu không đúng"), "{}", an.html);
    })
    .await;
}
