//! What needs a whole house and belongs to several storeys. One program for all of them: each more would be linked and started anew.

mod answers;
mod engines;
mod import_cases;
mod import_shapes;
mod kept;
mod lanes;
mod observations;
mod plans;
mod search;
mod units;
mod units_care;
mod units_cases;
