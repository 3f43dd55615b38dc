//! A whole house in one line, on both engines, with a still clock and seeded chance.
//!
//! ```ignore
//! for_each_engine(|house| async move {
//!     let officer = house.somebody(Role::CommuneOfficer, commune).await;
//!     house.clock.pass_hours(3);
//! })
//! .await;
//! ```

mod clock;
mod house;
mod looks;
mod passkey;
mod postgres;
mod provider;
mod site;

pub use clock::StillClock;
pub use house::{House, facts, for_each_engine};
pub use looks::look;
pub use passkey::{Answer, Authenticator};
pub use provider::{Bend, FakeProvider};
pub use site::{Browser, METERS_KEY, Page, Site, choose_cryptography};
