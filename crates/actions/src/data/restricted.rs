//! What whoever asked has restricted: it is kept, and used for nothing. It is not shown, offered to others, found or given
//! out until they say otherwise.

use crate::house::{Done, House};
use danvan_domain::cases::Case;
use danvan_store::data::requests as store;
use std::collections::HashSet;

/// Whether whoever asked a case has restricted the use of their data. A supporter restricts their own only.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn is_restricted(house: &House, case: &Case) -> Done<bool> {
    Ok(store::is_restricted(&house.store, &case.receipt).await?)
}

/// Every receipt whose holder restricted the use of their data.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn restricted_receipts(house: &House) -> Done<HashSet<String>> {
    Ok(store::restricted(&house.store).await?.into_iter().collect())
}

/// Those of some cases whose data may be used.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn unrestricted(house: &House, cases: Vec<Case>) -> Done<Vec<Case>> {
    let restricted = restricted_receipts(house).await?;
    Ok(cases.into_iter().filter(|case| !restricted.contains(&case.receipt)).collect())
}
