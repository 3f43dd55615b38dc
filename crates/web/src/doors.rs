//! Addresses, each remembered as it is added: what a test walks through is what the server answers, so that no address can
//! be forgotten.

use crate::site::Site;
use axum::{
    Extension, Router,
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{MethodFilter, MethodRouter},
};
use std::{future::Future, pin::Pin, sync::Arc};

/// Marks a request whose form does something dangerous, such as giving a position: [`crate::form::Form`] takes it only
/// from somebody who proved of late who they are.
#[derive(Clone, Copy)]
pub(crate) struct Dangerous;

/// What an address answers, by method.
#[derive(Default)]
pub struct Door(MethodRouter<Site>);

impl Door {
    /// Answers `GET` as well.
    #[must_use]
    pub fn get<T: 'static>(self, handler: impl Handler<T, Site>) -> Self {
        self.on(MethodFilter::GET, Answering::by(handler))
    }

    /// Answers `POST` as well.
    #[must_use]
    pub fn post<T: 'static>(self, handler: impl Handler<T, Site>) -> Self {
        self.on(MethodFilter::POST, Answering::by(handler))
    }

    fn on(self, method: MethodFilter, answering: Answering) -> Self {
        Self(self.0.on(method, answering))
    }
}

/// Answers `GET`.
pub fn get<T: 'static>(handler: impl Handler<T, Site>) -> Door {
    Door::default().get(handler)
}

/// Answers `POST`.
pub fn post<T: 'static>(handler: impl Handler<T, Site>) -> Door {
    Door::default().post(handler)
}

/// A handler whose type is forgotten: what axum builds around each handler is compiled once, not five hundred times.
#[derive(Clone)]
struct Answering(Arc<dyn Fn(Request, Site) -> Answer + Send + Sync>);

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

impl Answering {
    fn by<T: 'static>(handler: impl Handler<T, Site>) -> Self {
        Self(Arc::new(move |request, site| Box::pin(handler.clone().call(request, site))))
    }
}

impl Handler<(), Site> for Answering {
    type Future = Answer;

    fn call(self, request: Request, site: Site) -> Self::Future {
        (self.0)(request, site)
    }
}

/// A router that knows its addresses. Rooms add theirs with [`Doors::route`]; `clippy.toml` forbids the router's own
/// way, which would leave an address unseen.
#[derive(Default)]
pub struct Doors {
    router: Router<Site>,
    addresses: Vec<String>,
}

impl Doors {
    /// No address yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an address, written as axum writes it: `/cases/{id}`.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where an address reaches the router")]
    pub fn route(mut self, address: &str, door: Door) -> Self {
        self.addresses.push(address.to_owned());
        Self { router: self.router.route(address, door.0), ..self }
    }

    /// Adds an address whose forms do something dangerous: whoever sends one is asked for their password once more when
    /// they last gave it more than a quarter of an hour ago, and gets back what was typed.
    #[must_use]
    pub fn dangerous(self, address: &str, door: Door) -> Self {
        self.route(address, Door(door.0.layer(Extension(Dangerous))))
    }

    /// Adds the addresses of another room.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.addresses.extend(other.addresses);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// Adds the addresses of another room below a path.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where a nest reaches the router")]
    pub fn nest(mut self, path: &str, other: Self) -> Self {
        self.addresses.extend(other.addresses.iter().map(|address| format!("{path}{address}")));
        Self { router: self.router.nest(path, other.router), ..self }
    }

    /// Lays something around every address so far: a limit, a head, what answers an unknown address. Never adds one.
    #[must_use]
    pub fn around(self, lay: impl FnOnce(Router<Site>) -> Router<Site>) -> Self {
        Self { router: lay(self.router), ..self }
    }

    /// Every address so far.
    pub fn addresses(&self) -> &[String] {
        &self.addresses
    }

    /// The router behind them.
    pub(crate) fn into_router(self) -> Router<Site> {
        self.router
    }
}
