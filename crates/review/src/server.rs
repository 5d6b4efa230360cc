//! The server: a page on this machine alone.

use super::Viewer;
use super::app::{App, DrawnLately, Problem};
use super::assets::{FILES, Templates};
use super::guard::{Guard, Turned, harden};
use super::library::Library;
use super::queue::Filter;
use super::words::Language;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use std::collections::HashMap;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Threads that make answers at the same time: pages are drawn in worker processes.
const THREADS: usize = 4;

/// Bytes of a word.
const LONGEST: usize = 1 << 20;

/// How long answers under way are waited for at the end.
const PATIENCE: Duration = Duration::from_secs(1);

/// Why the page can't be shown.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The port is taken, or not allowed.
    #[error("the page can't be opened on 127.0.0.1:{port}: {error}")]
    Port {
        /// The port.
        port: u16,
        /// Why.
        error: std::io::Error,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Token(getrandom::Error),
    /// A template does not compile, which a test rules out.
    #[error("{0}")]
    Template(minijinja::Error),
    /// The network can't be used.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// The page, ready to be opened.
pub struct Server {
    listener: TcpListener,
    app: Arc<App>,
    port: u16,
}

impl Server {
    /// Takes a port of 127.0.0.1, a free one for 0. `who` is the name that the page begins with.
    ///
    /// # Errors
    /// When the port can't be had.
    pub fn bind(port: u16, library: Library, viewer: Box<dyn Viewer>, who: String) -> Result<Self, ServerError> {
        let taken = |error| ServerError::Port { port, error };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(taken)?;
        let port = listener.local_addr()?.port();
        let guard = Guard::new(port).map_err(ServerError::Token)?;
        let templates = Templates::new().map_err(ServerError::Template)?;
        let (library, kept) = (Mutex::new(library), Mutex::new(DrawnLately::default()));
        Ok(Self { listener, app: Arc::new(App { library, viewer, guard, templates, who, kept }), port })
    }

    /// The address to open.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.app.guard.token)
    }

    /// Answers until something comes from `stop`, or nothing can come any more.
    ///
    /// # Errors
    /// When the network can't be used.
    pub fn run(self, stop: Receiver<()>) -> Result<(), ServerError> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_io().max_blocking_threads(THREADS + 1).build()?;
        self.listener.set_nonblocking(true)?;
        let app = self.app;
        let outcome = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            tokio::spawn(async move { axum::serve(listener, router(app)).await });
            let _ = tokio::task::spawn_blocking(move || stop.recv()).await;
            Ok(())
        });
        runtime.shutdown_timeout(PATIENCE);
        outcome
    }
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(queue))
        .route("/document/{sha256}", get(document))
        .route("/document/{sha256}/page/{page}", get(picture))
        .route("/document/{sha256}/labels", get(labels))
        .route("/assets/{name}", get(asset))
        .route("/say", post(say))
        .route("/undo", post(undo))
        .fallback(nothing)
        .layer(DefaultBodyLimit::max(LONGEST))
        .layer(from_fn_with_state(Arc::clone(&app), guarded))
        .with_state(app)
}

/// Turns away who may not ask, and tells the browser what the page may do.
async fn guarded(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let mut response = match app.guard.check(request.method(), request.headers(), query) {
        // The token leaves the address at once: no history and no screenshot holds it.
        Ok(()) if app.guard.token_in(query) => {
            plain(StatusCode::SEE_OTHER, &[(LOCATION, "/"), (SET_COOKIE, &app.guard.set_cookie())], "")
        }
        Ok(()) => next.run(request).await,
        Err(Turned::Token) => {
            let language = language(request.headers());
            html(StatusCode::FORBIDDEN, app.message(&language.word("forbidden"), language))
        }
        Err(Turned::Host) => plain(StatusCode::MISDIRECTED_REQUEST, &[], "This is another host."),
        Err(Turned::Origin) => plain(StatusCode::FORBIDDEN, &[], "This comes from another page."),
    };
    harden(response.headers_mut());
    response
}

