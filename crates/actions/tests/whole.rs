//! Everything about actions that needs a whole house. One program for all of them: each more would be linked and started anew.

mod chain;
mod export;
mod figures;
mod figures_kept;
mod pictures;
mod verify;
