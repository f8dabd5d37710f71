//! In which media type an answer goes out (RFC 9110, 12.5.1, and GraphQL over HTTP).

use axum::http::{HeaderMap, HeaderValue, header};

/// The media types of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`, whose reader goes by the body whatever the status.
    GraphQl,
    /// `application/json`, for what knows no other.
    Json,
}

impl Media {
    /// The header that says so. What has no `2xx` status is told as [`GraphQl`](Self::GraphQl) always: so a reader of the other type
    /// knows such an answer from one that came from a proxy.
    pub fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }
}

/// How much a range of media types is liked, from 0 to 1000, and how exactly it says so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Liking {
    exactness: u8,
    quality: u16,
    /// Those that stand before it are liked more.
    turn: i32,
}

/// The media type that a request likes best; none when it takes neither. Without a wish it is JSON, which everything can show.
pub fn negotiate(headers: &HeaderMap) -> Option<Media> {
    if !headers.contains_key(header::ACCEPT) {
        return Some(Media::Json);
    }
    let texts: Vec<_> = headers.get_all(header::ACCEPT).iter().map(|value| value.to_str().unwrap_or_default()).collect();
    let ranges: Vec<_> = texts.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|range| !range.is_empty()).collect();
    if ranges.is_empty() {
        return Some(Media::Json);
    }
    let liking = |subtype: &str| {
        let all = ranges.iter().zip(0..).filter_map(|(range, n)| like(range, subtype, -n));
        // The most exact range decides, whatever the others say.
        all.max_by_key(|one| (one.exactness, one.turn)).filter(|one| one.quality > 0)
    };
    let by = |one: &Liking| (one.quality, one.exactness, one.turn);
    match (liking("graphql-response+json"), liking("json")) {
        (Some(graphql), Some(json)) if by(&graphql) > by(&json) => Some(Media::GraphQl),
        (_, Some(_)) => Some(Media::Json),
        (Some(_), None) => Some(Media::GraphQl),
        (None, None) => None,
    }
}

fn like(range: &str, subtype: &str, turn: i32) -> Option<Liking> {
    let mut parts = range.split(';').map(str::trim);
    let (kind, wanted) = parts.next()?.split_once('/')?;
    let exactness = match (kind, wanted) {
        ("*", "*") => 0,
        (kind, "*") if kind.eq_ignore_ascii_case("application") => 1,
        (kind, wanted) if kind.eq_ignore_ascii_case("application") && wanted.eq_ignore_ascii_case(subtype) => 2,
        _ => return None,
    };
    let mut quality = 1000;
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => quality = thousandths(value.trim())?,
            "charset" if !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8") => return None,
            _ => {}
        }
    }
    Some(Liking { exactness, quality, turn })
}

/// A quality, which has at most three digits behind the point.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let whole: u16 = whole.parse().ok().filter(|n| *n <= 1)?;
    if rest.len() > 3 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let rest: u16 = format!("{rest:0<3}").parse().ok()?;
    Some((whole * 1000 + rest).min(1000))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Media, negotiate};

    #[test]
    fn the_best_liked_media_type_is_taken() {
        let graphql = "application/graphql-response+json";
        for (accept, wanted) in [
            (vec![], Some(Media::Json)),
            (vec![""], Some(Media::Json)),
            (vec!["*/*"], Some(Media::Json)),
            (vec!["application/*"], Some(Media::Json)),
            (vec!["application/json"], Some(Media::Json)),
            (vec![graphql], Some(Media::GraphQl)),
            (vec!["Application/GraphQL-Response+JSON; charset=UTF-8"], Some(Media::GraphQl)),
            (vec!["application/graphql-response+json; charset=latin1"], None),
            (vec!["application/graphql-response+json, application/json;q=0.9"], Some(Media::GraphQl)),
            (vec!["application/graphql-response+json;q=0.5, application/json;q=0.9"], Some(Media::Json)),
            (vec!["application/json, application/graphql-response+json"], Some(Media::Json)),
            (vec!["application/graphql-response+json, application/json"], Some(Media::GraphQl)),
            (vec!["application/json;q=0, */*"], Some(Media::GraphQl)),
            (vec!["application/graphql-response+json, */*;q=0.1"], Some(Media::GraphQl)),
            (vec!["application/json;q=0.1", graphql], Some(Media::GraphQl)),
            (vec!["multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9"], Some(Media::GraphQl)),
            (vec!["text/html,application/xhtml+xml,*/*;q=0.8"], Some(Media::Json)),
            (vec!["text/html"], None),
            (vec!["text/event-stream"], None),
            (vec!["application/json;q=0"], None),
            (vec!["application/json;q=2"], None),
            (vec!["nonsense"], None),
        ] {
            let mut headers = HeaderMap::new();
            for text in &accept {
                headers.append(header::ACCEPT, HeaderValue::from_static(text));
            }
            assert_eq!(negotiate(&headers), wanted, "{accept:?}");
        }
    }
}
