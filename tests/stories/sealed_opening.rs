//! A seal opens for two of its handlers together, never for one, and for nobody who was removed.

use crate::sealed_house::{AGAIN, Unit, passphrase};
use danvan_actions::{
    Failure,
    sealed::{self, Sealing},
};
use danvan_domain::{people::Role, refusals::Refusal, rights::Asker, sealed::Contents};
use danvan_store::contents::damage;
use danvan_testkit::{House, for_each_engine};
use uuid::Uuid;

/// The key of a refusal's note.
pub(crate) fn key<T>(answer: Result<T, Failure>) -> String {
    match answer {
        Ok(_) => "done".into(),
        Err(Failure::Refused(Refusal::Invalid(notes))) => notes[0].note.key.clone(),
        Err(Failure::Refused(Refusal::NotAllowed(note) | Refusal::Conflict(note))) => note.key,
        Err(Failure::Refused(other)) => format!("{other:?}"),
        Err(Failure::Broken(error)) => panic!("{error}"),
    }
}

async fn asks(house: &House, who: &Asker, seal: Uuid) -> Uuid {
    sealed::ask(house, who, seal, "verify_author", &passphrase(who)).await.expect("asked")
}

#[tokio::test]
async fn two_open_together_and_nobody_alone() {
    for_each_engine(|house| async move {
        let Unit { an, binh, chi, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        let opening = asks(&house, an, seal).await;
        let read =
            async |who: &Asker| key(sealed::read_original(&house, who, opening, &passphrase(who)).await);
        assert_eq!(read(an).await, "refusal-opening-waits");
        assert_eq!(read(binh).await, "refusal-opening-waits");
        assert_eq!(key(sealed::approve(&house, an, opening, &passphrase(an)).await), "refusal-opening-own");
        assert_eq!(key(sealed::approve(&house, binh, opening, AGAIN).await), "note-passphrase-wrong");
        assert_eq!(
            key(sealed::ask(&house, chi, seal, "verify_author", &passphrase(chi)).await),
            "refusal-opening-already"
        );
        assert_eq!(key(sealed::approve(&house, binh, opening, &passphrase(binh)).await), "done");
        for who in [an, binh] {
            let contents = sealed::read_original(&house, who, opening, &passphrase(who)).await.expect("read");
            assert_eq!(contents.name.as_str(), "Đỗ Thị Niêm Phong");
            assert_eq!(contents.scans.len(), 1);
        }
        assert_eq!(read(chi).await, "refusal-opening-others");
        assert_eq!(key(sealed::read_original(&house, an, opening, AGAIN).await), "note-passphrase-wrong");
        assert_eq!(key(sealed::end(&house, chi, opening).await), "refusal-opening-others");
        assert_eq!(key(sealed::end(&house, binh, opening).await), "done");
        assert_eq!(read(an).await, "refusal-opening-over");
        let seen = sealed::view(&house, chi, seal).await.expect("a view");
        assert_eq!((seen.openings.len(), seen.readings.len()), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn an_opening_ends_by_itself_and_cannot_be_played_again() {
    for_each_engine(|house| async move {
        let Unit { an, binh, chi, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        let waiting = asks(&house, an, seal).await;
        house.clock.pass_hours(24);
        assert_eq!(
            key(sealed::approve(&house, binh, waiting, &passphrase(binh)).await),
            "refusal-opening-over"
        );
        let opening = asks(&house, binh, seal).await;
        sealed::approve(&house, chi, opening, &passphrase(chi)).await.expect("approved");
        assert_eq!(key(sealed::approve(&house, an, opening, &passphrase(an)).await), "refusal-opening-over");
        house.clock.pass_hours(4);
        for who in [binh, chi] {
            let read = sealed::read_original(&house, who, opening, &passphrase(who)).await;
            assert_eq!(key(read), "refusal-opening-over");
        }
        // The one before it ended when this one was asked.
        assert_eq!(sealed::sweep(&house).await.expect("a sweep"), 1);
        assert_eq!(
            damage(&house.store, "delete from seal_loans").await.expect("loans"),
            0,
            "all were taken back"
        );
        let declined = asks(&house, an, seal).await;
        sealed::decline(&house, chi, declined).await.expect("declined");
        let approved = sealed::approve(&house, binh, declined, &passphrase(binh)).await;
        assert_eq!(key(approved), "refusal-opening-over");
    })
    .await;
}

#[tokio::test]
async fn whoever_was_removed_opens_nothing_they_could_open_before() {
    for_each_engine(|house| async move {
        let Unit { unit, an, binh, chi, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        let before = asks(&house, chi, seal).await;
        sealed::approve(&house, binh, before, &passphrase(binh)).await.expect("approved");
        let chis = chi.person.expect("a person");
        let alone = sealed::ask_change(&house, chi, *unit, Some(chis), &passphrase(chi)).await;
        assert_eq!(key(alone), "refusal-opening-removed");
        let change = sealed::ask_change(&house, an, *unit, Some(chis), &passphrase(an)).await.expect("asked");
        assert_eq!(
            key(sealed::approve(&house, chi, change, &passphrase(chi)).await),
            "refusal-opening-removed"
        );
        sealed::approve(&house, binh, change, &passphrase(binh)).await.expect("changed");
        // Neither what was open nor anything new: the opening ended, and their key fits no box.
        let read = sealed::read_original(&house, chi, before, &passphrase(chi)).await;
        assert_eq!(key(read), "refusal-not-handler");
        assert_eq!(
            key(sealed::read_original(&house, binh, before, &passphrase(binh)).await),
            "refusal-opening-over"
        );
        assert_eq!(
            key(sealed::ask(&house, chi, seal, "verify_author", &passphrase(chi)).await),
            "refusal-not-handler"
        );
        // Even the program that forgets who was removed cannot help them.
        damage(&house.store, "update seal_handlers set ended_at = null").await.expect("damage");
        assert_eq!(
            key(sealed::ask(&house, chi, seal, "verify_author", &passphrase(chi)).await),
            "refusal-seal-no-share"
        );
        assert_eq!(
            key(sealed::read_extract(&house, chi, seal, &passphrase(chi)).await),
            "refusal-seal-no-share"
        );
        let opening = asks(&house, an, seal).await;
        sealed::approve(&house, binh, opening, &passphrase(binh)).await.expect("approved");
        let contents = sealed::read_original(&house, an, opening, &passphrase(an)).await.expect("read");
        assert_eq!(contents.name.as_str(), "Đỗ Thị Niêm Phong");
    })
    .await;
}

#[tokio::test]
async fn somebody_new_opens_what_was_sealed_before_only_after_two_closed_it_anew() {
    for_each_engine(|house| async move {
        let Unit { unit, leader, an, binh, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        let dung = Unit::handler(&house, leader, *unit).await;
        let asked = sealed::ask(&house, &dung, seal, "verify_author", &passphrase(&dung)).await;
        assert_eq!(key(asked), "refusal-seal-no-share");
        let change = sealed::ask_change(&house, an, *unit, None, &passphrase(an)).await.expect("asked");
        sealed::approve(&house, binh, change, &passphrase(binh)).await.expect("changed");
        let opening = asks(&house, &dung, seal).await;
        sealed::approve(&house, an, opening, &passphrase(an)).await.expect("approved");
        sealed::read_original(&house, &dung, opening, &passphrase(&dung)).await.expect("read");
        let extract =
            sealed::read_extract(&house, &dung, seal, &passphrase(&dung)).await.expect("an extract");
        assert!(extract.contains("nhận tiền"));
    })
    .await;
}

#[tokio::test]
async fn enough_shares_of_paper_bring_back_what_lost_passphrases_would_lose() {
    for_each_engine(|house| async move {
        let Unit { unit, leader, an, binh, shares, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        // Both forget: their leader ends their keys, they make new ones, and nothing opens any more.
        for who in [an, binh] {
            assert_eq!(key(sealed::make_key(&house, who, AGAIN, AGAIN).await), "note-seal-key-old");
            let person = who.person.expect("a person");
            sealed::end_key(&house, leader, *unit, person).await.expect("ended");
            sealed::make_key(&house, who, AGAIN, AGAIN).await.expect("a new key");
            assert_eq!(
                key(sealed::ask(&house, who, seal, "verify_author", AGAIN).await),
                "refusal-seal-no-share"
            );
        }
        let few = sealed::recover(&house, leader, *unit, &shares[..2]).await;
        assert_eq!(key(few), "note-recovery-few");
        let twice = [shares[0].clone(), shares[1].clone(), shares[1].clone()];
        assert_eq!(key(sealed::recover(&house, leader, *unit, &twice).await), "note-recovery-few");
        let mut slip = shares[..3].to_vec();
        *slip[2] = slip[2].replace('-', "").chars().rev().collect();
        assert_eq!(key(sealed::recover(&house, leader, *unit, &slip).await), "note-recovery-share");
        assert_eq!(key(sealed::recover(&house, an, *unit, &shares[1..4]).await), "refusal-not-allowed");
        assert_eq!(sealed::recover(&house, leader, *unit, &shares[1..4]).await.expect("recovered").seals, 1);
        let opening = sealed::ask(&house, an, seal, "reach_author", AGAIN).await.expect("asked");
        sealed::approve(&house, binh, opening, AGAIN).await.expect("approved");
        let contents = sealed::read_original(&house, an, opening, AGAIN).await.expect("read");
        assert_eq!(contents.address.as_str(), "Số 9 ngõ Niêm, phường Ba Đình");
    })
    .await;
}

#[tokio::test]
async fn what_was_changed_on_disk_is_refused_and_said() {
    for_each_engine(|house| async move {
        let Unit { an, binh, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        let other = Unit::seals(&house, an).await;
        let opening = asks(&house, an, seal).await;
        // One seal's cipher text in the place of another's, under the same handlers.
        let swap = format!(
            "update seals set original = (select original from seals where id = {}) where id = {}",
            literal(&house, other),
            literal(&house, seal)
        );
        damage(&house.store, &swap).await.expect("damage");
        assert_eq!(key(sealed::approve(&house, binh, opening, &passphrase(binh)).await), "refusal-seal-damaged");
        // One box in the place of another.
        let swap = format!(
            "update seal_shares set share = (select share from seal_shares where part = 'extract' limit 1) where seal = {}",
            literal(&house, other)
        );
        damage(&house.store, &swap).await.expect("damage");
        let asked = sealed::ask(&house, an, other, "verify_author", &passphrase(an)).await;
        assert_eq!(key(asked), "refusal-seal-damaged");
    })
    .await;
}

/// An id as a literal of the engine.
fn literal(house: &House, id: Uuid) -> String {
    if house.store.engine() == "postgres" { format!("'{id}'") } else { format!("x'{}'", id.simple()) }
}

#[tokio::test]
async fn guessing_passphrases_soon_must_wait() {
    for_each_engine(|house| async move {
        let Unit { an, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        for _ in 0..5 {
            let asked = sealed::ask(&house, an, seal, "verify_author", AGAIN).await;
            assert_eq!(key(asked), "note-passphrase-wrong");
        }
        let right = sealed::ask(&house, an, seal, "verify_author", &passphrase(an)).await;
        assert!(
            matches!(right, Err(Failure::Refused(Refusal::TooMany { seconds: 1.. }))),
            "even the right one"
        );
        house.clock.pass_hours(1);
        asks(&house, an, seal).await;
    })
    .await;
}

#[tokio::test]
async fn bad_input_and_strangers_are_refused() {
    for_each_engine(|house| async move {
        let all = Unit::ready(&house).await;
        let Unit { unit, leader, an, .. } = &all;
        let seal = Unit::seals(&house, an).await;
        let operator = house.somebody(Role::Operator, house.unit("01")).await;
        let neighbour = house.somebody(Role::CommuneLeader, house.unit("00008")).await;
        let colleague = house.somebody(Role::CommuneOfficer, *unit).await;
        for (who, expected) in [
            (&operator, "refusal-not-allowed"),
            (&neighbour, "refusal-not-allowed"),
            (&colleague, "refusal-not-handler"),
            (&Asker::nobody(), "SignInFirst"),
            (&Asker::house(), "SignInFirst"),
        ] {
            assert_eq!(key(sealed::view(&house, who, seal).await), expected);
            assert_eq!(key(sealed::ask(&house, who, seal, "verify_author", "x").await), expected);
            assert_eq!(key(sealed::list(&house, who, *unit).await), expected);
        }
        assert_eq!(key(sealed::name_handler(&house, an, *unit, "x").await), "refusal-not-allowed");
        for (sign_in, expected) in [
            ("nobody-at-all", "note-seal-handler-unknown"),
            (&all.sign_in_of(&house, &operator).await, "note-seal-handler-role"),
        ] {
            assert_eq!(key(sealed::name_handler(&house, leader, *unit, sign_in).await), expected);
        }
        assert_eq!(key(sealed::ask(&house, an, seal, "curious", &passphrase(an)).await), "note-choose");
        assert_eq!(
            key(sealed::ask(&house, an, seal, "change_handlers", &passphrase(an)).await),
            "note-choose"
        );
        assert_eq!(key(sealed::ask(&house, an, Uuid::nil(), "verify_author", "x").await), "NotFound");
        assert_eq!(key(sealed::make_key(&house, an, "ngắn", "ngắn").await), "note-passphrase-short");
        assert_eq!(key(sealed::make_key(&house, an, AGAIN, "khác").await), "note-passphrase-differs");
        for ((needed, count), expected) in [
            ((2, 1), "note-recovery-count"),
            ((1, 3), "note-recovery-needed"),
            ((4, 3), "note-recovery-needed"),
        ] {
            let made = sealed::make_recovery(&house, leader, *unit, (needed, count), "x", "x").await;
            assert_eq!(key(made), expected);
        }
        let sealing = |contents, extract: &str| Sealing {
            thing: house.new_id(),
            unit: *unit,
            contents,
            extract: extract.to_owned().into(),
        };
        let nameless = sealed::seal(&house, an, sealing(Contents::default(), "")).await;
        assert_eq!(key(nameless), "note-seal-name");
        let tells = sealed::seal(&house, an, sealing(Unit::contents(), "Bà do thi niem phong kể")).await;
        assert_eq!(key(tells), "note-seal-extract-tells");
        let elsewhere = Sealing { unit: house.unit("00008"), ..sealing(Unit::contents(), "") };
        assert_eq!(key(sealed::seal(&house, an, elsewhere).await), "refusal-not-allowed");
        let unready = Sealing { unit: house.unit("00008"), ..sealing(Unit::contents(), "") };
        assert_eq!(key(sealed::seal(&house, &neighbour, unready).await), "refusal-seal-not-ready");
    })
    .await;
}
