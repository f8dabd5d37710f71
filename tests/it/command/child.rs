//! Runs `dialgate` in a process of its own: this test binary again, which then is the program. Cargo builds no other for these tests.

use std::env;
use std::process::{Child, Command, Output, Stdio};

use api::command::dispatch;
use api::config::cli::Cli;

const WORDS: &str = "DIALGATE_TEST_CHILD";
/// What the test harness says goes before this.
const BEGIN: &str = "--- dialgate begins ---\n";

/// What a command said.
#[derive(Debug)]
pub struct Told {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Told {
    /// What a command printed that did its deed.
    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// What a command said that did not.
    #[track_caller]
    pub fn bad(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (1, ""), "{}", self.err);
        self.err
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs a command to its end.
pub async fn dialgate(url: &str, words: &[&str]) -> Told {
    let child = start(url, words);
    tokio::task::spawn_blocking(move || told(child.wait_with_output().unwrap())).await.unwrap()
}

/// Starts a command.
pub fn start(url: &str, words: &[&str]) -> Child {
    launch(Command::new(env::current_exe().unwrap()), url, words)
}

/// Starts a command that may have only so many files open.
pub fn start_with_files(files: u32, url: &str, words: &[&str]) -> Child {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("ulimit -n {files} && exec \"$0\" \"$@\"")).arg(env::current_exe().unwrap());
    launch(shell, url, words)
}

fn launch(mut command: Command, url: &str, words: &[&str]) -> Child {
    command.args(["command::child::child", "--exact", "--ignored", "--nocapture"]);
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DIALGATE_")) {
        command.env_remove(name);
    }
    command.env(WORDS, serde_json::to_string(words).unwrap()).env("DATABASE_URL", url);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What a process that has ended said.
pub fn told(output: Output) -> Told {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let out = text(output.stdout);
    let out = out.split_once(BEGIN).map(|(_, rest)| rest.to_owned()).unwrap_or(out);
    Told { code: output.status.code().unwrap_or(-1), out, err: text(output.stderr) }
}

#[test]
#[ignore = "is the program, when another test asks for it"]
fn child() {
    let Ok(words) = env::var(WORDS) else { return };
    let words: Vec<String> = serde_json::from_str(&words).unwrap();
    let words = ["dialgate".to_owned()].into_iter().chain(words).map(Into::into).collect();
    print!("{BEGIN}");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let code = match runtime.block_on(dispatch::run(Cli::read_from(words))) {
        Ok(()) => 0,
        Err(failure) => {
            let _ = failure.report();
            i32::from(failure.code())
        }
    };
    std::process::exit(code);
}
