//! A whole server on a port of its own, and browsers without script to visit it.

use crate::{FakeProvider, House};
use axum::Router;
use danvan_actions::people::Provider;
use danvan_web::{health::readers::MetersKey, patience::Patience, serving, site::Setup};
use reqwest::{
    Client, Method, Response, StatusCode,
    multipart::{Form, Part},
    redirect::Policy,
};
use std::sync::{Arc, Mutex};

/// The key by which the meters of a site are read from another machine.
pub const METERS_KEY: &str = "the-key-of-the-meters-0123456789";

/// Chooses what lines are closed by, as the program does when it starts: a browser can be made only then, also where it closes none.
pub fn choose_cryptography() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The server of a house. It ends with the test.
pub struct Site {
    address: String,
    /// The provider through which people may sign in.
    pub provider: Arc<FakeProvider>,
}

/// Somebody's browser: keeps cookies and the token of forms, follows no redirect by itself.
pub struct Browser {
    address: String,
    client: Client,
    token: Mutex<String>,
}

/// What a browser was answered.
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// Where a redirect leads; empty for none.
    pub location: String,
    /// Everything, as text.
    pub text: String,
    /// The bytes, for pictures.
    pub bytes: Vec<u8>,
    /// Its headers.
    pub headers: reqwest::header::HeaderMap,
}

impl Site {
    /// Serves a house on a free port of this machine.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn open(house: &House) -> Self {
        Self::open_with(house, danvan_web::router).await
    }

    /// Serves a house with other addresses than its own.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn open_with(house: &House, router: impl FnOnce(danvan_web::site::Site) -> Router) -> Self {
        Self::open_patient(house, Patience::default(), router).await
    }

    /// Serves a house that waits as long as it is told to.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn open_patient(
        house: &House,
        patience: Patience,
        router: impl FnOnce(danvan_web::site::Site) -> Router,
    ) -> Self {
        Self::open_wholly(house, patience, true, router).await
    }

    /// Serves a house whose operator has set no provider of sign-ins.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn open_without_provider(house: &House) -> Self {
        Self::open_wholly(house, Patience::default(), false, danvan_web::router).await
    }

    async fn open_wholly(
        house: &House,
        patience: Patience,
        has_provider: bool,
        router: impl FnOnce(danvan_web::site::Site) -> Router,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let public_url = address.replace("127.0.0.1", "localhost");
        let fake = Arc::new(FakeProvider::new(house.clock.clone()));
        let (name, secret) = (FakeProvider::CLIENT, Some(FakeProvider::SECRET));
        let provider = Provider::new(FakeProvider::ISSUER, name, secret, fake.clone()).map(Arc::new);
        let provider = provider.filter(|_| has_provider);
        let setup = Setup {
            secure_cookies: false,
            public_url,
            provider,
            behind_proxy: false,
            meters_key: MetersKey::of(METERS_KEY),
            patience,
        };
        let router = router(danvan_web::site(house.house.clone(), setup));
        tokio::spawn(serving::serve(listener, router, patience, std::future::pending()));
        Self { address, provider: fake }
    }

    /// Where it is served: `127.0.0.1:PORT`, for what no browser sends.
    pub fn socket(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    /// Where its pages say they are: people open it under a name, so that there are passkeys.
    pub fn public(&self) -> String {
        self.address.replace("127.0.0.1", "localhost")
    }

    /// A browser nobody has used, in Vietnamese.
    ///
    /// # Panics
    /// When there can be none.
    pub fn browser(&self) -> Browser {
        Browser::at(&self.address)
    }
}

