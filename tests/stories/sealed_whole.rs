//! What must hold while several work on seals at once, however many there are and however old: a seal opens for those who
//! are its handlers today, or nothing was done.

use crate::sealed_house::{AGAIN, Unit, passphrase};
use danvan_actions::{
    Failure,
    sealed::{self, Recovered, STRETCH, Sealing},
};
use danvan_domain::{refusals::Refusal, rights::Asker};
use danvan_store::{
    contents::damage,
    events,
    sealed::{self as store, openings, people},
};
use danvan_testkit::{House, for_each_engine};
use uuid::Uuid;
use zeroize::Zeroizing;

const DECIDED: &str = "Bố trí người đưa đón con đi học, từ ngày 6/10.";

/// The key of a refusal's note.
fn key<T>(answer: Result<T, Failure>) -> String {
    match answer {
        Ok(_) => "done".into(),
        Err(Failure::Refused(Refusal::Invalid(notes))) => notes[0].note.key.clone(),
        Err(Failure::Refused(Refusal::NotAllowed(note) | Refusal::Conflict(note))) => note.key,
        Err(Failure::Refused(other)) => format!("{other:?}"),
        Err(Failure::Broken(error)) => panic!("{error}"),
    }
}

fn sealing(house: &House, unit: danvan_domain::ids::UnitId) -> Sealing {
    let extract = "Chủ cơ sở bị cho là nhận tiền.".to_owned().into();
    Sealing { thing: house.new_id(), unit, contents: Unit::contents(), extract }
}

/// Two ask and agree; both read, and what they read is what was sealed.
async fn opens(house: &House, seal: Uuid, one: &Asker, other: &Asker) {
    let opening =
        sealed::ask(house, one, seal, "verify_author", &passphrase(one)).await.expect("it is asked");
    sealed::approve(house, other, opening, &passphrase(other)).await.expect("it opens");
    for who in [one, other] {
        let read = sealed::read_original(house, who, opening, &passphrase(who)).await.expect("read");
        assert_eq!((read.name.as_str(), read.scans.len()), ("Đỗ Thị Niêm Phong", 1));
        let extract = sealed::read_extract(house, who, seal, &passphrase(who)).await.expect("an extract");
        assert!(!extract.is_empty());
    }
    sealed::end(house, one, opening).await.expect("ended");
}

/// Two close everything anew without somebody.
async fn removed(house: &House, all: &Unit, who: &Asker) {
    let asked = sealed::ask_change(house, &all.an, all.unit, who.person, &passphrase(&all.an)).await;
    let asked = asked.expect("asked");
    sealed::approve(house, &all.binh, asked, &passphrase(&all.binh)).await.expect("changed");
}

/// How many boxes there are for somebody's key.
async fn boxes_of(house: &House, who: &Asker) -> u64 {
    let key = people::key(&house.store, who.person.expect("a person")).await.expect("read").expect("a key");
    let id = if house.store.engine() == "postgres" {
        format!("'{}'", key.id)
    } else {
        format!("x'{}'", key.id.simple())
    };
    let set = format!("update seal_shares set share = share where recipient = {id}");
    damage(&house.store, &set).await.expect("counted")
}

