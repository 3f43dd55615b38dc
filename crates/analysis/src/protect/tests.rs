//! What the attacker knows of protected tables, and tables that are known.

mod anchors;
mod attacked;
