//! The gateway as others meet it: the examples of `docs/` with the clients they are written for, over a real socket; the cache of each
//! client; what all of them send and what they make of each answer; the audits of GraphQL over HTTP; and the tools that read
//! `schema.graphql`.

use std::collections::HashMap;
use std::fs;
use std::future::pending;
use std::path::{Path, PathBuf};
use std::process::Command;

use api::command::trusted;
use api::config::limits::Limits;
use api::server::listen;
use api::server::router::router;
use axum::Router;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, spawn_blocking};

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

/// Has the documents of this repository compiled, as `compile.mjs` tells; where they are, and all of them, from ids to texts.
fn compiled() -> Result<(PathBuf, HashMap<String, String>), String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    run(Command::new("node").arg("compile.mjs").arg(&folder))?;
    let files = ["codegen", "apollo", "relay", "manifest"].map(|name| folder.join(name).join("persisted-documents.json"));
    let documents = files.iter().flat_map(|file| trusted::read(file).unwrap()).collect();
    Ok((folder, documents))
}

/// Serves it on a free port; its address.
async fn serve(router: Router) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { listen::serve(listener, router, &Limits::default(), pending()).await });
    (format!("http://{address}/graphql"), server)
}

#[tokio::test]
async fn the_examples_do_what_the_documentation_says() {
    let (folder, documents) = spawn_blocking(compiled).await.unwrap().unwrap_or_else(|said| panic!("{said}"));
    for engine in Engine::BOTH {
        let house = seeded(engine, 200).await;
        let (url, server) = serve(house.gateway.router.clone()).await;
        let state = &house.gateway.state;
        let with = |limits| router(state.clone().with_limits(limits));
        // Further doors to the same house: one for trusted documents alone, one with the limits as they are by themselves, one where an
        // account is soon out of points, and one where a single request is worked on at a time.
        let (trusted_url, trusted) = serve(router(state.clone().with_documents(&documents).unwrap())).await;
        let (usual_url, usual) = serve(with(Limits::default())).await;
        let (narrow_url, narrow) = serve(with(Limits { account_cost: 40, ..Limits::default() })).await;
        let (crowded_url, crowded) = serve(with(Limits { concurrent_requests: 1, queue_milliseconds: 0, ..Limits::default() })).await;
        let doors = json!({ "trusted": trusted_url, "usual": usual_url, "narrow": narrow_url, "crowded": crowded_url });

        let mut command = Command::new("node");
        command.args(["--import", "./resolve.mjs", "--test"]);
        let mut files: Vec<_> = fs::read_dir(client()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.retain(|file| file.ends_with(".test.mjs"));
        files.sort();
        assert!(!files.is_empty());
        command.args(files);
        command.env("DIALGATE_URL", url);
        command.env("DIALGATE_DOORS", doors.to_string());
        command.env("DIALGATE_TOKEN", house.books.caller.token.as_ref().unwrap());
        command.env("DIALGATE_SWITCH_TOKEN", house.gateway.switch("switch-1").token.unwrap());
        command.env("DIALGATE_NUMBER_TYPE", house.london.to_string());
        command.env("DIALGATE_DOCUMENTS", &folder);
        let outcome = spawn_blocking(move || run(&mut command)).await.unwrap();

        [server, trusted, usual, narrow, crowded].iter().for_each(JoinHandle::abort);
        assert!(outcome.is_ok(), "on {engine:?}, {}", outcome.unwrap_err());
    }
}

#[test]
fn the_tools_of_the_ecosystem_take_the_schema_as_it_is() {
    let outcome = run(&mut Command::new("./check"));
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}