async fn queue(State(app): State<Arc<App>>, Query(filter): Query<Filter>, headers: HeaderMap) -> Response {
    let language = language(&headers);
    page(app, language, move |app| app.queue(&filter, language)).await
}

async fn document(
    State(app): State<Arc<App>>,
    Path(sha256): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let language = language(&headers);
    if let Some(leaf) = query.get("leaf").cloned() {
        let found = blocking(app, move |app| app.place(&sha256, &leaf)).await;
        return plain(StatusCode::SEE_OTHER, &[(LOCATION, found.as_deref().unwrap_or("/"))], "");
    }
    page(app, language, move |app| app.document(&sha256, language)).await
}

async fn picture(State(app): State<Arc<App>>, Path((sha256, page)): Path<(String, u32)>) -> Response {
    match blocking(app, move |app| app.picture(&sha256, page)).await {
        Ok(png) => {
            let mut response = Response::new(Body::from(png.as_slice().to_vec()));
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static("image/png"));
            // A content never changes.
            headers.insert(CACHE_CONTROL, axum::http::HeaderValue::from_static("private, max-age=86400, immutable"));
            response
        }
        Err(problem) => plain(status(&problem), &[], &problem.to_string()),
    }
}

async fn labels(State(app): State<Arc<App>>, Path(sha256): Path<String>) -> Response {
    json(blocking(app, move |app| app.labels(&sha256)).await)
}

async fn asset(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => plain(StatusCode::OK, &[(CONTENT_TYPE, kind)], text),
        None => plain(StatusCode::NOT_FOUND, &[], ""),
    }
}

async fn say(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let language = language(&headers);
    json(
        blocking(app, move |app| {
            let word = serde_json::from_slice(&body).map_err(|error| Problem::Refused(error.to_string()))?;
            app.say(word, language)
        })
        .await,
    )
}

async fn undo(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let language = language(&headers);
    json(
        blocking(app, move |app| {
            let back = serde_json::from_slice(&body).map_err(|error| Problem::Refused(error.to_string()))?;
            app.undo(&back, language)
        })
        .await,
    )
}

async fn nothing(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let language = language(&headers);
    html(StatusCode::NOT_FOUND, app.message(&language.word("not_found"), language))
}

/// Makes an answer where it may take its time; a panic on the way is an answer too.
async fn blocking<T: Send + 'static>(
    app: Arc<App>,
    make: impl FnOnce(&App) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let made = tokio::task::spawn_blocking(move || make(&app)).await;
    made.unwrap_or_else(|error| Err(Problem::Broken(error.to_string())))
}

async fn page(
    app: Arc<App>,
    language: Language,
    make: impl FnOnce(&App) -> Result<String, Problem> + Send + 'static,
) -> Response {
    match blocking(Arc::clone(&app), make).await {
        Ok(text) => html(StatusCode::OK, text),
        Err(Problem::Nothing) => html(StatusCode::NOT_FOUND, app.message(&language.word("not_found"), language)),
        Err(problem) => html(status(&problem), app.message(&problem.to_string(), language)),
    }
}

fn language(headers: &HeaderMap) -> Language {
    Language::of(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default())
}

fn status(problem: &Problem) -> StatusCode {
    match problem {
        Problem::Nothing => StatusCode::NOT_FOUND,
        Problem::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Problem::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn html(status: StatusCode, text: String) -> Response {
    plain(status, &[(CONTENT_TYPE, "text/html; charset=utf-8"), (VARY, "Accept-Language")], &text)
}

fn json(outcome: Result<serde_json::Value, Problem>) -> Response {
    let (status, value) = match outcome {
        Ok(value) => (StatusCode::OK, value),
        Err(problem) => (status(&problem), serde_json::json!({ "error": problem.to_string() })),
    };
    plain(status, &[(CONTENT_TYPE, "application/json")], &value.to_string())
}

fn plain(status: StatusCode, headers: &[(axum::http::HeaderName, &str)], text: &str) -> Response {
    let mut response = Response::new(Body::from(text.to_owned()));
    *response.status_mut() = status;
    for (name, value) in headers {
        if let Ok(value) = axum::http::HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
