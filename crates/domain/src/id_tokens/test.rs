//! Tokens that are good, and many that are not.

use super::*;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

const NOW: i64 = 1_791_165_600;

fn keys() -> EcdsaKeyPair {
    let chance = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).expect("keys");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &chance).expect("keys")
}

fn published(keys: &EcdsaKeyPair, more: &Value) -> String {
    let point = keys.public_key().as_ref();
    let mut key = json!({
        "kty": "EC", "crv": "P-256", "kid": "one",
        "x": URL_SAFE_NO_PAD.encode(&point[1..33]), "y": URL_SAFE_NO_PAD.encode(&point[33..]),
    });
    for (name, value) in more.as_object().expect("an object") {
        key[name] = value.clone();
    }
    json!({"keys": [{"kty": "oct", "k": "AA"}, key]}).to_string()
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn token(keys: &EcdsaKeyPair, head: &Value, claims: &Value) -> String {
    let signed = format!("{}.{}", part(head), part(claims));
    let signature = keys.sign(&SystemRandom::new(), signed.as_bytes()).expect("a signature");
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
}

fn wanted() -> Wanted<'static> {
    Wanted {
        issuer: "https://dinh-danh.example",
        client: "danvan",
        nonce: "n",
        now: Moment::from_micros(NOW * 1_000_000),
        anew_since: None,
    }
}

fn good() -> Value {
    json!({
        "iss": "https://dinh-danh.example", "sub": "một", "aud": "danvan", "nonce": "n", "iat": NOW, "exp": NOW + 300,
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = good();
    claims[name] = value;
    claims
}

#[test]
fn a_token_says_who_it_is_only_when_all_of_it_fits() {
    let keys = keys();
    let published = published(&keys, &json!({}));
    let check = |claims: Value, wanted: Wanted<'_>, expected: Result<&str, Fault>| {
        let token = token(&keys, &json!({"alg": "ES256", "kid": "one"}), &claims);
        assert_eq!(subject(&token, &published, wanted), expected.map(str::to_owned), "{claims}");
    };
    check(good(), wanted(), Ok("một"));
    check(with("aud", json!(["danvan"])), wanted(), Ok("một"));
    check(with("exp", json!(NOW - 59)), wanted(), Ok("một"));
    for (name, value, fault) in [
        ("iss", json!("https://dinh-danh.example/"), Fault::Issuer),
        ("aud", json!("khac"), Fault::Audience),
        ("aud", json!(["khac"]), Fault::Audience),
        ("aud", json!(["danvan", "khac"]), Fault::Audience),
        ("aud", json!([]), Fault::Audience),
        ("azp", json!("khac"), Fault::Audience),
        ("exp", json!(NOW - 60), Fault::Time),
        ("iat", json!(NOW + 61), Fault::Time),
        ("nbf", json!(NOW + 61), Fault::Time),
        ("nonce", json!("m"), Fault::Nonce),
        ("nonce", Value::Null, Fault::Nonce),
        ("sub", json!(""), Fault::Unreadable),
        ("sub", json!("x".repeat(256)), Fault::Unreadable),
        ("sub", Value::Null, Fault::Unreadable),
        ("exp", json!("mai"), Fault::Unreadable),
    ] {
        check(with(name, value), wanted(), Err(fault));
    }
    let anew = Wanted { anew_since: Some(wanted().now), ..wanted() };
    check(good(), anew, Err(Fault::Stale));
    check(with("auth_time", json!(NOW - 61)), anew, Err(Fault::Stale));
    check(with("auth_time", json!(NOW)), anew, Ok("một"));
}

#[test]
fn what_the_provider_did_not_sign_says_nothing() {
    let keys = keys();
    let head = json!({"alg": "ES256", "kid": "one"});
    let whole = token(&keys, &head, &good());
    let check = |what: &str, token: &str, published: &str, fault: Fault| {
        assert_eq!(subject(token, published, wanted()), Err(fault), "{what}");
    };
    let own = published(&keys, &json!({}));
    check("a foreign key", &whole, &published(&self::keys(), &json!({})), Fault::Signature);
    check("a key of another name", &whole, &published(&keys, &json!({"kid": "two"})), Fault::Signature);
    check("a key to encrypt with", &whole, &published(&keys, &json!({"use": "enc"})), Fault::Signature);
    check("a key of another scheme", &whole, &published(&keys, &json!({"alg": "RS256"})), Fault::Signature);
    check("no key", &whole, "{\"keys\": []}", Fault::Signature);
    check("keys that are none", &whole, "<html>", Fault::Signature);
    for alg in ["none", "None", "HS256", "RS1", ""] {
        check(alg, &token(&keys, &json!({"alg": alg, "kid": "one"}), &good()), &own, Fault::Scheme);
    }
    check("signed as another", &token(&keys, &json!({"alg": "RS256"}), &good()), &own, Fault::Signature);
    check(
        "with more to understand",
        &token(&keys, &json!({"alg": "ES256", "crit": ["b64"]}), &good()),
        &own,
        Fault::Scheme,
    );
    let bare = format!("{}.{}.", part(&head), part(&good()));
    check("unsigned", &bare, &own, Fault::Signature);
    let (_, signature) = whole.rsplit_once('.').expect("parts");
    let other = format!("{}.{}.{signature}", part(&head), part(&with("sub", json!("hai"))));
    check("another's name under the same signature", &other, &own, Fault::Signature);
    for nonsense in ["", ".", "..", "a.b", "a.b.c", "ß.ß.ß"] {
        check(nonsense, nonsense, &own, Fault::Unreadable);
    }
    check("huge", &"x".repeat(LONGEST + 1), &own, Fault::Unreadable);
}

#[test]
fn the_vectors_of_the_standards_hold() {
    // RFC 7636, appendix B.
    let told = code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assert_eq!(told, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    // RFC 7515, appendix A.3: a token of ES256, whose claims are not ours.
    let signed = concat!(
        "eyJhbGciOiJFUzI1NiJ9.",
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
    );
    let signature =
        bytes("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
    let x = bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU").expect("x");
    let y = bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0").expect("y");
    let key = PublicKey::p256(&x, &y).expect("a key");
    assert!(key.signed(Scheme::Es256, signed.as_bytes(), &signature.expect("a signature")));
}
