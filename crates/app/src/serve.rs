//! `danvan serve`: pages, API and background work in one process.

use crate::{
    house::{Stop, open_or_make},
    provider::Network,
    secrets,
    terminal::{sentence, stop, tell, words},
};
use clap::Args;
use danvan_actions::{House, people::Provider, rules};
use danvan_web::{health::readers::MetersKey, patience::Patience, serving, site::Setup};
use std::{net::SocketAddr, sync::Arc};

/// Serve pages and API, and do background work.
#[derive(Args)]
pub(crate) struct Serve {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080", env = "DANVAN_LISTEN")]
    pub(crate) listen: SocketAddr,
    /// The address residents use, for QR codes; https makes cookies secure.
    #[arg(long, env = "DANVAN_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    /// Let people sign in through this provider of OpenID Connect, such as https://id.example.vn
    #[arg(long, env = "DANVAN_OIDC_ISSUER")]
    pub(crate) oidc_issuer: Option<String>,
    /// What that provider calls this installation.
    #[arg(long, env = "DANVAN_OIDC_CLIENT_ID", default_value = "")]
    pub(crate) oidc_client_id: String,
    /// What it knows this installation by; better in the environment or in a file than on the command line.
    #[arg(long, env = "DANVAN_OIDC_CLIENT_SECRET", hide_env_values = true)]
    pub(crate) oidc_client_secret: Option<String>,
    /// Take clients' addresses from X-Forwarded-For: only behind a proxy of your own.
    #[arg(long, env = "DANVAN_BEHIND_PROXY")]
    pub(crate) behind_proxy: bool,
    /// Let whoever brings this key read /metrics from another machine; better in the environment than on the command line.
    #[arg(long, env = "DANVAN_METRICS_TOKEN", hide_env_values = true)]
    pub(crate) metrics_token: Option<String>,
}

impl Serve {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let provider = self.provider()?;
        let meters_key = self.meters_key()?;
        let house = open_or_make(database).await?;
        follow_rules(&house).await?;
        let public_url = self.public_url.unwrap_or_else(|| format!("http://{}", self.listen));
        let setup = Setup {
            secure_cookies: public_url.starts_with("https:"),
            public_url,
            provider,
            behind_proxy: self.behind_proxy,
            meters_key,
            patience: Patience::default(),
        };
        let patience = setup.patience;
        let router = danvan_web::router(danvan_web::site(house.clone(), setup));
        let listener = match tokio::net::TcpListener::bind(self.listen).await {
            Ok(listener) => listener,
            Err(error) => {
                house.store.close().await;
                let values =
                    [("address", self.listen.to_string().into()), ("reason", error.to_string().into())];
                return Err(sentence("terminal-listen", &values).into());
            }
        };
        // Programs that start the server wait for this line, so it is the same in every language.
        tell("terminal-listens", &[("address", format!("http://{}", listener.local_addr()?).into())]);
        let working = house.clone();
        let background = tokio::spawn(async move { danvan_jobs::work(&working).await });
        serving::serve(listener, router, patience, asked_to_stop()).await;
        // It is over before the store closes: nothing is written half, and nothing complains of a closed store.
        background.abort();
        let _cancelled = background.await;
        house.store.close().await;
        Ok(())
    }
}

/// Rules or days that are others than last time are kept, and what is due follows them by a job.
async fn follow_rules(house: &House) -> Result<(), Stop> {
    if rules::follow(house).await.map_err(stop)? {
        tracing::info!("the rules of this program are new to this house; what is due follows them");
    }
    Ok(())
}

impl Serve {
    /// The provider of sign-ins, when one is set.
    fn provider(&self) -> Result<Option<Arc<Provider>>, Stop> {
        let Some(issuer) = self.oidc_issuer.as_deref().filter(|issuer| !issuer.is_empty()) else {
            return Ok(None);
        };
        let secret = secrets::take("DANVAN_OIDC_CLIENT_SECRET", self.oidc_client_secret.clone())?;
        let provider =
            Provider::new(issuer, &self.oidc_client_id, secret.as_deref(), Arc::new(Network::new()?));
        let bad = || words().say("terminal-provider-bad");
        Ok(Some(Arc::new(provider.ok_or_else(bad)?)))
    }

    /// The key of the meters, when one is set.
    fn meters_key(&self) -> Result<Option<MetersKey>, Stop> {
        let Some(token) = secrets::take("DANVAN_METRICS_TOKEN", self.metrics_token.clone())? else {
            return Ok(None);
        };
        Ok(Some(MetersKey::of(&token).ok_or_else(|| words().say("terminal-meters-key-bad"))?))
    }
}

/// Only the background work, beside servers over the same PostgreSQL.
#[derive(Args)]
pub(crate) struct Work {}

impl Work {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open_or_make(database).await?;
        follow_rules(&house).await?;
        tell("terminal-works", &[]);
        tokio::select! {
            () = danvan_jobs::work(&house) => {}
            () = asked_to_stop() => {}
        }
        house.store.close().await;
        Ok(())
    }
}

/// Returns when the process is asked to stop: Ctrl-C, or the service manager's SIGTERM.
async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    let _stopped = interrupted.await;
}
