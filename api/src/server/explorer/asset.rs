//! The files of the explorer's page, embedded: our own scripts, and the bundle when there was one as the gateway was built.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::server::answer;

/// One file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name under `/explorer/`.
    pub name: &'static str,
    /// Its bytes; of the bundle they are compressed, and a browser unpacks them.
    pub content: &'static [u8],
    /// Whether it is of the bundle, where a name stands for one content for ever.
    pub bundled: bool,
}

/// What `api/explorer/build` made; empty when it was not run before the gateway was built.
pub const BUNDLE: &[Asset] = include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// What the page from the CDN needs of us.
pub const OWN: &[Asset] = &[
    own("examples.js", include_bytes!("../../../explorer/src/examples.js")),
    own("fallback.js", include_bytes!("../../../explorer/src/fallback.js")),
    own("page.js", include_bytes!("../../../explorer/src/page.js")),
    own("session.js", include_bytes!("../../../explorer/src/session.js")),
    own("shelf.js", include_bytes!("../../../explorer/src/shelf.js")),
    own("style.css", include_bytes!("../../../explorer/src/style.css")),
];

const fn own(name: &'static str, content: &'static [u8]) -> Asset {
    Asset { name, content, bundled: false }
}

impl Asset {
    /// What a browser is told that it is.
    pub fn content_type(&self) -> &'static str {
        match self.name.rsplit_once('.') {
            Some((_, "js")) => "text/javascript; charset=utf-8",
            Some((_, "css")) => "text/css; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        }
    }
}

/// Answers with a file.
pub async fn answer(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match BUNDLE.iter().chain(OWN).find(|asset| asset.name == name) {
        Some(asset) => file(asset, &headers),
        None => answer::refusal(StatusCode::NOT_FOUND, answer::BAD_USER_INPUT, "The explorer has no such file. Load its page again."),
    }
}

/// A file, for who asks with these headers.
pub fn file(asset: &Asset, headers: &HeaderMap) -> Response {
    let content_type = (header::CONTENT_TYPE, asset.content_type());
    if !asset.bundled {
        return ([content_type], Body::from(asset.content)).into_response();
    }
    let mut response = if unpacks(headers) {
        let for_ever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
        ([content_type, (header::CONTENT_ENCODING, "gzip"), for_ever], Body::from(asset.content)).into_response()
    } else {
        answer::refusal(StatusCode::NOT_ACCEPTABLE, answer::BAD_USER_INPUT, "This file is kept compressed: send `Accept-Encoding: gzip`.")
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Who says nothing takes everything (RFC 9110, 12.5.3). A browser always says, but a proxy may take it away.
fn unpacks(headers: &HeaderMap) -> bool {
    let mut said = headers.get_all(header::ACCEPT_ENCODING).iter().peekable();
    if said.peek().is_none() {
        return true;
    }
    let codings = said.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let weighed = codings.map(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        (name.trim().to_ascii_lowercase(), weight.unwrap_or(0.0) > 0.0)
    });
    let weighed: Vec<_> = weighed.collect();
    let of = |name: &str| weighed.iter().find(|(coding, _)| coding == name).map(|(_, wanted)| *wanted);
    of("gzip").or_else(|| of("*")).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::unpacks;

    #[test]
    fn who_takes_gzip_or_says_nothing_gets_it() {
        let takes = |said: &'static str| unpacks(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(said))]));

        for said in ["gzip", "br, gzip, deflate", "GZIP;q=0.5", "*", "br;q=1, *;q=0.1"] {
            assert!(takes(said), "{said}");
        }
        for said in ["", "identity", "br", "gzip;q=0", "gzip;q=0, *", "*;q=0"] {
            assert!(!takes(said), "{said}");
        }
        assert!(unpacks(&HeaderMap::new()));
    }
}
