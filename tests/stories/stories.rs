//! Stories: a whole server, visited as people visit it, on both engines.

mod cases_report;
mod cases_uploads;
mod receipts;
mod telling;