impl Browser {
    /// A browser before a program that listens at an address, `http://127.0.0.1:8080`.
    ///
    /// # Panics
    /// When no browser can be made.
    pub fn at(address: &str) -> Self {
        choose_cryptography();
        // It goes to the house alone, which closes no line: reading every authority's certificate takes longer than a page.
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).tls_certs_only([]);
        let client = client.build().expect("a browser");
        Self { address: address.to_owned(), client, token: Mutex::default() }
    }

    /// Opens a page and remembers the token of its forms.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn get(&self, path: &str) -> Page {
        let request = self.client.get(format!("{}{path}", self.address));
        self.read(request.send().await.expect("an answer")).await
    }

    /// Asks for a page with headers of one's own.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = self.client.get(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.read(request.send().await.expect("an answer")).await
    }

    /// Sends a form with the token of the last page.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token();
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        let request = self.client.post(format!("{}{path}", self.address)).form(&fields);
        self.read(request.send().await.expect("an answer")).await
    }

    /// Sends a form with files, each a name and its bytes, with the token of the last page.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], files: Vec<(&str, Vec<u8>)>) -> Page {
        let mut form = Form::new().text("csrf", self.token());
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (name, bytes) in files {
            form = form.part("photos", Part::bytes(bytes).file_name(name.to_owned()));
        }
        let request = self.client.post(format!("{}{path}", self.address)).multipart(form);
        self.read(request.send().await.expect("an answer")).await
    }

    /// Sends JSON, as another program does.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Page {
        let request = self.client.post(format!("{}{path}", self.address)).json(body);
        self.read(request.send().await.expect("an answer")).await
    }

    /// Sends a request as it is, with heads of its own and no token added; a head `cookie` replaces the cookies kept.
    ///
    /// # Panics
    /// When the server does not answer, or the method or a head is none.
    pub async fn send(&self, method: &str, path: &str, heads: &[(&str, &[u8])], body: Vec<u8>) -> Page {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = self.client.request(method, format!("{}{path}", self.address)).body(body);
        for (name, value) in heads {
            request = request.header(*name, *value);
        }
        self.read(request.send().await.expect("an answer")).await
    }

    /// The token of the last page.
    ///
    /// # Panics
    /// When a test that used this browser did.
    pub fn token(&self) -> String {
        self.token.lock().expect("one at a time").clone()
    }

    async fn read(&self, response: Response) -> Page {
        let (status, headers) = (response.status(), response.headers().clone());
        let location = headers.get("location").and_then(|to| to.to_str().ok()).unwrap_or("").to_owned();
        let bytes = response.bytes().await.expect("a whole answer").to_vec();
        let page =
            Page { status, location, text: String::from_utf8_lossy(&bytes).into_owned(), bytes, headers };
        if let Some((_, token)) = page.hidden().into_iter().find(|(name, _)| name == "csrf") {
            *self.token.lock().expect("one at a time") = token;
        }
        page
    }
}

impl Page {
    /// The hidden fields of its forms, in order.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let fields = self.text.split("<input type=\"hidden\" name=\"").skip(1);
        fields
            .filter_map(|rest| {
                let (name, rest) = rest.split_once("\" value=\"")?;
                let (value, _) = rest.split_once('"')?;
                Some((name.to_owned(), unescaped(value)))
            })
            .collect()
    }

    /// The fields of its first form that posts to an address: hidden ones, lines and letters, as they stand.
    pub fn fields(&self, action: &str) -> Vec<(String, String)> {
        let Some(form) = self.between(&format!("action=\"{action}\""), "</form>") else { return Vec::new() };
        let mut fields = Vec::new();
        for rest in form.split(" name=\"").skip(1) {
            let Some((name, rest)) = rest.split_once('"') else { continue };
            let (tag, after) = rest.split_once('>').unwrap_or((rest, ""));
            let value =
                tag.split_once("value=\"").and_then(|(_, rest)| rest.split_once('"')).map(|found| found.0);
            let lines = after.split_once("</textarea>").filter(|(text, _)| !text.contains('<'));
            let text = lines.map(|(text, _)| text.strip_prefix('\n').unwrap_or(text));
            if let Some(value) = value.or(text) {
                fields.push((name.to_owned(), unescaped(value)));
            }
        }
        fields
    }

    /// What stands between two pieces of its text, the first time.
    pub fn between(&self, before: &str, after: &str) -> Option<&str> {
        self.text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
    }

    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

fn unescaped(text: &str) -> String {
    let pairs = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
