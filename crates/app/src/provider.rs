//! The line to the provider of sign-ins: HTTPS that follows nobody elsewhere, waits ten seconds, and hears 256 KiB at most.

use danvan_actions::people::{Heard, Line};
use reqwest::{Client, RequestBuilder, redirect::Policy};
use std::time::Duration;

/// More than any provider says of itself.
const MOST_HEARD: usize = 256 * 1024;

/// Chooses what lines are closed by: ring, as the lines to PostgreSQL are. Once, before any is opened.
pub(crate) fn choose_cryptography() {
    // Only a second choice is refused, and there is none.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Over the network.
pub(crate) struct Network(Client);

impl Network {
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(10))
            .build()?;
        Ok(Self(client))
    }
}

async fn hear(request: RequestBuilder) -> Result<String, String> {
    let told = |error: reqwest::Error| error.without_url().to_string();
    let mut answer = request.header("accept", "application/json").send().await.map_err(told)?;
    let status = answer.status();
    let mut heard = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(told)? {
        heard.extend_from_slice(&piece);
        if heard.len() > MOST_HEARD {
            return Err("it says too much".to_owned());
        }
    }
    let text = String::from_utf8(heard).map_err(|_| "it speaks no UTF-8".to_owned())?;
    if status.is_success() { Ok(text) } else { Err(format!("{status}: {}", shortened(&text))) }
}

/// Why a provider refuses, for the log: its own words, cut.
fn shortened(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

impl Line for Network {
    fn get<'a>(&'a self, address: &'a str) -> Heard<'a> {
        Box::pin(hear(self.0.get(address)))
    }

    fn send<'a>(
        &'a self,
        address: &'a str,
        fields: &'a [(&'a str, &'a str)],
        client: Option<(&'a str, &'a str)>,
    ) -> Heard<'a> {
        let request = self.0.post(address).form(fields);
        let request = match client {
            Some((name, secret)) => request.basic_auth(name, Some(secret)),
            None => request,
        };
        Box::pin(hear(request))
    }
}
