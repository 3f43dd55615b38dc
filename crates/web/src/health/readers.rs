//! Who may read the meters: this machine itself, and whoever brings the key that the operator set.

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use std::{fmt, net::IpAddr};

/// So many signs a key has at least, and at most.
const KEY_LENGTH: std::ops::RangeInclusive<usize> = 24..=200;

/// What a proxy adds to what it passes on. Whoever sends one of these comes from elsewhere, or says so; nobody is let in by
/// what they say.
const OF_PROXIES: [&str; 4] = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];

/// The key by which a program elsewhere reads the meters. Only its sum is kept.
#[derive(Clone)]
pub struct MetersKey([u8; 32]);

impl MetersKey {
    /// Reads what the operator set: signs that a bearer token may have, long enough not to be guessed.
    pub fn of(text: &str) -> Option<Self> {
        let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        let fits = KEY_LENGTH.contains(&text.len()) && text.bytes().all(may_stand);
        fits.then(|| Self(Sha256::digest(text).into()))
    }

    /// Whether something is this key, in the same time however much of it is right.
    fn is(&self, brought: &str) -> bool {
        let sum: [u8; 32] = Sha256::digest(brought).into();
        self.0.iter().zip(sum).fold(0, |differs, (own, other)| differs | (own ^ other)) == 0
    }
}

impl fmt::Debug for MetersKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MetersKey")
    }
}

/// Whether a request may read the meters.
pub(super) fn may_read(headers: &HeaderMap, peer: Option<IpAddr>, key: Option<&MetersKey>) -> bool {
    let is_here = peer.is_some_and(|peer| peer.to_canonical().is_loopback());
    let is_passed_on = OF_PROXIES.iter().any(|name| headers.contains_key(*name));
    (is_here && !is_passed_on)
        || key.is_some_and(|key| bearer(headers).is_some_and(|brought| key.is(brought)))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    const KEY: &str = "k3y-of-the-meters-0123456789";

    #[test]
    fn a_key_is_long_and_of_the_signs_of_a_token() {
        let check = |text: &str, good: bool| assert_eq!(MetersKey::of(text).is_some(), good, "{text}");
        check(KEY, true);
        check(&"k".repeat(24), true);
        check(&"k".repeat(23), false);
        check(&"k".repeat(201), false);
        check("", false);
        check("a key with spaces that is long enough", false);
        check("khóa-của-đồng-hồ-đo-dài-đủ-rồi", false);
        assert_eq!(format!("{:?}", MetersKey::of(KEY).expect("a key")), "MetersKey");
    }

    #[test]
    fn only_this_machine_and_the_key_read_the_meters() {
        let right = format!("Bearer {KEY}");
        let check = |peer: &str, headers: &[(&str, &str)], without_key: bool, with_key: bool| {
            let map: HeaderMap = headers
                .iter()
                .map(|(name, value)| {
                    let name: HeaderName = name.parse().expect("a name");
                    (name, HeaderValue::from_str(value).expect("a value"))
                })
                .collect();
            let (peer, key) = (peer.parse().ok(), MetersKey::of(KEY));
            assert_eq!(may_read(&map, peer, None), without_key, "{peer:?} {headers:?}");
            assert_eq!(may_read(&map, peer, key.as_ref()), with_key, "{peer:?} {headers:?} with a key set");
        };
        check("127.0.0.1", &[], true, true);
        check("127.9.9.9", &[], true, true);
        check("::1", &[], true, true);
        check("::ffff:127.0.0.1", &[], true, true);
        check("10.0.0.7", &[], false, false);
        check("nobody", &[], false, false);
        // What is passed on by a proxy beside us comes from elsewhere, and a header lets nobody in.
        check("127.0.0.1", &[("x-forwarded-for", "203.0.113.9")], false, false);
        check("127.0.0.1", &[("x-forwarded-for", "127.0.0.1")], false, false);
        check("127.0.0.1", &[("x-forwarded-for", "")], false, false);
        check("127.0.0.1", &[("forwarded", "for=127.0.0.1")], false, false);
        check("127.0.0.1", &[("x-real-ip", "127.0.0.1")], false, false);
        check("10.0.0.7", &[("x-forwarded-for", "127.0.0.1")], false, false);
        // The key opens from anywhere, where one is set.
        check("10.0.0.7", &[("authorization", right.as_str())], false, true);
        check(
            "127.0.0.1",
            &[("authorization", right.as_str()), ("x-forwarded-for", "203.0.113.9")],
            false,
            true,
        );
        check("10.0.0.7", &[("authorization", format!("bearer {KEY}").as_str())], false, true);
        for wrong in [&right[..right.len() - 1], "Bearer ", "Bearer", "Basic azpr", "", KEY] {
            check("10.0.0.7", &[("authorization", wrong)], false, false);
        }
    }
}
