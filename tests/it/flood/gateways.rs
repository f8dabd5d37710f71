//! Gateways in processes of their own, which can be killed and come back.

use std::process::Child;
use std::sync::Mutex;

use crate::command::serve::{SERVE, end, serving};
use crate::support::database::Engine;

pub struct Gateways {
    url: String,
    all: Mutex<Vec<(Child, String)>>,
}

impl Gateways {
    /// Three on PostgreSQL, the one that there may be on SQLite.
    pub fn start(engine: Engine, url: &str) -> Self {
        let amount = if engine == Engine::Postgres { 3 } else { 1 };
        let all = (0..amount).map(|_| serving(url, &SERVE)).collect();
        Self { url: url.to_owned(), all: Mutex::new(all) }
    }

    /// Where one of them is.
    pub fn address(&self, n: usize) -> String {
        let all = self.all.lock().unwrap();
        all[n % all.len()].1.clone()
    }

    /// Kills one in the middle of whatever it is doing, and starts another in its place.
    pub fn kill(&self, n: usize) {
        let mut all = self.all.lock().unwrap();
        let n = n % all.len();
        let child = &mut all[n].0;
        child.kill().unwrap();
        child.wait().unwrap();
        all[n] = serving(&self.url, &SERVE);
    }

    /// Ends them as an operating system does.
    pub fn end(self) {
        self.all.into_inner().unwrap().into_iter().for_each(|(child, _)| end(child));
    }
}
