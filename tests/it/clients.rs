//! The gateway as others meet it: the examples of `docs/` with the clients they are written for, over a real socket; the cache of each
//! client; and the tools that read `schema.graphql`.

use std::fs;
use std::future::pending;
use std::path::{Path, PathBuf};
use std::process::Command;

use api::config::limits::Limits;
use api::server::listen;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

use crate::support::database::Engine;
use crate::support::seed::seeded;

fn client() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("client")
}

/// Runs a command to its end, and tells what it said when it failed.
fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_owned();
    let done = command.current_dir(client()).output();
    let done = done.map_err(|error| format!("{} can't be run ({error}); `tests/run` finds or installs what it needs", name.display()))?;
    let said = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    if done.status.success() { Ok(()) } else { Err(format!("{} ended with {}:\n{said}", name.display(), done.status)) }
}

#[tokio::test]
async fn the_examples_do_what_the_documentation_says() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 200).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = house.gateway.router.clone();
        let server = tokio::spawn(async move { listen::serve(listener, router, &Limits::default(), pending()).await });

        let mut command = Command::new("node");
        command.args(["--import", "./resolve.mjs", "--test"]);
        let mut files: Vec<_> = fs::read_dir(client()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.retain(|file| file.ends_with(".test.mjs"));
        files.sort();
        assert!(!files.is_empty());
        command.args(files);
        command.env("DIALGATE_URL", format!("http://{address}/graphql"));
        command.env("DIALGATE_TOKEN", house.books.caller.token.as_ref().unwrap());
        command.env("DIALGATE_NUMBER_TYPE", house.london.to_string());
        let outcome = spawn_blocking(move || run(&mut command)).await.unwrap();

        server.abort();
        assert!(outcome.is_ok(), "on {engine:?}, {}", outcome.unwrap_err());
    }
}

#[test]
fn the_tools_of_the_ecosystem_take_the_schema_as_it_is() {
    let outcome = run(&mut Command::new("./check"));
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}
