//! A unit with three handlers of seals and a recovery key, for the stories of the sealed compartment.

use danvan_actions::sealed::{self, Sealing};
use danvan_domain::{ids::UnitId, people::Role, rights::Asker, sealed::Contents};
use danvan_store::people;
use danvan_testkit::House;
use uuid::Uuid;
use zeroize::Zeroizing;

/// A passphrase that is nobody's until they choose it anew.
pub(crate) const AGAIN: &str = "một câu khác hẳn, dài và mới";

/// The passphrase of somebody.
pub(crate) fn passphrase(who: &Asker) -> String {
    format!("câu mật khẩu riêng của {}", who.person.expect("a person"))
}

pub(crate) struct Unit {
    pub(crate) unit: UnitId,
    pub(crate) leader: Asker,
    pub(crate) an: Asker,
    pub(crate) binh: Asker,
    pub(crate) chi: Asker,
    /// Three of these five bring everything back.
    pub(crate) shares: Vec<Zeroizing<String>>,
}

impl Unit {
    pub(crate) async fn ready(house: &House) -> Self {
        let unit = house.unit("00004");
        let leader = house.somebody(Role::CommuneLeader, unit).await;
        let an = Self::handler(house, &leader, unit).await;
        let binh = Self::handler(house, &leader, unit).await;
        let chi = Self::handler(house, &leader, unit).await;
        let witness = sign_in(house, &an).await;
        let made = sealed::make_recovery(house, &leader, unit, (3, 5), &witness, &passphrase(&an)).await;
        Self { unit, leader, an, binh, chi, shares: made.expect("shares") }
    }

    /// An officer who is named and makes a key.
    pub(crate) async fn handler(house: &House, leader: &Asker, unit: UnitId) -> Asker {
        let officer = house.somebody(Role::CommuneOfficer, unit).await;
        let sign_in = sign_in(house, &officer).await;
        sealed::name_handler(house, leader, unit, &sign_in).await.expect("named");
        let phrase = passphrase(&officer);
        sealed::make_key(house, &officer, &phrase, &phrase).await.expect("a key");
        officer
    }

    pub(crate) async fn sign_in_of(&self, house: &House, who: &Asker) -> String {
        sign_in(house, who).await
    }

    pub(crate) fn contents() -> Contents {
        let mut contents = Contents {
            name: "Đỗ Thị Niêm Phong".to_owned().into(),
            contacts: "0912 345 678".to_owned().into(),
            address: "Số 9 ngõ Niêm, phường Ba Đình".to_owned().into(),
            text: "Ông X nhận tiền của hộ kinh doanh.".to_owned().into(),
            measures: "Giữ bí mật nơi làm việc.".to_owned().into(),
            scans: Vec::new(),
        };
        contents.add_scans([&b"\x89PNG a scanned page"[..]]).expect("a scan");
        contents
    }

    pub(crate) async fn seals(house: &House, by: &Asker) -> Uuid {
        let unit = house.unit("00004");
        let extract = "Chủ cơ sở bị cho là nhận tiền.".to_owned().into();
        let sealing = Sealing { thing: house.new_id(), unit, contents: Self::contents(), extract };
        sealed::seal(house, by, sealing).await.expect("sealed").id
    }
}

async fn sign_in(house: &House, who: &Asker) -> String {
    let person = people::by_id(&house.store, who.person.expect("a person")).await.expect("the store");
    person.expect("somebody").sign_in
}