#[tokio::test]
async fn what_was_closed_for_handlers_of_before_is_not_kept() {
    for_each_engine(|house| async move {
        let all = Unit::ready(&house).await;
        let Unit { unit, an, binh, chi, .. } = &all;
        let seal = Unit::seals(&house, an).await;
        let before = store::get(&house.store, seal).await.expect("read").expect("a seal");
        // Closed for three; then one is removed; then it is kept.
        let prepared = sealed::prepare(&house, an, sealing(&house, *unit)).await.expect("closed");
        removed(&house, &all, chi).await;
        let mut change = house.store.begin().await.expect("a change");
        assert_eq!(key(sealed::keep(&house, &mut change, &prepared).await), "refusal-seal-renewed");
        drop(change);
        assert_eq!(store::count_at(&house.store, *unit).await.expect("counted"), 1);

        // A working copy of the edition before comes too late, and the one that stands still opens.
        let boxed =
            store::Boxed { part: "extract", recipient: house.new_id(), share: b"for nobody".to_vec() };
        let mut change = house.store.begin().await.expect("a change");
        let set = store::set_extract(&mut change, &before, b"of before", &[boxed]).await.expect("tried");
        assert!(!set, "it was sealed anew meanwhile");
        drop(change);
        opens(&house, seal, an, binh).await;
        assert_eq!(boxes_of(&house, chi).await, 0, "no box for whoever was removed");

        // A key that was made anew is another holder too.
        let prepared = sealed::prepare(&house, an, sealing(&house, *unit)).await.expect("closed");
        sealed::replace_key(&house, binh, &passphrase(binh), AGAIN, AGAIN).await.expect("a new key");
        let mut change = house.store.begin().await.expect("a change");
        assert_eq!(key(sealed::keep(&house, &mut change, &prepared).await), "refusal-seal-renewed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extract_written_while_handlers_change_is_one_or_the_other_and_opens() {
    for_each_engine(|house| async move {
        let all = Unit::ready(&house).await;
        let Unit { unit, an, binh, chi, .. } = &all;
        for round in 0..4 {
            let seal = Unit::seals(&house, an).await;
            let opening =
                sealed::ask(&house, an, seal, "write_extract", &passphrase(an)).await.expect("asked");
            sealed::approve(&house, chi, opening, &passphrase(chi)).await.expect("approved");
            let change = sealed::ask_change(&house, an, *unit, None, &passphrase(an)).await.expect("asked");
            let (an_phrase, binh_phrase) = (passphrase(an), passphrase(binh));
            let writes = sealed::write_extract(&house, an, opening, "Viết lại lần nữa.", &an_phrase);
            let changes = sealed::approve(&house, binh, change, &binh_phrase);
            let (wrote, changed) = tokio::join!(writes, changes);
            let said = [key(wrote), key(changed)];
            assert!(said.iter().any(|said| said == "done"), "{round}: {said:?}");
            for refused in said.iter().filter(|said| *said != "done") {
                let told = ["refusal-seal-renewed", "refusal-opening-over", "refusal-seal-busy"];
                assert!(told.contains(&refused.as_str()), "{round}: {refused}");
            }
            if said[1] != "done" {
                sealed::decline(&house, chi, change).await.expect("declined");
            }
            if said[0] == "done" && said[1] != "done" {
                sealed::end(&house, an, opening).await.expect("ended");
            }
            opens(&house, seal, an, binh).await;
        }
    })
    .await;
}

#[tokio::test]
async fn two_who_ask_at_once_make_one_opening() {
    for_each_engine(|house| async move {
        let Unit { unit, an, binh, chi, .. } = &Unit::ready(&house).await;
        let seal = Unit::seals(&house, an).await;
        let (an_phrase, binh_phrase) = (passphrase(an), passphrase(binh));
        let (one, other) = tokio::join!(
            sealed::ask(&house, an, seal, "verify_author", &an_phrase),
            sealed::ask(&house, binh, seal, "reach_author", &binh_phrase)
        );
        let mut said = [key(one), key(other)];
        said.sort_unstable();
        assert_eq!(said, ["done", "refusal-opening-already"]);
        // Even whoever does not look first finds the place taken, in whichever order they come.
        let kept = openings::of_seal(&house.store, seal).await.expect("read").remove(0);
        let again = openings::Kept { id: house.new_id(), ..kept };
        let mut change = house.store.begin().await.expect("a change");
        let asked = openings::ask(&mut change, &again).await;
        assert!(matches!(asked, Err(danvan_store::StoreError::Taken)), "{asked:?}");
        drop(change);
        let (one, other) = tokio::join!(
            sealed::ask_change(&house, an, *unit, None, &an_phrase),
            sealed::ask_change(&house, binh, *unit, chi.person, &binh_phrase)
        );
        let mut said = [key(one), key(other)];
        said.sort_unstable();
        assert_eq!(said, ["done", "refusal-opening-already"]);
    })
    .await;
}

#[tokio::test]
async fn measures_are_written_into_the_seal_and_everything_else_stays() {
    for_each_engine(|house| async move {
        let all = Unit::ready(&house).await;
        let Unit { unit, an, binh, chi, .. } = &all;
        let seal = Unit::seals(&house, an).await;
        let before = store::original(&house.store, seal).await.expect("closed");
        let opening = sealed::ask(&house, an, seal, "verify_author", &passphrase(an)).await.expect("asked");
        sealed::approve(&house, binh, opening, &passphrase(binh)).await.expect("approved");
        let write = async |who: &Asker, opening, words: &str, phrase: &str| {
            key(sealed::write_measures(&house, who, opening, words, phrase).await)
        };
        assert_eq!(write(an, opening, DECIDED, &passphrase(an)).await, "refusal-measures-reason");
        sealed::end(&house, an, opening).await.expect("ended");

        let opening = sealed::ask(&house, an, seal, "protect_author", &passphrase(an)).await.expect("asked");
        assert_eq!(write(an, opening, DECIDED, &passphrase(an)).await, "refusal-opening-waits");
        sealed::approve(&house, binh, opening, &passphrase(binh)).await.expect("approved");
        assert_eq!(write(chi, opening, DECIDED, &passphrase(chi)).await, "refusal-opening-others");
        assert_eq!(write(an, opening, DECIDED, AGAIN).await, "note-passphrase-wrong");
        assert_eq!(write(an, opening, " \n ", &passphrase(an)).await, "note-required");
        assert_eq!(write(an, opening, &"dài ".repeat(3_000), &passphrase(an)).await, "text-too-long");
        // Meanwhile handlers were asked to change: what was lent for that is of the key before.
        let change = sealed::ask_change(&house, chi, *unit, None, &passphrase(chi)).await.expect("asked");
        assert_eq!(write(binh, opening, DECIDED, &passphrase(binh)).await, "done");
        assert_eq!(
            key(sealed::approve(&house, binh, change, &passphrase(binh)).await),
            "refusal-change-stale"
        );
        sealed::decline(&house, binh, change).await.expect("declined");

        // It stays open to the two, under another key; author, letter, scans and extract are what they were.
        let after = store::get(&house.store, seal).await.expect("read").expect("a seal");
        assert_eq!((after.edition, after.original_edition, after.extract_edition), (2, 2, 2));
        assert_ne!(store::original(&house.store, seal).await.expect("closed"), before);
        for who in [an, binh] {
            let read = sealed::read_original(&house, who, opening, &passphrase(who)).await.expect("read");
            assert_eq!(read.measures.as_str(), DECIDED);
            let contents = Unit::contents();
            assert_eq!((&read.name, &read.text), (&contents.name, &contents.text));
            assert!(read.scans == contents.scans, "the scans stay");
        }
        assert_eq!(write(an, opening, "Đã kết thúc bảo vệ.", &passphrase(an)).await, "done");
        sealed::end(&house, an, opening).await.expect("ended");
        assert_eq!(write(an, opening, DECIDED, &passphrase(an)).await, "refusal-opening-over");
        assert_eq!(damage(&house.store, "delete from seal_loans").await.expect("loans"), 0, "none is left");
        opens(&house, seal, chi, an).await;

        // An event for each, without a word.
        let told = events::of_thing(&house.store, seal, 100).await.expect("events");
        let told: Vec<_> = told
            .iter()
            .map(|placed| &placed.event)
            .filter(|one| one.kind == "seal.measures_written")
            .collect();
        assert_eq!(told.len(), 2);
        for one in told {
            assert_eq!(one.payload, serde_json::json!({"opening": opening}));
        }
    })
    .await;
}

#[tokio::test]
async fn however_many_seals_there_are_whoever_is_removed_opens_none() {
    for_each_engine(|house| async move {
        let all = Unit::ready(&house).await;
        let Unit { unit, an, binh, chi, .. } = &all;
        let many = STRETCH * 2 + 3;
        let mut seals = Vec::new();
        for _ in 0..many {
            seals.push(sealed::seal(&house, an, sealing(&house, *unit)).await.expect("sealed").id);
        }
        assert_eq!(boxes_of(&house, chi).await, 2 * many as u64);
        let before = store::original(&house.store, seals[0]).await.expect("closed");
        // What came after it was asked is not left out silently.
        let stale = sealed::ask_change(&house, an, *unit, chi.person, &passphrase(an)).await.expect("asked");
        seals.push(Unit::seals(&house, an).await);
        assert_eq!(
            key(sealed::approve(&house, binh, stale, &passphrase(binh)).await),
            "refusal-change-stale"
        );
        assert_eq!(boxes_of(&house, chi).await, 2 * (many as u64 + 1), "all or nothing");
        sealed::decline(&house, binh, stale).await.expect("declined");

        removed(&house, &all, chi).await;
        assert_eq!(boxes_of(&house, chi).await, 0);
        // Keys alone were wrapped: what is closed was not touched.
        assert_eq!(store::original(&house.store, seals[0]).await.expect("closed"), before);
        for at in [0, STRETCH - 1, STRETCH, 2 * STRETCH, many] {
            opens(&house, seals[at], an, binh).await;
        }
        // A key that is not the one is seen before it takes the place of the right one in every box.
        damage(&house.store, "update seals set mark = original where number = 1").await.expect("damage");
        let dung = Unit::handler(&house, &all.leader, *unit).await;
        let change = sealed::ask_change(&house, an, *unit, None, &passphrase(an)).await.expect("asked");
        assert_eq!(
            key(sealed::approve(&house, binh, change, &passphrase(binh)).await),
            "refusal-seal-damaged"
        );
        assert_eq!(boxes_of(&house, &dung).await, 0, "all or nothing");
        // What was sealed before keys had marks is opened to see.
        damage(&house.store, "update seals set mark = null").await.expect("as before");
        sealed::approve(&house, binh, change, &passphrase(binh)).await.expect("changed");
        opens(&house, seals[0], &dung, an).await;
    })
    .await;
}

#[tokio::test]
async fn shares_of_an_earlier_recovery_key_open_what_was_sealed_with_it_and_say_so() {
    for_each_engine(|house| async move {
        let all = Unit::ready(&house).await;
        let Unit { unit, leader, an, binh, chi, shares: old } = &all;
        let first = Unit::seals(&house, an).await;
        let witness = all.sign_in_of(&house, an).await;
        let made = sealed::make_recovery(&house, leader, *unit, (2, 3), &witness, &passphrase(an)).await;
        let new = made.expect("shares");
        let second = Unit::seals(&house, an).await;
        let sets = async || {
            let all = sealed::recoveries_of(&house, *unit).await.expect("read");
            all.iter().map(|one| (one.needed, one.seals, one.is_newest)).collect::<Vec<_>>()
        };
        assert_eq!(sets().await, [(2, 1, true), (3, 1, false)]);
        let recover = async |typed: &[Zeroizing<String>]| sealed::recover(&house, leader, *unit, typed).await;
        assert_eq!(key(recover(&old[..2]).await), "note-recovery-few");
        assert_eq!(key(recover(&[]).await), "note-recovery-few");

        // The old shares open the old seal, and say that one was left; from then on it goes with the new key.
        assert_eq!(recover(&old[..3]).await.expect("recovered"), Recovered { seals: 1, left: 1 });
        assert_eq!(sets().await, [(2, 2, true)]);
        assert_eq!(key(recover(&old[..3]).await), "note-recovery-none");
        assert_eq!(recover(&new[1..]).await.expect("recovered"), Recovered { seals: 2, left: 0 });
        for seal in [first, second] {
            opens(&house, seal, binh, chi).await;
        }

        // An extract written under a newer key than its original: both sets are typed together.
        let witness = all.sign_in_of(&house, binh).await;
        let made = sealed::make_recovery(&house, leader, *unit, (2, 2), &witness, &passphrase(binh)).await;
        let newest = made.expect("shares");
        let opening = sealed::ask(&house, an, first, "write_extract", &passphrase(an)).await.expect("asked");
        sealed::approve(&house, binh, opening, &passphrase(binh)).await.expect("approved");
        sealed::write_extract(&house, an, opening, "Viết lại.", &passphrase(an)).await.expect("written");
        sealed::end(&house, an, opening).await.expect("ended");
        assert_eq!(recover(&new[..2]).await.expect("recovered"), Recovered { seals: 1, left: 1 });
        let both = [&new[..2], &newest[..]].concat();
        assert_eq!(recover(&both).await.expect("recovered"), Recovered { seals: 2, left: 0 });
        for seal in [first, second] {
            opens(&house, seal, an, chi).await;
        }
    })
    .await;
}
