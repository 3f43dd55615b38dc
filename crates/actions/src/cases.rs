//! Cases: receiving, handling, following by receipt.

mod contact;
mod follow;
mod handle;
pub mod import;
mod read;
mod receive;

pub use contact::read_contact;
pub(crate) use contact::reading;
pub use danvan_store::cases::Reading;
pub use follow::{Followed, Speak, follow, speak, support};
pub use handle::{Act, handle, handle_since, take_next};
pub(crate) use read::ask_office;
pub use read::{DayEnd, Near, Opened, Queue, case_of_code, day_end, nearby, open, own_office, queue};
pub use receive::{Asked, Received, Where, receive};
pub(crate) use receive::{BODY_LIMIT, Incoming, case_of, check_contact, clean, optional, place_of};
