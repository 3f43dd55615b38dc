//! Where passkeys are made.

use super::*;

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
