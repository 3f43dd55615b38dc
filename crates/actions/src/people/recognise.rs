//! Who stands behind a request: the session's person with the positions of today, unless the session has ended.

use super::{factors, sign_in::token_hash};
use crate::house::{Done, House};
use danvan_domain::{
    ids::SessionId,
    people::{Person, Position, Role},
    rights::Asker,
};
use danvan_store::people::{self as store, FoundSession, devices};

/// A session's last use is written at most this often.
const SEEN_SECONDS: i64 = 300;
/// A proof of who sits there is good for dangerous acts for so long.
const PROOF_SECONDS: i64 = 15 * 60;

/// The setting that says after how many minutes without use a session ends.
pub const IDLE_MINUTES: &str = "sign_in.idle_minutes";
/// What holds where it was never set.
pub(crate) const IDLE_MINUTES_DEFAULT: &str = "60";
/// The setting that names the roles whose sessions do not end by idleness, separated by commas.
pub const IDLE_FREE_ROLES: &str = "sign_in.idle_free_roles";
/// Who was on the way without a signal should find the words of the morning where they were; a telephone locks itself.
pub(crate) const IDLE_FREE_DEFAULT: &str = Role::TeamMember.word();

/// Whether a text is a number of minutes after which a session may end, for the setting: a whole session at most.
pub(crate) fn are_idle_minutes(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|minutes| (5..=720).contains(&minutes))
}

/// Whoever stands behind a request.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Their rights today.
    pub asker: Asker,
    /// Who, when signed in.
    pub person: Option<Person>,
    /// Their session, when signed in.
    pub session: Option<SessionId>,
    /// Whether they proved of late who they are, so that dangerous acts need not ask again.
    pub is_proved: bool,
    /// Whether their role needs a second factor they do not have: until then they hold no right at all.
    pub lacks_factor: bool,
    /// Whether they may prove who they are with a passkey.
    pub has_passkey: bool,
    /// Whether they had been signed in, but their session has ended.
    pub has_ended: bool,
}

impl Visitor {
    /// A resident without account.
    pub fn nobody() -> Self {
        Self {
            asker: Asker::nobody(),
            person: None,
            session: None,
            is_proved: false,
            lacks_factor: false,
            has_passkey: false,
            has_ended: false,
        }
    }

    /// Somebody whose session has ended.
    fn ended() -> Self {
        Self { has_ended: true, ..Self::nobody() }
    }
}

/// Whether nobody used a session for longer than its person's roles allow. Whoever also sits at a desk is held to the desk's
/// limit. A use that was not written may have come so much later than the last one that was.
fn is_idle(found: &FoundSession, positions: &[Position], unused_seconds: i64) -> bool {
    let free = found.idle_free_roles.as_deref().unwrap_or(IDLE_FREE_DEFAULT);
    let is_free =
        !positions.is_empty() && positions.iter().all(|position| factors::is_required(free, position.role));
    let minutes = found.idle_minutes.as_deref().unwrap_or(IDLE_MINUTES_DEFAULT);
    let minutes: u16 = minutes.parse().unwrap_or(60);
    !is_free && unused_seconds > i64::from(minutes) * 60 + SEEN_SECONDS
}

/// Who holds a session's token, with the positions of today: own ones and those lent.
///
/// # Errors
/// When the store cannot be read.
pub async fn recognise(house: &House, token: &str) -> Done<Visitor> {
    let now = house.now();
    let Some(found) = store::session(&house.store, &token_hash(token)).await? else {
        return Ok(Visitor::nobody());
    };
    if !found.person.active {
        return Ok(Visitor::nobody());
    }
    if found.ends_at <= now {
        return Ok(Visitor::ended());
    }
    let mut positions = store::held(&house.store, found.person.id, now.day()).await?;
    let unused_seconds = now.seconds_since(found.seen_at);
    if is_idle(&found, &positions, unused_seconds) {
        let mut change = house.store.begin().await?;
        devices::end(&mut change, found.session, now).await?;
        change.commit().await?;
        return Ok(Visitor::ended());
    }
    if unused_seconds > SEEN_SECONDS {
        let mut change = house.store.begin().await?;
        store::seen(&mut change, found.session, now).await?;
        change.commit().await?;
    }
    let person = found.person;
    let lacks_factor = !found.has_factor
        && positions.iter().any(|position| factors::is_required(&found.factor_roles, position.role));
    if lacks_factor {
        positions.clear();
    }
    let asker = Asker { person: Some(person.id), positions, house: false };
    let is_proved = now.seconds_since(found.proved_at) <= PROOF_SECONDS;
    Ok(Visitor {
        asker,
        person: Some(person),
        session: Some(found.session),
        is_proved,
        lacks_factor,
        has_passkey: found.has_passkey,
        has_ended: false,
    })
}
