//! The vectors of the standard, and answers that must not be taken.

use super::*;

/// Web Authentication level 3, section 16.2: "none.ES256", in hexadecimal.
mod vector {
    pub(super) const CHALLENGE: &str = "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130";
    pub(super) const ID: &str = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
    pub(super) const CLIENT: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d";
    pub(super) const OBJECT: &str = "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
    pub(super) const ASKED: &str = "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408";
    pub(super) const DATA: &str =
        "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000";
    pub(super) const GET_CLIENT: &str = "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d";
    pub(super) const SIGNATURE: &str = "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87";
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}

fn as_written(hexadecimal: &str) -> String {
    written(&hex(hexadecimal))
}

fn party() -> Party {
    Party::of("https://example.org").expect("a party")
}

fn made_answer() -> Answer {
    Answer {
        id: as_written(vector::ID),
        client: as_written(vector::CLIENT),
        attestation_object: as_written(vector::OBJECT),
        ..Answer::default()
    }
}

fn signed_answer() -> Answer {
    Answer {
        id: as_written(vector::ID),
        client: as_written(vector::GET_CLIENT),
        authenticator_data: as_written(vector::DATA),
        signature: as_written(vector::SIGNATURE),
        ..Answer::default()
    }
}

fn read_of(answer: &Answer) -> Result<Read, Fault> {
    read(&serde_json::to_string(answer).expect("JSON"))
}

fn made(answer: &Answer, challenge: &[u8]) -> Result<(Made, bool), Fault> {
    read_of(answer)?.made_by_anybody(&party(), challenge)
}

fn signed(answer: &Answer, key: &[u8], counter: u32) -> Result<(u32, bool), Fault> {
    read_of(answer)?.signed_by_anybody(&party(), &hex(vector::ASKED), Kept { key, counter })
}

/// A client's words with some of them changed.
fn changed(hexadecimal: &str, from: &str, to: &str) -> String {
    let text = String::from_utf8(hex(hexadecimal)).expect("text");
    assert!(text.contains(from), "{text}");
    written(text.replace(from, to).as_bytes())
}

#[test]
fn the_vector_of_the_standard_is_taken() {
    let (passkey, is_verified) = made(&made_answer(), &hex(vector::CHALLENGE)).expect("made");
    assert_eq!((passkey.credential, passkey.counter, is_verified), (hex(vector::ID), 0, false));
    assert_eq!(signed(&signed_answer(), &passkey.key, 0), Ok((0, false)));
    // Nobody showed who they are in the vector, so the house itself does not take it.
    let read = read_of(&made_answer()).expect("read");
    assert_eq!(read.made(&party(), &hex(vector::CHALLENGE)), Err(Fault::Unverified));
    let kept = Kept { key: &passkey.key, counter: 0 };
    let read = read_of(&signed_answer()).expect("read");
    assert_eq!(read.signed(&party(), &hex(vector::ASKED), kept), Err(Fault::Unverified));
}

