//! Conversations whose groups are known: made ones, and real ones beside the project.

mod anchors;
mod made;
