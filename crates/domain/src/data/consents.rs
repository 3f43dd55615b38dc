//! Consent: for each purpose by itself, never ticked beforehand, withdrawn as easily as given.

use super::requests::Subject;
use crate::words_enum;
use sha2::{Digest, Sha256};

words_enum! {
    /// For what somebody may agree that their data is used, beyond what the office must do anyway.
    ConsentPurpose {
        /// To be told news of the matter by telephone.
        NewsPhone = "news_phone",
        /// To be told news of the matter by e-mail.
        NewsEmail = "news_email",
        /// To let the pictures be shown publicly.
        PhotoPublic = "photo_public",
        /// To be kept as one who helps in a campaign, and to be called.
        Roster = "roster",
    }
}

impl ConsentPurpose {
    /// To what the holder of a receipt can agree: whoever signed a letter or came to a reception left a telephone at most.
    pub const fn of(subject: Subject) -> &'static [Self] {
        match subject {
            Subject::Case => &[Self::NewsPhone, Self::NewsEmail, Self::PhotoPublic],
            Subject::Signer | Subject::Visit => &[Self::NewsPhone],
        }
    }
}

/// The version of the words that were shown: the first twelve digits of their SHA-256, so that a changed sentence is
/// another version whether anybody counts it or not.
pub fn version_of(words: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(words).into();
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn other_words_are_another_version() {
        assert_eq!(version_of("Tôi đồng ý."), version_of("Tôi đồng ý."));
        assert_ne!(version_of("Tôi đồng ý."), version_of("Tôi đồng ý"));
        assert_eq!(version_of("").len(), 12);
    }
}
