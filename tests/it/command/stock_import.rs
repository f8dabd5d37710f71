//! Stock files: what is read, what is refused and in which words, and that a repetition does nothing.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::child::{Told, dialgate};
use crate::support::database::Engine;
use crate::support::seed::{BOOKS_RING, Seeded, number_type, seeded};

/// A file that goes with its test.
pub struct Csv(pub PathBuf);

impl Csv {
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("dialgate-stock-{}-{}.csv", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for Csv {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

async fn import(house: &Seeded, bytes: impl AsRef<[u8]>, words: &[&str]) -> Told {
    let file = Csv::of(bytes);
    let path = file.0.to_str().unwrap();
    let mut told = dialgate(&house.gateway.home.url, &[&["stock", "import", path][..], words].concat()).await;
    told.err = told.err.replace(path, "FILE");
    told
}

/// A house without stock, but for what a file brings.
async fn empty(engine: Engine) -> Seeded {
    let house = seeded(engine, 0).await;
    number_type(&house.gateway, "0161 Manchester", "+44161496", 0).await;
    house
}

const LONDON: &str = "--type=020 London";

#[tokio::test]
async fn a_file_comes_to_stock_once() {
    for engine in Engine::BOTH {
        let house = empty(engine).await;
        let file = "number,type\n+442079460000,020 London\n+442079460001,020 London\n+441614960000,0161 Manchester\n";

        assert_eq!(import(&house, file, &[]).await.good(), "3 numbers came to stock, 0 were there already.\n");
        assert_eq!(import(&house, file, &[]).await.good(), "0 numbers came to stock, 3 were there already.\n");
        let more = format!("{file}+442079460002,020 London\n");
        let told = import(&house, &more, &["--json"]).await;
        assert_eq!(
            (told.code, told.json()),
            (
                0,
                json!({"done": true, "rowCount": 4, "importedCount": 1, "alreadyThereCount": 3, "badCount": 0, "leftBehindCount": 0, "badRows": []})
            )
        );

        assert_eq!(house.free().await, 4);
        house.ordered("Van").await;
        assert_eq!(import(&house, more, &[]).await.good(), "0 numbers came to stock, 4 were there already.\n");
        assert_eq!(house.amount("stock_number WHERE pick_key >= 281474976710656").await, 0, "all are unused");
        let ids = house.amount("(SELECT DISTINCT id, pick_key FROM stock_number) AS q").await;
        assert_eq!((ids, house.free().await), (4, 3));
    }
}

#[tokio::test]
async fn every_way_to_write_the_same_table_reads_alike() {
    let rows = "+442079460000,020 London\n+442079460001,020 London\n";
    let id = |house: &Seeded| house.london.to_string();
    let crlf = rows.replace('\n', "\r\n");
    for (n, (bytes, words)) in [
        (format!("\u{FEFF}number,type\n{rows}"), vec![]),
        (format!("\u{FEFF}\"Number\" , \"TYPE\"\r\n{crlf}"), vec![]),
        ("type,note,number\n020 London,\"a, \"\"b\"\"\nc\",+442079460000\n 020 London ,,\"+442079460001\"".to_owned(), vec![]),
        ("number\n+442079460000\n\n+442079460001\n".to_owned(), vec![LONDON]),
        ("number,type\n+442079460000,ID\n+442079460001,ID".to_owned(), vec![]),
        (format!("number,type,\n{}", rows.replace('\n', ",\n")), vec![]),
    ]
    .into_iter()
    .enumerate()
    {
        let house = empty(Engine::BOTH[n % 2]).await;
        let bytes = bytes.replace("ID", &id(&house));
        assert_eq!(import(&house, bytes, &words).await.good(), "2 numbers came to stock, 0 were there already.\n", "{n}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_such_table_is_refused_in_plain_words() {
    let house = empty(Engine::Sqlite).await;
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("number,type\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut told = Vec::new();
    for (bytes, words) in [
        (&utf16[..], &[][..]),
        (&utf16[2..], &[]),
        (b"PK\x03\x04xyz", &[]),
        (b"", &[]),
        (b"number\n+442079460000\n", &[]),
        (b"+442079460000,020 London\n", &[]),
        (b"number;type\n+442079460000;020 London\n", &[]),
        (b"type\n020 London\n", &[]),
        (b"number,Number ,type\n", &[]),
        (b"number,type\n+442079460000,020 London\n", &[LONDON]),
        (b"number\n+442079460000\n", &["--type=020 Paris"]),
    ] {
        told.push(import(&house, bytes, words).await.bad());
    }
    told.push(dialgate(&house.gateway.home.url, &["stock", "import", "/nowhere.csv"]).await.bad());
    assert_snapshot!(told.concat());
    assert_eq!(house.free().await, 0);
    let only = import(&house, "number,type\n", &[]).await.good();
    assert_eq!(only, "0 numbers came to stock, 0 were there already. The file has a header and nothing else.\n");
}

#[tokio::test]
async fn a_quotation_mark_left_open_does_not_fill_the_memory() {
    let house = empty(Engine::Sqlite).await;
    let told =
        import(&house, format!("number,type\n\"+442079460000,020 London\n{}", "+442079460001,020 London\n".repeat(200_000)), &[]).await;
    assert_eq!(
        told.bad(),
        "Nothing was imported. The file can't be read from line 2 on: a row is longer than 1 MiB; perhaps a quotation mark is not closed.\n"
    );
}

/// One row of every fault, and good ones between them.
fn bad_file() -> Vec<u8> {
    let rows = [
        "number,type,note",
        "+442079460000,020 London,",
        "442079460001,020 London,no plus",
        "020 7946 0002,020 London,as printed",
        "4.42079460003E+11,020 London,a quantity",
        "4.42E+11,020 London,a rounded one",
        "+442079460004\u{200B},020 London,an invisible character",
        "+441614960000,020 London,another prefix",
        "+442079460000,020 London,twice",
        ",020 London,no number",
        "+442079460005,,no type",
        "+442079460005,020 Paris,no such type",
        "+442079460006,020 London",
        "+442079460007,020 London,good",
        "+441632960018,UK,a destination",
        "+442079460999,0161 Manchester,another type",
    ];
    let mut bytes = rows.join("\n").into_bytes();
    bytes.extend(b"\n+442079460008,020 London,\xE9\n\xFF,020 London,\n");
    bytes
}

#[tokio::test]
async fn every_bad_row_is_told_with_its_line_and_nothing_is_imported() {
    for engine in Engine::BOTH {
        let house = empty(engine).await;
        number_type(&house.gateway, "UK", "+4416", 0).await;
        // A type's prefix is no wall between types: these two could have the same number.
        number_type(&house.gateway, "UK wide", "+4420", 0).await;
        import(&house, "number,type\n+442079460999,UK wide\n", &[]).await.good();
        let mut text = String::from_utf8_lossy(&bad_file()).into_owned();
        text = text.replace("+442079460999,0161 Manchester", "+442079460999,020 London");
        let bytes: Vec<u8> = text.replace('\u{FFFD}', "?").into_bytes();
        let (mut bytes, before) = (bytes, house.free().await);
        bytes.extend(b"\xFF,020 London,\n");

        let told = import(&house, &bytes, &[]).await.bad();

        insta::allow_duplicates! { assert_snapshot!(told); }
        assert_eq!(house.free().await, before, "nothing was imported");

        let told = import(&house, &bytes, &["--json"]).await;
        assert_eq!((told.code, told.err.as_str()), (1, "Nothing was imported: 15 of 18 rows are wrong.\n"));
        let report = told.json();
        assert_eq!(
            (&report["done"], &report["importedCount"], report["badRows"].as_array().unwrap().len()),
            (&json!(false), &json!(0), 15)
        );
        assert_eq!(
            report["badRows"][0],
            json!({"line": 3, "cell": "442079460001", "code": "NUMBER_NOT_E164", "suggestion": "+442079460001",
                "message": "A number must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567."})
        );

        let told = import(&house, &bytes, &["--skip-bad"]).await;
        assert_eq!((told.code, told.out.as_str()), (0, "3 numbers came to stock, 0 were there already.\n"), "{}", told.err);
        assert!(told.err.starts_with("15 of 18 rows are wrong and were skipped:\n\nLINE  CELL"), "{}", told.err);
        assert_eq!(house.free().await, before + 3);
    }
}

#[tokio::test]
async fn a_destination_never_comes_to_stock_however_often_it_is_one() {
    for engine in Engine::BOTH {
        let house = empty(engine).await;
        number_type(&house.gateway, "UK", "+4416", 0).await;
        crate::support::seed::household(&house.gateway, "Alder Clinic", "GB", BOOKS_RING).await;
        let file = format!("number\n{BOOKS_RING}\n+441632960019\n");

        let report = import(&house, &file, &["--type=UK", "--json"]).await.json();

        assert_eq!(
            report["badRows"][0]["message"],
            "Calls are connected to this number, by 2 accounts: as a tracking number it would ring itself."
        );
        assert_eq!(house.free().await, 0);
        assert_eq!(import(&house, &file, &["--type=UK", "--skip-bad"]).await.code, 0);
        assert_eq!(house.free().await, 1);
    }
}

#[tokio::test]
async fn of_many_bad_rows_a_person_is_told_some_and_a_script_all() {
    let house = empty(Engine::Sqlite).await;
    let file: String = std::iter::once("number".into()).chain((0..2_500).map(|n| format!("\n44207946{n:04}"))).collect();

    let told = import(&house, &file, &[LONDON]).await.bad();
    assert_eq!(told.lines().count(), 2 + 1 + 50 + 3);
    assert!(told.starts_with("Nothing was imported: 2,500 of 2,500 rows are wrong.\n"), "{told}");
    assert!(told.ends_with("\nand 2,450 more.\n\n(--skip-bad imports the others; --json tells all.)\n"), "{told}");

    let report = import(&house, &file, &[LONDON, "--json"]).await.json();
    let lines: Vec<i64> = report["badRows"].as_array().unwrap().iter().map(|row: &Value| row["line"].as_i64().unwrap()).collect();
    assert_eq!(lines, (2..2_502).collect::<Vec<_>>());
}
