//! Who may ask: only a browser on this machine that was given the token, from the page itself.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

/// Nothing but the page's own files: no inline script or style, no other host, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
  form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What is asked of a request.
#[derive(Debug)]
pub(super) struct Guard {
    /// What the address holds that was printed.
    pub token: String,
    port: u16,
}

/// Why a request is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    /// It names another host: a name that somebody else has pointed at this machine.
    Host,
    /// It comes from another page.
    Origin,
    /// It does not have the token.
    Token,
}

impl Guard {
    /// A guard with a new token.
    pub fn new(port: u16) -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self { token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(), port })
    }

    /// The cookie's name: two servers on one machine have two.
    fn cookie(&self) -> String {
        format!("yomitori-{}", self.port)
    }

    /// The cookie that stands for the token from now on.
    pub fn set_cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie(), self.token)
    }

    /// Whether a request may pass; `query` is that of its address.
    pub fn check(&self, method: &Method, headers: &HeaderMap, query: &str) -> Result<(), Turned> {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let host = text(HOST).filter(|host| hosts.iter().any(|own| own == host)).ok_or(Turned::Host)?;
        let own = format!("http://{host}");
        let origin = text(ORIGIN);
        let is_reading = method == Method::GET || method == Method::HEAD;
        let is_json = text(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
        let is_own = origin == Some(&own) && is_json;
        if origin.is_some_and(|origin| origin != own) || !is_reading && !is_own {
            return Err(Turned::Origin);
        }
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let named = format!("{}=", self.cookie());
        let mut cookies =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|one| one.trim().strip_prefix(&named));
        let has_cookie = cookies.any(|token| self.is_token(token));
        if has_cookie || is_reading && self.token_in(query) { Ok(()) } else { Err(Turned::Token) }
    }

    /// Whether the address has the token.
    pub fn token_in(&self, query: &str) -> bool {
        query.split('&').filter_map(|pair| pair.strip_prefix("token=")).any(|token| self.is_token(token))
    }

    /// Compares all of it, however much of it fits: the time does not tell how much.
    fn is_token(&self, said: &str) -> bool {
        let differs = self.token.bytes().zip(said.bytes()).fold(0_u8, |all, (own, said)| all | (own ^ said));
        said.len() == self.token.len() && differs == 0
    }
}

/// What every answer says to the browser.
pub(super) fn harden(headers: &mut HeaderMap) {
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn only_the_page_itself_passes() {
        let guard = Guard::new(7000).unwrap();
        let cookie = format!("yomitori-7000={}", guard.token);
        let (host, json) = ("127.0.0.1:7000", "application/json");
        let get = |pairs: &[(HeaderName, &str)], query: &str| guard.check(&Method::GET, &headers(pairs), query);
        let post = |pairs: &[(HeaderName, &str)]| guard.check(&Method::POST, &headers(pairs), "");
        assert_eq!(get(&[(HOST, host)], ""), Err(Turned::Token));
        assert_eq!(get(&[(HOST, host)], &format!("token={}", guard.token)), Ok(()));
        assert_eq!(get(&[(HOST, host)], "token=0"), Err(Turned::Token));
        assert_eq!(get(&[(HOST, "evil.example:7000"), (COOKIE, &cookie)], ""), Err(Turned::Host));
        assert_eq!(get(&[(HOST, host), (COOKIE, &cookie)], ""), Ok(()));
        assert_eq!(get(&[(HOST, host), (COOKIE, &cookie), (ORIGIN, "http://evil.example")], ""), Err(Turned::Origin));
        let own = [(HOST, host), (COOKIE, &*cookie), (ORIGIN, "http://127.0.0.1:7000"), (CONTENT_TYPE, json)];
        assert_eq!(post(&own), Ok(()));
        for left_out in [1, 2, 3] {
            let some: Vec<_> =
                own.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, pair)| pair.clone()).collect();
            assert!(post(&some).is_err(), "{left_out}");
        }
        let form = [own[0].clone(), own[1].clone(), own[2].clone(), (CONTENT_TYPE, "text/plain")];
        assert_eq!(post(&form), Err(Turned::Origin));
    }
}
