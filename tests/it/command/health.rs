//! Asking a gateway whether it is ready, as a container's health check does.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::child::dialgate;
use super::serve::{SERVE, end, serving};
use crate::support::database::{Database, Engine};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_is_asked_whether_it_is_ready() {
    for engine in Engine::BOTH {
        let home = Database::fresh(engine).await;
        let (child, address) = serving(&home.url, &SERVE);
        let port = address.rsplit(':').next().unwrap();

        for listen in [address.clone(), format!("0.0.0.0:{port}"), format!("localhost:{port}")] {
            let told = dialgate("sqlite://nowhere.db", &["health", "--listen", &listen]).await;
            assert_eq!(told.good(), "ready\n", "{listen}");
        }

        end(child);
        let told = dialgate("sqlite://nowhere.db", &["health", "--listen", &address]).await.bad();
        assert!(told.starts_with(&format!("{address} can't be asked: ")), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_answer_than_ready_is_a_failure() {
    for (answer, wanted) in [
        ("HTTP/1.1 503 Service Unavailable\r\n\r\n", " is not ready (HTTP status 503).\n"),
        ("SSH-2.0-OpenSSH_9.2\r\n", " is not ready (HTTP status missing).\n"),
        ("HTTP/1.1 2é", " is not ready (HTTP status missing).\n"),
        ("", " is not ready (HTTP status missing).\n"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = vec![0; 1024];
            let length = stream.read(&mut asked).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8(asked[..length].to_vec()).unwrap()
        });

        let told = dialgate("sqlite://nowhere.db", &["health", "--listen", &address]).await.bad();

        assert_eq!(told, format!("{address}{wanted}"));
        assert!(server.join().unwrap().starts_with(&format!("GET /health/ready HTTP/1.1\r\nHost: {address}\r\n")));
    }

    let told = dialgate("sqlite://nowhere.db", &["health", "--listen=nowhere"]).await;
    assert!(told.code == 2 && told.err.contains("DIALGATE_LISTEN must be an address and a port"), "{told:?}");
}
