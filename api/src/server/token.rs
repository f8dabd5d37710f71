//! Tokens: from a JWT to a [`Viewer`] and back. The clock is the caller's; the algorithm is our key's and never the token's.

use std::collections::HashSet;

use axum::http::{HeaderMap, header};
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{AccountId, Id};
use jsonwebtoken::errors::Error;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};

use super::claim::{Claims, Minted};
use crate::clock::Randomness;
use crate::viewer::{Principal, Scope, Viewer};

/// How far clocks may differ.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(30);
/// The longest token that is looked at.
pub const LENGTH_LIMIT: usize = 4096;
const SWITCH_NAME_LIMIT: usize = 200;

/// Not a token that we believe. Says no more, so that nobody is told more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct Refused;

/// Whose tokens are believed, and the key that signs ours.
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    issuer: String,
    audience: String,
}

impl Keys {
    /// Keys of one secret (HS256), and what tokens must say.
    pub fn new(secret: &[u8], issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // The library looks at the machine's clock, and takes a claim of the wrong type for a missing one: it checks the signature,
        // and the claims are checked here.
        validation.required_spec_claims = HashSet::new();
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation,
            issuer: issuer.into(),
            audience: audience.into(),
        }
    }

    /// Reads a token at an instant.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Viewer, Refused> {
        if token.len() > LENGTH_LIMIT {
            return Err(Refused);
        }
        let data = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).map_err(|_| Refused)?;
        // Who marks something as critical wants it understood, and we understand nothing of that kind (RFC 7515, 4.1.11).
        if data.header.crit.is_some() || !data.header.typ.as_deref().is_none_or(is_token_type) {
            return Err(Refused);
        }
        let claims = data.claims;
        let meant_for_us = claims.iss == self.issuer && claims.aud.holds(&self.audience);
        let in_time = now < claims.exp.0 + LEEWAY && claims.nbf.as_ref().is_none_or(|nbf| now >= nbf.0 - LEEWAY);
        if !meant_for_us || !in_time || claims.sub.trim().is_empty() {
            return Err(Refused);
        }
        let (principal, scopes) = match (claims.account, claims.switch) {
            (Some(id), None) => (Principal::Account(AccountId::parse(&id).ok_or(Refused)?), scopes(claims.scope.as_deref())),
            // Scopes open an account's things; a switch reaches none.
            (None, Some(name)) if is_switch_name(&name) => (Principal::Switch(name), Vec::new()),
            _ => return Err(Refused),
        };
        Ok(Viewer { subject: claims.sub, principal, scopes, expires_at: claims.exp.0 })
    }

    /// Writes a token that reads as this viewer. It ends at the viewer's whole second.
    pub fn mint(&self, viewer: &Viewer, now: DateTime<Utc>, randomness: &dyn Randomness) -> Result<String, Error> {
        let (account, switch) = match &viewer.principal {
            Principal::Account(id) => (Some(id.to_string()), None),
            Principal::Switch(name) => (None, Some(name.as_str())),
        };
        let words: Vec<_> = viewer.scopes.iter().map(|scope| scope.word()).collect();
        let claims = Minted {
            iss: &self.issuer,
            aud: &self.audience,
            sub: &viewer.subject,
            iat: now.timestamp(),
            exp: viewer.expires_at.timestamp(),
            jti: randomness.ten_bytes().iter().map(|byte| format!("{byte:02x}")).collect(),
            account,
            switch,
            scope: (!words.is_empty()).then(|| words.join(" ")),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
    }
}

/// The token in the one header `Authorization`.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    let token = token.trim_matches(' ');
    (scheme.eq_ignore_ascii_case("Bearer") && !token.is_empty()).then_some(token)
}

/// A token by our name, or by that of an OAuth access token (RFC 9068); no other kind of signed text.
fn is_token_type(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(name.strip_prefix("application/").unwrap_or(&name), "jwt" | "at+jwt")
}

fn is_switch_name(name: &str) -> bool {
    !name.trim().is_empty() && name.len() <= SWITCH_NAME_LIMIT && !name.chars().any(char::is_control)
}

fn scopes(text: Option<&str>) -> Vec<Scope> {
    let mut scopes: Vec<_> = text.unwrap_or_default().split_ascii_whitespace().filter_map(Scope::parse).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests;
