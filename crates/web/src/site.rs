//! What every page and every API call receives.

use crate::{
    drawing::tiles::Arrangements, health::readers::MetersKey, measures::Measures, patience::Patience,
};
use danvan_actions::{House, people::Provider};
use danvan_domain::passkeys::Party;
use std::sync::Arc;

/// How this server is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Cookies only over TLS; off for plain `http://127.0.0.1`.
    pub secure_cookies: bool,
    /// The address residents use, for QR codes: `https://danvan.hanoi.gov.vn`.
    pub public_url: String,
    /// The provider through which people may sign in, when one is set.
    pub provider: Option<Arc<Provider>>,
    /// Take the client's address from `X-Forwarded-For`, when a proxy of our own stands in front.
    pub behind_proxy: bool,
    /// The key by which a program on another machine reads the meters, when one is set.
    pub meters_key: Option<MetersKey>,
    /// How long it waits for slow clients and for itself.
    pub patience: Patience,
}

/// The server's shared state.
pub struct Shared {
    /// The house.
    pub house: Arc<House>,
    /// How it is set up.
    pub setup: Setup,
    /// In whose name passkeys are made; nothing where browsers make none at the public address.
    pub party: Option<Party>,
    /// What is measured.
    pub measures: Measures,
    /// Where the tiles of maps stand.
    pub arrangements: Arrangements,
    /// Borders as the API tells them.
    pub boundaries: crate::api::boundaries::Kept,
}

/// Shared by all handlers.
pub type Site = Arc<Shared>;
