//! Signing, reading, what may cross, and the order of files.

use super::*;
use crate::programmes::{AddsUp, Direction, Measure, Source};
use uuid::Uuid;

const SEED: [u8; 32] = [3; 32];

fn joint() -> Joint {
    let id = PartyId(Uuid::from_u128(1));
    Joint {
        version: 1,
        title: "Phối hợp giải phóng mặt bằng Vành đai 4".into(),
        aims: "Cùng một tiến độ.".into(),
        starts_on: "2026-01-01".parse().expect("a day"),
        ends_on: "2026-12-31".parse().expect("a day"),
        parties: vec![JointParty {
            id,
            name: "Ban Tuyên giáo và Dân vận Tỉnh ủy Bắc Ninh".into(),
            sort: Sort::Province,
            place: Place::Joins,
            duty: String::new(),
            key: None,
        }],
        commitments: vec![JointCommitment {
            id: CommitmentId(Uuid::from_u128(2)),
            keeper: id,
            what: "Hộ bàn giao mặt bằng".into(),
            indicator: Indicator {
                measure: Measure::Count,
                counted: "hộ".into(),
                baseline: 0,
                target: 400,
                direction: Direction::AtLeast,
                adds_up: AddsUp::Sum,
                source: None,
            },
            rhythm: Rhythm::Once,
            starts_on: "2026-01-01".parse().expect("a day"),
            ends_on: "2026-12-31".parse().expect("a day"),
        }],
    }
}

fn payload(number: i64, previous: &str) -> Payload {
    Payload {
        from: hex(&public_half(&SEED)),
        to: hex(&public_half(&[4; 32])),
        number,
        previous: previous.into(),
        written_at: "2026-10-05T02:00:00Z".into(),
        programme: ProgrammeId(Uuid::from_u128(9)),
        joint: Some(joint()),
        figures: Vec::new(),
    }
}

fn key(refusal: Refusal) -> String {
    match refusal {
        Refusal::Conflict(note) => note.key,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_comes_back_as_it_was_written_and_a_changed_one_does_not() {
    let (file, text) = write(&payload(1, ""), &SEED).expect("written");
    let found = read(file.as_bytes()).expect("read");
    assert_eq!((&found.payload, &found.text), (&payload(1, ""), &text));
    assert!(file.len() < LARGEST_FILE);
    for (what, other) in
        [("400", "401"), ("Vành đai 4", "Vành đai 5"), ("\\\"number\\\":1", "\\\"number\\\":2")]
    {
        let forged = file.replace(what, other);
        assert_ne!(forged, file, "{what}");
        assert_eq!(key(read(forged.as_bytes()).expect_err("forged")), "exchange-forged", "{what}");
    }
    // Somebody else signs in another's name.
    let (foreign, _) = write(&payload(1, ""), &[5; 32]).expect("written");
    assert_eq!(key(read(foreign.as_bytes()).expect_err("forged")), "exchange-forged");
    let cut = &file.as_bytes()[..file.len() / 2];
    assert_eq!(key(read(cut).expect_err("cut")), "exchange-unreadable");
    let newer = file.replace("\"edition\": 1", "\"edition\": 2");
    assert_eq!(key(read(newer.as_bytes()).expect_err("newer")), "exchange-edition");
}

#[test]
fn nothing_of_a_person_crosses() {
    let check = |change: fn(&mut Joint), expected: &str| {
        let mut joint = joint();
        change(&mut joint);
        let payload = Payload { joint: Some(joint), ..payload(1, "") };
        assert_eq!(key(write(&payload, &SEED).expect_err("refused")), expected);
    };
    check(|joint| joint.aims = "Gọi 0912345678".into(), "exchange-person");
    check(|joint| joint.commitments[0].what = "Vận động ông Nguyễn Văn An".into(), "exchange-person");
    check(|joint| joint.parties[0].name = String::new(), "exchange-wrong");
    check(|joint| joint.commitments[0].keeper = PartyId(Uuid::from_u128(7)), "exchange-wrong");
    check(|joint| joint.commitments[0].indicator.target = -1, "exchange-wrong");
    // What another counts by itself would tell what it knows.
    check(|joint| joint.commitments[0].indicator.source = Some(Source::ALL[0]), "exchange-wrong");
    check(|joint| joint.commitments[0].ends_on = "2027-01-01".parse().expect("a day"), "exchange-wrong");
    // A field that the format does not have is not passed over.
    let (_, text) = write(&Payload { joint: Some(joint()), ..payload(1, "") }, &SEED).expect("written");
    for (field, more) in [("\"figures\":[", "\"people\":[\"An\"],"), ("\"direction\":", "\"person\":\"An\",")]
    {
        let more = text.replacen(field, &format!("{more}{field}"), 1);
        assert_ne!(more, text, "{field}");
        let signature = hex(&sign(&SEED, format!("{SIGNED}{more}").as_bytes()));
        let key_of = hex(&public_half(&SEED));
        let envelope =
            Envelope { format: FORMAT.into(), edition: EDITION, key: key_of, signature, payload: more };
        let file = serde_json::to_vec(&envelope).expect("written");
        assert_eq!(key(read(&file).expect_err("refused")), "exchange-unreadable", "{field}");
    }
}

#[test]
fn files_are_taken_in_their_order_and_once() {
    let known = |last: i64, hash: &str, same: Option<&str>| Known {
        last,
        hash: hash.into(),
        same_number: same.map(str::to_owned),
    };
    let check = |known: &Known, number: i64, previous: &str, expected: Result<Order, &str>| {
        let found = order(known, &payload(number, previous), "h").map_err(key);
        assert_eq!(found, expected.map_err(str::to_owned), "{known:?} {number}");
    };
    check(&known(0, "", None), 1, "", Ok(Order::Next));
    check(&known(2, "b", None), 3, "b", Ok(Order::Next));
    check(&known(3, "h", Some("h")), 3, "b", Ok(Order::Already));
    check(&known(3, "c", Some("c")), 3, "b", Err("exchange-other"));
    check(&known(2, "b", None), 5, "d", Err("exchange-missing"));
    check(&known(2, "b", None), 3, "x", Err("exchange-broken"));
    check(&known(0, "", None), 1, "x", Err("exchange-broken"));
}

#[test]
fn a_key_is_read_as_people_type_it() {
    let key = hex(&public_half(&SEED));
    let spaced = format!(" {} {}\n", key[..32].to_uppercase(), &key[32..]);
    assert_eq!(read_key(&spaced).expect("a key"), key);
    for wrong in ["", "abc", &key[1..], &format!("{key}00"), &key.replace('0', "g")] {
        assert!(wrong == key || read_key(wrong).is_err(), "{wrong}");
    }
}
