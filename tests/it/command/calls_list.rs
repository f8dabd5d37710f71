//! What was put aside for the operator: calls that are nobody's, and reports that contradict others; and never a caller.

use serde_json::{Value, json};

use super::calls_import::{CallsFile, stage};
use super::child::dialgate;
use crate::support::database::Engine;
use crate::support::gateway::DATA_KEY;

const ROWS: &str = "sourceCallId,number,startedAt,outcome,talkSeconds,caller
a,+442079460000,2026-03-03T10:00:00Z,ANSWERED,61,+447700900123
a,+442079460000,2026-03-03T10:00:00Z,ANSWERED,62,+447700900123
a,+442079460000,2026-03-03T10:00:00Z,ANSWERED,63,+447700900123
x,+442079469999,2026-03-03T10:00:00Z,ANSWERED,61,+447700900123
y,+442079469999,2026-03-04T10:00:00Z,BUSY,,anonymous
z,+442079469998,2026-03-05T10:00:00Z,NO_ANSWER,,
";

#[tokio::test]
async fn what_was_put_aside_is_listed_the_newest_first_and_without_callers() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let url = &house.gateway.home.url;
        let unmatched = ["calls", "unmatched", "--data-key", DATA_KEY];
        assert_eq!(dialgate(url, &unmatched).await.good(), "Every call is somebody's.\n");
        assert_eq!(dialgate(url, &["calls", "conflicts"]).await.good(), "No report contradicts another.\n");
        let file = CallsFile::of("csv", ROWS);
        dialgate(url, &["calls", "import", file.0.to_str().unwrap(), "--data-key", DATA_KEY]).await.good();

        assert_eq!(
            dialgate(url, &unmatched).await.good(),
            "NUMBER         STARTED AT            OUTCOME    CALLER    SWITCH  SWITCH'S ID
+442079469998  2026-03-05T10:00:00Z  NO_ANSWER            import  z
+442079469999  2026-03-04T10:00:00Z  BUSY       withheld  import  y
+442079469999  2026-03-03T10:00:00Z  ANSWERED   •••123    import  x
"
        );
        let told = dialgate(url, &[&unmatched[..], &["--limit=1"]].concat()).await.good();
        assert!(told.contains(" z\nThere may be more: take them with --limit.\n") && !told.contains(" y\n"), "{told}");
        let told = dialgate(url, &[&unmatched[..], &["--json"]].concat()).await.json();
        assert_eq!(
            told[2],
            json!({"number": "+442079469999", "startedAt": "2026-03-03T10:00:00Z", "switch": "import", "sourceCallId": "x",
                "outcome": "ANSWERED", "caller": "•••123", "withheld": false})
        );

        let told = dialgate(url, &["calls", "conflicts"]).await.good();
        let lines: Vec<Vec<&str>> = told.lines().map(|line| line.split_whitespace().skip(1).collect()).collect();
        assert_eq!(lines[1..], [["SAME_REVISION", "import", "a", "0"], ["SAME_REVISION", "import", "a", "0"]], "{told}");
        let told = dialgate(url, &["calls", "conflicts", "--json", "--limit=1"]).await;
        assert!(!told.out.contains("7700900"), "{}", told.out);
        let told = told.json();
        assert_eq!((told.as_array().map(Vec::len), &told[0]["sourceCallId"]), (Some(1), &Value::from("a")));
    }
}

#[tokio::test]
async fn another_key_shows_no_caller() {
    let house = stage(Engine::Sqlite).await;
    let url = &house.gateway.home.url;
    let file = CallsFile::of("csv", ROWS);
    dialgate(url, &["calls", "import", file.0.to_str().unwrap(), "--data-key", DATA_KEY]).await.good();
    let told = dialgate(url, &["calls", "unmatched", "--data-key", "YTdWdzJtWms5THg0VG44UmJZYzNKZDZIZkdzMVBhVWU="]).await;
    assert_eq!((told.code, told.out.as_str()), (1, ""), "{}", told.err);
}
