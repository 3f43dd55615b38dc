//! Stories: a whole server, visited as people visit it, on both engines.

mod api_calls;
mod cases_officer;
mod cases_report;
mod cases_uploads;
mod data_breaches;
mod data_inventory;
mod data_retention;
mod data_rights;
mod desk;
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
