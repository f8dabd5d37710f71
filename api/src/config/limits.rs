//! Every limit of the door, in one place: what it is called, what it is when nothing is said, and what it may be set to. The API lists
//! them from here (`limits`), the documents are written from here, and the code that refuses reads them from here.

/// One limit, as the API and the documents tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its name, for the setting and the API.
    pub name: &'static str,
    /// What it is set to. Of some, 0 means that there is no such limit; then `about` says so.
    pub value: u32,
    /// What it counts, in the plural.
    pub unit: &'static str,
    /// What it bounds, as sentences.
    pub about: &'static str,
}

macro_rules! limits {
    ($($(#[doc = $about:literal])+ $field:ident $name:literal = $default:literal $unit:literal, $from:literal ..= $to:literal;)+) => {
        /// The limits of the door.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Limits {
            $($(#[doc = $about])+ pub $field: u32,)+
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl Limits {
            /// All of them, in the order in which a request meets them.
            pub fn list(&self) -> Vec<Limit> {
                vec![$(Limit { name: $name, value: self.$field, unit: $unit, about: concat!($($about),+).trim_ascii() },)+]
            }

            /// Sets one by its name.
            pub fn set(&mut self, name: &str, value: u32) -> Result<(), String> {
                match name {
                    $($name => {
                        if !($from..=$to).contains(&value) {
                            return Err(format!("DIALGATE_LIMITS: {name} must be between {} and {} ({}), not {value}.", $from, $to, $unit));
                        }
                        self.$field = value;
                    })+
                    _ => return Err(format!("DIALGATE_LIMITS: there is no limit {name:?}. Those that there are: {}.", [$($name),+].join(", "))),
                }
                Ok(())
            }
        }
    };
}

limits! {
    /// Connections that are open at the same time; more wait in the system's queue.
    connections "connections" = 2048 "connections", 1..=65535;
    /// The time within which the head of a request must arrive, counted from the end of the one before.
    header_seconds "headerSeconds" = 10 "seconds", 1..=300;
    /// The time within which the body of a request must arrive.
    body_seconds "bodySeconds" = 15 "seconds", 1..=300;
    /// How long an answer waits for a reader who takes nothing of it, before the connection is closed.
    write_seconds "writeSeconds" = 30 "seconds", 1..=600;
    /// The size of a request's head: its address, which of a GET holds the document, and its headers.
    head_bytes "headBytes" = 65536 "bytes", 8192..=1048576;
    /// Header fields in the head of a request.
    head_fields "headFields" = 100 "fields", 20..=1000;
    /// The size of a body sent with a token that only reads.
    body_bytes "bodyBytes" = 65536 "bytes", 1024..=16777216;
    /// The size of a body sent with a token that may write.
    body_bytes_write "bodyBytesWrite" = 262144 "bytes", 1024..=16777216;
    /// The size of a body sent with the token of a telephone switch.
    body_bytes_switch "bodyBytesSwitch" = 1048576 "bytes", 1024..=16777216;
    /// How many requests one address may send at once before it has to wait. Address limits hold before a token is looked at. 0: no limit.
    address_requests "addressRequests" = 0 "requests", 0..=1000000;
    /// How many requests are given back to an address each second, when `addressRequests` is set.
    address_requests_per_second "addressRequestsPerSecond" = 50 "requests", 1..=1000000;
    /// How many cost points an account may spend at once before it has to wait. 0: no limit.
    account_cost "accountCost" = 200000 "points", 0..=100000000;
    /// How many cost points are given back to an account each second.
    account_cost_per_second "accountCostPerSecond" = 5000 "points", 1..=10000000;
    /// Requests that are worked on at the same time; more wait for their turn.
    concurrent_requests "concurrentRequests" = 64 "requests", 1..=10000;
    /// How long a request waits for its turn before it is refused with `UNAVAILABLE`.
    queue_milliseconds "queueMilliseconds" = 100 "milliseconds", 0..=60000;
    /// How long a request may be worked on before it is answered with `UNAVAILABLE`. A mutation is never cut: it ends behind the answer.
    execution_seconds "executionSeconds" = 10 "seconds", 1..=300;
    /// The size of a document's text.
    document_bytes "documentBytes" = 16384 "bytes", 1024..=1048576;
    /// Names, numbers, texts and signs in a document.
    document_tokens "documentTokens" = 2000 "tokens", 100..=100000;
    /// How deep braces, brackets and parentheses are nested, all together.
    document_nesting "documentNesting" = 32 "levels", 16..=64;
    /// Directives in a document.
    document_directives "documentDirectives" = 20 "directives", 2..=1000;
    /// Directives on one place of a document.
    directives_per_place "directivesPerPlace" = 5 "directives", 1..=100;
    /// Uses of fragments in a document.
    document_spreads "documentSpreads" = 64 "uses", 1..=1000;
    /// Operations and fragments that a document defines.
    document_definitions "documentDefinitions" = 16 "definitions", 1..=200;
    /// How deep the fields of an operation are nested, its fragments spread.
    depth "depth" = 10 "levels", 4..=30;
    /// The same below `__schema` and `__type`.
    introspection_depth "introspectionDepth" = 20 "levels", 10..=30;
    /// How many fields an operation asks for, its fragments spread.
    fields "fields" = 2000 "fields", 50..=100000;
    /// Fields that an operation gives another name, its fragments spread.
    aliases "aliases" = 30 "aliases", 1..=1000;
    /// Fields that a query asks for at its root.
    query_fields "queryFields" = 20 "fields", 1..=200;
    /// Fields that a mutation has at its root; each is a transaction of its own.
    mutation_fields "mutationFields" = 5 "fields", 1..=100;
    /// What one request may cost.
    request_cost "requestCost" = 10000 "points", 100..=10000000;
    /// Errors in one answer; the rest is left out.
    errors "errors" = 10 "errors", 1..=100;
    /// The length of an error's message; what is longer is cut.
    error_characters "errorCharacters" = 400 "characters", 100..=2000;
    /// The size of an answer, before it is compressed.
    response_bytes "responseBytes" = 2097152 "bytes", 65536..=67108864;
    /// The memory in which parsed documents are kept.
    document_cache_bytes "documentCacheBytes" = 16777216 "bytes", 0..=1073741824;
}

impl Limits {
    /// Reads `name=value` pairs, separated by commas or blanks; tells all that is wrong with them.
    pub fn read(text: &str, faults: &mut Vec<String>) -> Self {
        let mut limits = Self::default();
        for pair in text.split([',', ' ', '\n']).map(str::trim).filter(|pair| !pair.is_empty()) {
            let Some((name, value)) = pair.split_once('=') else {
                faults.push(format!("DIALGATE_LIMITS must be name=value pairs with commas, such as depth=12,aliases=60, not {pair:?}."));
                continue;
            };
            let set = value.replace('_', "").parse().map_err(|_| format!("DIALGATE_LIMITS: {name} must be a whole number, not {value:?}."));
            faults.extend(set.and_then(|value| limits.set(name, value)).err());
        }
        limits
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Limits;

    #[test]
    fn every_limit_can_be_set_by_its_name_and_tells_what_it_is() {
        let mut names = BTreeSet::new();
        for limit in Limits::default().list() {
            let mut limits = Limits::default();
            assert_eq!(limits.set(limit.name, limit.value), Ok(()), "{limit:?}");
            assert_eq!(limits, Limits::default());
            assert!(limit.about.ends_with('.') && !limit.unit.is_empty() && names.insert(limit.name), "{limit:?}");
        }
    }

    #[test]
    fn pairs_are_read_and_all_faults_told() {
        let mut faults = Vec::new();
        let limits = Limits::read("depth=12, aliases=60,accountCost=1_000_000", &mut faults);
        assert_eq!((limits.depth, limits.aliases, limits.account_cost, faults.len()), (12, 60, 1_000_000, 0));

        Limits::read("depth=1,aliases=many,speed=3,nothing", &mut faults);
        let beginnings = [
            "DIALGATE_LIMITS: depth must be between 4 and 30",
            "DIALGATE_LIMITS: aliases must be a whole",
            "DIALGATE_LIMITS: there is no limit \"speed\"",
            "DIALGATE_LIMITS must be name=value",
        ];
        assert_eq!(faults.len(), beginnings.len(), "{faults:?}");
        assert!(faults.iter().zip(beginnings).all(|(fault, beginning)| fault.starts_with(beginning)), "{faults:?}");
    }
}
