//! Followers, queue and schedule on a whole house. One program for all of them: each more would be linked and started anew.

mod holds;
mod work;
