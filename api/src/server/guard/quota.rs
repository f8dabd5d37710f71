//! How a caller is told what they may spend: the header fields `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers,
//! structured fields of RFC 9651) and `Retry-After`.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::bucket::Spent;

/// What is spent of which, as the fields name it.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// The policy's name.
    pub name: &'static str,
    /// The unit, when it is not requests.
    pub unit: Option<&'static str>,
    /// How long an empty bucket takes to be full, in whole seconds.
    pub window: u32,
}

/// The fields of an answer. None where there is no limit; `Retry-After` only where something was refused that waiting will help.
pub fn headers(policy: &Policy, spent: &Spent) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if spent.capacity == 0 {
        return headers;
    }
    let Policy { name, unit, window } = policy;
    let unit = unit.map(|unit| format!(";qu=\"{unit}\"")).unwrap_or_default();
    // For `t` the draft has "until additional quota is made available". Who was refused waits for that; all others pace themselves well
    // when they spend what remains until the bucket is full again.
    let wait = if spent.allowed || spent.is_hopeless() { spent.full_after } else { spent.retry_after };
    let reset = if wait.is_zero() { String::new() } else { format!(";t={}", seconds(wait)) };
    set(&mut headers, HeaderName::from_static("ratelimit-policy"), format!("\"{name}\";q={}{unit};w={window}", spent.capacity));
    set(&mut headers, HeaderName::from_static("ratelimit"), format!("\"{name}\";r={}{reset}", spent.remaining));
    if !spent.allowed && !spent.is_hopeless() {
        set(&mut headers, header::RETRY_AFTER, seconds(spent.retry_after).to_string());
    }
    headers
}

fn set(headers: &mut HeaderMap, name: HeaderName, text: String) {
    if let Ok(value) = HeaderValue::try_from(text) {
        headers.insert(name, value);
    }
}

/// Whole seconds that are long enough, at least one.
fn seconds(wait: Duration) -> u64 {
    let whole = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    whole.max(1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Policy, Spent, headers};

    fn lines(spent: &Spent) -> Vec<String> {
        let policy = Policy { name: "account", unit: Some("points"), window: 40 };
        let headers = headers(&policy, spent);
        headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect()
    }

    #[test]
    fn what_is_left_and_when_there_is_more_is_told() {
        let (retry_after, full_after) = (Duration::ZERO, Duration::from_millis(1_100));
        let mut spent = Spent { allowed: true, remaining: 194_500, capacity: 200_000, retry_after, full_after };
        let policy = "ratelimit-policy: \"account\";q=200000;qu=\"points\";w=40";
        assert_eq!(lines(&spent), [policy, "ratelimit: \"account\";r=194500;t=2"]);

        (spent.allowed, spent.retry_after) = (false, Duration::from_millis(1));
        assert_eq!(lines(&spent), [policy, "ratelimit: \"account\";r=194500;t=1", "retry-after: 1"]);

        spent.retry_after = Duration::MAX;
        assert_eq!(lines(&spent), [policy, "ratelimit: \"account\";r=194500;t=2"], "nobody is told to try for ever");

        (spent.allowed, spent.remaining, spent.full_after) = (true, 200_000, Duration::ZERO);
        assert_eq!(lines(&spent), [policy, "ratelimit: \"account\";r=200000"]);

        spent.capacity = 0;
        assert_eq!(lines(&spent), [""; 0]);
    }
}
