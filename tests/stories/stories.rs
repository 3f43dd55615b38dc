//! Stories: a whole server, visited as people visit it, on both engines.

mod api_calls;
mod cases_officer;
mod cases_report;
mod cases_uploads;
mod desk;
mod documents;
mod doors;
mod figures;
mod figures_lists;
mod hostile;
mod hostile_requests;
mod import_baltimore;
mod kept_words;
mod pictures;
mod receipts;
mod telling;
mod units_boundaries;
