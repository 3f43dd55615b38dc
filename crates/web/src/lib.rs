//! Pages and API. The only crate that says axum.

pub mod again;
pub mod answer;
pub mod api;
pub mod assets;
pub mod doors;
pub mod drawing;
pub mod form;
pub mod guard;
pub mod headers;
pub mod health;
pub mod measures;
pub mod pages;
pub mod patience;
pub mod serving;
pub mod shell;
pub mod site;

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    middleware::{self, Next},
    response::Response,
};
use doors::{Doors, get};
use site::{Setup, Shared, Site};
use std::sync::Arc;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{And, DefaultPredicate, NotForContentType, Predicate},
    },
};

/// Largest request with pictures, in bytes: twelve photographs of a telephone, shrunk by the page.
pub const LARGEST_UPLOAD: usize = 32 * 1024 * 1024;

/// Most of a request that is read when it is too large, in bytes, so that its sender still gets an answer.
pub(crate) const MOST_DRAINED: usize = 8 * LARGEST_UPLOAD;

/// The server's state over a house.
pub fn site(house: Arc<danvan_actions::House>, setup: Setup) -> Site {
    Arc::new(Shared {
        house,
        party: danvan_domain::passkeys::Party::of(&setup.public_url),
        setup,
        measures: measures::Measures::default(),
        arrangements: drawing::tiles::Arrangements::default(),
        boundaries: api::boundaries::Kept::default(),
    })
}

/// Every address of the house.
pub fn router(site: Site) -> Router {
    with_routes(site, rooms())
}

/// Every address the house answers at, as axum writes it. A test asks for a row about each: who may come in there.
pub fn addresses() -> Vec<String> {
    [in_the_open(), rooms()].iter().flat_map(|doors| doors.addresses().to_vec()).collect()
}

/// Pages and API: what the guard stands before.
fn rooms() -> Doors {
    let api = Doors::new()
        .nest("/api/v1", api::routes())
        .around(|routes| routes.layer(DefaultBodyLimit::max(LARGEST_UPLOAD)));
    // Forms hold their own limits, because they answer with what was typed.
    let pages = pages::routes().around(|routes| routes.layer(DefaultBodyLimit::max(MOST_DRAINED)));
    api.merge(pages)
}

/// What is answered before anybody asks who is there.
fn in_the_open() -> Doors {
    Doors::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/assets/{*path}", get(assets::serve))
        .route("/worker.js", get(assets::worker))
}

/// The house around some addresses: who is asking, headers, measures, and a page for whatever goes wrong.
pub fn with_routes(site: Site, routes: Doors) -> Router {
    let guarded = routes.around(|routes| {
        routes
            .layer(CatchPanicLayer::new())
            .layer(middleware::from_fn_with_state(site.clone(), patience::within))
            .layer(middleware::from_fn_with_state(site.clone(), guard::recognise_reader))
    });
    let all = in_the_open().merge(guarded).into_router();
    all.layer(compression())
        .layer(middleware::from_fn_with_state(site.clone(), measure))
        .layer(middleware::from_fn_with_state(site.clone(), headers::protect))
        .layer(CatchPanicLayer::new())
        .with_state(site)
}

/// How hard answers are pressed. Up to four Brotli looks only at what came just before; a map of 579 communes is a tenth
/// smaller at five, for two milliseconds.
const PRESSED: CompressionLevel = CompressionLevel::Precise(5);

/// Compresses what can still be compressed: pictures and typefaces come compressed already.
fn compression() -> CompressionLayer<And<DefaultPredicate, NotForContentType>> {
    let fits = DefaultPredicate::new().and(NotForContentType::const_new("font/"));
    CompressionLayer::new().quality(PRESSED).compress_when(fits)
}

/// Counts and times what is answered, by route.
async fn measure(State(site): State<Site>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("other", |path| path.as_str()).to_owned();
    let before = site.house.now();
    let response = next.run(request).await;
    let micros = site.house.now().micros() - before.micros();
    site.measures.seconds.observe(micros.max(0) as f64 / 1e6);
    let status = response.status().as_u16();
    site.measures.requests.get_or_create(&measures::Answered { method, route, status }).inc();
    response
}
