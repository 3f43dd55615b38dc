//! Whether everything that was heard has its document, so that search can find it.

use super::Difference;
use crate::{
    followers,
    house::{Done, House},
};
use danvan_store::search;

/// The first observation without a document. One that was noted a moment ago has it once it is followed.
///
/// # Errors
/// When the store cannot be read, or the followers cannot catch up.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let Some(first) = search::without_document(&house.store, None).await? else { return Ok(None) };
    followers::drain(house).await?;
    let still = search::without_document(&house.store, Some(first)).await?;
    Ok(still.map(|lost| Difference::Search { observation: lost.to_string() }))
}
