//! Answers that must not be taken, and passkeys of before.

use super::*;
use danvan_testkit::{Answer as Sent, Authenticator};

const PAGE: &str = "https://danvan.example.vn";
const PERSON: Uuid = Uuid::from_bytes([5; 16]);

fn party() -> Party {
    Party::of(PAGE).expect("a party")
}

fn key() -> Authenticator {
    let mut key = Authenticator::new("danvan.example.vn", PAGE, 1);
    key.owns(PERSON.as_bytes());
    key
}

fn new_asked() -> Asked {
    ask_new(&party(), "danvan", (PERSON, "can.bo", "Cán bộ"), Vec::new()).expect("asked")
}

fn made(asked: &Asked, answer: &Sent) -> Result<Good, Fault> {
    read::<RegisterPublicKeyCredential>(&answer.json())?.made(&party(), &asked.state)
}

fn signed(asked: &Asked, answer: &Sent, kept: Kept<'_>) -> Result<Good, Fault> {
    read::<PublicKeyCredential>(&answer.json())?.signed(&party(), &asked.state, kept)
}

/// Bytes in base64url, changed.
fn changed(text: &str, change: impl Fn(&mut Vec<u8>)) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let mut bytes = URL_SAFE_NO_PAD.decode(text).expect("base64url");
    change(&mut bytes);
    written(&bytes)
}

#[test]
fn a_browser_is_asked_for_a_key_it_finds_without_a_name() {
    let asked = new_asked();
    let told = |pointer: &str| asked.options.pointer(pointer).cloned().unwrap_or_default();
    for (pointer, expected) in [
        ("/rp/id", json!("danvan.example.vn")),
        ("/rp/name", json!("danvan")),
        ("/user/id", json!(written(PERSON.as_bytes()))),
        ("/user/name", json!("can.bo")),
        ("/challenge", json!(written(&asked.challenge))),
        ("/timeout", json!(300_000)),
        ("/attestation", json!("none")),
        ("/authenticatorSelection/residentKey", json!("required")),
        ("/authenticatorSelection/requireResidentKey", json!(true)),
        ("/authenticatorSelection/userVerification", json!("required")),
        ("/pubKeyCredParams/0/alg", json!(-7)),
    ] {
        assert_eq!(told(pointer), expected, "{pointer}");
    }
    let again = new_asked();
    assert_ne!(asked.challenge, again.challenge);
    let asked = ask(&party(), &[vec![1; 16]]).expect("asked");
    assert_eq!(asked.options["rpId"], "danvan.example.vn");
    assert_eq!(asked.options["userVerification"], "required");
    assert_eq!(asked.options["allowCredentials"], json!([{"type": "public-key", "id": written(&[1; 16])}]));
    assert_eq!(asked.challenge.len(), 32);
}

#[test]
fn a_passkey_made_otherwise_than_asked_is_not_taken() {
    let asked = new_asked();
    let check = |what: &str, bend: &dyn Fn(&mut Authenticator), expected: Fault| {
        let mut key = key();
        bend(&mut key);
        assert_eq!(made(&asked, &key.make(&asked.options)).expect_err(what), expected, "{what}");
    };
    check("of a longer name", &|key| key.origin = format!("{PAGE}.evil.vn"), Fault::Foreign);
    check("without TLS", &|key| key.origin = PAGE.replace("https", "http"), Fault::Foreign);
    check("of another port", &|key| key.origin = format!("{PAGE}:8443"), Fault::Foreign);
    check("of a part of the house", &|key| key.origin = "https://a.danvan.example.vn".into(), Fault::Foreign);
    check("in a frame of another", &|key| key.is_framed = true, Fault::Foreign);
    check("for another house", &|key| key.house = "example.vn".into(), Fault::Foreign);
    check("with nobody seen", &|key| key.is_verified = false, Fault::Unverified);
    let whole = key().make(&asked.options);
    assert_eq!(made(&new_asked(), &whole).expect_err("asked otherwise"), Fault::Challenge);
    assert_eq!(read::<PublicKeyCredential>(&whole.json()).err(), Some(Fault::Unreadable));
    let signature = key().sign(&asked.options);
    assert_eq!(read::<RegisterPublicKeyCredential>(&signature.json()).err(), Some(Fault::Unreadable));
    let of = |change: &dyn Fn(&mut Vec<u8>)| Sent {
        attestation_object: changed(&whole.attestation_object, change),
        ..whole.clone()
    };
    for cut in [0, 1, 30, 60, 100, 150, 170] {
        let answer = of(&|bytes| bytes.truncate(cut));
        assert_eq!(made(&asked, &answer).expect_err("cut off"), Fault::Unreadable, "{cut}");
    }
    // The words of the authenticator begin at byte 30; the kind of key follows house, flags, counter, make and id.
    let kind = 30 + 32 + 1 + 4 + 16 + 2 + 16 + 4;
    assert_eq!(made(&asked, &of(&|bytes| bytes[kind] = 0x27)).expect_err("another kind"), Fault::Unreadable);
    let told = of(&|bytes| bytes[kind] = 0x26);
    made(&asked, &told).expect("the byte that was meant");
    for text in ["", "{}", "[", "null", &"x".repeat(LONGEST_ANSWER + 1)] {
        assert_eq!(read::<RegisterPublicKeyCredential>(text).err(), Some(Fault::Unreadable));
        assert_eq!(read::<PublicKeyCredential>(text).err(), Some(Fault::Unreadable));
    }
}

