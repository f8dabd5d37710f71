//! Files of calls: what is read, what is refused and in which words, what becomes of each, and that a repetition does nothing.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::child::{Told, dialgate};
use crate::support::database::Engine;
use crate::support::gateway::DATA_KEY;
use crate::support::seed::{Seeded, seeded};

/// A file that goes with its test.
pub struct CallsFile(pub PathBuf);

impl CallsFile {
    pub fn of(ending: &str, bytes: impl AsRef<[u8]>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("dialgate-calls-{}-{}.{ending}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for CallsFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

async fn import_as(house: &Seeded, ending: &str, bytes: impl AsRef<[u8]>, words: &[&str]) -> Told {
    let file = CallsFile::of(ending, bytes);
    let path = file.0.to_str().unwrap();
    let mut told = dialgate(&house.gateway.home.url, &[&["calls", "import", path, "--data-key", DATA_KEY][..], words].concat()).await;
    told.err = told.err.replace(path, "FILE");
    told
}

async fn import(house: &Seeded, bytes: impl AsRef<[u8]>, words: &[&str]) -> Told {
    import_as(house, "csv", bytes, words).await
}

/// A house in which Harbour Books has the number +442079460000, since 2 March 2026.
pub async fn stage(engine: Engine) -> Seeded {
    let house = seeded(engine, 1).await;
    house.ordered("Spring issue").await;
    house
}

const HEAD: &str = "sourceCallId,number,startedAt,outcome,talkSeconds,caller\n";

#[tokio::test]
async fn a_file_is_recorded_once_and_each_report_has_its_fate() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let rows = "a,+442079460000,2026-03-03T10:00:00Z,ANSWERED,61,+447700900123
b,+442079460000,2026-03-03T11:00:00+01:00,BUSY,,anonymous
c,+442079469999,2026-03-03T10:00:00Z,NO_ANSWER,,
d,+442079460000,2026-03-01T10:00:00Z,ANSWERED,5,+447700900124
";
        let file = format!("{HEAD}{rows}");
        let unmatched = "are to numbers that were nobody's: `dialgate calls unmatched` lists them.\n";
        assert_eq!(import(&house, &file, &[]).await.good(), format!("2 calls were recorded, 0 were known already. 2 {unmatched}"));
        assert_eq!(house.amount("call WHERE switch = 'import'").await, 2);
        let changes = house.changes(house.books.account).await;
        assert_eq!(changes, ["FIXED_NUMBER_ORDERED", "CALLS_RECORDED"]);

        assert_eq!(import(&house, &file, &[]).await.good(), format!("0 calls were recorded, 2 were known already. 2 {unmatched}"));
        assert_eq!(house.changes(house.books.account).await, changes);

        let more = format!(
            "revision,{}1,{}0,{}",
            HEAD,
            rows.lines().next().unwrap().replace("61", "90"),
            "b,+442079460000,2026-03-03T11:00:00+01:00,FAILED,,\n"
        )
        .replace("0,b", "\n0,b");
        let told = import(&house, &more, &["--json"]).await;
        assert_eq!(
            told.json(),
            json!({"done": true, "rowCount": 2, "recordedCount": 0, "duplicateCount": 0, "replacedCount": 1, "conflictCount": 1,
                "unmatchedCount": 0, "badCount": 0, "matchedCount": 0, "columnsNotRead": [], "badRows": []})
        );
        // Of another switch they are other calls.
        let other = import(&house, &file, &["--switch=old-pbx"]).await.good();
        assert!(other.starts_with("2 calls were recorded"), "{other}");
        assert_eq!(house.amount("call").await, 4);
        assert_eq!(house.amount("call WHERE withheld AND caller_sealed IS NULL").await, 2);
    }
}

#[tokio::test]
async fn every_way_to_write_the_same_calls_reads_alike() {
    let rows = "a,+442079460000,2026-03-03T10:00:00Z,ANSWERED,61,+447700900123\nb,+442079460000,2026-03-03T10:00:00Z,busy,,\n";
    let crlf = rows.replace('\n', "\r\n");
    let object = r#"{"sourceCallId":"a","number":"+442079460000","startedAt":"2026-03-03T10:00:00Z","outcome":"ANSWERED","talkSeconds":61,"caller":"+447700900123"}"#;
    let other = r#"{"OUTCOME":"BUSY", "withheld": false, "rating": null, "sourceCallId":"b","number":"+442079460000","startedAt":"2026-03-03T11:00:00+01:00"}"#;
    let files = [
        ("csv", format!("\u{FEFF}{HEAD}{rows}")),
        ("csv", format!("\u{FEFF}\"sourcecallid\" , \"NUMBER\",StartedAt,outcome,talkseconds,CALLER\r\n{crlf}")),
        ("txt", format!("{HEAD}\n{}", rows.trim_end())),
        (
            "csv",
            "outcome,withheld,sourceCallId,startedAt,number,ringSeconds,talkSeconds,caller\nanswered,FALSE,\"a\",2026-03-03 10:00:00Z,\"+442079460000\",0,61,+447700900123\n\
             BUSY,false,b,2026-03-03T10:00:00.000Z,+442079460000,0,0,\n"
                .to_owned(),
        ),
        ("jsonl", format!("\u{FEFF}{object}\n{other}\n")),
        ("ndjson", format!("{object}\r\n\r\n   \n{other}")),
    ];
    let told = async |house: &Seeded, (ending, bytes): &(&str, String)| import_as(house, ending, bytes, &[]).await.good();
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        assert_eq!(told(&house, &files[0]).await, "2 calls were recorded, 0 were known already.\n");
        for (n, file) in files.iter().enumerate() {
            assert_eq!(told(&house, file).await, "0 calls were recorded, 2 were known already.\n", "{n}");
        }
    }
}

