//! A switch that reports over a real connection, and sends again whatever was not answered.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

pub const RECORD: &str =
    "mutation($calls: [CallInput!]!) { callsRecord(input: {calls: $calls}) { results { status } userErrors { code message } } }";
/// As long as an answer may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection that is kept while it lasts.
#[derive(Default)]
pub struct Client {
    connection: Option<(String, BufReader<TcpStream>)>,
}

/// A token of a switch, for a gateway that was started with the words of `command::serve::SERVE`.
pub fn token(switch: &str) -> String {
    let claims = json!({"iss": "i", "aud": "a", "sub": switch, "switch": switch, "exp": 4_000_000_000_i64});
    let key = jsonwebtoken::EncodingKey::from_secret(b"q7Vw2mZk9Lx4Tn8RbYc3Jd6HfGs1PaUe");
    jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, &key).unwrap()
}

impl Client {
    /// Reports calls; what became of each. None: nobody knows, so they have to be sent again.
    pub async fn report(&mut self, address: &str, token: &str, calls: &[Value]) -> Option<Vec<String>> {
        let body = json!({"query": RECORD, "variables": {"calls": calls}}).to_string();
        let reply = tokio::time::timeout(PATIENCE, self.exchange(address, token, &body)).await;
        let Ok(Ok(text)) = reply else {
            self.connection = None;
            return None;
        };
        let reply: Value = serde_json::from_str(&text).unwrap_or_default();
        // Overload and deadlines: the gateway itself says that it may be sent again.
        if reply["errors"][0]["extensions"]["code"] == "UNAVAILABLE" || text.is_empty() {
            return None;
        }
        let payload = &reply["data"]["callsRecord"];
        assert_eq!(payload["userErrors"], json!([]), "{text}");
        let results = payload["results"].as_array().unwrap();
        assert_eq!(results.len(), calls.len());
        Some(results.iter().map(|result| result["status"].as_str().unwrap().to_owned()).collect())
    }

    async fn exchange(&mut self, address: &str, token: &str, body: &str) -> std::io::Result<String> {
        if self.connection.as_ref().is_none_or(|(known, _)| known != address) {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            self.connection = Some((address.to_owned(), BufReader::new(stream)));
        }
        let (_, connection) = self.connection.as_mut().unwrap();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        connection.get_mut().write_all(&[head.as_bytes(), body.as_bytes()].concat()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(connection.read_u8().await?);
        }
        let head = String::from_utf8_lossy(&head).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
        let mut text = vec![0; length.unwrap_or_default()];
        connection.read_exact(&mut text).await?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}
