//! Passkeys: in whose name they are made, and how many and how long. What a browser answers is checked by webauthn-rs in
//! `danvan-actions` (`docs/decisions/0021-passkeys.md`).

/// For how many seconds a question waits for its answer.
pub const CHALLENGE_SECONDS: i64 = 300;
/// How many passkeys somebody may have.
pub const MOST: usize = 12;
/// How many characters the name of a passkey may have.
pub const NAME_CHARACTERS: usize = 60;

/// In whose name passkeys are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The host, to which every passkey is bound.
    pub id: String,
    /// Scheme, host and port, as browsers tell where a page came from.
    pub origin: String,
}

impl Party {
    /// The party of the address at which people open the house; nothing when browsers make no passkeys there: without TLS
    /// (but on `localhost`), or under a bare number.
    pub fn of(address: &str) -> Option<Self> {
        let address = address.trim_end_matches('/').to_lowercase();
        let (scheme, rest) = address.split_once("://")?;
        let host = match rest.rsplit_once(':') {
            Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => rest,
        };
        let is_local = host == "localhost" || host.ends_with(".localhost");
        let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
            && host
                .split('.')
                .next_back()
                .is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_alphabetic()));
        let is_safe = scheme == "https" || scheme == "http" && is_local;
        // A browser leaves out the port that its scheme has anyway.
        let usual = if scheme == "https" { ":443" } else { ":80" };
        let rest = rest.strip_suffix(usual).unwrap_or(rest);
        (is_name && is_safe).then(|| Self { id: host.to_owned(), origin: format!("{scheme}://{rest}") })
    }
}

#[cfg(test)]
mod test;