#[tokio::test]
async fn a_file_that_is_none_of_calls_is_refused_in_plain_words() {
    let house = stage(Engine::Sqlite).await;
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(HEAD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut told = Vec::new();
    for (ending, bytes) in [
        ("csv", &utf16[..]),
        ("jsonl", &utf16[..]),
        ("csv", b"PK\x03\x04xyz"),
        ("csv", b""),
        ("csv", b"number,startedAt\n+442079460000,2026-03-03T10:00:00Z\n"),
        ("csv", b"a,+442079460000,2026-03-03T10:00:00Z,ANSWERED,+447700900123\n"),
        ("csv", b"sourceCallId,number,startedAt,outcome,Number\n"),
        ("csv", br#"{"sourceCallId":"a"}"#),
    ] {
        told.push(import_as(&house, ending, bytes, &[]).await.bad());
    }
    told.push(dialgate(&house.gateway.home.url, &["calls", "import", "/nowhere.csv", "--data-key", DATA_KEY]).await.bad());
    assert_snapshot!(told.concat());
    let long = format!("{{\"sourceCallId\":\"{}\"}}\n", "a".repeat(1 << 21));
    let told = import_as(&house, "jsonl", long, &[]).await.bad();
    assert_eq!(told, "Nothing was imported. The file can't be read from line 1 on: a line is longer than 1 MiB.\n");
    assert_eq!(house.amount("call").await, 0);
    assert!(import(&house, HEAD, &[]).await.good().ends_with(" The file has no rows.\n"));
}

/// Rows with faults, and good ones between them. Everywhere a caller is told who must not be repeated.
const BAD: &str = "sourceCallId,number,startedAt,outcome,talkSeconds,caller,agent
a,+442079460000,2026-03-03T10:00:00Z,ANSWERED,61,+447700900123,Ann
,020 7946 0000,yesterday,+447700900123,a minute,+447700900123,
c,+442079460000,2099-03-03T10:00:00Z,ANSWERED,5,+447700900123,
d,+442079460000,2026-03-03T10:00:00Z,BUSY,5,+447700900123,
e,+442079460000,2026-03-03T10:00:00Z
f,+442079460000,2026-03-03T10:00:00Z,ANSWERED,99999999999,+447700900123,
g,+442079460000,2026-03-03T10:00:00Z,FAILED,,+447700900123,Bob
";

#[tokio::test]
async fn every_bad_row_is_told_with_its_line_and_nothing_is_imported() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let mut bytes = BAD.as_bytes().to_vec();
        bytes.extend(b"h,+442079460000,2026-03-03T10:00:00Z,FAILED,,\xFF,\n");

        let told = import(&house, &bytes, &[]).await.bad();
        insta::allow_duplicates! { assert_snapshot!(told); }
        assert_eq!(house.amount("call").await, 0);

        let report = CallsFile::of("csv", "");
        let path = format!("--report={}", report.0.display());
        let told = import(&house, &bytes, &["--skip-bad", &path]).await;
        assert_eq!((told.code, told.out.as_str()), (0, "2 calls were recorded, 0 were known already.\n"), "{}", told.err);
        assert!(told.err.contains("6 of 8 rows are wrong and were skipped:\n\nLINE  COLUMN"), "{}", told.err);
        let written = fs::read_to_string(&report.0).unwrap();
        assert_eq!(written.lines().count(), 1 + 10, "{written}");
        assert!(written.contains("\n6,,CELLS_ODD,\"The row has 3 cells, where the header has 7.\"\n"), "{written}");

        let json = import(&house, &bytes, &["--json"]).await;
        assert_eq!((json.code, json.err.as_str()), (1, "Nothing was imported: 6 of 8 rows are wrong.\n"));
        let object = json.json();
        assert_eq!((&object["done"], &object["badCount"], &object["columnsNotRead"]), (&json!(false), &json!(6), &json!(["agent"])));
        let lines: Vec<_> = object["badRows"].as_array().unwrap().iter().map(|row| row["line"].as_i64().unwrap()).collect();
        assert_eq!(lines, [3, 3, 3, 3, 3, 4, 5, 6, 7, 9]);
        for text in [&told.err, &written, &json.out] {
            assert!(!text.contains("7700900"), "{text}");
        }
    }
}

