//! People: adding them, giving positions, signing in and out.

mod care;
mod delegate;
mod factors;
mod manage;
mod passkeys;
mod passwords;
mod provider;
mod recognise;
mod refused;
mod sessions;
mod sign_in;
mod stretching;
mod tries;
mod webauthn;

pub use care::{
    Looked, find_person, link, look_at, may_manage, positions_at, remove_lost_app, remove_lost_passkey,
    set_active, sign_out_everywhere, unlink,
};
pub use delegate::{Lent, Positions, delegate, end_position, positions, revoke};
pub(crate) use factors::are_roles;
pub use factors::{
    FACTOR_ROLES, Standing, Waiting, add_app, confirm_app, remove_app, renew_paper, second_factor,
};
pub use manage::{MOST_LISTED, add_person, add_person_at, find_people, give_position};
pub use passkeys::{
    Passkey, add_passkey, ask_new, ask_proof, ask_sign_in, passkeys, prove_with_passkey, remove_passkey,
    sign_in_with_passkey,
};
pub use passwords::{change_password, choose_password, give_password, hash_password};
pub use provider::{Brought, Came, Heard, Line, Provider, from_provider, is_provider, to_provider};
pub(crate) use recognise::{IDLE_FREE_DEFAULT, IDLE_MINUTES_DEFAULT, are_idle_minutes};
pub use recognise::{IDLE_FREE_ROLES, IDLE_MINUTES, Visitor, recognise};
pub use refused::note_refused;
pub use sessions::{devices, sign_out, sign_out_others};
pub use sign_in::{Entered, Knock, SignedIn, prove, sign_in, sign_in_with_code};
pub(crate) use tries::take_try;
