//! The first page: whoever is signed in goes to their day; a resident is asked what they need.

use super::{Answered, go, shell};
use crate::{guard::Reader, shell::Shell, site::Site};
use askama::Template;
use axum::extract::State;
use danvan_domain::people::Role;

/// Report, follow, see when a head receives and what is public, sign in.
#[derive(Template)]
#[template(path = "pages/home.html")]
struct Home {
    shell: Shell,
}

/// Shows the first page.
pub(super) async fn show(State(site): State<Site>, reader: Reader) -> Answered {
    if reader.visitor.lacks_factor {
        return go("/security");
    }
    if let Some(position) = reader.visitor.asker.positions.first() {
        return go(match position.role {
            Role::TeamMember => "/observations/new",
            Role::CommuneOfficer => "/cases",
            Role::CommuneLeader | Role::CityLeader => "/today",
            Role::CityAnalyst | Role::Auditor => "/overview",
            Role::Operator => "/operations",
        });
    }
    super::show(&reader, &Home { shell: shell(&site, &reader) })
}