#[test]
fn a_passkey_made_otherwise_than_asked_is_not_taken() {
    let challenge = hex(vector::CHALLENGE);
    let check = |what: &str, answer: Answer, expected: Fault| {
        assert_eq!(made(&answer, &challenge).map(drop), Err(expected), "{what}");
    };
    let client = |from: &str, to: &str| Answer { client: changed(vector::CLIENT, from, to), ..made_answer() };
    check("of another site", client("https://example.org", "https://example.org.evil.vn"), Fault::Foreign);
    check("without TLS", client("https://example.org", "http://example.org"), Fault::Foreign);
    check("in a frame of another", client("\"crossOrigin\":false", "\"crossOrigin\":true"), Fault::Foreign);
    check("of another act", client("webauthn.create", "webauthn.get"), Fault::Unreadable);
    check("of another question", client("\"challenge\":\"A", "\"challenge\":\"B"), Fault::Challenge);
    check("of a text that is none", client("{", "["), Fault::Unreadable);
    assert_eq!(made(&made_answer(), &[0; 32]).map(drop), Err(Fault::Challenge));
    let object = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = hex(vector::OBJECT);
        change(&mut bytes);
        Answer { attestation_object: written(&bytes), ..made_answer() }
    };
    let length = hex(vector::OBJECT).len();
    for cut in [0, 1, 30, 60, 100, 150, length - 1] {
        check("cut off", object(&|bytes| bytes.truncate(cut)), Fault::Unreadable);
    }
    check("with something behind", object(&|bytes| bytes.push(0)), Fault::Unreadable);
    // The words of the authenticator begin at byte 30: whose house, then the flags.
    check("of another house", object(&|bytes| bytes[30] ^= 1), Fault::Foreign);
    check("with nobody there", object(&|bytes| bytes[30 + 32] &= !PRESENT), Fault::Unverified);
    check("of an unknown kind", object(&|bytes| bytes[30 + 32 + 5 + 18 + 32 + 4] = 0x27), Fault::Key);
    check("under another id", Answer { id: "AAAA".into(), ..made_answer() }, Fault::Unreadable);
    check("in no base64", Answer { attestation_object: "ß".into(), ..made_answer() }, Fault::Unreadable);
    assert!(matches!(read("{}"), Err(Fault::Unreadable)));
    assert!(matches!(read(&"x".repeat(LONGEST_ANSWER + 1)), Err(Fault::Unreadable)));
}

#[test]
fn a_signature_of_another_question_key_or_house_is_none() {
    let (passkey, _) = made(&made_answer(), &hex(vector::CHALLENGE)).expect("made");
    let check = |what: &str, answer: Answer, key: &[u8], counter: u32, expected: Fault| {
        assert_eq!(signed(&answer, key, counter).map(drop), Err(expected), "{what}");
    };
    let key = &passkey.key[..];
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = hex(vector::DATA);
        change(&mut bytes);
        Answer { authenticator_data: written(&bytes), ..signed_answer() }
    };
    check("counting on, but unsigned", with(&|bytes| bytes[36] = 9), key, 0, Fault::Signature);
    check("flags changed", with(&|bytes| bytes[32] |= VERIFIED), key, 0, Fault::Signature);
    check("of another house", with(&|bytes| bytes[0] ^= 1), key, 0, Fault::Foreign);
    check("cut off", with(&|bytes| bytes.truncate(36)), key, 0, Fault::Unreadable);
    check("counting no further", signed_answer(), key, 1, Fault::Counter);
    let words = Answer { client: changed(vector::GET_CLIENT, "false}", "false }"), ..signed_answer() };
    check("words changed", words, key, 0, Fault::Signature);
    let mut other = passkey.key.clone();
    // The last byte of the point: no longer on the curve.
    *other.last_mut().expect("a byte") ^= 1;
    check("another key", signed_answer(), &other, 0, Fault::Signature);
    check("no key", signed_answer(), &[], 0, Fault::Key);
    check("no signature", Answer { signature: String::new(), ..signed_answer() }, key, 0, Fault::Signature);
}

#[test]
fn passkeys_are_made_under_a_name_with_tls_or_at_home() {
    let check = |address: &str, expected: Option<(&str, &str)>| {
        let party = Party::of(address);
        let found = party.as_ref().map(|party| (party.id.as_str(), party.origin.as_str()));
        assert_eq!(found, expected, "{address}");
    };
    check("https://Danvan.example.vn/", Some(("danvan.example.vn", "https://danvan.example.vn")));
    check("https://danvan.example.vn:8443", Some(("danvan.example.vn", "https://danvan.example.vn:8443")));
    check("https://danvan.example.vn:443", Some(("danvan.example.vn", "https://danvan.example.vn")));
    check("http://localhost:8080", Some(("localhost", "http://localhost:8080")));
    for none in [
        "http://danvan.example.vn",
        "https://10.0.0.7",
        "http://127.0.0.1:8080",
        "https://[::1]",
        "https://",
        "https://a/b",
        "danvan.example.vn",
        "",
    ] {
        check(none, None);
    }
}
