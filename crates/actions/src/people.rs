//! People: adding them, giving positions, signing in and out.

mod manage;
mod sign_in;

pub use manage::{MOST_LISTED, add_person, add_person_at, find_people, give_position, hash_password};
pub use sign_in::{SignedIn, Visitor, devices, recognise, sign_in, sign_out};
