//! Cases: receiving, handling, following by receipt.

mod follow;
mod handle;
mod read;
mod receive;

pub(crate) use follow::holder;
pub use follow::{Followed, Speak, follow, speak, support};
pub use handle::{Act, handle};
pub use read::{Near, Opened, Queue, nearby, open, queue, read_contact};
pub use receive::{Asked, Received, Where, receive};
