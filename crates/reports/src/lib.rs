//! Documents out of plain data: letters as DOCX, registers as XLSX and CSV. Pure: no files, no clock, no database.
#![warn(missing_docs)]

pub mod docx;
pub mod letter;
pub mod sheet;
pub mod template;
mod text;

pub use letter::{Block, Letter, Picture, Row};
pub use sheet::{Cell, Sheet};
pub use text::file_name;