#[test]
fn a_signature_of_another_question_key_or_house_is_none() {
    let asked = new_asked();
    let mut key = key();
    let good = made(&asked, &key.make(&asked.options)).expect("made");
    assert_eq!((good.credential.as_slice(), good.counter), (&[1; 16][..], 1));
    let asked = ask(&party(), &[]).expect("asked");
    let kept = Kept { credential: &good.credential, kept: &good.kept, counter: good.counter };
    let check = |what: &str, answer: &Sent, expected: Fault| {
        assert_eq!(signed(&asked, answer, kept).expect_err(what), expected, "{what}");
    };
    let whole = key.sign(&asked.options);
    let of = |change: &dyn Fn(&mut Vec<u8>)| Sent {
        authenticator_data: changed(&whole.authenticator_data, change),
        ..whole.clone()
    };
    check("counting on, but unsigned", &of(&|bytes| bytes[36] = 9), Fault::Signature);
    check("cut off", &of(&|bytes| bytes.truncate(36)), Fault::Unreadable);
    check("of another house", &of(&|bytes| bytes[0] ^= 1), Fault::Foreign);
    let other = Authenticator::new("danvan.example.vn", PAGE, 1).sign(&asked.options);
    check("of another key", &other, Fault::Signature);
    let words = Sent { client: changed(&whole.client, |bytes| bytes.insert(1, b' ')), ..whole.clone() };
    check("words changed", &words, Fault::Signature);
    let unsigned = Sent { signature: "AA".into(), ..whole.clone() };
    check("no signature", &unsigned, Fault::Signature);
    let later = ask(&party(), &[]).expect("asked");
    assert_eq!(signed(&later, &whole, kept).expect_err("another question"), Fault::Challenge);
    key.is_framed = true;
    check("in a frame of another", &key.sign(&asked.options), Fault::Foreign);
    key.is_framed = false;
    let last = signed(&asked, &key.sign(&asked.options), kept).expect("good");
    let kept = Kept { kept: &last.kept, counter: last.counter, ..kept };
    assert_eq!(signed(&asked, &whole, kept).expect_err("counting back"), Fault::Counter);
}

#[test]
fn a_passkey_kept_before_webauthn_rs_signs_on() {
    for (is_copied, counter) in [(false, 4), (true, 0)] {
        let mut key = key();
        key.is_copied = is_copied;
        key.counter = counter;
        let (id, public_key) = (key.id.clone(), key.public_key());
        let asked = ask(&party(), &[]).expect("asked");
        let answer = key.sign(&asked.options);
        let kept = Kept { credential: &id, kept: &public_key, counter };
        let good = signed(&asked, &answer, kept).expect("it signs on");
        assert_eq!(good.counter, key.counter);
        let copied = Kept { counter: key.counter.max(1), ..kept };
        assert_eq!(signed(&asked, &answer, copied).expect_err("a copy"), Fault::Counter);
        // From then on it is kept as webauthn-rs does.
        let kept = Kept { credential: &id, kept: &good.kept, counter: good.counter };
        let asked = ask(&party(), &[]).expect("asked");
        signed(&asked, &key.sign(&asked.options), kept).expect("and on");
        key.is_copied = !is_copied;
        let asked = ask(&party(), &[]).expect("asked");
        signed(&asked, &key.sign(&asked.options), kept).expect_err("it never changes what it is");
    }
}

#[test]
fn a_kind_of_key_that_webauthn_rs_does_not_know_says_so() {
    // {1: 1, 3: -8, -1: 6, -2: x}: Ed25519.
    let ed25519 = [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32][..], &[7; 32]].concat();
    let asked = ask(&party(), &[]).expect("asked");
    let answer = key().sign(&asked.options);
    for kept in [&ed25519[..], &[], &[0xff]] {
        let kept = Kept { credential: &[1; 16], kept, counter: 0 };
        assert_eq!(signed(&asked, &answer, kept).expect_err("no such key"), Fault::Kind);
    }
}
