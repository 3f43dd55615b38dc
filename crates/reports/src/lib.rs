//! Documents out of plain data: letters as DOCX and PDF, registers as XLSX and CSV, drawings as PNG. Pure: no files, no clock, no
//! database.
#![warn(missing_docs)]

pub mod docx;
mod faces;
pub mod letter;
pub mod notes;
pub mod pdf;
pub mod picture;
pub mod sheet;
pub mod template;
mod text;

pub use letter::{Block, Letter, Picture, Row};
pub use sheet::{Cell, Sheet};
pub use text::file_name;