#[tokio::test]
async fn a_line_of_json_that_is_no_call_is_told_and_the_others_are_imported() {
    let house = stage(Engine::Sqlite).await;
    let good = r#"{"sourceCallId":1001,"number":"+442079460000","startedAt":"2026-03-03T10:00:00Z","outcome":"ANSWERED","cost":0.3}"#;
    let lines = [
        good,
        "[1, 2]",
        "{\"sourceCallId\": \"a\",",
        r#"{"sourceCallId":"b","number":442079460000,"startedAt":"2026-03-03T10:00:00Z","outcome":"ANSWERED","caller":["+447700900123"]}"#,
        r#"{"sourceCallId":"c","number":442079460000,"startedAt":"2026-03-03T10:00:00Z","outcome":"ANSWERED","ringSeconds":1.5}"#,
    ];
    let told = import_as(&house, "jsonl", lines.join("\n"), &["--skip-bad", "--json"]).await;
    let object = told.json();
    let codes: Vec<_> = object["badRows"].as_array().unwrap().iter().map(|row: &Value| row["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["NOT_OBJECT", "NOT_JSON", "NOT_PLAIN", "NOT_WHOLE", "NUMBER_NOT_E164"]);
    assert_eq!((&object["recordedCount"], &object["columnsNotRead"]), (&json!(1), &json!(["cost"])));
    assert_eq!(house.amount("call WHERE source_call_id = '1001'").await, 1);
}

#[tokio::test]
async fn the_report_never_takes_the_place_of_the_file() {
    let house = stage(Engine::Sqlite).await;
    let file = CallsFile::of("csv", HEAD);
    let path = file.0.to_str().unwrap();
    let report = format!("--report={path}");
    let words = ["calls", "import", path, "--data-key", DATA_KEY, &report];
    let told = dialgate(&house.gateway.home.url, &words).await.bad();
    assert!(told.contains("is the file that is imported"), "{told}");
    assert_eq!(fs::read_to_string(&file.0).unwrap(), HEAD);
    let told = dialgate(&house.gateway.home.url, &["calls", "import", path, "--data-key", DATA_KEY, "--switch="]).await;
    assert_eq!(told.code, 2, "{}", told.err);
}
