//! What words are about is learnt when a process starts and every day anew, by each process for itself.

use crate::LOOK;
use danvan_actions::{House, topics};

/// Keeps what was learnt up to date for ever.
pub async fn keep_learning(house: &House) {
    let mut learnt_on = None;
    loop {
        if learnt_on != Some(house.today()) {
            learnt_on = Some(house.today());
            match topics::learn(house).await {
                Ok(Some(tried)) => tracing::info!(
                    texts = tried.texts,
                    first = tried.first,
                    first_three = tried.first_three,
                    "topics were learnt from decided cases"
                ),
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, "topics could not be learnt; it is tried again tomorrow");
                }
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}
